import { describe, expect, it } from 'vitest';
import type { Clock } from '../platform/clock';
import { ManualClock } from '../platform/manual-clock';
import { fairDeadline } from './fair-deadline';

describe('a deadline', () => {
  it('runs out when it is due, and not when it was cancelled', () => {
    const clock = new ManualClock();
    let ran = 0;
    fairDeadline(clock, 1_000, () => {
      ran += 1;
    });
    const cancel = fairDeadline(clock, 1_000, () => {
      ran += 10;
    });
    cancel();
    clock.advance(999);
    expect(ran).toBe(0);
    clock.advance(1);
    expect(ran).toBe(1);
  });

  it('gives what waited in the socket a moment when the process was busy', () => {
    const manual = new ManualClock();
    let busyMs = 0;
    // A process that was busy: its timers run late, and the clock says so.
    const clock: Clock = {
      nowMs: () => manual.nowMs() + busyMs,
      monotonicMs: () => manual.monotonicMs() + busyMs,
      after: (delayMs, run) => manual.after(delayMs, run),
    };
    let ran = 0;
    const cancel = fairDeadline(clock, 1_000, () => {
      ran += 1;
    });
    const other = fairDeadline(clock, 1_000, () => {
      ran += 10;
    });
    busyMs = 5_000;
    manual.advance(1_000);
    expect(ran).toBe(0);
    // The answer was there all the time.
    cancel();
    manual.advance(500);
    expect(ran).toBe(10);
    other();
  });
});
