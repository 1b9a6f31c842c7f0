import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../platform/clock';

/** Monday 5 October 2026, 11:00 in New York. */
const startMs = Date.UTC(2026, 9, 5, 15);

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

/**
 * A clock that goes from one timer straight to the next, and lets everything that was resolved run to its end in between:
 * a minute of waiting costs no more than what happens in it.
 */
export class StepClock implements Clock {
  #elapsedMs = 0;
  /** By due time; of two that are due at once the older one is first. */
  readonly #timers: Timer[] = [];

  nowMs(): number {
    return startMs + this.#elapsedMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { dueMs: this.#elapsedMs + Math.max(0, delayMs), run };
    let index = this.#timers.length;
    while (index > 0 && (this.#timers[index - 1]?.dueMs ?? 0) > timer.dueMs) index -= 1;
    this.#timers.splice(index, 0, timer);
    return () => {
      const at = this.#timers.indexOf(timer);
      if (at >= 0) this.#timers.splice(at, 1);
    };
  }

  /** Lets so much time pass, ms; with a condition only until it holds. */
  async pass(ms: number, holds: () => boolean = () => false): Promise<void> {
    const endMs = this.#elapsedMs + ms;
    await nextTurn();
    for (let next = this.#timers[0]; next !== undefined && next.dueMs <= endMs; next = this.#timers[0]) {
      if (holds()) return;
      this.#elapsedMs = next.dueMs;
      // What is due at one moment comes like one chunk of bytes: without a turn in between.
      while (this.#timers[0] === next || this.#timers[0]?.dueMs === this.#elapsedMs)
        this.#timers.shift()?.run();
      await nextTurn();
    }
    if (!holds()) this.#elapsedMs = endMs;
  }
}
