import { errorMessage, NO_ID } from '../wire/messages/system-messages';
import type { SimClock } from '../world/world';
import type { Fault, RefusalManner } from './fault';
import type { FaultEngine } from './fault-engine';
import type { FaultStep } from './fault-script';
import { FaultyLink } from './faulty-link';
import type { FaultySession, OrderKey } from './faulty-session';
import { IncomingFaults, type IncomingSurroundings } from './incoming-faults';
import { knownText } from './known-texts';
import { malformedBytes } from './malformed';
import type { MutedOrders } from './muted-orders';
import { farmCodes, type FarmFault } from './farms';
import { OutgoingFaults } from './outgoing-faults';
import { StreamFilter } from './stream-filter';

const STORM_NOTICES = 100;

/** What all connections of a gateway share. */
export interface FaultSurroundings {
  readonly clock: SimClock;
  readonly muted: MutedOrders;
  engine(): FaultEngine;
  /** A step of the script strikes because of something that this connection did. */
  strike(step: FaultStep, connection: ConnectionFaults, order?: OrderKey): void;
  /** A step of the script has struck a message of this connection. */
  note(step: FaultStep, connection: ConnectionFaults): void;
  liveOrder: IncomingSurroundings['liveOrder'];
  nextOrderId(): number;
}

/** Faults that last and concern all messages of a client. */
export type LastingFault = Extract<
  Fault,
  { kind: 'connectivity' | 'farm' | 'competing-session' | 'delayed-data' | 'no-permission' | 'wrong-clock' }
>;

/** What breaks on one connection. */
export class ConnectionFaults {
  readonly link: FaultyLink;
  readonly #session: FaultySession;
  readonly #streams: StreamFilter;
  readonly #outgoing: OutgoingFaults;
  readonly #incoming: IncomingFaults;
  readonly #lasting = new Map<string, LastingFault>();
  #refusal: RefusalManner | undefined;
  #deadAfterFarm: readonly number[] = [];

  constructor(session: FaultySession, around: FaultSurroundings) {
    this.#session = session;
    this.#streams = new StreamFilter(() => session.serverVersion);
    const { clock } = around;
    this.link = new FaultyLink(clock, {
      write: (bytes) => session.write(bytes),
      closed: () => session.gone(),
    });
    const strike = (step: FaultStep, order?: OrderKey): void => around.strike(step, this, order);
    const note = (step: FaultStep): void => around.note(step, this);
    this.#outgoing = new OutgoingFaults({
      clock,
      streams: this.#streams,
      muted: around.muted,
      clientId: () => session.clientId,
      serverVersion: () => session.serverVersion,
      watched: () => around.engine().watchesMessages('out'),
      steps: (message) =>
        around.engine().occur({ kind: 'message', direction: 'out', message, clientId: session.clientId }),
      strike,
      note,
      append: (payload) => session.append(payload),
      appendBytes: (bytes) => session.appendBytes(bytes),
      flush: () => this.flush(),
      end: (how) => session.end(how),
    });
    this.#incoming = new IncomingFaults(session, { ...around, strike, note }, this.#streams, this.#outgoing);
  }

  get clientId(): number | undefined {
    return this.#session.clientId;
  }

  /** Milliseconds that the time in the handshake is off. */
  get clockOffsetMs(): number {
    return this.#outgoing.clockOffsetMs;
  }

  /** How START_API is to be refused, undefined when it is not. */
  get refusal(): RefusalManner | undefined {
    return this.#refusal;
  }

  /** Takes a message of the client through what breaks on the way in. */
  receive(fields: readonly string[]): void {
    if (!this.link.isSilentIn) this.#incoming.receive(fields);
  }

  /** Takes a message to the client through what breaks on the way out. */
  send(payload: string): void {
    if (this.#outgoing.isQuiet) this.#session.append(payload);
    else this.#outgoing.send(payload);
  }

  flush(): void {
    this.#session.flush();
    this.link.flush();
  }

  tell(code: number, id = NO_ID, text = knownText(code)): void {
    this.send(errorMessage(id, code, text, this.#session.serverVersion));
  }

  #okNotice(): string {
    return errorMessage(NO_ID, 2104, knownText(2104), this.#session.serverVersion);
  }

  refuse(how: RefusalManner): void {
    if (how === 'reset' || how === 'close') this.#session.end(how);
    else if (how === 'silent') this.link.strike({ kind: 'silence', direction: 'both' }, undefined);
    else this.#refusal = how;
  }

  /** A fault that is over at once, or lasts by itself. */
  strike(step: FaultStep): void {
    const { fault } = step;
    const session = this.#session;
    switch (fault.kind) {
      case 'drop':
        if (fault.message === 'kept') this.flush();
        session.end(fault.how);
        return;
      case 'silence':
      case 'slow':
      case 'split':
      case 'merge':
        this.link.strike(fault, step.forMs);
        return;
      case 'malformed':
        session.appendBytes(malformedBytes(this.#okNotice(), fault.how));
        return;
      case 'notice':
        this.tell(fault.code, fault.id, fault.text);
        return;
      case 'notice-storm':
        this.#storm(fault.count ?? STORM_NOTICES);
        return;
      case 'dead-feeds':
        this.#streams.kill();
        return;
      case 'depth-reset':
        this.#resetDepth(fault.refilled ?? true);
        return;
      default:
    }
  }

  begin(fault: LastingFault): void {
    this.#lasting.set(keyOf(fault), fault);
    switch (fault.kind) {
      case 'connectivity':
        this.tell(fault.says ?? 1100);
        this.#streams.hold('connectivity');
        this.#outgoing.orderCallbacks = fault.orderCallbacks ?? 'lost';
        this.#incoming.historyIsGone = true;
        return;
      case 'farm':
        this.#beginFarm(fault);
        return;
      case 'competing-session':
        this.#streams.hold('competing-session');
        this.#incoming.competing = true;
        for (const id of this.#streams.ids('line', 'depth', 'bars', 'tick-by-tick')) this.tell(10197, id);
        return;
      case 'delayed-data':
        this.#incoming.delayed = true;
        return;
      case 'no-permission':
        this.#incoming.permissionCode = fault.code;
        return;
      case 'wrong-clock':
        this.#outgoing.clockOffsetMs = fault.offsetMs;
    }
  }

  /** Ends a fault that has begun; of two that overlap the first end counts. */
  end(fault: LastingFault): void {
    if (!this.#lasting.delete(keyOf(fault))) return;
    switch (fault.kind) {
      case 'connectivity':
        this.#reconnect(fault.comesBack);
        return;
      case 'farm':
        this.#endFarm(fault);
        return;
      case 'competing-session':
        this.#incoming.competing = false;
        this.#sendKept(this.#streams.release('competing-session'));
        return;
      case 'delayed-data':
        this.#incoming.delayed = false;
        return;
      case 'no-permission':
        this.#incoming.permissionCode = undefined;
        return;
      case 'wrong-clock':
        this.#outgoing.clockOffsetMs = 0;
    }
  }

  /** Ends what breaks here and lets go what was held back. */
  mend(): void {
    this.#refusal = undefined;
    for (const fault of this.#lasting.values()) this.end(fault);
    this.#outgoing.releaseDelayed();
    this.#incoming.releaseHeld();
    this.link.mend();
  }

  /** The connection is over. */
  stop(): void {
    this.#outgoing.stop();
    this.#incoming.stop();
    this.link.stop();
  }

  #reconnect(code: 1101 | 1102): void {
    this.#incoming.historyIsGone = false;
    if (code === 1101) {
      this.#session.loseMarketData();
      this.#streams.lose();
    }
    this.tell(code);
    this.#outgoing.resumeOrderCallbacks();
    this.#sendKept(this.#streams.release('connectivity'));
  }

  #beginFarm(fault: FarmFault): void {
    this.tell(farmCodes[fault.farm].broken);
    if (fault.farm === 'market-data') {
      this.#streams.hold('market-data');
      this.#deadAfterFarm = fault.data === 'dead' ? this.#streams.ids() : [];
    } else if (fault.farm === 'history') this.#incoming.historyIsGone = true;
    else this.#incoming.definitionsWait = true;
  }

  #endFarm(fault: FarmFault): void {
    this.tell(farmCodes[fault.farm].ok);
    if (fault.farm === 'market-data') {
      this.#streams.kill(this.#deadAfterFarm);
      this.#deadAfterFarm = [];
      this.#sendKept(this.#streams.release('market-data'));
    } else if (fault.farm === 'history') this.#incoming.historyIsGone = false;
    else this.#incoming.releaseHeld();
  }

  /** What the market says now after it had been held up; a depth book that missed changes begins anew. */
  #sendKept(kept: readonly string[]): void {
    for (const payload of kept) this.send(payload);
    if (!this.#streams.isHeld) this.#resetDepth(true);
  }

  #resetDepth(refilled: boolean): void {
    const ids = this.#streams.livingIds('depth');
    if (ids.length === 0) return;
    if (refilled) this.#session.refillDepth();
    else for (const id of ids) this.tell(317, id);
  }

  #storm(count: number): void {
    const codes = Object.values(farmCodes).flatMap(({ broken, ok }) => [broken, ok]);
    for (let notice = 0; notice < count; notice += 1) this.tell(codes[notice % codes.length] ?? 2104);
  }
}

function keyOf(fault: LastingFault): string {
  return fault.kind === 'farm' ? `farm:${fault.farm}` : fault.kind;
}
