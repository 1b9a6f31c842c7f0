import { type Observable, Subject, type Subscription } from 'rxjs';
import type { BarSize } from '../../shared/domain/bar';
import type { ConnectionSnapshot } from '../../shared/domain/connection';
import { decimalText, exact } from '../../shared/domain/decimal';
import type { ConId } from '../../shared/domain/instrument';
import type { Fill, Order } from '../../shared/domain/order';
import type { Profile } from '../../shared/domain/profile';
import type { PnlComparison } from '../../shared/domain/pnl-comparison';
import type { Settings } from '../../shared/ipc/settings';
import type { AppStatus, TradingPermission } from '../../shared/ipc/streams';
import { createAccount, type Account } from '../account/account';
import { createPositionAudit } from '../account/position-audit';
import { createBroker } from '../broker/create-broker';
import type { IdSource } from '../broker/ids';
import type { Broker, GatewayTarget } from '../broker/port';
import { type BarHistory, createBarHistory } from '../history/bar-history';
import type { BarSeries } from '../history/bar-series';
import type { BarStore } from '../history/bar-store';
import { contractRef, createInstruments, type Instruments } from '../market-data/instruments';
import { firstQuote } from '../market-data/first-quote';
import { createQuotes, type Quotes } from '../market-data/quotes';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import type { Random } from '../platform/random';
import type { ReconciliationStore } from '../trading/reconciliation-store';
import type { RiskStore } from '../trading/risk/risk-gate-deps';
import type { LatencyLedger } from '../trading/latency-ledger';
import { Trading } from '../trading/trading';
import type { TradingStore } from '../trading/trading-store';
import type { AccountPin } from './account-pin';
import { ModeGuard } from './mode-guard';
import { createLatencyLedger } from './latency-journal';
import type { NoticeLog } from './notice-log';
import { readPnl } from './pnl-reading';

export interface TerminalDeps {
  readonly profile: Profile;
  readonly target: GatewayTarget;
  /** Keeps the bars of different sources apart: `ib`, or the simulator with its seed. */
  readonly barSource: string;
  readonly barStore: BarStore;
  readonly tradingStore: TradingStore;
  readonly riskStore: RiskStore;
  readonly reconciliationStore: ReconciliationStore;
  /** Account that the profile belongs to. */
  readonly pin: AccountPin;
  /** What the settings say about orders, as of now. */
  readonly tradingSettings: () => Pick<Settings, 'readOnly' | 'liveForbidden'>;
  readonly notices: NoticeLog;
  readonly clock: Clock;
  readonly random: Random;
  /** Order ids of the whole app, so that none is used twice across changes of the profile; own ones by default. */
  readonly ids?: IdSource;
  readonly log: Logger;
}

/** What changed among the orders. `reset`: show all anew. */
export type TradingChange =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'fill'; readonly fill: Fill }
  | { readonly kind: 'reset' };

/** Everything that works on one connection of one profile. A change of the profile makes a new one. */
export interface Terminal {
  readonly profile: Profile;
  readonly broker: Broker;
  readonly instruments: Instruments;
  readonly quotes: Quotes;
  readonly history: BarHistory;
  readonly account: Account;
  readonly trading: Trading;
  /** How long the orders of this terminal took. */
  readonly latency: LatencyLedger;
  readonly tradingChanges$: Observable<TradingChange>;
  /** Emits when the newest comparison with IB, or what it found, changed. */
  readonly reconciliationChanged$: Observable<void>;
  /** Profit and loss by three sources, as of now. */
  pnlComparison(): Promise<PnlComparison>;
  /** Emits when the status should be shown anew. */
  readonly statusChanged$: Observable<void>;
  accountId(): string | null;
  /** Names a series of bars of this terminal. */
  series(conId: ConId, barSize: BarSize, regularHoursOnly: boolean): BarSeries;
  permission(): TradingPermission;
  status(): Omit<AppStatus, 'warnings'>;
  /** Live only: allows orders when the id is the account's; false when it is not. */
  unlockLive(accountId: string): boolean;
  /** Forgets which account the profile belongs to and pins the one that is connected. */
  releaseAccount(): Promise<void>;
  lockLive(): void;
  /** The settings were changed: those that decide about orders are journaled. */
  settingsChanged(before: Settings, after: Settings): void;
  start(): void;
  stop(): Promise<void>;
}

/** How long an order waits for the first word on a market that nobody watched, ms. */
const FIRST_QUOTE_MS = 2_000;
const nothingHeld = decimalText(exact(0));

/** Wires the services of one connection. */
export function createTerminal(deps: TerminalDeps): Terminal {
  const { profile, clock, random, log, notices } = deps;
  const broker = createBroker({
    clock,
    random,
    log,
    ...(deps.ids === undefined ? {} : { ids: deps.ids }),
  });
  const instruments = createInstruments({ broker, clock, log });
  const quotes = createQuotes({ broker, instruments, clock, log });
  const history = createBarHistory({
    broker,
    instruments,
    store: deps.barStore,
    clock,
    log,
  });
  const account = createAccount({ broker, clock, log });
  const positionAudit = createPositionAudit({
    broker,
    account,
    clock,
    onListed: () => trading.reconciliation.positionsListed(),
  });
  const tradingChanges = new Subject<TradingChange>();
  const reconciliationChanged = new Subject<void>();
  const statusChanged = new Subject<void>();
  const subscriptions: Subscription[] = [];
  let watchedEpoch = -1;
  let stopObserving = (): void => undefined;

  const guard = new ModeGuard({
    profile,
    pin: deps.pin,
    connection: () => broker.snapshot(),
    settings: deps.tradingSettings,
    nowMs: () => clock.nowMs(),
    journal: (kind, body) =>
      void deps.tradingStore.appendJournal([{ atMs: clock.nowMs(), kind, orderKey: null, body }]),
    notice: (severity, text) => notices.add('app', severity, null, text),
    onChange: () => statusChanged.next(),
  });
  const accountId = (): string | null => guard.accountId();
  const permission = (): TradingPermission => {
    const proof = guard.permission();
    const lock = trading.lockReason();
    if (lock === null) return proof;
    return proof.allowed
      ? { allowed: false, reason: lock, needsLiveUnlock: false }
      : { ...proof, reason: lock };
  };

  /** What the ticket shows: a halted gate lets nothing of it pass, though it lets the kill switch close positions. */
  const shownPermission = (): TradingPermission => {
    const allowed = permission();
    if (!allowed.allowed || trading.gate.state().kind !== 'halted') return allowed;
    const reason = 'Trading is halted; cancels work. Set orders to active under Limits in the settings.';
    return { allowed: false, reason, needsLiveUnlock: false };
  };

  const marketNowMs = (): number => clock.nowMs() + (broker.snapshot().clockOffsetMs ?? 0);

  const latency = createLatencyLedger(clock, deps.tradingStore);
  const trading: Trading = new Trading({
    latency,
    broker,
    instruments: { get: (conId) => instruments.get(conId), contractRef },
    store: deps.tradingStore,
    clock,
    marketNowMs,
    random,
    log,
    clientId: deps.target.clientId,
    risk: {
      account: () => {
        const summary = account.summary();
        // What an earlier connection has told is not known any more.
        const { netLiquidation = null, dailyPnl = null } = summary?.stale === false ? summary : {};
        return { baseCurrency: summary?.currency ?? null, netLiquidation, dailyPnl };
      },
      position: (conId) => {
        const held = account.positions().find((position) => position.conId === conId);
        return account.positionsKnown() ? (held?.quantity ?? nothingHeld) : null;
      },
      rateToBase: (currency) => account.rateToBase(currency),
      quote: (conId) => firstQuote(quotes, clock, conId, FIRST_QUOTE_MS),
    },
    riskStore: deps.riskStore,
    positionSource: {
      list: async () => (await positionAudit.list())?.ok === true,
      held: () => (account.positionsKnown() ? account.positions() : null),
      flag: (conId, unexplained) => account.flag(conId, unexplained),
    },
    reconciliationStore: deps.reconciliationStore,
    positions: () => (account.positionsKnown() ? account.positions() : null),
    permission,
    accountId,
    listener: {
      order: (order) => {
        latency.changed(order);
        tradingChanges.next({ kind: 'order', order });
      },
      fill: (fill) => {
        tradingChanges.next({ kind: 'fill', fill });
        positionAudit.soon();
      },
      reset: () => {
        for (const order of trading.orders()) latency.changed(order);
        tradingChanges.next({ kind: 'reset' });
      },
      reconciliation: () => {
        reconciliationChanged.next();
        statusChanged.next();
      },
      risk: () => statusChanged.next(),
      notice: (severity, code, text) => notices.add('order', severity, code, text),
    },
  });

  /** A new connection: the account's values, its positions and its P&L. Reconciliation lists the positions. */
  function watchAccount({ epoch, state }: ConnectionSnapshot): void {
    const id = accountId();
    if (id === null || epoch === watchedEpoch) return;
    watchedEpoch = epoch;
    account.start(id);
    broker.watchAccount(id);
    // The account was named after everything had been compared.
    if (state.kind === 'ready') positionAudit.soon();
  }

  return {
    profile,
    broker,
    instruments,
    quotes,
    history,
    account,
    trading,
    latency,
    tradingChanges$: tradingChanges,
    reconciliationChanged$: reconciliationChanged,
    pnlComparison: () => readPnl({ account, trading, quotes, clock, atMs: marketNowMs() }),
    statusChanged$: statusChanged,
    accountId,
    series: (conId, barSize, regularHoursOnly) => ({
      source: deps.barSource,
      conId,
      barSize,
      regularHoursOnly,
    }),
    permission,
    status() {
      const { marketDataLines, historicalRequests } = broker.usage();
      return {
        profile,
        connection: broker.snapshot(),
        accountId: accountId(),
        trading: shownPermission(),
        gate: trading.gate.state(),
        pinnedAccountId: guard.pinnedAccountId(),
        usage: { marketDataLines, historicalRequests },
      };
    },
    unlockLive: (typed) => guard.unlock(typed),
    releaseAccount: () => guard.release(),
    lockLive: () => guard.lock(),
    settingsChanged: (before, after) => guard.settingsChanged(before, after),
    start() {
      void guard.start();
      trading.start();
      let lastText = '';
      subscriptions.push(
        broker.connection$.subscribe((connection) => {
          statusChanged.next();
          if (mayAskAccount(connection)) watchAccount(connection);
          guard.onConnection();
          const text = describeChange(connection.state);
          if (text !== null && text !== lastText)
            notices.add('app', isCalm(connection.state) ? 'information' : 'warning', null, text);
          if (text !== null) lastText = text;
        }),
        broker.notices$.subscribe((notice) =>
          notices.add('gateway', notice.severity, notice.code, notice.text),
        ),
      );
      stopObserving = account.onSummary(() => trading.gate.observe());
      broker.connect(deps.target);
    },
    async stop() {
      trading.stop();
      latency.close();
      stopObserving();
      positionAudit.stop();
      for (const subscription of subscriptions) subscription.unsubscribe();
      await history.stop();
      account.reset();
      quotes.stop();
      await broker.stop();
      tradingChanges.complete();
      reconciliationChanged.complete();
      statusChanged.complete();
    },
  };
}

function mayAskAccount({ state }: ConnectionSnapshot): boolean {
  return state.kind === 'reconciling' || state.kind === 'ready';
}

/** The nightly restart of the gateway is expected: it is told like good news. */
function isCalm(state: ConnectionSnapshot['state']): boolean {
  return state.kind === 'ready' || ('reason' in state && state.reason?.cause === 'restart');
}

/** A line for the messages panel, or null for the states in between. */
function describeChange(state: AppStatus['connection']['state']): string | null {
  switch (state.kind) {
    case 'ready':
      return 'Connected. Orders and positions agree with IB.';
    case 'degraded':
    case 'reconnecting':
      return `${state.reason.text} ${state.reason.advice}`;
    case 'disconnected':
      return state.reason === null ? null : `${state.reason.text} ${state.reason.advice}`;
    case 'connecting':
    case 'handshaking':
    case 'reconciling':
      return null;
  }
}
