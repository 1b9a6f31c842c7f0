import type { Clock } from '../platform/clock';
import { HistoryPacing } from './history-pacing';
import type { PacedRequest } from './history-pacing';

interface Waiting {
  readonly request: PacedRequest;
  /** Sends it; `done` must be called when the answer is there. */
  readonly start: (done: () => void) => void;
}

/** After a pacing violation IB asks for patience. */
const pauseMs = 10_000;

/**
 * Lets historical requests out a few at a time and no faster than IB's pacing rules allow. Who may go passes who has
 * to wait.
 */
export class HistoryQueue {
  readonly #clock: Clock;
  readonly #concurrency: number;
  readonly #pacing = new HistoryPacing();
  #waiting: Waiting[] = [];
  #open = 0;
  #cancelTimer: () => void = () => undefined;

  constructor(clock: Clock, concurrency: number) {
    this.#clock = clock;
    this.#concurrency = concurrency;
  }

  /** Requests that wait for their turn. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Requests that were sent and not answered. */
  get open(): number {
    return this.#open;
  }

  /** Starts the request now or later. Returns a function that withdraws it while it waits. */
  enqueue(request: PacedRequest, start: (done: () => void) => void): () => void {
    const entry = { request, start };
    this.#waiting.push(entry);
    this.#pump();
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  /** IB said that requests came too fast. */
  backOff(): void {
    this.#pacing.pause(this.#clock.monotonicMs() + pauseMs);
  }

  /** Forgets what waits; pacing remembers what was sent, because the gateway does. */
  clear(): void {
    this.#cancelTimer();
    this.#waiting = [];
  }

  #pump(): void {
    this.#cancelTimer();
    this.#cancelTimer = () => undefined;
    let soonestMs = Number.POSITIVE_INFINITY;
    const nowMs = this.#clock.monotonicMs();
    for (const entry of this.#waiting) {
      if (this.#open >= this.#concurrency) return;
      // One that answers at once lets others out while this loop runs.
      if (!this.#waiting.includes(entry)) continue;
      const waitMs = this.#pacing.waitMs(entry.request, nowMs);
      if (waitMs > 0) {
        soonestMs = Math.min(soonestMs, waitMs);
        continue;
      }
      this.#waiting = this.#waiting.filter((other) => other !== entry);
      this.#pacing.sent(entry.request, nowMs);
      this.#open += 1;
      let over = false;
      entry.start(() => {
        if (over) return;
        over = true;
        this.#open -= 1;
        this.#pump();
      });
    }
    if (Number.isFinite(soonestMs)) this.#cancelTimer = this.#clock.after(soonestMs, () => this.#pump());
  }
}
