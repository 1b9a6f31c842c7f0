import { EventName } from '@stoqey/ib';
import type {
  CommissionReport,
  Contract,
  Execution as WireExecution,
  IBApi,
  Order,
  OrderState,
} from '@stoqey/ib';
import { Subject } from 'rxjs';
import { err, ok } from '../../shared/domain/result';
import { classifyOrderError } from './errors';
import type { GatewayLink } from './gateway-link';
import { mapCommission, mapCompletedOrder, mapExecution, mapOpenOrder, mapOrderStatus } from './map-order';
import type {
  BrokerError,
  BrokerOrder,
  BrokerOrderEvent,
  BrokerResult,
  CompletedOrder,
  Execution,
  OpenOrder,
  SendOutcome,
} from './port';
import { SharedRequest, underFreshId } from './request-table';
import type { PendingRequest } from './request-table';
import { connectionLost, notConnected } from './session-context';
import type { SessionContext, SessionPart } from './session-context';
import { checkId } from './validate';
import type { WhatIfDesk } from './what-if';
import { wireOrder } from './wire-order';

/** Orders out, and everything that the gateway says about orders in. */
export class Orders implements SessionPart {
  readonly events = new Subject<BrokerOrderEvent>();
  readonly #context: SessionContext;
  readonly #whatIfs: WhatIfDesk;
  /** The epoch in which orders may be sent now, or null. */
  readonly #readyEpoch: () => number | null;
  readonly #open: SharedRequest<OpenOrder>;
  readonly #completed: SharedRequest<CompletedOrder>;
  readonly #executions = new Map<
    number,
    { readonly pending: PendingRequest<readonly Execution[]>; readonly rows: Execution[] }
  >();
  readonly #sending = new Set<(error: BrokerError) => void>();
  /** Those of `#sending` that are orders, with their order ids. */
  readonly #waiting = new Map<(error: BrokerError) => void, number>();

  constructor(context: SessionContext, whatIfs: WhatIfDesk, readyEpoch: () => number | null) {
    this.#context = context;
    this.#whatIfs = whatIfs;
    this.#readyEpoch = readyEpoch;
    const { clock, scheduler, options } = context;
    this.#open = new SharedRequest(clock, scheduler, options.requestTimeoutMs, (api) =>
      api.reqAllOpenOrders(),
    );
    this.#completed = new SharedRequest(clock, scheduler, options.requestTimeoutMs, (api) =>
      api.reqCompletedOrders(false),
    );
  }

  place(epoch: number, order: BrokerOrder): Promise<SendOutcome> {
    const checked = wireOrder(order, false);
    if (!checked.ok) return Promise.resolve({ kind: 'not-sent', error: checked.error });
    const { orderId, contract, order: terms } = checked.value;
    const mayGo = (): BrokerError | null =>
      this.#readyEpoch() === epoch
        ? null
        : {
            kind: 'not-connected',
            code: null,
            text: 'The order was not sent: the connection it was made for is not ready.',
          };
    return this.#send('order', mayGo, (api) => api.placeOrder(orderId, contract, terms), orderId);
  }

  cancel(orderId: number): Promise<SendOutcome> {
    const checked = checkId('order id', orderId);
    if (!checked.ok) return Promise.resolve({ kind: 'not-sent', error: checked.error });
    // The cancel goes ahead of everything: an order of this id that still waits must not go out after it.
    this.#withdraw((waitingId) => waitingId === orderId);
    return this.#send(
      'cancel',
      () => null,
      (api) => api.cancelOrder(orderId),
    );
  }

  globalCancel(): Promise<SendOutcome> {
    this.#withdraw(() => true);
    return this.#send(
      'cancel',
      () => null,
      (api) => api.reqGlobalCancel(),
    );
  }

  async openOrders(): Promise<BrokerResult<readonly OpenOrder[]>> {
    const link = this.#context.link();
    if (link === null) return err(notConnected);
    const answer = await this.#open.ask(link);
    if (!answer.ok) return answer;
    // Replies repeat; the newest word on an order counts.
    const newest = new Map<string, OpenOrder>();
    for (const order of answer.value) {
      newest.set(order.permId === null ? `${order.clientId}/${order.orderId}` : String(order.permId), order);
    }
    return ok([...newest.values()]);
  }

  async completedOrders(): Promise<BrokerResult<readonly CompletedOrder[]>> {
    const link = this.#context.link();
    return link === null ? err(notConnected) : this.#completed.ask(link);
  }

  async executions(): Promise<BrokerResult<readonly Execution[]>> {
    const link = this.#context.link();
    if (link === null) return err(notConnected);
    return underFreshId(() => {
      const pending = this.#context.requests.open<readonly Execution[]>({
        link,
        lane: 'account',
        timeoutMs: this.#context.options.requestTimeoutMs,
        // Client id 0 is the official clients' default and filters nothing.
        send: (api, reqId) => api.reqExecutions(reqId, { clientId: '0' }),
        onOver: (reqId) => this.#executions.delete(reqId),
      });
      this.#executions.set(pending.reqId, { pending, rows: [] });
      return pending.answer;
    });
  }

  /**
   * Asks for open orders and executions, whose answers come out of {@link events}: while the gateway had lost
   * Interactive Brokers, orders may have been filled or cancelled without a word.
   */
  async catchUp(): Promise<void> {
    const answers = await Promise.all([this.openOrders(), this.executions()]);
    for (const answer of answers) {
      if (!answer.ok)
        this.#context.log.warn('orders could not be compared after an outage', { ...answer.error });
    }
  }

  listen(link: GatewayLink): void {
    link.api.on(
      EventName.openOrder,
      link.guard((orderId: number, contract: Contract, order: Order, state: OrderState) =>
        this.#onOpenOrder(link, orderId, contract, order, state),
      ),
    );
    link.api.on(
      EventName.openOrderEnd,
      link.guard(() => this.#open.complete()),
    );
    link.api.on(
      EventName.orderStatus,
      link.guard(
        (
          orderId: number,
          status: string,
          filled: number | undefined,
          remaining: number | undefined,
          averageFillPrice: number | undefined,
          permId?: number,
          parentId?: number,
          _lastFillPrice?: number,
          clientId?: number,
          whyHeld?: string,
        ) => {
          this.#context.ids.seenOrderId(orderId);
          if (this.#whatIfs.onStatus(orderId)) return;
          this.events.next({
            kind: 'order-status',
            status: mapOrderStatus(
              orderId,
              status,
              filled,
              remaining,
              averageFillPrice,
              permId,
              parentId,
              clientId,
              whyHeld,
            ),
          });
        },
      ),
    );
    link.api.on(
      EventName.completedOrder,
      link.guard((contract: Contract, order: Order, state: OrderState) => {
        const completed = mapCompletedOrder(contract, order, state);
        if (completed === null) this.#skipped('completed order', contract);
        else this.#completed.row(completed);
      }),
    );
    link.api.on(
      EventName.completedOrdersEnd,
      link.guard(() => this.#completed.complete()),
    );
    link.api.on(
      EventName.execDetails,
      link.guard((reqId: number, contract: Contract, execution: WireExecution) => {
        const mapped = mapExecution(contract, execution);
        if (mapped === null) {
          this.#skipped('execution', contract);
          return;
        }
        this.#executions.get(reqId)?.rows.push(mapped);
        this.events.next({ kind: 'execution', execution: mapped });
      }),
    );
    link.api.on(
      EventName.execDetailsEnd,
      link.guard((reqId: number) => {
        const collecting = this.#executions.get(reqId);
        collecting?.pending.settle(ok(collecting.rows));
      }),
    );
    link.api.on(
      EventName.commissionReport,
      link.guard((report: CommissionReport) => {
        const mapped = mapCommission(report);
        if (mapped !== null) this.events.next({ kind: 'commission', report: mapped });
      }),
    );
  }

  /** An error whose id is no request's. */
  onError(orderId: number, code: number, text: string): void {
    if (this.#whatIfs.onError(orderId, code, text)) return;
    this.events.next({ kind: 'order-error', orderId, code, text, class: classifyOrderError(code) });
  }

  /** The gateway will not answer what was asked about orders. */
  refuseQuestions(error: BrokerError): void {
    this.#open.fail(error);
    this.#completed.fail(error);
  }

  begin(): void {
    // The session asks for orders when it reconciles.
  }

  end(): void {
    this.#whatIfs.end();
    this.#open.fail(connectionLost);
    this.#completed.fail(connectionLost);
    for (const fail of this.#sending) fail(connectionLost);
  }

  resubscribe(): void {
    // Order messages of this client come without a subscription.
  }

  #onOpenOrder(
    link: GatewayLink,
    orderId: number,
    contract: Contract,
    order: Order,
    state: OrderState,
  ): void {
    this.#context.ids.seenOrderId(orderId);
    if (this.#whatIfs.onOpenOrder(link, orderId, order, state)) return;
    const mapped = mapOpenOrder(orderId, contract, order, state);
    if (mapped === null) {
      this.#skipped('open order', contract);
      return;
    }
    this.#open.row(mapped);
    this.events.next({ kind: 'open-order', order: mapped });
  }

  #skipped(what: string, contract: Contract): void {
    this.#context.log.warn('a row that cannot be shown was skipped', {
      what,
      conId: contract.conId,
      secType: contract.secType,
    });
  }

  /** Takes orders back that wait for their turn: nothing of them was written. */
  #withdraw(matches: (orderId: number) => boolean): void {
    for (const [fail, orderId] of this.#waiting) {
      if (matches(orderId))
        fail({ kind: 'cancelled', code: null, text: 'The order was cancelled before it was sent.' });
    }
  }

  /** `mayGo` is asked when it is the message's turn, not only now. */
  #send(
    lane: 'order' | 'cancel',
    mayGo: () => BrokerError | null,
    send: (api: IBApi) => void,
    orderId: number | null = null,
  ): Promise<SendOutcome> {
    const link = this.#context.link();
    const refusal = link === null ? notConnected : mayGo();
    if (link === null || refusal !== null) {
      return Promise.resolve({ kind: 'not-sent', error: refusal ?? notConnected });
    }
    return new Promise((resolve) => {
      const fail = (error: BrokerError) => {
        this.#sending.delete(fail);
        this.#waiting.delete(fail);
        resolve({ kind: 'not-sent', error });
      };
      this.#sending.add(fail);
      if (orderId !== null) this.#waiting.set(fail, orderId);
      this.#context.scheduler.enqueue(lane, () => {
        this.#waiting.delete(fail);
        if (!this.#sending.delete(fail)) return;
        const late = link.usable ? mayGo() : notConnected;
        if (late !== null) return fail(late);
        if (!link.call(send)) return fail(notConnected);
        const atMs = this.#context.clock.nowMs();
        // Once the socket has the bytes they may arrive even if it breaks now: from here on it counts as sent.
        const sent = () => resolve({ kind: 'sent', epoch: link.epoch, atMs });
        link.flushed().then(sent, sent);
      });
    });
  }
}
