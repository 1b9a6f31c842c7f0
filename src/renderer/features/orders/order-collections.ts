import type { Position } from '../../../shared/domain/account';
import { exact } from '../../../shared/domain/decimal';
import type { Fill, Order } from '../../../shared/domain/order';
import type { Notice, StreamItem } from '../../../shared/ipc/streams';

/** More orders and fills than one trader makes in a day; beyond it the oldest are forgotten. */
export const maxEntries = 10_000;
/** Messages that are kept. */
export const maxNotices = 500;

/** Orders by id after the items of a frame; a snapshot replaces everything before it. */
export function applyOrders(
  before: ReadonlyMap<string, Order>,
  items: readonly StreamItem<'orders'>[],
): ReadonlyMap<string, Order> {
  let orders = new Map(before);
  for (const item of items) {
    if (item.kind === 'snapshot') orders = new Map(item.orders.map((order) => [order.id, order]));
    else orders.set(item.order.id, item.order);
  }
  return newest(orders);
}

/**
 * Fills by execution id after the items of a frame. A correction carries the id of the fill that it replaces up to the
 * last dot. Source: TWS API, Execution.execId.
 */
export function applyFills(
  before: ReadonlyMap<string, Fill>,
  items: readonly StreamItem<'fills'>[],
): ReadonlyMap<string, Fill> {
  let fills = new Map(before);
  for (const item of items) {
    if (item.kind === 'snapshot') fills = new Map();
    for (const fill of item.kind === 'snapshot' ? item.fills : [item.fill]) {
      if (!fills.has(fill.execId)) replaceCorrected(fills, fill.execId);
      fills.set(fill.execId, fill);
    }
  }
  return newest(fills);
}

function replaceCorrected(fills: Map<string, Fill>, execId: string): void {
  const dot = execId.lastIndexOf('.');
  if (dot === -1) return;
  const execution = execId.slice(0, dot + 1);
  for (const other of fills.keys())
    if (other.lastIndexOf('.') === dot && other.startsWith(execution)) fills.delete(other);
}

/** Positions by conId after the items of a frame; closed ones are gone. */
export function applyPositions(
  before: ReadonlyMap<number, Position>,
  items: readonly StreamItem<'positions'>[],
): ReadonlyMap<number, Position> {
  let positions = new Map(before);
  for (const item of items) {
    const changed = item.kind === 'snapshot' ? item.positions : [item.position];
    if (item.kind === 'snapshot') positions = new Map();
    for (const position of changed) {
      if (exact(position.quantity).isZero()) positions.delete(position.conId);
      else positions.set(position.conId, position);
    }
  }
  return positions;
}

/** Messages, newest first, each once, after the items of a frame. */
export function applyNotices(before: readonly Notice[], items: readonly Notice[]): readonly Notice[] {
  const known = new Set(before.map((notice) => notice.sequence));
  const fresh: Notice[] = [];
  for (const notice of items) {
    if (known.has(notice.sequence)) continue;
    known.add(notice.sequence);
    fresh.push(notice);
  }
  if (fresh.length === 0) return before;
  return [...fresh, ...before].sort((a, b) => b.sequence - a.sequence).slice(0, maxNotices);
}

function newest<K, V>(entries: Map<K, V>): ReadonlyMap<K, V> {
  for (const key of entries.keys()) {
    if (entries.size <= maxEntries) break;
    entries.delete(key);
  }
  return entries;
}
