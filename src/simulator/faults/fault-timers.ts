import type { SimClock } from '../world/world';

/** Timers of the simulated clock that can be ended together. */
export class FaultTimers {
  readonly #clock: SimClock;
  readonly #pending = new Set<() => void>();

  constructor(clock: SimClock) {
    this.#clock = clock;
  }

  /** Runs once after so many simulated milliseconds; returns the function that cancels it. */
  later(inMs: number, run: () => void): () => void {
    const cancel = this.#clock.schedule(this.#clock.nowMs() + inMs, () => {
      this.#pending.delete(cancel);
      run();
    });
    this.#pending.add(cancel);
    return () => {
      this.#pending.delete(cancel);
      cancel();
    };
  }

  cancelAll(): void {
    for (const cancel of this.#pending) cancel();
    this.#pending.clear();
  }
}
