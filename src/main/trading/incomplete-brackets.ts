import { isLive, type Order } from '../../shared/domain/order';

/**
 * Entries of brackets that reached IB while an exit of theirs did not. Only the last order of a bracket transmits it, so
 * such an entry waits at IB untransmitted: it does not trade, and must not be woken by a change. Pure.
 */
export function incompleteEntries(orders: readonly Order[]): readonly Order[] {
  const missing = new Set(orders.flatMap((order) => (order.state === 'refused' ? [order.parentId] : [])));
  return orders.filter(
    (order) =>
      order.role === 'entry' &&
      order.own &&
      order.filled === '0' &&
      isLive(order.state) &&
      order.state !== 'cancelling' &&
      missing.has(order.id),
  );
}
