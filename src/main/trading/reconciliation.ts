import { isLive, type Order } from '../../shared/domain/order';
import type { CompletedOrder, Execution, OpenOrder } from '../broker/port';

/** IB's own view after a connect. */
export interface BrokerView {
  readonly openOrders: readonly OpenOrder[];
  readonly completedOrders: readonly CompletedOrder[];
  readonly executions: readonly Execution[];
}

/** Orders that we take for live and that IB lists nowhere: they ended, or never arrived. Pure. */
export function ordersUnknownAtIb(orders: readonly Order[], view: BrokerView): readonly Order[] {
  const openRefs = new Set(view.openOrders.map((order) => order.orderRef));
  const completedRefs = new Set(view.completedOrders.map((order) => order.orderRef));
  const permIds = new Set<number>();
  for (const order of view.openOrders) if (order.permId !== null) permIds.add(order.permId);
  for (const order of view.completedOrders) permIds.add(order.permId);
  return orders.filter((order) => {
    if (!isLive(order.state)) return false;
    if (order.orderKey !== null && (openRefs.has(order.orderKey) || completedRefs.has(order.orderKey)))
      return false;
    return order.permId === null || !permIds.has(order.permId);
  });
}

/** What happened while the app was not connected. */
export interface AwayChanges {
  readonly fills: number;
  readonly filled: number;
  readonly cancelled: number;
  readonly rejected: number;
  readonly neverArrived: number;
  readonly newFromElsewhere: number;
}

/** Compares the orders before and after a reconciliation. `fillsBefore` and `fillsAfter` count executions. Pure. */
export function awayChanges(
  before: readonly Order[],
  after: readonly Order[],
  fillsBefore: number,
  fillsAfter: number,
): AwayChanges {
  const earlier = new Map(before.map((order) => [order.id, order]));
  const turned = (state: Order['state']) =>
    after.filter((order) => order.state === state && isLive(earlier.get(order.id)?.state ?? state)).length;
  return {
    fills: Math.max(0, fillsAfter - fillsBefore),
    filled: turned('filled'),
    cancelled: turned('cancelled'),
    rejected: turned('rejected'),
    neverArrived: turned('refused'),
    newFromElsewhere: after.filter((order) => !earlier.has(order.id)).length,
  };
}

/** `While you were away: 2 fills, 1 cancelled.`, or null when nothing happened. */
export function awaySentence(changes: AwayChanges): string | null {
  const parts: string[] = [];
  const say = (count: number, one: string, many: string) => {
    if (count > 0) parts.push(`${count} ${count === 1 ? one : many}`);
  };
  say(changes.fills, 'fill', 'fills');
  say(changes.filled, 'order filled', 'orders filled');
  say(changes.cancelled, 'order cancelled', 'orders cancelled');
  say(changes.rejected, 'order rejected', 'orders rejected');
  say(changes.neverArrived, 'order never arrived at IB', 'orders never arrived at IB');
  say(changes.newFromElsewhere, 'order from elsewhere', 'orders from elsewhere');
  return parts.length === 0 ? null : `While you were away: ${parts.join(', ')}.`;
}
