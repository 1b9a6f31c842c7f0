import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach } from 'vitest';
import type { ConnectionKind, ConnectionSnapshot } from '../../../../shared/domain/connection';
import type { ContractRef } from '../../../../shared/domain/instrument';
import { parseFaultScript } from '../../../../simulator/faults';
import type { FaultScript } from '../../../../simulator/faults';
import { createGateway } from '../../../../simulator/gateway/gateway';
import type { Gateway } from '../../../../simulator/gateway/gateway';
import { createWorld } from '../../../../simulator/world/create-world';
import { ManualWallClock } from '../../../../simulator/world/manual-wall-clock';
import type { World } from '../../../../simulator/world/world';
import type { Logger } from '../../../platform/logger';
import { silentLogger } from '../../../platform/logger';
import { ManualClock } from '../../../platform/manual-clock';
import { systemRandom } from '../../../platform/random';
import { conId } from '../../broker-fixtures';
import type { RecordingSink } from '../../broker-fixtures';
import { createBroker } from '../../create-broker';
import type { Broker, BrokerOrderEvent, BrokerResult, LoggedMessage } from '../../port';

/** Monday 5 October 2026, 11:00 in New York: the market is open, and no restart is due. */
export const openMarketMs = Date.UTC(2026, 9, 5, 15);
export const accountId = 'DU1234567';
/** How far one turn of the event loop moves the time, ms. */
const stepMs = 25;
const mostSteps = 40_000;

const scenes: FaultScene[] = [];

afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.stop();
});

/** The app's broker session before a simulated gateway that breaks. Time moves only in {@link FaultScene.until}, on both sides. */
export class FaultScene {
  readonly world: World;
  readonly gateway: Gateway;
  readonly clock: ManualClock;
  readonly broker: Broker;
  readonly events: BrokerOrderEvent[] = [];
  readonly snapshots: ConnectionSnapshot[] = [];
  /** What was logged as an error. */
  readonly errors: string[] = [];
  readonly #wall: ManualWallClock;
  /** Turns of the event loop for each step of time; more when bytes need turns rather than time. */
  turnsPerStep = 1;
  #port = 0;
  #turns = 0;
  #reconciles = true;

  private constructor(script: FaultScript, startMs: number) {
    this.clock = new ManualClock(startMs);
    this.#wall = new ManualWallClock(startMs);
    this.world = createWorld({
      seed: 7,
      speed: 1,
      startMs,
      accountId,
      cash: 1_000_000,
      tickRate: 4,
      wall: this.#wall,
    });
    this.gateway = createGateway({ world: this.world, wall: this.#wall, faults: script });
    const log: Logger = { ...silentLogger, error: (message) => this.errors.push(message) };
    this.broker = createBroker({
      clock: this.clock,
      random: { ...systemRandom, fraction: () => 0 },
      log,
    });
    this.broker.orderEvents$.subscribe((event) => this.events.push(event));
    this.broker.connection$.subscribe((snapshot) => {
      this.snapshots.push(snapshot);
      if (this.#reconciles && snapshot.state.kind === 'reconciling')
        queueMicrotask(() => this.broker.markReconciled(snapshot.epoch));
    });
  }

  /** A scene whose gateway listens; the broker does not connect yet. */
  static async open(script: FaultScript = { steps: [] }, startMs = openMarketMs): Promise<FaultScene> {
    // A message that does not exist would never break, and the test would show nothing.
    const checked = parseFaultScript(JSON.stringify(script));
    if (!checked.ok) throw new Error(JSON.stringify(checked));
    const scene = new FaultScene(script, startMs);
    scenes.push(scene);
    scene.world.clock.start();
    const listening = await scene.gateway.listen({ host: '127.0.0.1', port: 0 });
    if (!listening.ok || listening.port === undefined) throw new Error('the gateway does not listen');
    scene.#port = listening.port;
    return scene;
  }

  /** A scene whose broker is ready. */
  static async ready(script: FaultScript = { steps: [] }, startMs = openMarketMs): Promise<FaultScene> {
    const scene = await FaultScene.open(script, startMs);
    scene.connect();
    await scene.untilState('ready');
    return scene;
  }

  connect(): void {
    this.broker.connect({ kind: 'tcp', host: '127.0.0.1', port: this.#port, clientId: 7 });
  }

  async stop(): Promise<void> {
    this.#reconciles = false;
    await this.settled(this.broker.stop());
    await this.settled(this.gateway.close());
    this.world.stop();
  }

  get state(): ConnectionSnapshot['state'] {
    return this.broker.snapshot().state;
  }

  get epoch(): number {
    return this.broker.snapshot().epoch;
  }

  /** Why the connection is not there, or null. */
  get cause(): string | null {
    return 'reason' in this.state ? (this.state.reason?.cause ?? null) : null;
  }

  /** Every cause that was shown so far, each once. */
  get causes(): ReadonlySet<string> {
    return new Set(
      this.snapshots.flatMap(({ state }) =>
        'reason' in state && state.reason !== null ? [state.reason.cause] : [],
      ),
    );
  }

  /** Lets time pass until the condition holds. */
  async until(holds: () => boolean, what: string): Promise<void> {
    for (let step = 0; step < mostSteps; step += 1) {
      if (holds()) return;
      await this.#turn();
    }
    throw new Error(`never happened: ${what}; the session is ${JSON.stringify(this.state)}`);
  }

  untilState(kind: ConnectionKind): Promise<void> {
    return this.until(() => this.state.kind === kind, kind);
  }

  /** Until a session is ready that is later than this one, by default than the one of now. */
  async untilReadyAgain(epoch = this.epoch): Promise<void> {
    await this.until(() => this.epoch > epoch && this.state.kind === 'ready', 'ready again');
  }

  async pass(ms: number): Promise<void> {
    const endMs = this.clock.monotonicMs() + ms;
    await this.until(() => this.clock.monotonicMs() >= endMs, `${ms} ms`);
  }

  /** Lets time pass until the promise settles. */
  async settled<T>(work: Promise<T>): Promise<T> {
    const progress = { done: false };
    const mark = () => {
      progress.done = true;
    };
    work.then(mark, mark);
    await this.until(() => progress.done, 'an answer');
    return work;
  }

  /** The value of an answer that must be good. */
  async value<T>(work: Promise<BrokerResult<T>>): Promise<T> {
    const answer = await this.settled(work);
    if (!answer.ok) throw new Error(answer.error.text);
    return answer.value;
  }

  /** Asks again and again until there is a good answer, as the app does after a connection was lost. */
  async eventually<T>(ask: () => Promise<BrokerResult<T>>): Promise<T> {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await this.untilState('ready');
      const answer = await this.settled(ask());
      if (answer.ok) return answer.value;
    }
    throw new Error('there was no good answer');
  }

  /** AAPL, without asking for it. */
  get apple(): ContractRef {
    const listed = this.world.catalogue.withoutOptions.find(
      (one) => one.symbol === 'AAPL' && one.secType === 'STK',
    );
    return { conId: conId(listed?.conId ?? 0), exchange: 'SMART' };
  }

  /** Until fresh prices have come to this sink since `from` lines. */
  async untilQuoted(sink: RecordingSink, from = sink.lines.length): Promise<void> {
    await this.until(() => sink.lines.slice(from).some((line) => /^(bid|ask) \d/.test(line)), 'prices');
  }

  /** A stock that the broker has been told about. */
  async stock(symbol = 'AAPL'): Promise<ContractRef> {
    const [details] = await this.value(this.broker.contractDetails({ symbol, secType: 'STK' }));
    if (details === undefined) throw new Error(`${symbol} is not listed`);
    return { conId: details.conId, exchange: 'SMART' };
  }

  /** What went over the wire after a moment, oldest first. */
  messagesAfter(sequence: number): readonly LoggedMessage[] {
    return this.broker.messageLog
      .read({ limit: 500 })
      .messages.filter((message) => message.sequence > sequence)
      .toReversed();
  }

  /** The newest sequence of the message log. */
  get sequence(): number {
    return this.broker.messageLog.read({ limit: 1 }).messages[0]?.sequence ?? 0;
  }

  /** Names of what the broker has sent after a moment. */
  sentAfter(sequence: number): readonly string[] {
    return this.messagesAfter(sequence)
      .filter(({ direction }) => direction === 'sent')
      .map(({ name }) => name);
  }

  async #turn(): Promise<void> {
    this.#turns += 1;
    if (this.#turns % this.turnsPerStep === 0) {
      this.clock.advance(stepMs);
      this.#wall.advance(stepMs);
    }
    await nextTurn();
  }
}
