import type { SimClock } from '../world/world';

/** Runs `run` every `intervalMs` of simulated time from now on; returns the function that ends it. */
export function repeatEvery(clock: SimClock, intervalMs: number, run: () => void): () => void {
  let cancel = (): void => undefined;
  const plan = (): void => {
    cancel = clock.schedule(clock.nowMs() + intervalMs, () => {
      plan();
      run();
    });
  };
  plan();
  return () => cancel();
}
