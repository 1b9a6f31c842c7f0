import { EventName } from '@stoqey/ib';
import { BehaviorSubject, Subject } from 'rxjs';
import type { ConnectionSnapshot } from '../../shared/domain/connection';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import type { Random } from '../platform/random';
import { Account } from './account';
import { backoffMs } from './backoff';
import { connectionState, nextSession, sessionOff } from './connection-machine';
import type { SessionEvent, SessionModel } from './connection-machine';
import { reasonFor, targetName } from './connection-reasons';
import { ContractMemory } from './contract-facts';
import { GatewayLink } from './gateway-link';
import type { SessionStart } from './gateway-link';
import { GatewayNews } from './gateway-news';
import { Heartbeat } from './heartbeat';
import { History } from './history';
import { HistoryQueue } from './history-queue';
import { isRequestId } from './ids';
import type { IdSource } from './ids';
import { LiveBars } from './live-bars';
import { GatewayMessageLog } from './message-log';
import type { BrokerOptions } from './options';
import { News } from './news';
import { Orders } from './orders';
import type { BrokerNotice, GatewayTarget } from './port';
import { OutageRecheck } from './outage-recheck';
import { Quotes } from './quotes';
import { Reference } from './reference';
import { RequestTable } from './request-table';
import { RestartWatch } from './restart-watch';
import { Scanner } from './scanner';
import { LaneScheduler } from './scheduler';
import { connectionLost } from './session-context';
import type { SessionContext, SessionPart } from './session-context';
import type { SocketEnd } from './socket-end';
import { WhatIfDesk } from './what-if';
import { timestampToUtcMs } from './wire-time';

/** A sentence of IB; anything longer is not one. */
const maxTextLength = 2_000;

export interface SessionDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly options: BrokerOptions;
  readonly ids: IdSource;
}

/** The connection to the gateway: opens it, keeps it, and tells the parts when to begin and to end. */
export class Session {
  readonly connection: BehaviorSubject<ConnectionSnapshot>;
  readonly notices = new Subject<BrokerNotice>();
  readonly quotes: Quotes;
  readonly history: History;
  readonly historyQueue: HistoryQueue;
  readonly liveBars: LiveBars;
  readonly reference: Reference;
  readonly scanner: Scanner;
  readonly news: News;
  readonly whatIfs: WhatIfDesk;
  readonly orders: Orders;
  readonly account: Account;
  readonly scheduler: LaneScheduler;
  readonly messageLog: GatewayMessageLog;
  readonly ids: IdSource;
  readonly #deps: SessionDeps;
  readonly #requests: RequestTable;
  readonly #parts: readonly SessionPart[];
  readonly #heartbeat: Heartbeat;
  readonly #contracts = new ContractMemory();
  #model: SessionModel = sessionOff;
  #target: GatewayTarget | null = null;
  #link: GatewayLink | null = null;
  readonly #restart: RestartWatch;
  readonly #outage: OutageRecheck;
  readonly #gatewayNews: GatewayNews;
  #stopRetry: () => void = () => undefined;
  #epoch = 0;
  #accountIds: readonly string[] = [];
  #serverVersion: number | null = null;
  #latencyMs: number | null = null;
  #clockOffsetMs: number | null = null;
  /** IB's text for an end that it announced: the socket's own end would say less. */
  #announced: SocketEnd | null = null;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.ids = deps.ids;
    const { clock, log, options } = deps;
    this.connection = new BehaviorSubject(this.#snapshot());
    this.messageLog = new GatewayMessageLog(clock);
    this.scheduler = new LaneScheduler(clock, options);
    this.#requests = new RequestTable(clock, this.ids, this.scheduler);
    const context: SessionContext = {
      clock,
      log,
      options,
      ids: this.ids,
      scheduler: this.scheduler,
      requests: this.#requests,
      contracts: this.#contracts,
      link: () => (this.#link?.usable === true ? this.#link : null),
      simulated: () => this.#target?.kind === 'local',
      connected: () => this.#model.connectivityLost === null,
      farmsDown: (kind) => [...this.#model.farmsDown.values()].filter((trouble) => trouble.kind === kind),
      gatewayNowMs: () => clock.nowMs() + (this.#clockOffsetMs ?? 0),
    };
    const readyEpoch = () => (this.connection.value.state.kind === 'ready' ? this.#epoch : null);
    this.historyQueue = new HistoryQueue(clock, options.historyConcurrency);
    this.quotes = new Quotes(context);
    this.history = new History(context, this.historyQueue);
    this.liveBars = new LiveBars(context, this.historyQueue, this.history.breaker);
    this.reference = new Reference(context);
    this.scanner = new Scanner(context);
    this.news = new News(context);
    this.whatIfs = new WhatIfDesk(context, readyEpoch);
    this.orders = new Orders(context, this.whatIfs, readyEpoch);
    this.account = new Account(context);
    this.#parts = [
      this.orders,
      this.account,
      this.quotes,
      // Before the bars that form: they ask whether requests for bars are paused.
      this.history,
      this.liveBars,
      this.reference,
      this.scanner,
      this.news,
    ];
    this.#restart = new RestartWatch({
      gatewayNowMs: () => context.gatewayNowMs(),
      monotonicMs: () => clock.monotonicMs(),
    });
    this.#outage = new OutageRecheck(clock, options.outageRecheckMs, () =>
      this.#link?.end({ cause: 'connectivity-lost', detail: 'no word of its end' }),
    );
    this.#gatewayNews = new GatewayNews({
      clock,
      notices: this.notices,
      quotes: this.quotes,
      history: this.history,
      liveBars: this.liveBars,
      orders: this.orders,
      restart: this.#restart,
      outage: this.#outage,
      gatewayNowMs: () => context.gatewayNowMs(),
      model: () => this.#model,
      apply: (event) => this.#apply(event),
      endPauses: () => {
        for (const { breaker } of [this.history, this.scanner, this.news]) breaker.reconnected();
      },
      resubscribe: (link) => {
        for (const part of this.#parts) part.resubscribe(link);
      },
      end: (link, end) => {
        this.#announced = end;
        link.end(end);
      },
    });
    this.#heartbeat = new Heartbeat(context, {
      onBeat: (latencyMs, clockOffsetMs) => {
        this.#latencyMs = latencyMs;
        this.#clockOffsetMs = clockOffsetMs;
        this.connection.next(this.#snapshot());
      },
      onSilence: () => this.#link?.end({ cause: 'dropped', detail: 'no answer to heartbeats' }),
    });
  }

  /** True while requests may be sent. */
  get started(): boolean {
    return this.#link?.usable === true;
  }

  connect(target: GatewayTarget): void {
    this.#hangUp();
    this.#target = target;
    this.#model = sessionOff;
    this.#open();
  }

  reconnectNow(): void {
    if (this.#target === null) return;
    this.#hangUp();
    this.#open();
  }

  async disconnect(): Promise<void> {
    const target = this.#target;
    const link = this.#link;
    this.#target = null;
    this.#hangUp();
    if (target !== null) this.#apply({ kind: 'off', reason: reasonFor('stopped', target, '') });
    await link?.closed();
  }

  markReconciled(epoch: number): void {
    if (epoch !== this.#epoch) return;
    this.#apply({ kind: 'reconciled' });
    if (this.#model.connectivityLost === null) this.#outage.over();
  }

  /** Ends the current link without a word and without a retry. */
  #hangUp(): void {
    this.#stopRetry();
    const link = this.#link;
    this.#link = null;
    if (link === null) return;
    this.#endParts();
    link.end({ cause: 'stopped', detail: '' });
  }

  #open(): void {
    const target = this.#target;
    if (target === null) return;
    const { clock, log, options } = this.#deps;
    this.#epoch += 1;
    this.#announced = null;
    this.#accountIds = [];
    this.#serverVersion = null;
    this.#latencyMs = null;
    this.#clockOffsetMs = null;
    const whileCurrent =
      <A extends readonly unknown[]>(run: (...args: A) => void) =>
      (...args: A) => {
        if (this.#link === link) run(...args);
      };
    const link = new GatewayLink({
      epoch: this.#epoch,
      target,
      clock,
      log,
      options,
      tap: this.messageLog.connection(this.#epoch),
      onConnected: whileCurrent(() => this.#apply({ kind: 'connected' })),
      onServerVersion: whileCurrent((serverVersion: number) => {
        this.#serverVersion = serverVersion;
      }),
      onStarted: whileCurrent((start: SessionStart) => this.#onStarted(link, start)),
      onEnd: whileCurrent((end: SocketEnd) => this.#onEnd(target, end)),
    });
    this.#link = link;
    for (const part of this.#parts) part.listen(link);
    this.#heartbeat.listen(link);
    this.#listenForNews(link, target);
    this.#apply({ kind: 'open' });
    if (this.#link === link) link.open();
  }

  #onStarted(link: GatewayLink, start: SessionStart): void {
    this.ids.startOrderIds(start.nextOrderId);
    this.#accountIds = start.accountIds;
    this.messageLog.hideAccounts(start.accountIds);
    for (const part of this.#parts) part.begin(link);
    this.#heartbeat.start(link);
    this.#apply({ kind: 'started' });
  }

  #onEnd(target: GatewayTarget, end: SocketEnd): void {
    const { detail, ...ended } = this.#announced ?? end;
    const cause = this.#restart.causeOf(ended.cause, this.#wasStarted);
    this.#deps.log.info('the connection ended', { cause, ended: end.cause, detail: end.detail });
    this.#link = null;
    this.#endParts();
    const waitMs = backoffMs(cause, this.#model.attempt, this.#deps.random.fraction(), this.#deps.options);
    this.#stopRetry = this.#deps.clock.after(waitMs, () => this.#open());
    this.#apply({
      kind: 'lost',
      reason: reasonFor(cause, target, detail),
      retryAtMs: this.#deps.clock.nowMs() + waitMs,
    });
  }

  get #wasStarted(): boolean {
    return this.#model.phase === 'reconciling' || this.#model.phase === 'ready';
  }

  #endParts(): void {
    this.#heartbeat.stop();
    this.#outage.pause();
    this.scheduler.clear();
    for (const part of this.#parts) part.end();
    this.#requests.failAll(connectionLost);
  }

  #listenForNews(link: GatewayLink, target: GatewayTarget): void {
    link.api.on(
      EventName.error,
      link.guard((error: Error, code: number, id: number) => {
        const text = (error instanceof Error ? error.message : String(error)).slice(0, maxTextLength);
        if (isRequestId(id)) {
          if (!this.#requests.error(id, code, text))
            this.#deps.log.debug('an error for a past request', { code, text });
        } else if (id >= 0) {
          this.orders.onError(id, code, text);
        } else {
          // The library's own remarks, such as a message that it cannot read.
          this.#deps.log.warn('the library reports an error', { code, text });
        }
      }),
    );
    link.api.on(
      EventName.server,
      link.guard((_version: number, connectionTime: string) => {
        // To the second, and good enough until the first heartbeat: what comes before it is shown in the gateway's time.
        const gatewayMs = timestampToUtcMs(connectionTime);
        if (gatewayMs === null) return;
        this.#clockOffsetMs = gatewayMs - this.#deps.clock.nowMs();
        this.connection.next(this.#snapshot());
      }),
    );
    link.api.on(
      EventName.info,
      link.guard((text: string, code: number) =>
        this.#gatewayNews.tell(link, target, code, text.slice(0, maxTextLength)),
      ),
    );
  }

  #apply(event: SessionEvent): void {
    this.#model = nextSession(this.#model, event);
    this.connection.next(this.#snapshot());
  }

  #snapshot(): ConnectionSnapshot {
    return {
      state: connectionState(this.#model),
      epoch: this.#epoch,
      farmsDown: [...this.#model.farmsDown.values()],
      target: this.#target === null ? '' : targetName(this.#target),
      accountIds: this.#accountIds,
      serverVersion: this.#serverVersion,
      latencyMs: this.#latencyMs,
      clockOffsetMs: this.#clockOffsetMs,
    };
  }
}
