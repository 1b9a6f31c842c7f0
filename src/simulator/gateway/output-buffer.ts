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
    const length = Buffer.byteLength(payload);
    const start = this.#used;
    if (!this.#take(LENGTH_BYTES + length)) return;
    this.#bytes.writeUInt32BE(length, start);
    this.#bytes.write(payload, start + LENGTH_BYTES, length === payload.length ? 'latin1' : 'utf8');
  }

  /** Adds bytes as they are, which need not be a frame. */
  appendBytes(bytes: Buffer): void {
    const start = this.#used;
    if (this.#take(bytes.length)) bytes.copy(this.#bytes, start);
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

  /** Makes room for so many bytes more; false when the client has left too much unread. */
  #take(length: number): boolean {
    if (this.#closed) return false;
    const end = this.#used + length;
    if (end + this.#sink.backlogBytes() > this.#limitBytes) {
      this.close();
      this.#sink.overflow();
      return false;
    }
    if (end > this.#bytes.length) this.#grow(end);
    this.#used = end;
    this.#flushing ??= setImmediate(() => this.flush());
    return true;
  }

  #grow(needed: number): void {
    const bytes = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(bytes, 0, 0, this.#used);
    this.#bytes = bytes;
  }
}
