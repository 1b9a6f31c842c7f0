import type { Clock } from '../platform/clock';

/** Pauses do not grow beyond this, ms. */
const longestMs = 1_800_000;

/**
 * Calls `recheck` when an outage has lasted so long that the word of its end may have been missed, and again after
 * longer and longer times, until it is over.
 */
export class OutageRecheck {
  readonly #clock: Clock;
  readonly #firstMs: number;
  readonly #recheck: () => void;
  #rechecks = 0;
  #stop: (() => void) | null = null;

  constructor(clock: Clock, firstMs: number, recheck: () => void) {
    this.#clock = clock;
    this.#firstMs = firstMs;
    this.#recheck = recheck;
  }

  /** The outage has begun, or goes on as a new connection is told. */
  lost(): void {
    if (this.#stop !== null) return;
    const waitMs = Math.min(this.#firstMs * 2 ** Math.min(this.#rechecks, 10), longestMs);
    this.#stop = this.#clock.after(waitMs, () => {
      this.#stop = null;
      this.#rechecks += 1;
      this.#recheck();
    });
  }

  /** The connection is gone; whether the outage goes on is told on the next one. */
  pause(): void {
    this.#stop?.();
    this.#stop = null;
  }

  /** The outage is over. */
  over(): void {
    this.pause();
    this.#rechecks = 0;
  }
}
