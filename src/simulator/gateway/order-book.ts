import type { SimOrder } from '../world/world';
import type { OrderReport } from '../wire/messages/order-fields';
import type { OrderAttributes } from '../wire/requests/order-attributes';

/** How many orders are kept; the oldest ended ones go first. */
const MAX_RECORDS = 20_000;

/** What a client said about one of its orders, and the order as the exchange last told of it. */
export interface OrderRecord {
  readonly attributes: OrderAttributes;
  readonly exchange: string;
  readonly conId: number;
  readonly order: SimOrder | undefined;
}

/** The attributes of all orders, by client id and order id. */
export class OrderBook {
  readonly #records = new Map<string, OrderRecord>();

  get(clientId: number, orderId: number): OrderRecord | undefined {
    return this.#records.get(keyOf(clientId, orderId));
  }

  put(clientId: number, orderId: number, record: OrderRecord): void {
    this.#records.set(keyOf(clientId, orderId), record);
    if (this.#records.size > MAX_RECORDS) this.#dropOldestEnded();
  }

  remove(clientId: number, orderId: number): void {
    this.#records.delete(keyOf(clientId, orderId));
  }

  /** Takes over the newest state of an order; undefined when it is not ours. */
  update(order: SimOrder): OrderRecord | undefined {
    const record = this.get(order.clientId, order.orderId);
    if (record === undefined) return undefined;
    const updated = { ...record, order };
    this.#records.set(keyOf(order.clientId, order.orderId), updated);
    return updated;
  }

  #dropOldestEnded(): void {
    for (const [key, { order }] of this.#records) {
      if (order === undefined || !hasEnded(order)) continue;
      this.#records.delete(key);
      return;
    }
  }
}

export function hasEnded(order: SimOrder): boolean {
  const { status } = order;
  return status === 'Filled' || status === 'Cancelled' || status === 'ApiCancelled' || status === 'Inactive';
}

/** The openOrder or completedOrder view of an order. */
export function reportOf(order: SimOrder, record: OrderRecord): OrderReport {
  return {
    orderId: order.orderId,
    clientId: order.clientId,
    permId: order.permId,
    parentPermId: order.parentPermId,
    revision: order.revision,
    instrument: order.instrument,
    exchange: record.exchange,
    // The exchange lowers the quantity of a bracket's child when its sibling fills.
    attributes: { ...record.attributes, totalQuantity: order.terms.quantity },
    status: order.status,
  };
}

function keyOf(clientId: number, orderId: number): string {
  return `${clientId}:${orderId}`;
}
