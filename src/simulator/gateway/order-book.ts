import type { OrderTerms, SimOrder } from '../world/world';
import type { OrderReport } from '../wire/messages/order-fields';
import type { OrderAttributes } from '../wire/requests/order-attributes';
import { attributesOf } from './manual-order';

/** How many orders are kept; the oldest ended ones go first. */
const MAX_RECORDS = 20_000;

/** What a client said about one of its orders, and the order as the exchange last told of it. */
export interface OrderRecord {
  readonly attributes: OrderAttributes;
  /** The terms that were asked for; the exchange may have changed them since. */
  readonly terms: OrderTerms;
  readonly exchange: string;
  readonly conId: number;
  readonly order: SimOrder | undefined;
}

/** The attributes of all orders: by client id and order id, and those entered by hand by permId. */
export class OrderBook {
  readonly #records = new Map<string, OrderRecord>();

  get(clientId: number, orderId: number): OrderRecord | undefined {
    return this.#records.get(keyOf(clientId, orderId));
  }

  put(clientId: number, orderId: number, record: OrderRecord): void {
    this.#put(keyOf(clientId, orderId), record);
  }

  remove(clientId: number, orderId: number): void {
    this.#records.delete(keyOf(clientId, orderId));
  }

  /** What is known of an order; one that was entered by hand says it all itself. */
  recordOf(order: SimOrder): OrderRecord | undefined {
    const record = this.#records.get(keyOfOrder(order));
    if (record !== undefined || !order.manual) return record;
    const { terms, instrument } = order;
    const { conId, exchange } = instrument;
    return { attributes: attributesOf(terms), terms, exchange, conId, order };
  }

  /** Takes over the newest state of an order that is known here. */
  update(order: SimOrder): void {
    const record = this.recordOf(order);
    if (record !== undefined) this.#put(keyOfOrder(order), { ...record, order });
  }

  /** An order that was entered by hand is known by its new order id from now on. */
  bind(order: SimOrder): void {
    const unbound = keyOfOrder({ ...order, orderId: 0 });
    const record = this.#records.get(unbound);
    this.#records.delete(unbound);
    if (record !== undefined) this.#put(keyOfOrder(order), { ...record, order });
    else this.update(order);
  }

  #put(key: string, record: OrderRecord): void {
    this.#records.set(key, record);
    if (this.#records.size > MAX_RECORDS) this.#dropOldestEnded();
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
    attributes: currentAttributes(order.terms, record),
    status: order.status,
  };
}

/**
 * The attributes as they are now. The exchange lowers quantities in brackets and groups, moves trailing stops and
 * changes order types; what it has not changed stays as the client wrote it.
 */
function currentAttributes(current: OrderTerms, { attributes, terms: asked }: OrderRecord): OrderAttributes {
  const { limitPrice, auxPrice, orderType, trailStopPrice, trailingPercent } = current;
  return {
    ...attributes,
    totalQuantity: current.quantity,
    ...(orderType === asked.orderType ? {} : { orderType }),
    ...(limitPrice === asked.limitPrice ? {} : { lmtPrice: limitPrice }),
    ...(auxPrice === asked.auxPrice ? {} : { auxPrice }),
    ...(trailStopPrice === asked.trailStopPrice ? {} : { trailStopPrice }),
    ...(trailingPercent === asked.trailingPercent ? {} : { trailingPercent }),
  };
}

function keyOf(clientId: number, orderId: number): string {
  return `${clientId}:${orderId}`;
}

function keyOfOrder({ clientId, orderId, permId }: SimOrder): string {
  return orderId === 0 ? `by hand:${permId}` : keyOf(clientId, orderId);
}
