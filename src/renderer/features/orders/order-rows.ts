import { exact } from '../../../shared/domain/decimal';
import { isLive, type Order } from '../../../shared/domain/order';
import {
  ownerOf,
  whyNotCancel,
  whyNotModify,
  whyNotReplace,
} from '../../../shared/domain/order-possibilities';

/** Which orders the table shows. */
export type OrderFilter = 'working' | 'all';

/** An order with its place in a bracket. */
export interface OrderRow {
  readonly order: Order;
  /** The bracket's entry, for an exit whose entry is known. */
  readonly entry: Order | null;
}

const roleRank: Readonly<Record<Order['role'], number>> = {
  single: 0,
  entry: 0,
  'take-profit': 1,
  'stop-loss': 2,
};

/**
 * The rows of the table: brackets together under their entry, those that can still trade first, then the newest. With
 * the filter `working` a bracket stays whole while any part of it can trade.
 */
export function orderRows(orders: ReadonlyMap<string, Order>, filter: OrderFilter): readonly OrderRow[] {
  const groups = new Map<string, OrderRow[]>();
  for (const order of orders.values()) {
    const entry = order.parentId === null ? null : (orders.get(order.parentId) ?? null);
    const key = entry?.id ?? order.id;
    const group = groups.get(key) ?? [];
    group.push({ order, entry });
    groups.set(key, group);
  }
  return [...groups.values()]
    .map((rows) => ({
      live: rows.some(({ order }) => isLive(order.state)),
      createdMs: Math.max(...rows.map(({ order }) => order.createdMs)),
      rows: rows.sort((a, b) => roleRank[a.order.role] - roleRank[b.order.role]),
    }))
    .filter(({ live }) => filter === 'all' || live)
    .sort((a, b) => Number(b.live) - Number(a.live) || b.createdMs - a.createdMs)
    .flatMap(({ rows }) => rows);
}

/** How many orders can still trade. */
export function workingCount(orders: ReadonlyMap<string, Order>): number {
  let count = 0;
  for (const order of orders.values()) if (isLive(order.state)) count += 1;
  return count;
}

/** The state of an order in the trader's words. */
export function statusWord(order: Order): string {
  switch (order.state) {
    case 'draft':
      return 'draft';
    case 'refused':
      return 'refused, not sent';
    case 'sending':
      return 'sending';
    case 'uncertain':
      return 'not confirmed by IB, checking';
    case 'working':
      return heldWord(order.whyHeld) ?? 'working';
    case 'partially-filled':
      return 'partly filled';
    case 'filled':
      return 'filled';
    case 'cancelling':
      return 'cancelling';
    case 'cancelled':
      return exact(order.filled).isZero() ? 'cancelled' : 'cancelled, partly filled';
    case 'rejected':
      return 'rejected';
    case 'inactive':
      return heldWord(order.whyHeld) ?? 'held by IB, not working';
  }
}

/** What TWS waits for; it lists its reasons with commas. Source: TWS API, orderStatus.whyHeld. */
function heldWord(whyHeld: string): string | null {
  const reasons = whyHeld.split(',').map((reason) => reason.trim());
  if (reasons.includes('child')) return 'waits for its entry';
  if (reasons.includes('trigger')) return 'waits for its trigger';
  if (reasons.includes('locate')) return 'waits for shares to borrow';
  return null;
}

/** What kind of state it is, for its colour; the word says it too. */
export type StatusTone = 'plain' | 'good' | 'warning' | 'bad' | 'muted';

/** The tone of a state. */
export function statusTone(order: Order): StatusTone {
  switch (order.state) {
    case 'working':
    case 'partially-filled':
      return 'plain';
    case 'filled':
      return 'good';
    case 'uncertain':
    case 'inactive':
      return 'warning';
    case 'rejected':
    case 'refused':
      return 'bad';
    case 'draft':
    case 'sending':
    case 'cancelling':
    case 'cancelled':
      return 'muted';
  }
}

/** The role of an order in its bracket, in words; empty for an order on its own. */
export function roleWord(role: Order['role']): string {
  switch (role) {
    case 'single':
      return '';
    case 'entry':
      return 'entry';
    case 'take-profit':
      return 'take profit';
    case 'stop-loss':
      return 'stop loss';
  }
}

/** Who placed an order, when it was not this app. */
export function originWord(order: Order): string {
  if (order.own) return '';
  const owner = ownerOf(order);
  return owner === 'TWS' ? 'placed in TWS' : owner;
}

/** Tells whether a cancel makes sense and is possible from here. */
export function canCancel(order: Order): boolean {
  return whyNotCancel(order) === null;
}

/** Tells whether quantity and prices can be changed from here: not while the order's state is not known. */
export function canModify(order: Order): boolean {
  return whyNotModify(order) === null;
}

/** Tells whether a new order can take its place: cancelled, confirmed, then new. */
export function canReplace(order: Order): boolean {
  return whyNotReplace(order) === null;
}

/** Why a live order of somebody else has its actions switched off; null for every other order. */
export function whyLocked(order: Order): string | null {
  return order.own || !isLive(order.state) ? null : whyNotCancel(order);
}
