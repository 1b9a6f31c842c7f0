import { create } from 'zustand';
import type { Order } from '../../../shared/domain/order';
import { instrumentName } from '../../../shared/domain/order-sentence';
import { request } from '../../lib/ipc-client';
import { announce } from '../../ui';

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

/** An order in a few words, such as `BUY 50 AAPL LMT`. */
export function orderName(order: Order): string {
  return `${order.side} ${order.quantity} ${instrumentName(order)} ${order.orderType}`;
}
