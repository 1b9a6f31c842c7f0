import type { Decimal } from 'decimal.js';
import { exact } from '../../../shared/domain/decimal';
import type { ConId } from '../../../shared/domain/instrument';
import { isLive, type Order, type OrderDraft } from '../../../shared/domain/order';

type Sides = Readonly<Record<Order['side'], Decimal>>;

export interface OpenExposureInput {
  readonly conId: ConId;
  readonly orders: readonly Order[];
  /** Orders that passed the gate and are in no book yet. */
  readonly waiting: readonly OrderDraft[];
  /** What a change that is under way leaves to fill, by order id. */
  readonly changing: ReadonlyMap<string, Decimal>;
  /** Id of an order that does not count, because it is the one that is judged. */
  readonly without?: string | undefined;
}

/**
 * What may still be bought and sold of an instrument: live orders, those on their way, and exits of brackets as far as
 * their entry has filled; of the exits of one entry only one fills. Pure.
 */
export function openExposure(input: OpenExposureInput): Sides {
  const sum = { BUY: exact(0), SELL: exact(0) };
  const live = input.orders.filter(
    (order) => order.conId === input.conId && order.id !== input.without && isLive(order.state),
  );
  const left = (order: Order): Decimal => {
    const remaining = exact(order.remaining);
    const changed = input.changing.get(order.id);
    return changed !== undefined && changed.greaterThan(remaining) ? changed : remaining;
  };
  const exits = new Map<string, Order[]>();
  for (const order of live) {
    if (order.parentId === null) sum[order.side] = sum[order.side].plus(left(order));
    else exits.set(order.parentId, [...(exits.get(order.parentId) ?? []), order]);
  }
  for (const [parentId, siblings] of exits) {
    const side = siblings[0]?.side ?? 'SELL';
    const greatest = siblings.reduce((most, order) => larger(most, left(order)), exact(0));
    const parent = input.orders.find((order) => order.id === parentId);
    // An exit does not trade before its entry has, and not for more.
    const held = parent === undefined || !isLive(parent.state) ? greatest : exact(parent.filled);
    sum[side] = sum[side].plus(greatest.lessThan(held) ? greatest : held);
  }
  for (const draft of input.waiting)
    if (draft.conId === input.conId) sum[draft.side] = sum[draft.side].plus(exact(draft.quantity));
  return sum;
}

function larger(a: Decimal, b: Decimal): Decimal {
  return a.greaterThan(b) ? a : b;
}
