import { exact } from '../../shared/domain/decimal';
import { type Fill, isLive, type Order } from '../../shared/domain/order';
import {
  type ComparisonCause,
  maxDifferences,
  type OrderDifference,
  type PositionDifference,
  type ReconciliationReport,
} from '../../shared/domain/reconciliation';
import type { CompletedOrder, Execution, OpenOrder } from '../broker/port';
import { contradicts } from './order-copies';

/** IB's own view after a connect. */
export interface BrokerView {
  readonly openOrders: readonly OpenOrder[];
  readonly completedOrders: readonly CompletedOrder[];
  readonly executions: readonly Execution[];
}

/** What was known here at a moment. */
export interface KnownBefore {
  readonly orders: ReadonlyMap<string, Order>;
  readonly execIds: ReadonlySet<string>;
}

/** Orders that we take for live and that IB lists nowhere: they ended, or never arrived. Pure. */
export function ordersUnknownAtIb(orders: readonly Order[], view: BrokerView): readonly Order[] {
  const rows = [...view.openOrders, ...view.completedOrders];
  const refs = new Set(rows.map((order) => order.orderRef));
  // Under one key of ours IB may hold two orders: where both sides know the permId, it decides.
  const refsWithoutPermId = new Set(
    view.openOrders.flatMap((order) => (order.permId === null ? [order.orderRef] : [])),
  );
  const permIds = new Set<number>();
  for (const order of view.openOrders) if (order.permId !== null) permIds.add(order.permId);
  for (const order of view.completedOrders) permIds.add(order.permId);
  return orders.filter((order) => {
    if (!isLive(order.state)) return false;
    const { orderKey, permId } = order;
    // A row about it that was damaged on its way says at least that IB has it.
    if (rows.some((row) => row.orderRef === orderKey && contradicts(order, row))) return false;
    if (permId !== null && permIds.has(permId)) return false;
    return orderKey === null || !(permId === null ? refs : refsWithoutPermId).has(orderKey);
  });
}

/** Notes what is known, to be held against what is known later. */
export function knownNow(orders: readonly Order[], fills: readonly Fill[]): KnownBefore {
  return {
    orders: new Map(orders.map((order) => [order.id, order])),
    execIds: new Set(fills.map((fill) => fill.execId)),
  };
}

/** Orders whose state or filled quantity changed, and orders that were not known, in their order. Pure. */
export function orderDifferences(before: KnownBefore, after: readonly Order[]): readonly OrderDifference[] {
  return after.flatMap((order): readonly OrderDifference[] => {
    const earlier = before.orders.get(order.id);
    if (earlier?.state === order.state && exact(earlier.filled).equals(exact(order.filled))) return [];
    const { id, conId, symbol, secType, localSymbol, side, quantity, orderType } = order;
    return [
      {
        id,
        conId,
        symbol,
        secType,
        localSymbol,
        side,
        quantity,
        orderType,
        from: earlier?.state ?? null,
        to: order.state,
        filledBefore: earlier?.filled ?? order.filled,
        filledAfter: order.filled,
        elsewhere: !order.own,
        text: order.message?.text ?? null,
      },
    ];
  });
}

/** The differences put together; lists that are too long are cut and counted. Pure. */
export function reconciliationReport(input: {
  readonly atMs: number;
  readonly cause: ComparisonCause;
  readonly compared: ReconciliationReport['compared'];
  readonly before: KnownBefore;
  readonly orders: readonly Order[];
  readonly fills: readonly Fill[];
  readonly positions: readonly PositionDifference[];
}): ReconciliationReport {
  const orders = orderDifferences(input.before, input.orders);
  const fills = input.fills.filter((fill) => !input.before.execIds.has(fill.execId));
  const { positions } = input;
  const beyond = (list: readonly unknown[]) => Math.max(0, list.length - maxDifferences);
  return {
    atMs: input.atMs,
    cause: input.cause,
    compared: input.compared,
    sentence: sentenceOf(input.cause, orders, fills, positions),
    orders: orders.slice(0, maxDifferences),
    fills: fills.slice(0, maxDifferences),
    positions: positions.slice(0, maxDifferences),
    leftOut: beyond(orders) + beyond(fills) + beyond(positions),
  };
}

/** `While you were away: 2 fills, 1 order cancelled.`, or null when nothing that matters happened. */
function sentenceOf(
  cause: ComparisonCause,
  orders: readonly OrderDifference[],
  fills: readonly Fill[],
  positions: readonly PositionDifference[],
): string | null {
  const parts: string[] = [];
  const say = (count: number, one: string, many: string) => {
    if (count > 0) parts.push(`${count} ${count === 1 ? one : many}`);
  };
  const turned = (state: Order['state']) =>
    orders.filter(({ from, to }) => from !== null && from !== to && to === state && isLive(from)).length;
  say(fills.length, 'fill', 'fills');
  say(turned('filled'), 'order filled', 'orders filled');
  say(turned('cancelled'), 'order cancelled', 'orders cancelled');
  say(turned('rejected'), 'order rejected', 'orders rejected');
  say(turned('refused'), 'order never arrived at IB', 'orders never arrived at IB');
  const appeared = orders.filter(({ from }) => from === null);
  say(appeared.filter(({ elsewhere }) => elsewhere).length, 'order from elsewhere', 'orders from elsewhere');
  say(
    appeared.filter(({ elsewhere }) => !elsewhere).length,
    'order that was not known here',
    'orders that were not known here',
  );
  const strange = positions.filter((position) => position.cause !== 'fills').length;
  say(strange, 'position changed without a known fill', 'positions changed without a known fill');
  if (parts.length === 0) return null;
  const lead = cause === 'demand' ? 'IB knew more than Tradewind' : 'While you were away';
  return `${lead}: ${parts.join(', ')}.`;
}
