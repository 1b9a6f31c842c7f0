const WINDOW_MS = 1_000;

/** Violations after which a client is disconnected. */
const MOST_VIOLATIONS = 3;

/** What becomes of a message that a client has sent. */
export type RateVerdict =
  | { readonly kind: 'within' }
  /** Not to be carried out; `text` goes with error 100. */
  | { readonly kind: 'exceeded'; readonly text: string; readonly isLast: boolean };

/**
 * The messages a second that one client may send, counted in seconds of the wall that begin with a message. Each
 * second with too many is a violation; the third one ends the connection.
 */
export class MessageRate {
  readonly #limit: number;
  #windowStartMs = Number.NEGATIVE_INFINITY;
  #received = 0;
  #violations = 0;

  constructor(messagesPerSecond: number) {
    this.#limit = messagesPerSecond;
  }

  /** Counts a message that has come in; `nowMs` is wall time. */
  count(nowMs: number): RateVerdict {
    this.#turn(nowMs);
    this.#received += 1;
    if (this.#received <= this.#limit) return { kind: 'within' };
    if (this.#received === this.#limit + 1) this.#violations += 1;
    const text = `Max rate of messages per second has been exceeded:max=${this.#limit} rec=${this.#received} (${this.#violations})`;
    return { kind: 'exceeded', text, isLast: this.#violations >= MOST_VIOLATIONS };
  }

  /** Takes the place of one message when there is one; otherwise how many wall milliseconds it has to wait. */
  take(nowMs: number): number {
    this.#turn(nowMs);
    if (this.#received >= this.#limit) return Math.max(1, this.#windowStartMs + WINDOW_MS - nowMs);
    this.#received += 1;
    return 0;
  }

  #turn(nowMs: number): void {
    if (nowMs - this.#windowStartMs < WINDOW_MS && nowMs >= this.#windowStartMs) return;
    this.#windowStartMs = nowMs;
    this.#received = 0;
  }
}
