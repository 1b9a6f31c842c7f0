import type { Clock } from '../platform/clock';
import { classifyRequestError } from './errors';
import type { BrokerError, BrokerResult } from './port';

export interface BreakerOptions {
  /** What is asked for, in the trader's words: `bars`, `scans`, `news`. */
  readonly subject: string;
  /** Failures in a row after which nothing is asked for a while. */
  readonly failures: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/**
 * Keeps requests of one kind back after they have failed again and again, so that a service that is overloaded or gone
 * is left alone: for a pause that doubles with each further failure, after which one request tries. There is one for
 * each kind of request that may wait; orders and cancels never pass here.
 */
export class CircuitBreaker {
  readonly #clock: Clock;
  readonly #options: BreakerOptions;
  #failures = 0;
  /** Pauses in a row. */
  #pauses = 0;
  /** Until when nothing goes, by the monotonic clock; null while everything goes. */
  #openUntilMs: number | null = null;
  #isTrying = false;
  #onOpen: (error: BrokerError) => void = () => undefined;

  constructor(clock: Clock, options: BreakerOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** Calls `listener` whenever a pause begins, with what to tell those that wait. */
  onOpen(listener: (error: BrokerError) => void): void {
    this.#onOpen = listener;
  }

  /** Why a request would not go now, or null. */
  refusal(): BrokerError | null {
    if (this.#openUntilMs === null) return null;
    const leftMs = this.#openUntilMs - this.#clock.monotonicMs();
    return leftMs > 0 || this.#isTrying ? this.#paused(leftMs) : null;
  }

  /**
   * Like {@link refusal}; null also says that the request goes now, and its result must come to {@link settle}. After a
   * pause only one request goes, and the others wait for how it ends.
   */
  admit(): BrokerError | null {
    const refusal = this.refusal();
    if (refusal === null && this.#openUntilMs !== null) this.#isTrying = true;
    return refusal;
  }

  /** How an admitted request ended. */
  settle(result: BrokerResult<unknown>): void {
    this.#isTrying = false;
    if (result.ok || result.error.kind === 'refused') {
      // A refusal for another reason than haste is an answer: the service works.
      if (!result.ok && isPacing(result.error)) this.#failed();
      else this.#works();
    } else if (result.error.kind === 'timeout') {
      this.#failed();
    }
  }

  /** There is a new connection: one request may try at once. */
  reconnected(): void {
    this.#isTrying = false;
    if (this.#openUntilMs !== null) this.#openUntilMs = this.#clock.monotonicMs();
  }

  /** Asks when it may, and takes note of how that ended. */
  async run<T>(ask: () => Promise<BrokerResult<T>>): Promise<BrokerResult<T>> {
    const refusal = this.admit();
    if (refusal !== null) return { ok: false, error: refusal };
    const result = await ask();
    this.settle(result);
    return result;
  }

  #works(): void {
    this.#failures = 0;
    this.#pauses = 0;
    this.#openUntilMs = null;
  }

  #failed(): void {
    this.#failures += 1;
    const nowMs = this.#clock.monotonicMs();
    const wasTrying = this.#openUntilMs !== null && this.#openUntilMs <= nowMs;
    // Those that were under way when the pause began do not make it longer.
    if (this.#openUntilMs !== null && !wasTrying) return;
    if (!wasTrying && this.#failures < this.#options.failures) return;
    const { firstPauseMs, longestPauseMs } = this.#options;
    const pauseMs = Math.min(firstPauseMs * 2 ** Math.min(this.#pauses, 16), longestPauseMs);
    this.#pauses += 1;
    this.#openUntilMs = nowMs + pauseMs;
    this.#onOpen(this.#paused(pauseMs));
  }

  #paused(leftMs: number): BrokerError {
    const { subject } = this.#options;
    return leftMs > 0
      ? {
          kind: 'paused',
          code: null,
          untilMs: this.#clock.nowMs() + leftMs,
          text: `Interactive Brokers did not answer requests for ${subject} several times. They are asked for again in ${Math.ceil(leftMs / 1_000)} s.`,
        }
      : {
          kind: 'paused',
          code: null,
          untilMs: null,
          text: `Whether Interactive Brokers answers requests for ${subject} again is being tried now.`,
        };
  }
}

function isPacing({ code, text }: BrokerError): boolean {
  return code !== null && classifyRequestError(code, text) === 'pacing';
}

/** The pauses of every kind of request. */
export function breakerFor(clock: Clock, subject: string): CircuitBreaker {
  return new CircuitBreaker(clock, { subject, failures: 3, firstPauseMs: 10_000, longestPauseMs: 300_000 });
}
