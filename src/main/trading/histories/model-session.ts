import type { ConnectionKind } from '../../../shared/domain/connection';
import { err, ok } from '../../../shared/domain/result';
import type {
  Broker,
  BrokerOrder,
  BrokerOrderEvent,
  BrokerResult,
  PositionEvent,
  SendOutcome,
} from '../../broker/port';
import { createBrokerDouble, notConnected } from '../../market-data/broker-double';
import { aapl } from '../testing/trading-scene';
import type { Clock } from '../../platform/clock';
import type { Disturbances } from './disturbances';
import type { ModelIb } from './model-ib';
import { accountId, completedOf, isOpen, openOrderOf, shares } from './model-order';
import { type LinkEnds, SessionLink } from './session-link';

/** An answer that does not come within this time will not come, ms. */
const answerTimeoutMs = 10_000;

export interface SessionDeps {
  readonly clock: Clock;
  readonly ib: ModelIb;
  readonly disturbances: Disturbances;
  readonly ends: LinkEnds;
  /** Told of every order and change before it goes to the socket. */
  readonly onPlace: (order: BrokerOrder, epoch: number) => void;
  /** How long an order waits for its turn in the scheduler, ms. */
  readonly queueMs: number;
}

/** The broker of one run of the app before {@link ModelIb}, with the promises of the port kept. */
export class ModelSession {
  readonly broker: Broker;
  readonly #deps: SessionDeps;
  readonly #double = createBrokerDouble();
  #link: SessionLink | null = null;
  #epoch = 0;
  #nextOrderId = 1;
  #away = false;
  #stopped = false;
  /** Orders that wait for their turn, with what to tell who sent them. */
  readonly #waiting = new Map<() => void, number>();

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.#double.setConnection('disconnected', 0);
    this.broker = {
      ...this.#double.broker,
      takeOrderIds: (count) => this.#takeOrderIds(count),
      placeOrder: (epoch, order) => this.#place(epoch, order),
      cancelOrder: (orderId) => {
        this.#withdraw((waiting) => waiting === orderId);
        return this.#write(() => this.#deps.ib.cancel(orderId));
      },
      globalCancel: () => {
        this.#withdraw(() => true);
        return this.#write(() => this.#deps.ib.cancelAll());
      },
      requestOpenOrders: () => {
        const read = () => this.#deps.ib.orders().filter(isOpen).map(openOrderOf);
        return this.#ask('open orders', read, (order) => this.#emit({ kind: 'open-order', order }));
      },
      requestCompletedOrders: () =>
        this.#ask('completed orders', () =>
          this.#deps.ib
            .orders()
            .filter((order) => !isOpen(order))
            .map(completedOf),
        ),
      requestExecutions: () => this.#askExecutions(),
      requestPositions: () => this.#ask('positions', () => this.#positions()),
      markReconciled: (epoch) => {
        if (epoch === this.#link?.epoch && this.state === 'reconciling') this.#become('ready');
      },
    };
  }

  get state(): ConnectionKind {
    return this.broker.snapshot().state.kind;
  }

  /** True when IB has told everything that has to be compared on this connection. */
  get compared(): boolean {
    const answered = this.#link?.answered;
    return ['open orders', 'completed orders', 'executions', 'positions'].every((what) =>
      answered?.has(what),
    );
  }

  /** A new connection, which the app has to reconcile. */
  connect(): void {
    const { clock, disturbances, ends, ib } = this.#deps;
    if (this.#stopped || this.#link !== null) return;
    this.#epoch += 1;
    const link = new SessionLink(this.#epoch, clock, disturbances, ends);
    this.#link = link;
    this.#away = false;
    this.#nextOrderId = Math.max(this.#nextOrderId, ib.nextValidId());
    ib.tell = (event) => this.#hear(link, event);
    this.#become('reconciling');
  }

  /** The connection ends. @param arrives whether IB still gets what was written before. */
  disconnect(arrives: boolean): void {
    const link = this.#link;
    if (link === null) return;
    this.#link = null;
    this.#deps.ib.tell = () => undefined;
    this.#withdraw(() => true);
    link.end(arrives);
    if (!this.#stopped) this.#become('reconnecting');
  }

  /** The gateway loses IB, and what happens to orders is not told. */
  lose(): void {
    if (this.#link === null) return;
    this.#away = true;
    this.#become('degraded');
  }

  /** IB is back at the gateway. */
  regain(): void {
    if (this.#link === null || !this.#away) return;
    this.#away = false;
    this.#become('reconciling');
  }

  /** The app is gone: nothing is told to it any more. */
  stop(arrives: boolean): void {
    this.#stopped = true;
    this.disconnect(arrives);
  }

  #become(kind: ConnectionKind): void {
    this.#double.setConnection(kind, this.#epoch);
  }

  #hear(link: SessionLink, event: BrokerOrderEvent): void {
    if (this.#away) return;
    const channel = event.kind === 'execution' || event.kind === 'commission' ? 'executions' : 'orders';
    link.down(channel, () => this.#emit(event));
  }

  #emit(event: BrokerOrderEvent): void {
    if (event.kind === 'open-order') this.#nextOrderId = Math.max(this.#nextOrderId, event.order.orderId + 1);
    this.#double.subjects.orderEvents.next(event);
  }

  #takeOrderIds(count: number): BrokerResult<readonly number[]> {
    if (this.#link === null) return err(notConnected);
    const first = this.#nextOrderId;
    this.#nextOrderId += count;
    return ok(Array.from({ length: count }, (_unused, index) => first + index));
  }

  #place(epoch: number, order: BrokerOrder): Promise<SendOutcome> {
    const mayGo = () => this.#link?.epoch === epoch && this.state === 'ready';
    if (!mayGo()) return Promise.resolve({ kind: 'not-sent', error: notConnected });
    this.#deps.onPlace(order, epoch);
    return new Promise((resolve) => {
      const fail = () => {
        this.#waiting.delete(fail);
        if (!this.#stopped) resolve({ kind: 'not-sent', error: notConnected });
      };
      this.#waiting.set(fail, order.orderId);
      this.#deps.clock.after(this.#deps.queueMs, () => {
        if (!this.#waiting.delete(fail)) return;
        if (!mayGo()) return fail();
        void this.#write(() => this.#deps.ib.place(order)).then(resolve);
      });
    });
  }

  /** Takes orders back that wait for their turn. */
  #withdraw(matches: (orderId: number) => boolean): void {
    for (const [fail, orderId] of this.#waiting) if (matches(orderId)) fail();
  }

  /** Writes to the socket; a gateway that has lost IB cannot pass it on. */
  #write(deliver: () => void): Promise<SendOutcome> {
    const link = this.#link;
    if (this.#stopped) return new Promise(() => undefined);
    if (link === null) return Promise.resolve({ kind: 'not-sent', error: notConnected });
    link.up(() => {
      if (!this.#away) deliver();
    });
    return Promise.resolve({ kind: 'sent', epoch: link.epoch, atMs: this.#deps.clock.nowMs() });
  }

  #ask<Row>(
    what: string,
    read: () => readonly Row[],
    each: (row: Row) => void = () => undefined,
    afterwards: (rows: readonly Row[]) => void = () => undefined,
  ): Promise<BrokerResult<readonly Row[]>> {
    const link = this.#link;
    if (this.#stopped) return new Promise(() => undefined);
    if (link === null) return Promise.resolve(err(notConnected));
    return new Promise((resolve) => {
      let stopTimer = (): void => undefined;
      const settle = (answer: BrokerResult<readonly Row[]>): void => {
        stopTimer();
        forget();
        if (!this.#stopped) resolve(answer);
      };
      const forget = link.onEnd(() =>
        settle(err({ kind: 'cancelled', code: null, text: 'The connection ended.' })),
      );
      stopTimer = this.#deps.clock.after(answerTimeoutMs, () =>
        settle(err({ kind: 'timeout', code: null, text: 'No answer.' })),
      );
      const answer = (): void => {
        if (this.#away || !link.open) return;
        const rows = read();
        link.down('orders', () => {
          link.answered.add(what);
          for (const row of rows) each(row);
          settle(ok(rows));
        });
        afterwards(rows);
      };
      // No question goes ahead of an order that waits for its turn.
      this.#deps.clock.after(this.#deps.queueMs, () => {
        if (link.open) link.up(answer);
      });
    });
  }

  #askExecutions() {
    const link = this.#link;
    return this.#ask(
      'executions',
      () => [...this.#deps.ib.executions()],
      (execution) => this.#emit({ kind: 'execution', execution }),
      (executions) => {
        for (const { execId } of executions) {
          const report = this.#deps.ib.commission(execId);
          if (report !== undefined)
            link?.down('executions', () => this.#emit({ kind: 'commission', report }));
        }
      },
    );
  }

  #positions(): readonly PositionEvent[] {
    const { conId, symbol, secType, localSymbol, currency, multiplier } = aapl;
    const name = { conId, symbol, secType, localSymbol, currency, multiplier };
    const quantity = this.#deps.ib.position();
    return quantity === 0 ? [] : [{ ...name, accountId, quantity: shares(quantity), averageCost: null }];
  }
}
