import { setImmediate as nextTurn } from 'node:timers/promises';
import { ManualWallClock } from '../../../simulator/world/manual-wall-clock';
import { ManualClock } from '../../platform/manual-clock';

/** How the time of a rig goes, ms. */
export interface RigPace {
  readonly startMs: number;
  /** How far one turn of the event loop moves the time. */
  readonly stepMs: number;
  /** How much time may pass before what is waited for has failed to come. */
  readonly longestWaitMs: number;
}

/** A rig's time. It stands still but in {@link until}, where the terminal's and the market's go on together. */
export abstract class RigTime {
  /** The terminal's. */
  readonly clock: ManualClock;
  /** The market's. */
  protected readonly wall: ManualWallClock;
  readonly #pace: RigPace;

  protected constructor(pace: RigPace) {
    this.#pace = pace;
    this.clock = new ManualClock(pace.startMs);
    this.wall = new ManualWallClock(pace.startMs);
  }

  /**
   * Lets time pass until the condition holds.
   * @param stepMs how far each turn of the event loop moves the time; the rig's own step by default.
   */
  async until(holds: () => boolean, what: string, stepMs = this.#pace.stepMs): Promise<void> {
    const { longestWaitMs } = this.#pace;
    const endMs = this.clock.nowMs() + longestWaitMs;
    while (this.clock.nowMs() < endMs) {
      if (holds()) return;
      this.clock.advance(stepMs);
      this.wall.advance(stepMs);
      await nextTurn();
    }
    throw new Error(`it has not happened within ${longestWaitMs / 1_000} s: ${what}`);
  }

  /** Lets time pass until the promise settles. */
  async settled<T>(work: Promise<T>): Promise<T> {
    const progress = { done: false };
    const mark = (): void => {
      progress.done = true;
    };
    work.then(mark, mark);
    await this.until(() => progress.done, 'an answer');
    return work;
  }

  /** Lets so much time pass, ms. */
  async pass(ms: number): Promise<void> {
    const endMs = this.clock.nowMs() + ms;
    await this.until(() => this.clock.nowMs() >= endMs, `${ms} ms`);
  }
}
