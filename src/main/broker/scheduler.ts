import type { Clock } from '../platform/clock';
import { RateWindow } from './rate-window';

/** In the order in which they go: a lane waits while an earlier one has something to send. */
export const lanes = ['cancel', 'order', 'account', 'market-data', 'history'] as const;
export type Lane = (typeof lanes)[number];

export interface SchedulerLimits {
  /** Messages in any second, all lanes together. */
  readonly messagesPerSecond: number;
  /** Messages in any second for the lanes other than cancel and order; the difference is kept free for those. */
  readonly dataMessagesPerSecond: number;
}

interface Job {
  /** Messages that it sends. */
  readonly cost: number;
  readonly run: () => void;
}

const windowMs = 1_000;

/**
 * Decides what goes to the gateway next. The library has one first-in-first-out queue, in which an order waits behind
 * every data request; here orders and cancels pass everything, and a share of the rate is always free for them. What
 * may go at once runs inside `enqueue`.
 */
export class LaneScheduler {
  readonly #clock: Clock;
  readonly #limits: SchedulerLimits;
  readonly #window = new RateWindow(windowMs);
  readonly #queues: ReadonlyMap<Lane, Set<Job>> = new Map(lanes.map((lane) => [lane, new Set<Job>()]));
  #cancelTimer: (() => void) | null = null;
  #pumping = false;

  constructor(clock: Clock, limits: SchedulerLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /**
   * Runs `run` now or as soon as its lane may send. `cost` is the number of messages it sends, at most
   * `dataMessagesPerSecond`. Returns a function that takes it out again.
   */
  enqueue(lane: Lane, run: () => void, cost = 1): () => void {
    const job = { cost, run };
    const queue = this.#queues.get(lane);
    queue?.add(job);
    this.#pump();
    return () => {
      queue?.delete(job);
    };
  }

  /** Jobs that wait. */
  get queued(): number {
    let count = 0;
    for (const queue of this.#queues.values()) count += queue.size;
    return count;
  }

  /** Forgets every job; what was sent still counts. */
  clear(): void {
    for (const queue of this.#queues.values()) queue.clear();
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (let next = this.#next(); next !== null; next = this.#next()) {
        const nowMs = this.#clock.monotonicMs();
        const waitMs = this.#window.waitMs(nowMs, next.limit, next.job.cost);
        if (waitMs > 0) {
          this.#sleep(waitMs);
          return;
        }
        next.queue.delete(next.job);
        this.#window.add(nowMs, next.job.cost);
        next.job.run();
      }
    } finally {
      this.#pumping = false;
    }
  }

  #next(): { readonly queue: Set<Job>; readonly job: Job; readonly limit: number } | null {
    for (const lane of lanes) {
      const queue = this.#queues.get(lane);
      const job = queue?.values().next().value;
      if (queue === undefined || job === undefined) continue;
      const urgent = lane === 'cancel' || lane === 'order';
      return {
        queue,
        job,
        limit: urgent ? this.#limits.messagesPerSecond : this.#limits.dataMessagesPerSecond,
      };
    }
    return null;
  }

  #sleep(waitMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#clock.after(waitMs, () => {
      this.#cancelTimer = null;
      this.#pump();
    });
  }
}
