import type { WallClock } from './world';

interface PendingTimer {
  readonly atMs: number;
  readonly sequence: number;
  readonly run: () => void;
}

/** A wall clock that moves only when told, for deterministic tests. */
export class ManualWallClock implements WallClock {
  private currentMs: number;
  private sequence = 0;
  private readonly timers = new Set<PendingTimer>();

  /** @param startMs where the clock starts, ms since the epoch. */
  constructor(startMs: number) {
    this.currentMs = startMs;
  }

  nowMs(): number {
    return this.currentMs;
  }

  setTimer(delayMs: number, run: () => void): () => void {
    const timer: PendingTimer = {
      atMs: this.currentMs + Math.max(0, delayMs),
      sequence: this.sequence++,
      run,
    };
    this.timers.add(timer);
    return () => {
      this.timers.delete(timer);
    };
  }

  /** Number of timers that wait. */
  get pendingTimers(): number {
    return this.timers.size;
  }

  /**
   * Moves the time forward by `ms` and runs every timer that falls due, earliest first, each at its own time.
   * Timers that are set on the way run too when they fall due within the span.
   */
  advance(ms: number): void {
    const endMs = this.currentMs + ms;
    for (;;) {
      const next = this.earliest();
      if (next === undefined || next.atMs > endMs) break;
      this.timers.delete(next);
      this.currentMs = Math.max(this.currentMs, next.atMs);
      next.run();
    }
    this.currentMs = endMs;
  }

  private earliest(): PendingTimer | undefined {
    let best: PendingTimer | undefined;
    for (const timer of this.timers) {
      if (
        best === undefined ||
        timer.atMs < best.atMs ||
        (timer.atMs === best.atMs && timer.sequence < best.sequence)
      ) {
        best = timer;
      }
    }
    return best;
  }
}
