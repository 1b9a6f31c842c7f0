/** What a scheduler needs of its surroundings. */
export interface FrameClock {
  requestFrame(run: () => void): number;
  cancelFrame(handle: number): void;
  setTimer(run: () => void, delayMs: number): number;
  clearTimer(handle: number): void;
  /** Gets what a callback threw, so that the other callbacks still run. */
  reportError(error: unknown): void;
}

export interface FrameScheduler {
  /** Runs `run` once before the next paint; a later call with the same key replaces an earlier one. */
  onNextFrame(key: string, run: () => void): void;
}

/**
 * A hidden or covered window gets no animation frames; after this many milliseconds a timer does their work, so that
 * queues stay short and the values are right when the window comes back.
 */
export const frameFallbackMs = 100;

/** A scheduler that gathers callbacks and runs them in one animation frame. */
export function createFrameScheduler(clock: FrameClock): FrameScheduler {
  let waiting = new Map<string, () => void>();
  let frame: number | null = null;
  let timer: number | null = null;

  const flush = () => {
    if (frame !== null) clock.cancelFrame(frame);
    if (timer !== null) clock.clearTimer(timer);
    frame = null;
    timer = null;
    const due = waiting;
    waiting = new Map();
    for (const run of due.values()) {
      try {
        run();
      } catch (error) {
        clock.reportError(error);
      }
    }
  };

  return {
    onNextFrame(key, run) {
      waiting.set(key, run);
      frame ??= clock.requestFrame(flush);
      timer ??= clock.setTimer(flush, frameFallbackMs);
    },
  };
}

const pageScheduler = createFrameScheduler({
  requestFrame: (run) => globalThis.requestAnimationFrame(run),
  cancelFrame: (handle) => globalThis.cancelAnimationFrame(handle),
  setTimer: (run, delayMs) => window.setTimeout(run, delayMs),
  clearTimer: (handle) => window.clearTimeout(handle),
  reportError: (error) => globalThis.reportError(error),
});

/** Runs `run` once before the next paint of this page; a later call with the same key replaces an earlier one. */
export function onNextFrame(key: string, run: () => void): void {
  pageScheduler.onNextFrame(key, run);
}
