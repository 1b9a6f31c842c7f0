import type { Clock } from './clock';

interface Timer {
  readonly dueMs: number;
  readonly sequence: number;
  readonly run: () => void;
}

/** A clock that stands still until it is told to advance: a test double for {@link Clock}. */
export class ManualClock implements Clock {
  readonly #startMs: number;
  #elapsedMs = 0;
  #sequence = 0;
  readonly #timers = new Set<Timer>();

  /** @param startMs what `nowMs()` says at first, UTC ms. */
  constructor(startMs = Date.UTC(2026, 9, 5, 14, 30)) {
    this.#startMs = startMs;
  }

  nowMs(): number {
    return this.#startMs + this.#elapsedMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  after(delayMs: number, run: () => void): () => void {
    this.#sequence += 1;
    const timer = { dueMs: this.#elapsedMs + Math.max(0, delayMs), sequence: this.#sequence, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time on by `ms` and runs what falls due, in order, each at its own moment. */
  advance(ms: number): void {
    const endMs = this.#elapsedMs + ms;
    for (let next = this.#earliest(); next !== null && next.dueMs <= endMs; next = this.#earliest()) {
      this.#timers.delete(next);
      this.#elapsedMs = Math.max(this.#elapsedMs, next.dueMs);
      next.run();
    }
    this.#elapsedMs = endMs;
  }

  #earliest(): Timer | null {
    let earliest: Timer | null = null;
    for (const timer of this.#timers) {
      if (
        earliest === null ||
        timer.dueMs < earliest.dueMs ||
        (timer.dueMs === earliest.dueMs && timer.sequence < earliest.sequence)
      ) {
        earliest = timer;
      }
    }
    return earliest;
  }
}
