import type { ExchangeEvent, World } from '../world/world';
import { ConnectionFaults, type FaultSurroundings, type LastingFault } from './connection-faults';
import type { Fault, RefusalManner } from './fault';
import { FaultEngine } from './fault-engine';
import type { FaultScript, FaultStep, OrderStage } from './fault-script';
import { FaultTimers } from './fault-timers';
import type { FaultySession, OrderKey } from './faulty-session';
import { knownText } from './known-texts';
import { MutedOrders } from './muted-orders';
import { breakOrders } from './order-faults';

const DEFAULT_OUTAGE_MS = 5_000;
const DEFAULT_DEAF_MS = 10_000;
const DEFAULT_RESTART_MS = 60_000;
const MAX_STRUCK = 10_000;

/** What the faults of a gateway do to its listener. */
export interface FaultyListener {
  /** The TCP port, undefined for a path or while nothing listens. */
  readonly port: number | undefined;
  pause(): void;
  resume(): void;
}

/** A fault that has struck. */
export interface StruckFault {
  /** Simulated time, ms since the epoch. */
  readonly atMs: number;
  readonly fault: Fault;
  /** The client that set it off, undefined when none did. */
  readonly clientId: number | undefined;
}

/** What a test, or the command line, does with the faults of a gateway. */
export interface FaultControl {
  /** Gives a command; answers how many steps it set off. */
  run(name: string): number;
  /** Lets a fault strike now: one client, or all without one. */
  inject(fault: Fault, options?: { readonly clientId?: number; readonly forMs?: number }): void;
  /** Begins another script in place of the one that runs; what has struck goes on. */
  load(script: FaultScript): void;
  /** Ends the script and everything that breaks; what was held back goes out. Lost is lost. */
  mend(): void;
  /** What has struck so far, oldest first; the newest 10,000. */
  readonly struck: readonly StruckFault[];
}

/** Who or what set a fault off. */
interface Cause {
  readonly connection?: ConnectionFaults | undefined;
  readonly clientId?: number | undefined;
  readonly order?: OrderKey | undefined;
}

interface Spell {
  readonly fault: LastingFault;
  readonly clientId: number | undefined;
  cancel(): void;
}

/** The faults of a gateway: lets the steps of a script strike when their time has come. */
export class GatewayFaults implements FaultControl {
  readonly #world: World;
  readonly #listener: FaultyListener;
  readonly #told: (struck: StruckFault) => void;
  readonly #connections = new Set<ConnectionFaults>();
  readonly #muted = new MutedOrders();
  readonly #spells = new Set<Spell>();
  readonly #timers: FaultTimers;
  readonly #around: FaultSurroundings;
  readonly #stopListening: () => void;
  readonly #struck: StruckFault[] = [];
  #engine: FaultEngine;
  readonly #scriptTimers: FaultTimers;
  #refusal: { readonly how: RefusalManner; readonly next: boolean } | undefined;

  constructor(
    world: World,
    script: FaultScript,
    listener: FaultyListener,
    told: (struck: StruckFault) => void,
  ) {
    this.#world = world;
    this.#listener = listener;
    this.#told = told;
    this.#engine = new FaultEngine(script);
    this.#timers = new FaultTimers(world.clock);
    this.#scriptTimers = new FaultTimers(world.clock);
    this.#around = {
      clock: world.clock,
      muted: this.#muted,
      engine: () => this.#engine,
      strike: (step, connection, order) => this.#strike(step, { connection, order }),
      note: ({ fault }, connection) => this.#note(fault, connection.clientId),
      liveOrder: ({ clientId, orderId }) =>
        world.exchange.openOrders().find((order) => order.clientId === clientId && order.orderId === orderId)
          ?.terms,
      nextOrderId: () => world.exchange.nextOrderId(),
    };
    // First of all listeners: a stage is reached before any client has been told of it.
    this.#stopListening = world.exchange.subscribe((event) => this.#onExchange(event));
    this.#planTimes();
  }

  get struck(): readonly StruckFault[] {
    return this.#struck;
  }

  /** A connection has been accepted. It may be over when this returns. */
  connect(session: FaultySession): ConnectionFaults {
    const connection = new ConnectionFaults(session, this.#around);
    this.#connections.add(connection);
    return connection;
  }

  /** To be called when the connection can be ended. */
  accepted(connection: ConnectionFaults): void {
    for (const { fault, clientId } of this.#spells) {
      // The handshake tells the time before the client says who it is.
      if (fault.kind === 'wrong-clock' && clientId === undefined) connection.begin(fault);
    }
    if (this.#refusal !== undefined) {
      const { how, next } = this.#refusal;
      if (next) this.#refusal = undefined;
      connection.refuse(how);
    }
    this.#occurAtConnection(connection, undefined);
  }

  /** A client has said its id and has not been answered. */
  identified(connection: ConnectionFaults, clientId: number): void {
    this.#occurAtConnection(connection, clientId);
  }

  /** A client has started its session and knows its accounts and order ids. */
  started(connection: ConnectionFaults, clientId: number): void {
    for (const spell of this.#spells) {
      if (spell.clientId === undefined || spell.clientId === clientId) connection.begin(spell.fault);
    }
    for (const step of this.#engine.timed('session', clientId)) {
      this.#scriptTimers.later(step.when.afterMs, () => {
        if (this.#connections.has(connection)) this.#strike(step, { connection });
      });
    }
  }

  disconnected(connection: ConnectionFaults): void {
    connection.stop();
    this.#connections.delete(connection);
  }

  run(name: string): number {
    const steps = this.#engine.occur({ kind: 'command', name });
    for (const step of steps) this.#strike(step, {});
    return steps.length;
  }

  inject(fault: Fault, options: { readonly clientId?: number; readonly forMs?: number } = {}): void {
    this.#strike({ when: { on: 'command', name: '' }, fault, ...options }, {});
  }

  load(script: FaultScript): void {
    this.#scriptTimers.cancelAll();
    this.#engine = new FaultEngine(script);
    this.#planTimes();
  }

  mend(): void {
    this.load({ steps: [] });
    this.#refusal = undefined;
    this.#muted.clear();
    for (const spell of this.#spells) {
      spell.cancel();
      this.#endSpell(spell);
    }
    for (const connection of this.#connections) connection.mend();
    this.#listener.resume();
  }

  /** Ends all timers; the gateway closes. */
  close(): void {
    this.#stopListening();
    this.#timers.cancelAll();
    this.#scriptTimers.cancelAll();
    this.#spells.clear();
  }

  #planTimes(): void {
    for (const step of this.#engine.timed('start')) {
      this.#scriptTimers.later(step.when.afterMs, () => this.#strike(step, {}));
    }
  }

  #occurAtConnection(connection: ConnectionFaults, clientId: number | undefined): void {
    for (const step of this.#engine.occur({ kind: 'connection', clientId })) {
      if (step.fault.kind !== 'refuse') {
        this.#strike(step, { connection });
        continue;
      }
      this.#note(step.fault, clientId);
      connection.refuse(step.fault.how);
    }
  }

  #onExchange(event: ExchangeEvent): void {
    const stage = stageOf[event.kind];
    if (stage === undefined || !this.#engine.watchesOrders) return;
    const { clientId, orderId, terms } = event.order;
    for (const step of this.#engine.occur({ kind: 'order', stage, clientId, orderRef: terms.orderRef })) {
      this.#strike(step, { clientId, order: { clientId, orderId } });
    }
  }

  #strike(step: FaultStep, cause: Cause): void {
    const { fault } = step;
    this.#note(fault, cause.connection?.clientId ?? cause.clientId);
    switch (fault.kind) {
      case 'refuse':
        this.#refuse(fault.how, step.forMs);
        return;
      case 'stop-listening':
        this.#pauseListening(step.forMs ?? DEFAULT_DEAF_MS);
        return;
      case 'restart':
        this.#restart(fault, step.forMs ?? DEFAULT_RESTART_MS);
        return;
      case 'roll-back-order-ids':
        this.#world.exchange.levers.rollBackOrderIds(fault.nextValidId);
        return;
      case 'connectivity':
      case 'farm':
        this.#begin(fault, step, cause, step.forMs ?? DEFAULT_OUTAGE_MS);
        return;
      case 'competing-session':
      case 'delayed-data':
      case 'no-permission':
      case 'wrong-clock':
        this.#begin(fault, step, cause, step.forMs);
        return;
      case 'fill-order':
      case 'reject-order':
      case 'cancel-order':
        // The exchange may be in the middle of telling of this very order.
        queueMicrotask(() => breakOrders(this.#world.exchange, fault, cause.order, step.clientId));
        return;
      case 'mute-order':
        this.#mute(fault.orderRef, step, cause);
        return;
      default:
        for (const connection of this.#targets(step, cause)) connection.strike(step);
    }
  }

  #targets(step: FaultStep, cause: Cause): readonly ConnectionFaults[] {
    if (step.clientId === undefined && cause.connection !== undefined) return [cause.connection];
    const clientId = step.clientId ?? cause.clientId;
    return [...this.#connections].filter(
      (connection) => clientId === undefined || connection.clientId === clientId,
    );
  }

  #refuse(how: RefusalManner, forMs: number | undefined): void {
    const refusal = { how, next: forMs === undefined };
    this.#refusal = refusal;
    if (forMs === undefined) return;
    this.#timers.later(forMs, () => {
      if (this.#refusal === refusal) this.#refusal = undefined;
    });
  }

  #pauseListening(forMs: number): void {
    this.#listener.pause();
    this.#timers.later(forMs, () => this.#listener.resume());
  }

  #restart(fault: Extract<Fault, { kind: 'restart' }>, forMs: number): void {
    const port = String(this.#listener.port ?? '');
    for (const connection of this.#connections) {
      if (fault.goodbye ?? true) {
        connection.tell(1100);
        connection.tell(1300, undefined, knownText(1300) + port);
        connection.flush();
      }
      connection.strike({ when: { on: 'command', name: '' }, fault: { kind: 'drop', how: 'close' } });
    }
    this.#world.exchange.levers.rollBackOrderIds(fault.nextValidId ?? 1);
    if (fault.away === 'resetting') this.#refuse('reset', forMs);
    else this.#pauseListening(forMs);
  }

  #begin(fault: LastingFault, step: FaultStep, cause: Cause, forMs: number | undefined): void {
    for (const connection of this.#targets(step, cause)) connection.begin(fault);
    if (forMs === undefined) return;
    const clientId = step.clientId ?? cause.connection?.clientId ?? cause.clientId;
    const spell: Spell = {
      fault,
      clientId,
      cancel: this.#timers.later(forMs, () => this.#endSpell(spell)),
    };
    this.#spells.add(spell);
  }

  #endSpell(spell: Spell): void {
    this.#spells.delete(spell);
    for (const connection of this.#connections) {
      if (spell.clientId === undefined || connection.clientId === spell.clientId) connection.end(spell.fault);
    }
  }

  #mute(orderRef: string | undefined, step: FaultStep, { order }: Cause): void {
    const keys =
      order === undefined
        ? this.#world.exchange
            .openOrders()
            .filter(
              ({ clientId, terms }) =>
                (orderRef === undefined || terms.orderRef === orderRef) &&
                (step.clientId === undefined || step.clientId === clientId),
            )
        : [order];
    for (const { clientId, orderId } of keys) {
      this.#muted.mute(clientId, orderId);
      if (step.forMs !== undefined) {
        this.#timers.later(step.forMs, () => this.#muted.unmute(clientId, orderId));
      }
    }
  }

  #note(fault: Fault, clientId: number | undefined): void {
    const struck = { atMs: this.#world.clock.nowMs(), fault, clientId };
    this.#struck.push(struck);
    if (this.#struck.length > MAX_STRUCK) this.#struck.shift();
    this.#told(struck);
  }
}

/** The stages that an order comes to at the exchange. */
const stageOf: Readonly<Partial<Record<ExchangeEvent['kind'], OrderStage>>> = {
  accepted: 'after-accept',
  modified: 'after-modify',
  filled: 'after-fill',
  cancelled: 'after-cancel',
};
