import type { Clock } from '../platform/clock';

/** A timer that is so much late says that the process was busy or the machine asleep, ms. */
const lateMs = 250;
/** What waited in the socket meanwhile is read within this time, ms. */
const graceMs = 500;

/**
 * Calls `run` after `delayMs`, but not because this process was busy: timers that fell due meanwhile run before what
 * has arrived is read. When the timer is late, what has arrived gets a moment to be read and to cancel it.
 * Returns a function that cancels it.
 */
export function fairDeadline(clock: Clock, delayMs: number, run: () => void): () => void {
  const dueMs = clock.monotonicMs() + delayMs;
  let stop = clock.after(delayMs, () => {
    if (clock.monotonicMs() - dueMs < lateMs) run();
    else stop = clock.after(graceMs, run);
  });
  return () => stop();
}
