import { exact } from '../../../shared/domain/decimal';
import type { ConId } from '../../../shared/domain/instrument';
import { type Order, orderTypes, tifs } from '../../../shared/domain/order';
import type { DraftField } from '../../../shared/domain/order-validation';
import { canResubmit, causeFor } from '../../../shared/domain/rejection-causes';
import type { TicketValues } from '../ticket/ticket-draft';

/** What the ticket is filled with, and where to look. */
export interface Resubmission {
  readonly conId: ConId;
  readonly values: Partial<TicketValues>;
  readonly field: DraftField | null;
}

/**
 * A rejected or refused order as the ticket would hold it, or null when the ticket has no such order. An exit whose entry
 * went with it brings its whole bracket back; one whose entry has traded stands on its own. Pure.
 */
export function resubmission(order: Order, orders: ReadonlyMap<string, Order>): Resubmission | null {
  if (!canResubmit(order)) return null;
  const cause = causeFor(order);
  const entry = order.parentId === null ? undefined : orders.get(order.parentId);
  const whole = entry !== undefined && exact(entry.filled).isZero();
  const first = whole ? entry : order;
  const values = valuesOfOrder(first);
  if (values === null) return null;
  const exits = whole || order.role === 'entry' ? exitValues(first.id, orders) : {};
  const ownField = whole || !isExitField(cause?.field ?? null) ? cause?.field : exitPrice(order);
  return { conId: order.conId, values: { ...values, ...exits }, field: ownField ?? null };
}

/** The values of an order for the ticket; null for a type or time in force that it does not offer. Pure. */
export function valuesOfOrder(order: Order): Partial<TicketValues> | null {
  const orderType = orderTypes.find((one) => one === order.orderType);
  const tif = tifs.find((one) => one === order.tif);
  if (orderType === undefined || tif === undefined) return null;
  return {
    side: order.side,
    quantity: exact(order.remaining).greaterThan(0) ? order.remaining : order.quantity,
    orderType,
    limitPrice: order.limitPrice ?? '',
    stopPrice: order.stopPrice ?? '',
    tif,
    outsideRth: order.outsideRth,
  };
}

function exitValues(entryId: string, orders: ReadonlyMap<string, Order>): Partial<TicketValues> {
  const exits = [...orders.values()].filter((order) => order.parentId === entryId);
  const takeProfit = exits.find((order) => order.role === 'take-profit')?.limitPrice ?? null;
  const stopLoss = exits.find((order) => order.role === 'stop-loss')?.stopPrice ?? null;
  return {
    takeProfitOn: takeProfit !== null,
    takeProfit: takeProfit ?? '',
    stopLossOn: stopLoss !== null,
    stopLoss: stopLoss ?? '',
  };
}

function isExitField(field: DraftField | null): boolean {
  return field === 'takeProfit' || field === 'stopLoss';
}

/** Where the price of an exit stands once it is an order on its own. */
function exitPrice(order: Order): DraftField {
  return order.role === 'stop-loss' ? 'stopPrice' : 'limitPrice';
}
