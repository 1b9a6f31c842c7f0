import { type Observable, Subject, type Subscription } from 'rxjs';
import type { BarSize } from '../../shared/domain/bar';
import type { ConnectionSnapshot } from '../../shared/domain/connection';
import type { ConId } from '../../shared/domain/instrument';
import type { Fill, Order } from '../../shared/domain/order';
import { type Profile, profileWord } from '../../shared/domain/profile';
import type { AppStatus, TradingPermission } from '../../shared/ipc/streams';
import { createAccount, type Account } from '../account/account';
import { createBroker } from '../broker/create-broker';
import type { Broker, GatewayTarget } from '../broker/port';
import { type BarHistory, createBarHistory } from '../history/bar-history';
import type { BarSeries } from '../history/bar-series';
import type { BarStore } from '../history/bar-store';
import { contractRef, createInstruments, type Instruments } from '../market-data/instruments';
import { createQuotes, type Quotes } from '../market-data/quotes';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import type { Random } from '../platform/random';
import { proveMode } from '../trading/mode-proof';
import { defaultRiskLimits } from '../trading/risk-gate';
import { Trading } from '../trading/trading';
import type { TradingStore } from '../trading/trading-store';
import type { NoticeLog } from './notice-log';

export interface TerminalDeps {
  readonly profile: Profile;
  readonly target: GatewayTarget;
  /** Keeps the bars of different sources apart: `ib`, or the simulator with its seed. */
  readonly barSource: string;
  readonly barStore: BarStore;
  readonly tradingStore: TradingStore;
  readonly notices: NoticeLog;
  readonly clock: Clock;
  readonly random: Random;
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
  readonly tradingChanges$: Observable<TradingChange>;
  /** Emits when the status should be shown anew. */
  readonly statusChanged$: Observable<void>;
  accountId(): string | null;
  /** Names a series of bars of this terminal. */
  series(conId: ConId, barSize: BarSize, regularHoursOnly: boolean): BarSeries;
  permission(): TradingPermission;
  status(): Omit<AppStatus, 'warnings'>;
  /** Live only: allows orders when the id is the account's; false when it is not. */
  unlockLive(accountId: string): boolean;
  lockLive(): void;
  start(): void;
  stop(): Promise<void>;
}

/** Wires the services of one connection. */
export function createTerminal(deps: TerminalDeps): Terminal {
  const { profile, clock, random, log, notices } = deps;
  const broker = createBroker({ clock, random, log });
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
  const tradingChanges = new Subject<TradingChange>();
  const statusChanged = new Subject<void>();
  const subscriptions: Subscription[] = [];
  let unlockedAccountId: string | null = null;
  let watchedEpoch = -1;
  let warnedEpoch = -1;

  const accountId = (): string | null => broker.snapshot().accountIds[0] ?? null;
  const permission = (): TradingPermission => {
    const proof = proveMode({
      profile,
      connection: broker.snapshot(),
      accountId: accountId(),
      unlockedAccountId,
    });
    const lock = trading.lockReason();
    return proof.allowed || lock === null ? proof : { ...proof, reason: lock };
  };

  const trading: Trading = new Trading({
    broker,
    instruments: { get: (conId) => instruments.get(conId), contractRef },
    store: deps.tradingStore,
    clock,
    marketNowMs: () => clock.nowMs() + (broker.snapshot().clockOffsetMs ?? 0),
    random,
    log,
    clientId: deps.target.clientId,
    limits: defaultRiskLimits,
    permission,
    accountId,
    listener: {
      order: (order) => tradingChanges.next({ kind: 'order', order }),
      fill: (fill) => tradingChanges.next({ kind: 'fill', fill }),
      reset: () => tradingChanges.next({ kind: 'reset' }),
      notice: (severity, code, text) => notices.add('order', severity, code, text),
    },
  });

  /** A new connection: the account's values, its positions, and its P&L are asked for once. */
  async function watchAccount(epoch: number): Promise<void> {
    const id = accountId();
    if (id === null || epoch === watchedEpoch) return;
    watchedEpoch = epoch;
    account.start(id);
    broker.watchAccount(id);
    const positions = await broker.requestPositions();
    if (broker.snapshot().epoch !== epoch) return;
    if (positions.ok) {
      account.applySnapshot(positions.value);
      return;
    }
    // Asked again at the next word of the connection; one comes with each heartbeat.
    watchedEpoch = -1;
    if (warnedEpoch === epoch || !mayAskAccount(broker.snapshot())) return;
    warnedEpoch = epoch;
    const { code, text } = positions.error;
    notices.add('app', 'warning', code, `Positions could not be read, and are asked for again: ${text}`);
  }

  return {
    profile,
    broker,
    instruments,
    quotes,
    history,
    account,
    trading,
    tradingChanges$: tradingChanges,
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
        trading: permission(),
        usage: { marketDataLines, historicalRequests },
      };
    },
    unlockLive(typed) {
      if (profile !== 'live' || typed !== accountId()) return false;
      unlockedAccountId = typed;
      statusChanged.next();
      void deps.tradingStore.appendJournal([
        { atMs: clock.nowMs(), kind: 'live-unlocked', orderKey: null, body: { accountId: typed } },
      ]);
      notices.add(
        'app',
        'warning',
        null,
        `${profileWord.live} trading is unlocked for ${typed}. Orders are real.`,
      );
      return true;
    },
    lockLive() {
      if (unlockedAccountId === null) return;
      unlockedAccountId = null;
      statusChanged.next();
      void deps.tradingStore.appendJournal([
        { atMs: clock.nowMs(), kind: 'live-locked', orderKey: null, body: {} },
      ]);
    },
    start() {
      trading.start();
      let lastText = '';
      subscriptions.push(
        broker.connection$.subscribe((connection) => {
          statusChanged.next();
          if (mayAskAccount(connection)) void watchAccount(connection.epoch);
          const text = describeChange(connection.state);
          if (text !== null && text !== lastText)
            notices.add('app', connection.state.kind === 'ready' ? 'information' : 'warning', null, text);
          if (text !== null) lastText = text;
        }),
        broker.notices$.subscribe((notice) =>
          notices.add('gateway', notice.severity, notice.code, notice.text),
        ),
      );
      broker.connect(deps.target);
    },
    async stop() {
      trading.stop();
      for (const subscription of subscriptions) subscription.unsubscribe();
      await history.stop();
      account.reset();
      quotes.stop();
      await broker.stop();
      tradingChanges.complete();
      statusChanged.complete();
    },
  };
}

function mayAskAccount({ state }: ConnectionSnapshot): boolean {
  return state.kind === 'reconciling' || state.kind === 'ready';
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
