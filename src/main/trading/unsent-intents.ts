import { isOrderKey, type Order } from '../../shared/domain/order';
import { orderSchema } from '../../shared/ipc/order-schemas';
import type { JournalRecord } from './trading-store';

/** A line of the journal as it is read back. */
type Line =
  | Pick<JournalRecord, 'kind' | 'orderKey'>
  | { readonly kind: string; readonly orderKey: string | null };

/**
 * Orders whose intent is in the journal and of which nothing else is known: the app ended between journal and socket, or
 * just behind it. They are drafts, to be asked about. Pure.
 * @param known keys of the orders that were kept.
 * @param sinceMs intents of earlier orders are left out, UTC ms by the gateway's time.
 */
export function unsentOrders(
  lines: readonly (Line & { readonly body: unknown })[],
  known: ReadonlySet<string>,
  accountId: string,
  sinceMs: number,
): readonly Order[] {
  return lines.flatMap(({ kind, orderKey, body }) => {
    if (kind !== 'order-intent' || orderKey === null || known.has(orderKey)) return [];
    if (typeof body !== 'object' || body === null || !('order' in body)) return [];
    const order = orderSchema.safeParse(body.order);
    if (!order.success || order.data.id !== orderKey || !isOrderKey(order.data.id)) return [];
    const { accountId: account, createdMs } = order.data;
    return account === accountId && createdMs >= sinceMs ? [order.data] : [];
  });
}
