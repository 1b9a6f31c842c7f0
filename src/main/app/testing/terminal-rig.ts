import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type DecimalText, decimalText, exact } from '../../../shared/domain/decimal';
import { type ConId, isConId } from '../../../shared/domain/instrument';
import type { Order, OrderDraft } from '../../../shared/domain/order';
import { ok } from '../../../shared/domain/result';
import type { RiskPolicy } from '../../../shared/domain/risk';
import type { Capability } from '../../../shared/ipc/requests';
import { defaultSettings, settingsSchema } from '../../../shared/ipc/settings';
import { createGateway } from '../../../simulator/gateway/gateway';
import { createWorld } from '../../../simulator/world/create-world';
import type { SimOrder, World } from '../../../simulator/world/world';
import { createRouter } from '../../ipc/router';
import { createStreamHub, type StreamHub } from '../../ipc/stream-hub';
import type { Logger } from '../../platform/logger';
import { systemRandom } from '../../platform/random';
import type { Storage } from '../../storage/storage';
import { openStorage, temporaryDirectory } from '../../storage/testing/storage-fixture';
import { createAccountPin } from '../account-pin';
import { freshDocument, type RiskDocument } from '../../trading/risk/risk-document';
import { slipsOnlyPolicy } from '../../trading/testing/risk-scene';
import { createBarCache } from '../bar-cache';
import { NoticeLog } from '../notice-log';
import { journalHandling } from './journal-handling';
import { conIdsFrom, createRequestHandlers } from '../request-handlers';
import { createReconciliationStore } from '../reconciliation-store';
import { createRiskStore } from '../risk-store';
import { createStreamSources } from '../stream-sources';
import { createTerminal, type Terminal } from '../terminal';
import { createTradingStore } from '../trading-store';
import { Warnings } from '../warnings';
import { RigTime } from './rig-time';
import { shownFills, shownOrders, shownPositions, TestWindow } from './test-window';
import { WireTap } from './wire-tap';

/** Monday 5 October 2026, ten seconds past 11:00 in New York. */
export const marketOpenMs = Date.UTC(2026, 9, 5, 15, 0, 10);
export const accountId = 'DU1234567';
/** Journal key of the tests. */
const journalKey = new Uint8Array(32).fill(7);
/** How far one turn of the event loop moves the time, ms. */
const stepMs = 20;
const longestWaitMs = 400_000;

/** The app between two starts: one terminal with its storage and its window. */
interface RunningApp {
  readonly storage: Storage;
  readonly terminal: Terminal;
  readonly hub: StreamHub;
  readonly window: TestWindow;
  readonly seen: ReturnType<typeof subscribeAll>;
}

/** The streams that a window follows from its start. */
function subscribeAll(window: TestWindow) {
  return {
    status: window.subscribe('status', {}),
    orders: window.subscribe('orders', {}),
    fills: window.subscribe('fills', {}),
    positions: window.subscribe('positions', {}),
    account: window.subscribe('account', {}),
    notices: window.subscribe('notices', {}),
  };
}

/**
 * The whole main side without Electron, before the simulated gateway, with real sockets and real files. Time stands
 * still but in {@link until}, where the terminal's and the market's go on together.
 */
export class TerminalRig extends RigTime {
  readonly world: World;
  readonly tap: WireTap;
  /** What was logged as an error; nothing should be. */
  readonly errors: string[] = [];
  readonly #gateway: ReturnType<typeof createGateway>;
  readonly #directory = temporaryDirectory();
  readonly #limits: RiskDocument;
  #app: RunningApp | null = null;

  private constructor(cash: number, policy: RiskPolicy) {
    super({ startMs: marketOpenMs, stepMs, longestWaitMs });
    this.#limits = { ...freshDocument, policy };
    this.world = createWorld({
      seed: 7,
      speed: 1,
      startMs: marketOpenMs,
      accountId,
      cash,
      tickRate: 20,
      wall: this.wall,
    });
    this.#gateway = createGateway({ world: this.world, wall: this.wall });
    this.tap = new WireTap(join(this.#directory, 'tap'), this.gatewayPath);
  }

  /** A rig whose terminal is connected and ready. */
  static async start(
    options: { readonly cash?: number; readonly policy?: RiskPolicy } = {},
  ): Promise<TerminalRig> {
    const rig = new TerminalRig(options.cash ?? 1_000_000, options.policy ?? slipsOnlyPolicy);
    rig.world.clock.start();
    const listening = await rig.#gateway.listen({ path: rig.gatewayPath });
    if (!listening.ok) throw new Error(listening.message);
    await rig.tap.open();
    await rig.startApp();
    await rig.ready();
    return rig;
  }

  /** Where the gateway itself listens, for other clients. */
  get gatewayPath(): string {
    return join(this.#directory, 'gateway');
  }

  get storage(): Storage {
    return this.#running.storage;
  }

  get terminal(): Terminal {
    return this.#running.terminal;
  }

  get window(): TestWindow {
    return this.#running.window;
  }

  /** What the window has received. */
  get seen(): RunningApp['seen'] {
    return this.#running.seen;
  }

  get #running(): RunningApp {
    if (this.#app === null) throw new Error('the app does not run');
    return this.#app;
  }

  /** Starts the app on the files of the rig; it connects on its own. */
  async startApp(clientId = 1): Promise<void> {
    const { storage } = await openStorage(this.#directory);
    await storage.useJournalKey(journalKey, 'keychain');
    const { clock } = this;
    const log = this.#logger();
    const notices = new NoticeLog(() => clock.nowMs());
    const ready = Promise.resolve();
    const profile = 'simulator';
    const riskStore = createRiskStore({ storage, ready, profile, log });
    const kept = await riskStore.load();
    if (kept.ok && kept.value === null) await riskStore.save(this.#limits);
    const terminal = createTerminal({
      profile,
      target: { kind: 'local', path: this.tap.path, clientId },
      barSource: 'simulator-7',
      barStore: createBarCache({ storage, ready, profile }),
      tradingStore: createTradingStore({ storage, ready, profile, log }),
      riskStore,
      reconciliationStore: createReconciliationStore({ storage, ready, profile, world: 'rig', log }),
      pin: createAccountPin({ storage, ready, profile, log }),
      tradingSettings: () => defaultSettings,
      notices,
      clock,
      random: systemRandom,
      log,
    });
    const handlers = createRequestHandlers({
      onShown: () => undefined,
      info: () => ({
        version: '0.1.0',
        electron: '42.0.0',
        unofficialRuntime: false,
        platform: 'linux',
        dataDirectory: this.#directory,
        commandLine: { gateway: null, profile: null, clientId: null },
      }),
      settings: () => defaultSettings,
      updateSettings: (patch) => Promise.resolve(ok(settingsSchema.parse({ ...defaultSettings, ...patch }))),
      selectProfile: () => Promise.resolve(ok({})),
      forbidLive: () => Promise.resolve(ok({ ...defaultSettings, liveForbidden: true })),
      terminal: () => Promise.resolve(terminal),
      watchlist: {
        load: async () => conIdsFrom(await storage.getDocument('watchlist')) ?? [],
        async save(_profile, conIds) {
          await storage.putDocument('watchlist', conIds);
          return ok({});
        },
      },
      ...journalHandling(storage, clock, log),
    });
    const sources = createStreamSources({
      terminal: () => terminal,
      idleStatus: () => ({ ...terminal.status(), warnings: [] }),
      warnings: new Warnings(),
      notices,
      clock,
    });
    const trusted = {
      windows: new Map([[1, new Set<Capability>(['read', 'trade', 'admin'])]]),
      origin: 'app://tradewind',
    };
    const hub = createStreamHub({ sources: () => sources, clock, checkOutputs: true, log });
    const window = new TestWindow(createRouter({ handlers, trusted, checkOutputs: true, log }), hub);
    this.#app = { storage, terminal, hub, window, seen: subscribeAll(window) };
    terminal.start();
  }

  /** Quits the app; the gateway and the market go on. */
  async stopApp(): Promise<void> {
    const app = this.#app;
    if (app === null) return;
    this.#app = null;
    app.window.close();
    app.hub.stop();
    await this.settled(app.terminal.stop());
    await app.storage.stop();
  }

  async stop(): Promise<void> {
    await this.stopApp();
    await this.tap.close();
    await this.#gateway.close();
    this.world.stop();
  }

  /** Waits until the window shows that orders may be sent. */
  async ready(): Promise<void> {
    await this.until(
      () =>
        this.terminal.broker.snapshot().state.kind === 'ready' &&
        this.seen.status.at(-1)?.trading.allowed === true,
      'ready',
    );
  }

  get epoch(): number {
    return this.terminal.broker.snapshot().epoch;
  }

  /** Sends a request of the window and lets time pass until it is answered. */
  request: TestWindow['request'] = (name, input) => this.settled(this.window.request(name, input));

  /** Places an order as the ticket does and waits until the window shows it. A refusal throws. */
  async place(draft: OrderDraft): Promise<readonly string[]> {
    const answer = await this.request('order.place', {
      idempotencyKey: randomUUID(),
      epoch: this.epoch,
      draft,
    });
    if (!answer.ok) throw new Error(answer.error.text);
    const { orderIds } = answer.value;
    await this.until(() => {
      const shown = shownOrders(this.seen.orders);
      return orderIds.every((id) => shown.has(id));
    }, 'the order in the window');
    return orderIds;
  }

  /** {@link place} for an order without a bracket; the answer is its id. */
  async placeOne(draft: OrderDraft): Promise<string> {
    const [id] = await this.place(draft);
    if (id === undefined) throw new Error('no order');
    return id;
  }

  /** An order as the window shows it. */
  order(id: string): Order {
    const found = shownOrders(this.seen.orders).get(id);
    if (found === undefined) throw new Error(`the window does not show order ${id}`);
    return found;
  }

  orders(): readonly Order[] {
    return [...shownOrders(this.seen.orders).values()];
  }

  fills() {
    return shownFills(this.seen.fills);
  }

  positions() {
    return shownPositions(this.seen.positions);
  }

  /** Waits until the window shows an order in a state. */
  async inState(id: string, state: Order['state']): Promise<Order> {
    await this.until(
      () => shownOrders(this.seen.orders).get(id)?.state === state,
      `order in state ${state}`,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}; it is ${this.order(id).state}`, { cause: error });
    });
    return this.order(id);
  }

  /** The same order at the exchange, whether it lives or has ended. */
  atExchange(orderRef: string): SimOrder | undefined {
    const { exchange } = this.world;
    return [...exchange.openOrders(), ...exchange.completedOrders()].find(
      (order) => order.terms.orderRef === orderRef,
    );
  }

  conId(symbol: string, secType: string): ConId {
    const found = this.world.catalogue.withoutOptions.find(
      (one) => one.symbol === symbol && one.secType === secType,
    );
    if (found === undefined || !isConId(found.conId)) throw new Error(`${symbol} is not listed`);
    return found.conId;
  }

  /** A price of the market now, `away` from the bid (below) or the ask (above). */
  price(symbol: string, side: 'bid' | 'ask', away = '0'): DecimalText {
    const price = this.world.market.quote(this.conId(symbol, 'STK'))[side];
    if (price === null) throw new Error(`${symbol} has no ${side}`);
    return decimalText(exact(price).plus(away));
  }

  #logger(): Logger {
    const quiet = (): void => undefined;
    return {
      debug: quiet,
      info: quiet,
      warn: quiet,
      error: (message, fields) => this.errors.push(`${message} ${JSON.stringify(fields ?? {})}`),
    };
  }
}
