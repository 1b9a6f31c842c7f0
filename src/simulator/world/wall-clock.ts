import type { WallClock } from './world';

/** The longest delay that the host's timer takes, in milliseconds; longer ones fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** The host's real time and timer. A delay above about 24 days is shortened to that. */
export const nodeWallClock: WallClock = {
  nowMs: () => Date.now(),
  setTimer: (delayMs, run) => {
    const timer = setTimeout(run, Math.min(Math.max(0, delayMs), LONGEST_DELAY_MS));
    return () => {
      clearTimeout(timer);
    };
  },
};
