const LENGTH_BYTES = 4;
const FIRST_BYTES = 16_384;

/** Where the bytes of one client go. */
export interface OutputSink {
  write(bytes: Buffer): void;
  /** Bytes handed over that the client has not taken yet. */
  backlogBytes(): number;
  /** Called once when the client has left more than the limit unread; nothing is written after it. */
  overflow(): void;
}

/**
 * Collects the frames of one event-loop turn and writes them together at its end. A client that does not read is
 * given up once `limitBytes` are waiting for it.
 */
export class OutputBuffer {
  readonly #sink: OutputSink;
  readonly #limitBytes: number;
  #bytes: Buffer = Buffer.allocUnsafe(FIRST_BYTES);
  #used = 0;
  #flushing: NodeJS.Immediate | undefined;
  #closed = false;

  constructor(sink: OutputSink, limitBytes: number) {
    this.#sink = sink;
    this.#limitBytes = limitBytes;
  }

  /** Adds one frame; `payload` is its fields, each ended by NUL. */
  append(payload: string): void {
    if (this.#closed) return;
    const length = Buffer.byteLength(payload);
    const end = this.#used + LENGTH_BYTES + length;
    if (end + this.#sink.backlogBytes() > this.#limitBytes) {
      this.close();
      this.#sink.overflow();
      return;
    }
    if (end > this.#bytes.length) this.#grow(end);
    this.#bytes.writeUInt32BE(length, this.#used);
    this.#bytes.write(payload, this.#used + LENGTH_BYTES, length === payload.length ? 'latin1' : 'utf8');
    this.#used = end;
    this.#flushing ??= setImmediate(() => this.flush());
  }

  /** Writes what has been collected now. */
  flush(): void {
    if (this.#flushing !== undefined) clearImmediate(this.#flushing);
    this.#flushing = undefined;
    if (this.#used === 0 || this.#closed) return;
    this.#sink.write(this.#bytes.subarray(0, this.#used));
    // The socket may still hold the bytes, so the next turn writes into fresh memory.
    this.#bytes = Buffer.allocUnsafe(FIRST_BYTES);
    this.#used = 0;
  }

  close(): void {
    if (this.#flushing !== undefined) clearImmediate(this.#flushing);
    this.#flushing = undefined;
    this.#closed = true;
  }

  #grow(needed: number): void {
    const bytes = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(bytes, 0, 0, this.#used);
    this.#bytes = bytes;
  }
}
