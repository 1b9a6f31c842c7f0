import { join } from 'node:path';
import { type DecimalText, decimalText, exact } from '../../../shared/domain/decimal';
import { type ConId, isConId } from '../../../shared/domain/instrument';
import { ok } from '../../../shared/domain/result';
import type { FaultScript } from '../../../simulator/faults';
import { createGateway, type Gateway } from '../../../simulator/gateway/gateway';
import { createWorld } from '../../../simulator/world/create-world';
import type { ExchangeEvent, World } from '../../../simulator/world/world';
import type { BarStore } from '../../history/bar-store';
import type { Logger } from '../../platform/logger';
import type { Random } from '../../platform/random';
import { MemoryReconciliationStore } from '../../trading/testing/memory-reconciliation-store';
import { MemoryTradingStore } from '../../trading/testing/memory-trading-store';
import { MemoryRiskStore, slipsOnlyPolicy } from '../../trading/testing/risk-scene';
import type { AccountPin } from '../account-pin';
import { NoticeLog } from '../notice-log';
import { createTerminal, type Terminal } from '../terminal';
import { RigTime } from './rig-time';

/** Monday 5 October 2026, ten seconds past 11:00 in New York. */
const START_MS = Date.UTC(2026, 9, 5, 15, 0, 10);
const ACCOUNT_ID = 'DU1234567';
/** How far one turn of the event loop moves the time, ms. */
const STEP_MS = 25;
/** The same while nothing is being done, ms. */
const IDLE_STEP_MS = 100;
const LONGEST_WAIT_MS = 600_000;

const noBars: BarStore = {
  putBars: () => Promise.reject(new Error('no bars are kept')),
  readBars: () => Promise.reject(new Error('no bars are kept')),
  readCoverage: () => Promise.reject(new Error('no bars are kept')),
};

/** The Simulator pins no account. */
const noPin: AccountPin = {
  pinned: { kind: 'known', accountId: null },
  load: () => Promise.resolve(),
  set: () => Promise.resolve(ok(undefined)),
};

/** Order keys in their order, so that the same run makes the same orders. */
class CountingRandom implements Random {
  #count = 0;
  uuid(): string {
    this.#count += 1;
    return `00000000-0000-4000-8000-${String(this.#count).padStart(12, '0')}`;
  }
  bytes(length: number): Uint8Array {
    return new Uint8Array(length);
  }
  fraction(): number {
    return 0.5;
  }
}

interface RunningApp {
  readonly terminal: Terminal;
  readonly disk: ReturnType<MemoryTradingStore['open']>;
}

/**
 * A terminal before a simulated gateway that breaks by a script. Sockets are real; disk and window are not there, and
 * time moves only in {@link until}, for both sides together.
 */
export class FaultRig extends RigTime {
  readonly world: World;
  /** What was logged as an error; nothing should be. */
  readonly errors: string[] = [];
  /** How often the exchange took a new order with each `orderRef`. */
  readonly accepted = new Map<string, number>();
  readonly #gateway: Gateway;
  readonly #path: string;
  readonly #disk = new MemoryTradingStore();
  readonly #reconciliation = new MemoryReconciliationStore();
  readonly #limits = new MemoryRiskStore(slipsOnlyPolicy);
  readonly #random = new CountingRandom();
  #app: RunningApp | null = null;

  private constructor(path: string, script: FaultScript) {
    super({ startMs: START_MS, stepMs: STEP_MS, longestWaitMs: LONGEST_WAIT_MS });
    this.#path = path;
    this.world = createWorld({
      seed: 7,
      speed: 1,
      startMs: START_MS,
      accountId: ACCOUNT_ID,
      cash: 1_000_000,
      tickRate: 2,
      wall: this.wall,
    });
    this.#gateway = createGateway({ world: this.world, faults: script, wall: this.wall });
    this.world.exchange.subscribe((event) => this.#count(event));
  }

  /**
   * A rig whose terminal has begun to connect.
   * @param directory where its socket lies; each rig has a name of its own.
   */
  static async start(directory: string, name: string, script: FaultScript): Promise<FaultRig> {
    const rig = new FaultRig(join(directory, name), script);
    rig.world.clock.start();
    const listening = await rig.#gateway.listen({ path: rig.#path });
    if (!listening.ok) throw new Error(listening.message);
    rig.startApp();
    return rig;
  }

  get terminal(): Terminal {
    if (this.#app === null) throw new Error('the app does not run');
    return this.#app.terminal;
  }

  /** Starts the app on what its disk holds; it connects on its own. */
  startApp(): void {
    const disk = this.#disk.open();
    const notices = new NoticeLog(() => this.clock.nowMs());
    const terminal = createTerminal({
      profile: 'simulator',
      target: { kind: 'local', path: this.#path, clientId: 1 },
      barSource: 'simulator-7',
      barStore: noBars,
      tradingStore: disk.store,
      riskStore: this.#limits,
      reconciliationStore: this.#reconciliation,
      pin: noPin,
      tradingSettings: () => ({ readOnly: false, liveForbidden: false }),
      notices,
      clock: this.clock,
      random: this.#random,
      log: this.#logger(),
    });
    this.#app = { terminal, disk };
    terminal.start();
  }

  /** The app will end as soon as its next intent of an order is on the disk; call {@link crashApp} then. */
  endAtIntent(): void {
    this.#disk.endsAfter = 'order-intent';
  }

  /** The app is gone from one moment to the next, and starts anew on what it had written. */
  async crashApp(): Promise<void> {
    const { disk, terminal } = this.#running();
    disk.crash();
    await this.settled(terminal.stop());
    this.startApp();
  }

  async stop(): Promise<void> {
    await this.settled(this.#running().terminal.stop());
    await this.#gateway.close();
    this.world.stop();
  }

  /** Lets so much time pass in longer steps, ms; with a condition only until it holds. */
  async idle(ms: number, holds: () => boolean = () => false): Promise<void> {
    const endMs = this.clock.nowMs() + ms;
    await this.until(() => holds() || this.clock.nowMs() >= endMs, `${ms} ms`, IDLE_STEP_MS);
  }

  /** How many faults of the script have struck so far. */
  get struck(): number {
    return this.#gateway.faults.struck.length;
  }

  get isReady(): boolean {
    return this.terminal.broker.snapshot().state.kind === 'ready';
  }

  orders() {
    return this.terminal.trading.orders();
  }

  fills() {
    return this.terminal.trading.fills();
  }

  positions() {
    return this.terminal.account.positions();
  }

  get conId(): ConId {
    const apple = this.world.catalogue.withoutOptions.find(
      (one) => one.symbol === 'AAPL' && one.secType === 'STK',
    );
    if (apple === undefined || !isConId(apple.conId)) throw new Error('AAPL is not listed');
    return apple.conId;
  }

  /** A price of the market now, `away` from the bid or the ask, in whole cents. */
  price(side: 'bid' | 'ask', away: number): DecimalText {
    const price = this.world.market.quote(this.conId)[side];
    if (price === null) throw new Error(`AAPL has no ${side}`);
    return decimalText(exact(price).plus(away));
  }

  newKey(): string {
    return this.#random.uuid();
  }

  #running(): RunningApp {
    if (this.#app === null) throw new Error('the app does not run');
    return this.#app;
  }

  #count(event: ExchangeEvent): void {
    if (event.kind !== 'accepted') return;
    const { orderRef } = event.order.terms;
    this.accepted.set(orderRef, (this.accepted.get(orderRef) ?? 0) + 1);
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
