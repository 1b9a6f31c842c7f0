import { create } from 'zustand';
import type { Order } from '../../../shared/domain/order';
import { instrumentName } from '../../../shared/domain/order-sentence';
import { request } from '../../lib/ipc-client';
import { useSelection } from '../../app/selection-store';
import { announce } from '../../ui';
import { useTicket } from '../ticket/ticket-store';
import { resubmission } from './order-resubmit';

/** Orders whose cancel is on its way to main. */
export const useCancelling = create<{ readonly ids: ReadonlySet<string> }>()(() => ({ ids: new Set() }));

/** Asks for the cancel of one order; a second press while the first is on its way does nothing. */
export async function cancelOrder(order: Order): Promise<void> {
  const { ids } = useCancelling.getState();
  if (ids.has(order.id)) return;
  useCancelling.setState({ ids: new Set([...ids, order.id]) });
  const result = await request('order.cancel', { id: order.id });
  useCancelling.setState((state) => ({ ids: new Set([...state.ids].filter((id) => id !== order.id)) }));
  if (result.ok) announce(`Cancel was asked for: ${orderName(order)}.`);
  else announce(`${orderName(order)} was not cancelled. ${result.error.text}`, 'assertive');
}

/** Fills the ticket with a rejected order, the focus on what was wrong. The next press sends a new order with a new key. */
export function fixAndResubmit(order: Order, orders: ReadonlyMap<string, Order>): void {
  const filled = resubmission(order, orders);
  if (filled === null) return;
  const { conId, values, field } = filled;
  useSelection.getState().select(conId);
  useTicket.getState().prepareOrder(conId, values, field);
  announce(`The ticket holds ${orderName(order)}. Correct it and place it.`);
}

/** An order in a few words, such as `BUY 50 AAPL LMT`. */
export function orderName(order: Order): string {
  return `${order.side} ${order.quantity} ${instrumentName(order)} ${order.orderType}`;
}
