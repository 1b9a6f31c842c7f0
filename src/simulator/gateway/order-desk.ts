import type {
  ExchangeEvent,
  ExchangeResult,
  OrderTerms,
  Refusal,
  SimExecution,
  SimInstrument,
  SimOrder,
  World,
} from '../world/world';
import { completedOrderMessage } from '../wire/messages/completed-order-message';
import { openOrderMessage } from '../wire/messages/open-order-message';
import type { OrderReport } from '../wire/messages/order-fields';
import * as messages from '../wire/messages/order-messages';
import { nextValidIdMessage } from '../wire/messages/system-messages';
import type { OrderRequest } from '../wire/requests/order-requests';
import type { PlaceOrderRequest } from '../wire/requests/place-order-request';
import { zonedText } from '../wire/zone-time';
import { type Client, refuseRequest, sendError } from './client';
import { refuseRouting } from './combo-routing';
import { filterExecutions } from './execution-filter';
import { findForOrder } from './find-for-order';
import type { GatewayLimits } from './gateway-limits';
import { ManualOrders } from './manual-orders';
import { OrderBook, type OrderRecord, hasEnded, reportOf } from './order-book';
import { refuseCrowding, refuseRetiredAttributes } from './order-checks';
import { keptAttributes, termsOf } from './order-terms';

/** How often the gateway repeats the state of an order that was placed or changed, as the recorded frames show. */
const REPEATS = 2;

const READ_ONLY = 'The API interface is currently in Read-Only mode.';

/** What an order desk is allowed. */
export interface OrderDeskOptions {
  readonly limits: Pick<GatewayLimits, 'activeOrdersPerSide'>;
  /** Nothing about orders is taken or told but executions. */
  readonly readOnlyApi: boolean;
}

/**
 * Takes the orders of all clients to the exchange and tells each client what becomes of its own. The exchange keeps
 * what it acts on; every other attribute is kept here and told back.
 */
export class OrderDesk {
  readonly #world: World;
  readonly #options: OrderDeskOptions;
  readonly #manual: ManualOrders;
  readonly #book = new OrderBook();
  readonly #clients = new Map<number, Client>();
  readonly #stop: () => void;
  #repeats = new Map<string, SimOrder>();
  #commissions: SimExecution[] = [];
  #turnEndPlanned = false;

  constructor(world: World, options: OrderDeskOptions) {
    this.#world = world;
    this.#options = options;
    this.#manual = new ManualOrders(world.exchange, this.#book);
    this.#stop = world.exchange.subscribe((event) => this.#onEvent(event));
  }

  attach(client: Client): void {
    this.#clients.set(client.clientId, client);
  }

  detach(client: Client): void {
    if (this.#clients.get(client.clientId) !== client) return;
    this.#clients.delete(client.clientId);
    this.#manual.leave(client);
  }

  close(): void {
    this.#stop();
    this.#clients.clear();
  }

  answer(client: Client, request: OrderRequest): void {
    if (this.#options.readOnlyApi && request.kind !== 'reqIds' && request.kind !== 'reqExecutions') {
      refuseRequest(client, 'orderId' in request ? request.orderId : -1, READ_ONLY);
      return;
    }
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
        this.#manual.bindAll(client);
        this.#sendOpenOrders(client, (order) => order.clientId === client.clientId && order.orderId !== 0);
        return;
      case 'reqAllOpenOrders':
        this.#sendOpenOrders(client, () => true);
        return;
      case 'reqAutoOpenOrders':
        this.#manual.setAutoBind(client, request.autoBind);
        return;
      case 'reqCompletedOrders':
        this.#sendCompletedOrders(client, request.apiOnly);
        return;
      case 'reqIds':
        client.send(nextValidIdMessage(this.#world.exchange.nextOrderId()));
        return;
      case 'reqExecutions':
        for (const execution of filterExecutions(this.#world.exchange.executions(), request.filter)) {
          client.send(messages.executionMessage(request.reqId, execution, client.serverVersion));
          if (paysCommission(execution)) client.send(messages.commissionReportMessage(execution));
        }
        client.send(messages.executionEndMessage(request.reqId));
    }
  }

  #place(client: Client, request: PlaceOrderRequest): void {
    const { orderId, contract } = request;
    const world = this.#world;
    const before = this.#book.get(client.clientId, orderId);
    const attributes = keptAttributes(request.attributes, world.account.id, before);
    if (orderId <= 0 && before === undefined) {
      refuseRequest(client, orderId, 'The order id must be positive');
      return;
    }
    const { exchange } = contract;
    if (exchange === '') {
      refuseRequest(client, orderId, 'Missing order exchange.');
      return;
    }
    const instrument = findForOrder(client, world.catalogue, request);
    if (instrument === undefined) return;
    const read = termsOf(attributes, exchange.toUpperCase(), world.clock.nowMs());
    if (!read.ok) {
      sendError(client, orderId, read.code, read.text);
      return;
    }
    const { terms } = read;
    const retired = refuseRetiredAttributes(attributes) ?? refuseRouting(attributes);
    if (retired !== undefined) {
      sendError(client, orderId, retired.code, retired.text);
      return;
    }
    if (attributes.account !== world.account.id) {
      refuseRequest(client, orderId, `Invalid account code '${attributes.account}'.`);
      return;
    }
    if (attributes.whatIf) {
      this.#sendWhatIf(client, { orderId, instrument, exchange, attributes }, terms);
      return;
    }
    const refusal = this.#refuseNow(before, instrument, terms);
    if (refusal !== undefined) {
      sendError(client, orderId, refusal.code, refusal.text);
      return;
    }
    // The exchange may tell of the order before it returns, so the attributes have to be there first.
    const record = { attributes, terms, exchange, conId: instrument.conId, order: before?.order };
    this.#book.put(client.clientId, orderId, record);
    const result = world.exchange.place(client.clientId, orderId, instrument, terms);
    if (result.ok) return;
    if (before === undefined) this.#book.remove(client.clientId, orderId);
    else this.#book.put(client.clientId, orderId, before);
    sendError(client, orderId, result.refusal.code, result.refusal.text);
  }

  #sendWhatIf(
    client: Client,
    asked: Pick<OrderReport, 'orderId' | 'instrument' | 'exchange' | 'attributes'>,
    terms: OrderTerms,
  ): void {
    const answer = this.#world.exchange.whatIf(client.clientId, asked.instrument, terms);
    if (!answer.ok) {
      sendError(client, asked.orderId, answer.refusal.code, answer.refusal.text);
      return;
    }
    const identity = { clientId: client.clientId, permId: 0, parentPermId: 0, revision: 0 };
    const report = { ...asked, ...identity, status: 'PreSubmitted' };
    client.send(openOrderMessage(report, answer.value, client.serverVersion));
  }

  /** What stands against an order because of the orders that are there already: its own id and the others' number. */
  #refuseNow(
    before: OrderRecord | undefined,
    instrument: SimInstrument,
    terms: OrderTerms,
  ): Refusal | undefined {
    const order = before?.order;
    if (order !== undefined && hasEnded(order)) {
      return order.status === 'Filled'
        ? { code: 104, text: 'Cannot modify a filled order.' }
        : { code: 103, text: 'Duplicate order id' };
    }
    if (order !== undefined && before?.conId !== instrument.conId) {
      return { code: 105, text: 'Order being modified does not match original order' };
    }
    if (before !== undefined) return undefined;
    const most = this.#options.limits.activeOrdersPerSide;
    return refuseCrowding(this.#world.exchange.openOrders(), instrument, terms, most);
  }

  /** Takes an order that is not placed but follows from another request; its refusal is what the client is told. */
  take(client: Client, orderId: number, record: OrderRecord, send: () => ExchangeResult<SimOrder>): void {
    if (this.#options.readOnlyApi) {
      refuseRequest(client, orderId, READ_ONLY);
      return;
    }
    if (this.#book.get(client.clientId, orderId) !== undefined) {
      sendError(client, orderId, 103, 'Duplicate order id');
      return;
    }
    this.#book.put(client.clientId, orderId, record);
    const result = send();
    if (result.ok) return;
    this.#book.remove(client.clientId, orderId);
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
    const order = event.kind === 'accepted' ? this.#manual.welcome(client, event.order) : event.order;
    if (order.orderId === 0) {
      if (event.kind === 'filled') this.#sendExecution(client, event.execution);
      return;
    }
    switch (event.kind) {
      case 'accepted':
      case 'modified':
        this.#sendOrder(client, order);
        this.#repeats.set(`${order.clientId}:${order.orderId}`, order);
        this.#planTurnEnd();
        return;
      case 'status':
        if (order.status === 'PendingCancel') {
          client.send(messages.orderStatusMessage(order, client.serverVersion));
          this.#sendOpenOrder(client, order);
        } else {
          this.#sendOrder(client, order);
        }
        return;
      case 'filled':
        this.#sendExecution(client, event.execution);
        for (const leg of event.legs ?? []) this.#sendExecution(client, leg);
        this.#sendOrder(client, order);
        return;
      case 'cancelled':
        client.send(messages.orderStatusMessage(order, client.serverVersion));
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

  #sendExecution(client: Client, execution: SimExecution): void {
    client.send(messages.executionMessage(-1, execution, client.serverVersion));
    if (!paysCommission(execution)) return;
    this.#commissions.push(execution);
    this.#planTurnEnd();
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
    client.send(messages.orderStatusMessage(order, client.serverVersion));
  }

  #sendOpenOrder(client: Client, order: SimOrder): void {
    const record = this.#book.recordOf(order);
    if (record !== undefined)
      client.send(openOrderMessage(reportOf(order, record), null, client.serverVersion));
  }

  #sendOpenOrders(client: Client, wanted: (order: SimOrder) => boolean): void {
    for (const order of this.#world.exchange.openOrders()) {
      if (wanted(order)) this.#sendOrder(client, order);
    }
    client.send(messages.openOrderEndMessage());
  }

  #sendCompletedOrders(client: Client, apiOnly: boolean): void {
    for (const order of this.#world.exchange.completedOrders()) {
      const record = this.#book.recordOf(order);
      if (record === undefined || (apiOnly && order.manual)) continue;
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

/** The execution of a combination is reported without a commission; each of its legs pays its own. */
function paysCommission({ order }: SimExecution): boolean {
  return order.instrument.secType !== 'BAG';
}
