import type { ExchangeEvent, SimExecution, SimOrder, World } from '../world/world';
import { completedOrderMessage } from '../wire/messages/completed-order-message';
import { openOrderMessage } from '../wire/messages/open-order-message';
import * as messages from '../wire/messages/order-messages';
import { nextValidIdMessage } from '../wire/messages/system-messages';
import type { OrderRequest } from '../wire/requests/order-requests';
import type { PlaceOrderRequest } from '../wire/requests/place-order-request';
import { zonedText } from '../wire/zone-time';
import { type Client, refuseRequest, sendError } from './client';
import { filterExecutions } from './execution-filter';
import { findInstrument } from './find-instrument';
import { OrderBook, hasEnded, reportOf } from './order-book';
import { keptAttributes, termsOf, unsupportedAttribute } from './order-terms';

/** How often the gateway repeats the state of an order that was placed or changed, as the recorded frames show. */
const REPEATS = 2;

/**
 * Takes the orders of all clients to the exchange and tells each client what becomes of its own. The exchange keeps
 * what it acts on; every other attribute is kept here and told back.
 */
export class OrderDesk {
  readonly #world: World;
  readonly #book = new OrderBook();
  readonly #clients = new Map<number, Client>();
  readonly #stop: () => void;
  #repeats = new Map<string, SimOrder>();
  #commissions: SimExecution[] = [];
  #turnEndPlanned = false;

  constructor(world: World) {
    this.#world = world;
    this.#stop = world.exchange.subscribe((event) => this.#onEvent(event));
  }

  attach(client: Client): void {
    this.#clients.set(client.clientId, client);
  }

  detach(client: Client): void {
    if (this.#clients.get(client.clientId) === client) this.#clients.delete(client.clientId);
  }

  close(): void {
    this.#stop();
    this.#clients.clear();
  }

  answer(client: Client, request: OrderRequest): void {
    switch (request.kind) {
      case 'placeOrder':
        this.#place(client, request);
        return;
      case 'cancelOrder':
        this.#cancel(client, request.orderId);
        return;
      case 'reqGlobalCancel':
        this.#world.exchange.globalCancel();
        return;
      case 'reqOpenOrders':
        this.#sendOpenOrders(client, (order) => order.clientId === client.clientId);
        return;
      case 'reqAllOpenOrders':
        this.#sendOpenOrders(client, () => true);
        return;
      case 'reqAutoOpenOrders':
        // Orders are entered through the API alone, so there is never one to bind to client 0.
        if (client.clientId !== 0)
          refuseRequest(client, -1, 'Only the client with id 0 can bind orders automatically');
        return;
      case 'reqCompletedOrders':
        this.#sendCompletedOrders(client);
        return;
      case 'reqIds':
        client.send(nextValidIdMessage(this.#world.exchange.nextOrderId()));
        return;
      case 'reqExecutions':
        for (const execution of filterExecutions(this.#world.exchange.executions(), request.filter)) {
          client.send(messages.executionMessage(request.reqId, execution));
          client.send(messages.commissionReportMessage(execution));
        }
        client.send(messages.executionEndMessage(request.reqId));
    }
  }

  #place(client: Client, request: PlaceOrderRequest): void {
    const { orderId, contract } = request;
    const world = this.#world;
    const attributes = keptAttributes(request.attributes, world.account.id);
    if (orderId <= 0) {
      refuseRequest(client, orderId, 'The order id must be positive');
      return;
    }
    const instrument = findInstrument(client, orderId, world.catalogue, contract);
    if (instrument === undefined) return;
    const terms = termsOf(attributes);
    if (terms === undefined) {
      refuseRequest(client, orderId, `Order action must be BUY or SELL, not '${attributes.action}'`);
      return;
    }
    const unsupported = unsupportedAttribute(attributes);
    if (unsupported !== undefined) {
      refuseRequest(client, orderId, `${unsupported} are not supported by the simulator`);
      return;
    }
    if (attributes.account !== world.account.id) {
      refuseRequest(client, orderId, `Invalid account code '${attributes.account}'.`);
      return;
    }
    const exchange = contract.exchange === '' ? instrument.exchange : contract.exchange;
    if (attributes.whatIf) {
      const answer = world.exchange.whatIf(client.clientId, instrument, terms);
      if (!answer.ok) {
        sendError(client, orderId, answer.refusal.code, answer.refusal.text);
        return;
      }
      const identity = { orderId, clientId: client.clientId, permId: 0, parentPermId: 0, revision: 0 };
      const report = { ...identity, instrument, exchange, attributes, status: 'PreSubmitted' };
      client.send(openOrderMessage(report, answer.value, client.serverVersion));
      return;
    }
    const before = this.#book.get(client.clientId, orderId);
    if (before?.order !== undefined && hasEnded(before.order)) {
      if (before.order.status === 'Filled') sendError(client, orderId, 104, 'Cannot modify a filled order.');
      else sendError(client, orderId, 103, 'Duplicate order id');
      return;
    }
    if (before?.order !== undefined && before.conId !== instrument.conId) {
      sendError(client, orderId, 105, 'Order being modified does not match original order');
      return;
    }
    // The exchange may tell of the order before it returns, so the attributes have to be there first.
    const record = { attributes, exchange, conId: instrument.conId, order: before?.order };
    this.#book.put(client.clientId, orderId, record);
    const result = world.exchange.place(client.clientId, orderId, instrument, terms);
    if (result.ok) return;
    if (before === undefined) this.#book.remove(client.clientId, orderId);
    else this.#book.put(client.clientId, orderId, before);
    sendError(client, orderId, result.refusal.code, result.refusal.text);
  }

  #cancel(client: Client, orderId: number): void {
    const result = this.#world.exchange.cancel(client.clientId, orderId);
    if (!result.ok) sendError(client, orderId, result.refusal.code, result.refusal.text);
  }

  #onEvent(event: ExchangeEvent): void {
    this.#book.update(event.order);
    const client = this.#clients.get(event.order.clientId);
    if (client === undefined) return;
    const { order } = event;
    switch (event.kind) {
      case 'accepted':
      case 'modified':
        this.#sendOrder(client, order);
        this.#repeats.set(`${order.clientId}:${order.orderId}`, order);
        this.#planTurnEnd();
        return;
      case 'status':
        if (order.status === 'PendingCancel') {
          client.send(messages.orderStatusMessage(order));
          this.#sendOpenOrder(client, order);
        } else {
          this.#sendOrder(client, order);
        }
        return;
      case 'filled':
        client.send(messages.executionMessage(-1, event.execution));
        this.#sendOrder(client, order);
        this.#commissions.push(event.execution);
        this.#planTurnEnd();
        return;
      case 'cancelled':
        client.send(messages.orderStatusMessage(order));
        sendError(client, order.orderId, 202, `Order Canceled - reason:${event.reason}`);
        return;
      case 'warning':
        sendError(client, order.orderId, event.code, event.text);
        return;
      case 'rejected':
        sendError(client, order.orderId, event.code, event.text);
        this.#sendOrder(client, order);
    }
  }

  #planTurnEnd(): void {
    if (this.#turnEndPlanned) return;
    this.#turnEndPlanned = true;
    queueMicrotask(() => this.#endTurn());
  }

  /** After the warnings and fills of the same turn: the repeats of accepted orders, then the commissions. */
  #endTurn(): void {
    this.#turnEndPlanned = false;
    const repeats = this.#repeats;
    const commissions = this.#commissions;
    this.#repeats = new Map();
    this.#commissions = [];
    for (const { clientId, orderId } of repeats.values()) {
      const client = this.#clients.get(clientId);
      const order = this.#book.get(clientId, orderId)?.order;
      if (client === undefined || order === undefined) continue;
      for (let repeat = 0; repeat < REPEATS; repeat += 1) this.#sendOrder(client, order);
    }
    for (const execution of commissions) {
      this.#clients.get(execution.order.clientId)?.send(messages.commissionReportMessage(execution));
    }
  }

  #sendOrder(client: Client, order: SimOrder): void {
    this.#sendOpenOrder(client, order);
    client.send(messages.orderStatusMessage(order));
  }

  #sendOpenOrder(client: Client, order: SimOrder): void {
    const record = this.#book.get(order.clientId, order.orderId);
    if (record !== undefined)
      client.send(openOrderMessage(reportOf(order, record), null, client.serverVersion));
  }

  #sendOpenOrders(client: Client, wanted: (order: SimOrder) => boolean): void {
    for (const order of this.#world.exchange.openOrders()) {
      if (wanted(order)) this.#sendOrder(client, order);
    }
    client.send(messages.openOrderEndMessage());
  }

  #sendCompletedOrders(client: Client): void {
    for (const order of this.#world.exchange.completedOrders()) {
      const record = this.#book.get(order.clientId, order.orderId);
      if (record === undefined) continue;
      const completion = {
        filled: order.filled,
        completedTime: zonedText(order.completedMs ?? order.placedMs, order.instrument.timeZoneId),
        completedStatus: order.completedStatus,
      };
      client.send(completedOrderMessage(reportOf(order, record), completion, client.serverVersion));
    }
    client.send(messages.completedOrdersEndMessage());
  }
}
