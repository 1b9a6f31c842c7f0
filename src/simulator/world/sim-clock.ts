import { TimeHeap, type TimedEntry } from './time-heap';
import type { SimClock, WallClock } from './world';

/**
 * Time of the simulated world: `speed` simulated milliseconds pass in one wall millisecond.
 *
 * While a scheduled callback runs, `nowMs` is the time it was scheduled for, however late the host's timer was;
 * so what the world does depends on simulated times alone. The clock stands still until `start`.
 */
export class ScaledClock implements SimClock {
  private readonly wall: WallClock;
  private readonly speed: number;
  private readonly heap = new TimeHeap();
  private sequence = 0;
  private running = false;
  /** Simulated time at `anchorWallMs`. */
  private anchorSimMs: number;
  private anchorWallMs = 0;
  /** No answer of `nowMs` is ever below an earlier one. */
  private latestMs: number;
  private drainingAtMs: number | null = null;
  private cancelTimer: (() => void) | null = null;
  private timerAtMs = Number.POSITIVE_INFINITY;

  constructor(wall: WallClock, startMs: number, speed: number) {
    this.wall = wall;
    this.speed = speed;
    this.anchorSimMs = startMs;
    this.latestMs = startMs;
  }

  nowMs(): number {
    if (this.drainingAtMs !== null) return this.drainingAtMs;
    this.latestMs = Math.max(this.latestMs, this.measuredMs());
    return this.latestMs;
  }

  schedule(atMs: number, run: () => void): () => void {
    const entry: TimedEntry = { atMs: Math.ceil(atMs), sequence: this.sequence++, run, cancelled: false };
    this.heap.push(entry);
    if (this.running && this.drainingAtMs === null && entry.atMs < this.timerAtMs) this.arm();
    return () => {
      entry.cancelled = true;
    };
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.anchorSimMs = this.latestMs;
    this.anchorWallMs = this.wall.nowMs();
    this.arm();
  }

  stop(): void {
    if (!this.running) return;
    this.latestMs = this.nowMs();
    this.running = false;
    this.anchorSimMs = this.latestMs;
    this.disarm();
  }

  private measuredMs(): number {
    if (!this.running) return this.anchorSimMs;
    return Math.floor(this.anchorSimMs + (this.wall.nowMs() - this.anchorWallMs) * this.speed);
  }

  private arm(): void {
    this.disarm();
    const next = this.heap.peek();
    if (next === undefined) return;
    const wallAtMs = this.anchorWallMs + (next.atMs - this.anchorSimMs) / this.speed;
    this.timerAtMs = next.atMs;
    this.cancelTimer = this.wall.setTimer(Math.max(0, Math.ceil(wallAtMs - this.wall.nowMs())), () => {
      this.cancelTimer = null;
      this.timerAtMs = Number.POSITIVE_INFINITY;
      this.drain();
    });
  }

  private disarm(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    this.timerAtMs = Number.POSITIVE_INFINITY;
  }

  /** Runs what is due by now. What falls due meanwhile waits for the next timer, so that the host can breathe. */
  private drain(): void {
    const targetMs = Math.max(this.latestMs, this.measuredMs());
    try {
      for (;;) {
        const next = this.heap.peek();
        if (next === undefined || next.atMs > targetMs || !this.running) break;
        this.heap.pop();
        this.latestMs = Math.max(this.latestMs, next.atMs);
        this.drainingAtMs = this.latestMs;
        next.run();
      }
      if (this.running) this.latestMs = targetMs;
    } finally {
      this.drainingAtMs = null;
      if (this.running) this.arm();
    }
  }
}
