import type { Exchange, SimOrder } from '../world/world';
import { orderBoundMessage } from '../wire/messages/order-messages';
import { type Client, refuseRequest } from './client';
import type { OrderBook } from './order-book';

/** The client that may bind orders that were entered by hand. */
const BINDING_CLIENT_ID = 0;

/** Binds the orders that were entered by hand in TWS to client 0: they get an order id of it. */
export class ManualOrders {
  readonly #exchange: Exchange;
  readonly #book: OrderBook;
  /** The client that wants new orders bound as they come. */
  #binder: Client | undefined;

  constructor(exchange: Exchange, book: OrderBook) {
    this.#exchange = exchange;
    this.#book = book;
  }

  setAutoBind(client: Client, on: boolean): void {
    if (client.clientId !== BINDING_CLIENT_ID) {
      refuseRequest(client, -1, 'Only the default client (i.e 0) can auto bind orders.');
      return;
    }
    this.#binder = on ? client : undefined;
  }

  leave(client: Client): void {
    if (this.#binder === client) this.#binder = undefined;
  }

  /** Binds every live order that is not bound yet, when the client may. */
  bindAll(client: Client): void {
    if (client.clientId !== BINDING_CLIENT_ID) return;
    for (const order of this.#exchange.openOrders()) if (order.orderId === 0) this.#bind(client, order);
  }

  /** A new order, bound if it was entered by hand and the client wants it so. */
  welcome(client: Client, order: SimOrder): SimOrder {
    return order.orderId === 0 && this.#binder === client ? this.#bind(client, order) : order;
  }

  #bind(client: Client, order: SimOrder): SimOrder {
    const bound = this.#exchange.bind(order.permId);
    if (bound === undefined) return order;
    this.#book.bind(bound);
    client.send(orderBoundMessage(bound));
    return bound;
  }
}
