import { positionOf } from '../../../shared/domain/position-fixtures';
import { ok } from '../../../shared/domain/result';
import { emptyQuote } from '../../../shared/domain/quote';
import type { Position } from '../../../shared/domain/account';
import type { TradingPermission } from '../../../shared/ipc/streams';
import type { PositionEvent } from '../../broker/port';
import { proveMode } from '../mode-proof';
import { MemoryReconciliationStore } from '../testing/memory-reconciliation-store';
import { MemoryTradingStore } from '../testing/memory-trading-store';
import { MemoryRiskStore, quietMarket, slipsOnlyPolicy } from '../testing/risk-scene';
import { aapl } from '../testing/trading-scene';
import { Trading } from '../trading';
import type { TradingStore } from '../trading-store';
import { Disturbances } from './disturbances';
import type { History } from './history-arbitraries';
import { HistoryRules } from './history-rules';
import { ModelIb, ownClientId } from './model-ib';
import { accountId } from './model-order';
import { ModelSession } from './model-session';
import { StepClock } from './step-clock';

/** How long the app takes to be connected again, ms. */
const reconnectMs = 700;
/** How long after a fill the positions are listed anew, ms. */
const positionsAfterMs = 1_000;

interface RunningApp {
  readonly trading: Trading;
  readonly session: ModelSession;
  readonly disk: ReturnType<MemoryTradingStore['open']>;
}

/** The trading side of the app before the model of IB, with what outlives it: the disk, and IB. */
export class HistoryWorld {
  readonly clock = new StepClock();
  readonly ib = new ModelIb(this.clock);
  readonly rules = new HistoryRules(this.ib);
  readonly disturbances: Disturbances;
  /** The trader wants to look only. */
  readOnly = false;
  readonly #history: History;
  readonly #disk = new MemoryTradingStore();
  readonly #limits = new MemoryRiskStore(slipsOnlyPolicy);
  readonly #reconciliation = new MemoryReconciliationStore();
  #uuids = 0;
  #app: RunningApp;

  constructor(history: History) {
    this.#history = history;
    this.disturbances = new Disturbances(history.toIb, history.toApp);
    this.ib.cancelMs = history.cancelMs;
    this.#app = this.#start();
  }

  get trading(): Trading {
    return this.#app.trading;
  }

  get session(): ModelSession {
    return this.#app.session;
  }

  /** A key as the window makes it. */
  readonly newKey = (): string => {
    this.#uuids += 1;
    return `00000000-0000-4000-8000-${String(this.#uuids).padStart(12, '0')}`;
  };

  /** The app is gone from one moment to the next, and starts on what it had written. */
  crash(arrives: boolean): void {
    const { trading, session, disk } = this.#app;
    disk.crash();
    session.stop(arrives);
    trading.stop();
    this.#app = this.#start();
  }

  /** The connection ends and comes back. */
  drop(arrives: boolean): void {
    const { session } = this;
    session.disconnect(arrives);
    this.clock.after(reconnectMs, () => session.connect());
  }

  /** The gateway loses IB for a while. */
  outage(): void {
    const { session } = this;
    session.lose();
    this.clock.after(3_000, () => session.regain());
  }

  /** Nothing comes any more. */
  stop(): void {
    this.session.stop(false);
    this.trading.stop();
  }

  #start(): RunningApp {
    const disk = this.#disk.open();
    const session: ModelSession = new ModelSession({
      clock: this.clock,
      ib: this.ib,
      disturbances: this.disturbances,
      queueMs: this.#history.queueMs,
      ends: { cut: () => this.drop(false), crash: () => this.crash(true) },
      onPlace: (order) =>
        this.rules.onPlace(order, {
          journal: this.#disk.journal,
          compared: session.compared,
          readOnly: this.readOnly,
        }),
    });
    const trading: Trading = this.#createTrading(session, this.#slow(disk.store));
    trading.start();
    this.clock.after(reconnectMs, () => session.connect());
    return { trading, session, disk };
  }

  #createTrading(session: ModelSession, store: TradingStore): Trading {
    const { broker } = session;
    let held: readonly Position[] | null = null;
    let listing = false;
    const list = async (): Promise<boolean> => {
      const answer = await broker.requestPositions();
      if (answer.ok) held = answer.value.map(asPosition);
      return answer.ok;
    };
    const listSoon = (): void => {
      if (listing) return;
      listing = true;
      this.clock.after(positionsAfterMs, () => {
        listing = false;
        void list().then((listed) => listed && trading.reconciliation.positionsListed());
      });
    };
    const permission = (): TradingPermission => {
      const proof = proveMode({
        profile: 'paper',
        connection: broker.snapshot(),
        accountId,
        unlockedAccountId: null,
        pinned: { kind: 'known', accountId },
        readOnly: this.readOnly,
        liveForbidden: true,
      });
      const lock = trading.lockReason();
      return proof.allowed || lock === null ? proof : { ...proof, reason: lock };
    };
    const quiet = (): void => undefined;
    const trading: Trading = new Trading({
      broker,
      instruments: {
        get: () => Promise.resolve(ok(aapl)),
        contractRef: ({ conId }) => ({ conId, exchange: 'SMART' }),
      },
      store,
      clock: this.clock,
      marketNowMs: () => this.clock.nowMs(),
      random: { uuid: this.newKey, bytes: (length) => new Uint8Array(length), fraction: () => 0.5 },
      log: {
        debug: quiet,
        info: quiet,
        warn: quiet,
        error: (message) => this.rules.note(`logged as an error: ${message}`),
      },
      listener: {
        order: quiet,
        fill: listSoon,
        reset: quiet,
        reconciliation: quiet,
        risk: quiet,
        notice: quiet,
      },
      clientId: ownClientId,
      risk: { ...quietMarket(), quote: () => Promise.resolve(quote) },
      positions: () => held,
      riskStore: this.#limits,
      positionSource: { list, held: () => held, flag: quiet },
      reconciliationStore: this.#reconciliation,
      permission,
      accountId: () => accountId,
    });
    return trading;
  }

  /** The disk as slow as the history wants it. A write is on it before its answer comes, and in the order of the calls. */
  #slow(store: TradingStore): TradingStore {
    const { diskMs } = this.#history;
    if (diskMs === 0) return store;
    const wait = (): Promise<void> => new Promise((resolve) => void this.clock.after(diskMs, resolve));
    const slowly = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
      await wait();
      const answer = await call();
      await wait();
      return answer;
    };
    return {
      appendJournal: (records) => slowly(() => store.appendJournal(records)),
      appendOrderIntent: (key, orderKey, records) =>
        slowly(() => store.appendOrderIntent(key, orderKey, records)),
      findClaim: (key) => slowly(() => store.findClaim(key)),
      saveOrder: (order) => slowly(() => store.saveOrder(order)),
      saveFill: (fill) => slowly(() => store.saveFill(fill)),
      loadOrders: (account, sinceMs) => slowly(() => store.loadOrders(account, sinceMs)),
      loadFills: (account, sinceMs) => slowly(() => store.loadFills(account, sinceMs)),
    };
  }
}

const quote = {
  ...emptyQuote(aapl.conId),
  bid: 187.18,
  ask: 187.2,
  last: 187.19,
  close: 186,
  type: 'live',
  receivedMs: 0,
} as const;

function asPosition({ averageCost, ...position }: PositionEvent): Position {
  return positionOf(position.quantity, { ...position, averagePrice: averageCost });
}
