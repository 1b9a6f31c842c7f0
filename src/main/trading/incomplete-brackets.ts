import { isLive, type Order } from '../../shared/domain/order';

/**
 * Entries of brackets that have not traded and of which an exit never will: it did not reach IB, or IB rejected it. Only
 * the last order of a bracket transmits it, so such an entry may wait at IB untransmitted, shown as working and never
 * trading; or it may trade without its exits. Neither is what was asked for. Pure.
 */
export function incompleteEntries(orders: readonly Order[]): readonly Order[] {
  const missing = new Set(
    orders.flatMap((order) =>
      order.state === 'refused' || order.state === 'rejected' ? [order.parentId] : [],
    ),
  );
  return orders.filter(
    (order) =>
      order.role === 'entry' &&
      order.own &&
      order.copyOf === null &&
      order.filled === '0' &&
      isLive(order.state) &&
      order.state !== 'cancelling' &&
      missing.has(order.id),
  );
}
