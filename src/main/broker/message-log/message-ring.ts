/** One kept frame. `bytes` is a view that the next {@link MessageRing.add} may overwrite. */
export interface KeptFrame {
  readonly sequence: number;
  readonly atMs: number;
  readonly epoch: number;
  readonly serverVersion: number;
  readonly kind: FrameKind;
  readonly bytes: Buffer;
  /** Length of the whole frame, which is more than `bytes` holds when it was too long to be kept whole. */
  readonly length: number;
}

/** What the bytes are: a message, the handshake, or something that only has a text to it. */
export const frameKinds = {
  sent: 0,
  received: 1,
  handshakeSent: 2,
  handshakeReceived: 3,
  /** Text, not bytes of the gateway: what was wrong with bytes that came. */
  fault: 4,
} as const;
export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];

export interface RingLimits {
  readonly messages: number;
  readonly bytes: number;
  /** Longer frames are kept up to here. */
  readonly frameBytes: number;
}

const doublesPerFrame = 2;
const integersPerFrame = 6;

/**
 * The newest frames, bounded in number and in bytes. Everything lives in buffers that are made once: adding a frame
 * copies its bytes and leaves nothing for the garbage collector, because ticks pass here by the ten thousand.
 */
export class MessageRing {
  readonly #limits: RingLimits;
  readonly #bytes: Buffer;
  /** sequence, atMs */
  readonly #doubles: Float64Array;
  /** start, kept length, whole length, epoch, serverVersion, kind */
  readonly #integers: Int32Array;
  /** Frames ever added and frames dropped; the difference is what is kept. */
  #added = 0;
  #dropped = 0;
  #writeAt = 0;

  constructor(limits: RingLimits) {
    this.#limits = limits;
    this.#bytes = Buffer.allocUnsafeSlow(limits.bytes);
    this.#doubles = new Float64Array(limits.messages * doublesPerFrame);
    this.#integers = new Int32Array(limits.messages * integersPerFrame);
  }

  get kept(): number {
    return this.#added - this.#dropped;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Copies `source[start, end)`; older frames go to make room. */
  add(
    sequence: number,
    atMs: number,
    epoch: number,
    serverVersion: number,
    kind: FrameKind,
    source: Uint8Array,
    start: number,
    end: number,
  ): void {
    const whole = end - start;
    const length = Math.min(whole, this.#limits.frameBytes, this.#limits.bytes);
    if (this.kept === this.#limits.messages) this.#dropped += 1;
    // A frame lies in one piece: what does not fit before the end of the buffer begins at its start.
    if (this.#writeAt + length > this.#limits.bytes) {
      while (this.kept > 0 && this.#startOf(this.#dropped) >= this.#writeAt) this.#dropped += 1;
      this.#writeAt = 0;
    }
    const writeEnd = this.#writeAt + length;
    while (this.kept > 0) {
      const oldest = this.#startOf(this.#dropped);
      if (oldest < this.#writeAt || oldest >= writeEnd) break;
      this.#dropped += 1;
    }
    this.#bytes.set(source.subarray(start, start + length), this.#writeAt);
    const slot = this.#added % this.#limits.messages;
    this.#doubles[slot * doublesPerFrame] = sequence;
    this.#doubles[slot * doublesPerFrame + 1] = atMs;
    const at = slot * integersPerFrame;
    this.#integers[at] = this.#writeAt;
    this.#integers[at + 1] = length;
    this.#integers[at + 2] = whole;
    this.#integers[at + 3] = epoch;
    this.#integers[at + 4] = serverVersion;
    this.#integers[at + 5] = kind;
    this.#writeAt = writeEnd;
    this.#added += 1;
  }

  /** The newest kept frame before `beforeSequence`, as a position for {@link frameAt}; -1 when there is none. */
  newestBefore(beforeSequence: number): number {
    let low = this.#dropped;
    let high = this.#added;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.sequenceAt(middle) < beforeSequence) low = middle + 1;
      else high = middle;
    }
    return low - 1 >= this.#dropped ? low - 1 : -1;
  }

  /** The oldest kept frame after `sequence`, as a position; -1 when there is none. */
  oldestAfter(sequence: number): number {
    const before = this.newestBefore(sequence + 1);
    const position = before === -1 ? this.#dropped : before + 1;
    return position < this.#added ? position : -1;
  }

  sequenceAt(position: number): number {
    return this.#doubles[(position % this.#limits.messages) * doublesPerFrame] ?? 0;
  }

  frameAt(position: number): KeptFrame {
    const slot = position % this.#limits.messages;
    const at = slot * integersPerFrame;
    const integer = (index: number) => this.#integers[at + index] ?? 0;
    const start = integer(0);
    return {
      sequence: this.sequenceAt(position),
      atMs: this.#doubles[slot * doublesPerFrame + 1] ?? 0,
      bytes: this.#bytes.subarray(start, start + integer(1)),
      length: integer(2),
      epoch: integer(3),
      serverVersion: integer(4),
      kind: kindOf(integer(5)),
    };
  }

  #startOf(position: number): number {
    return this.#integers[(position % this.#limits.messages) * integersPerFrame] ?? 0;
  }
}

function kindOf(value: number): FrameKind {
  return Object.values(frameKinds).find((kind) => kind === value) ?? frameKinds.fault;
}
