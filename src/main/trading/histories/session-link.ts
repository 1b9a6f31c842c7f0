import type { Clock } from '../../platform/clock';
import type { Disturbances, Fate } from './disturbances';

/** What ends with a connection, and what a history is told of it. */
export interface LinkEnds {
  /** The connection is to end now. */
  cut(): void;
  /** The app is to be gone now. */
  crash(): void;
}

/** Which messages keep their order: IB tells about orders on one way, and about executions on another. */
export type Channel = 'orders' | 'executions';

/**
 * One connection between app and IB. Messages of one channel stay in their order, as on a socket; between the channels the
 * order is lost. Nothing arrives that was not sent, and nothing at a connection that has ended.
 */
export class SessionLink {
  readonly epoch: number;
  /** What IB has answered on this connection. */
  readonly answered = new Set<string>();
  readonly #clock: Clock;
  readonly #disturbances: Disturbances;
  readonly #ends: LinkEnds;
  readonly #onEnd = new Set<() => void>();
  #open = true;
  /** What is on its way to IB, oldest first. */
  readonly #underWay = new Set<() => void>();
  #upDueMs = 0;
  #downDueMs = 0;

  constructor(epoch: number, clock: Clock, disturbances: Disturbances, ends: LinkEnds) {
    this.epoch = epoch;
    this.#clock = clock;
    this.#disturbances = disturbances;
    this.#ends = ends;
  }

  get open(): boolean {
    return this.#open;
  }

  /** Calls back when the connection ends; returns a function that takes that back. */
  onEnd(run: () => void): () => void {
    this.#onEnd.add(run);
    return () => this.#onEnd.delete(run);
  }

  /** @param arrives whether IB still gets what was written before: then it does so before there is another connection. */
  end(arrives: boolean): void {
    if (!this.#open) return;
    this.#open = false;
    if (arrives) for (const deliver of this.#underWay) deliver();
    this.#underWay.clear();
    for (const run of this.#onEnd) run();
    this.#onEnd.clear();
  }

  /** A message to IB. */
  up(deliver: () => void): void {
    const fate = this.#disturbances.towardsIb();
    this.#upDueMs = this.#due(this.#upDueMs, fate);
    const once = (): void => {
      if (fate.kind !== 'lost') deliver();
    };
    this.#underWay.add(once);
    this.#at(this.#upDueMs, () => {
      if (this.#underWay.delete(once)) this.#meet(fate, deliver);
    });
  }

  /** A message to the app. */
  down(channel: Channel, deliver: () => void): void {
    const fate = this.#disturbances.towardsApp();
    const dueMs = this.#due(channel === 'orders' ? this.#downDueMs : 0, fate);
    if (channel === 'orders') this.#downDueMs = dueMs;
    const meet = (): void => {
      if (this.#open) this.#meet(fate, deliver);
    };
    this.#at(dueMs, meet);
    // IB repeats itself, also after it has said something newer.
    if (fate.kind === 'arrives' && fate.again !== null) this.#at(dueMs + fate.again, meet);
  }

  #due(earliestMs: number, fate: Fate): number {
    const afterMs = fate.kind === 'arrives' ? fate.afterMs : 0;
    return Math.max(earliestMs, this.#clock.monotonicMs() + afterMs);
  }

  #at(dueMs: number, run: () => void): void {
    this.#clock.after(dueMs - this.#clock.monotonicMs(), run);
  }

  #meet(fate: Fate, deliver: () => void): void {
    if (fate.kind === 'arrives' || (fate.kind !== 'lost' && fate.arrives)) deliver();
    if (fate.kind === 'cut') this.#ends.cut();
    if (fate.kind === 'crash') this.#ends.crash();
  }
}
