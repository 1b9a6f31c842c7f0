import type { SimClock } from '../world/world';
import type { Fault } from './fault';
import { FaultTimers } from './fault-timers';

type TransportFault = Extract<Fault, { kind: 'silence' | 'slow' | 'split' | 'merge' }>;

const DEFAULT_MERGE_MS = 500;

/** The two ends that a link joins. */
export interface LinkEnds {
  /** Hands bytes to the operating system. */
  write(bytes: Buffer): void;
  /** The client has gone. */
  closed(): void;
}

/** The bytes of one connection on their way, and what breaks there. Without a fault it only passes them on. */
export class FaultyLink {
  readonly #clock: SimClock;
  readonly #ends: LinkEnds;
  #silentIn = false;
  #silentOut = false;
  #noticesClose = true;
  #closedUnnoticed = false;
  #latencyMs = 0;
  #msPerByte = 0;
  #packetBytes: number | undefined;
  #mergeMs: number | undefined;
  #mergePlanned = false;
  /** Bytes under way, in their order. */
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  /** No packet leaves before this simulated time. */
  #freeAtMs = 0;
  #turn: NodeJS.Immediate | undefined;
  readonly #timers: FaultTimers;

  constructor(clock: SimClock, ends: LinkEnds) {
    this.#clock = clock;
    this.#timers = new FaultTimers(clock);
    this.#ends = ends;
  }

  /** Bytes that wait here. */
  get backlogBytes(): number {
    return this.#waitingBytes;
  }

  /** True while messages of the client vanish. They vanish whole, so that the stream is in order afterwards. */
  get isSilentIn(): boolean {
    return this.#silentIn;
  }

  write(bytes: Buffer): void {
    if (this.#silentOut) return;
    if (this.#isPlain()) {
      this.#ends.write(bytes);
      return;
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#plan();
  }

  closed(): void {
    if (this.#noticesClose) this.#ends.closed();
    else this.#closedUnnoticed = true;
  }

  /** Begins a fault; `forMs` undefined: for good. */
  strike(fault: TransportFault, forMs: number | undefined): void {
    switch (fault.kind) {
      case 'silence':
        this.#silence(fault, forMs);
        return;
      case 'slow':
        this.#latencyMs = fault.latencyMs ?? 0;
        this.#msPerByte = fault.bytesPerSecond === undefined ? 0 : 1_000 / fault.bytesPerSecond;
        this.#later(forMs, () => {
          this.#latencyMs = 0;
          this.#msPerByte = 0;
        });
        return;
      case 'split':
        this.#packetBytes = fault.bytes ?? 1;
        this.#later(forMs, () => {
          this.#packetBytes = undefined;
        });
        return;
      case 'merge':
        this.#mergeMs = fault.everyMs ?? DEFAULT_MERGE_MS;
        this.#later(forMs, () => {
          this.#mergeMs = undefined;
          this.#sendAll();
        });
    }
  }

  /** Ends every fault and lets everything go. */
  mend(): void {
    this.#stopTimers();
    this.#latencyMs = 0;
    this.#msPerByte = 0;
    this.#packetBytes = undefined;
    this.#mergeMs = undefined;
    this.#sendAll();
    this.#endSilence();
  }

  /** Sends what waits, at once. */
  flush(): void {
    this.#sendAll();
  }

  /** Forgets what waits and ends all timers. */
  stop(): void {
    this.#stopTimers();
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #isPlain(): boolean {
    return (
      this.#latencyMs === 0 &&
      this.#msPerByte === 0 &&
      this.#packetBytes === undefined &&
      this.#mergeMs === undefined &&
      this.#waiting.length === 0
    );
  }

  #silence(fault: Extract<TransportFault, { kind: 'silence' }>, forMs: number | undefined): void {
    this.#silentIn = fault.direction !== 'out';
    this.#silentOut = fault.direction !== 'in';
    this.#noticesClose = fault.noticesClose ?? true;
    this.#later(forMs, () => this.#endSilence());
  }

  #endSilence(): void {
    this.#silentIn = false;
    this.#silentOut = false;
    this.#noticesClose = true;
    if (!this.#closedUnnoticed) return;
    this.#closedUnnoticed = false;
    this.#ends.closed();
  }

  #plan(): void {
    if (this.#mergeMs !== undefined) {
      if (this.#mergePlanned) return;
      this.#mergePlanned = true;
      this.#later(this.#mergeMs, () => {
        this.#mergePlanned = false;
        this.#sendAll();
      });
      return;
    }
    if (this.#latencyMs > 0 || this.#msPerByte > 0) {
      this.#planLate();
      return;
    }
    this.#turn ??= setImmediate(() => this.#sendTurn());
  }

  /** Each packet has its own time to leave, no earlier than that of the one before it. */
  #planLate(): void {
    const bytes = this.#waiting.at(-1)?.length ?? 0;
    const now = this.#clock.nowMs();
    this.#freeAtMs = Math.max(this.#freeAtMs, now) + bytes * this.#msPerByte;
    this.#later(this.#freeAtMs + this.#latencyMs - now, () => this.#sendFirst());
  }

  #sendFirst(): void {
    const bytes = this.#waiting.shift();
    if (bytes === undefined) return;
    this.#waitingBytes -= bytes.length;
    if (this.#packetBytes === undefined) {
      this.#ends.write(bytes);
      return;
    }
    for (let at = 0; at < bytes.length; at += this.#packetBytes) {
      this.#ends.write(bytes.subarray(at, at + this.#packetBytes));
    }
  }

  #sendTurn(): void {
    this.#turn = undefined;
    const size = this.#packetBytes;
    if (size === undefined) {
      this.#sendAll();
      return;
    }
    const [first] = this.#waiting;
    if (first === undefined) return;
    const bytes = first.subarray(0, size);
    if (bytes.length === first.length) this.#waiting.shift();
    else this.#waiting[0] = first.subarray(size);
    this.#waitingBytes -= bytes.length;
    this.#ends.write(bytes);
    // One packet a turn: the operating system would join them.
    if (this.#waiting.length > 0) this.#turn ??= setImmediate(() => this.#sendTurn());
  }

  #sendAll(): void {
    if (this.#waiting.length === 0) return;
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#ends.write(bytes);
  }

  #later(inMs: number | undefined, run: () => void): void {
    if (inMs !== undefined) this.#timers.later(inMs, run);
  }

  #stopTimers(): void {
    this.#timers.cancelAll();
    this.#mergePlanned = false;
    if (this.#turn !== undefined) clearImmediate(this.#turn);
    this.#turn = undefined;
  }
}
