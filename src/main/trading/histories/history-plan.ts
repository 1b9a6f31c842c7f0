import type { Parameters } from 'fast-check';

/** How many random histories a test plays, and from which seed. */
export interface HistoryPlan {
  readonly runs: number;
  readonly seed: number;
}

/** Environment variable by which the long run of `npm run test:soak` gives each round its seed. */
const seedVariable = 'TRADEWIND_HISTORIES_SEED';
/**
 * The tests play the same histories each time, so that a change is judged by what it changed; `npm run test:soak` plays
 * others.
 */
const usualSeed = 20_261_121;
/** Rounds count their seeds up by one; the parts of one round must not play what another round plays. */
const seedsBetweenParts = 1_000_003;

/**
 * The histories that a test plays.
 * @param part number of the test among those that share the histories of one kind.
 * @throws RangeError when the variable is not a whole number.
 */
export function historyPlan(
  runs: number,
  part: number,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): HistoryPlan {
  const given = environment[seedVariable] ?? '';
  const seed = given === '' ? usualSeed : Number(given);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`${seedVariable} is no whole number: ${given}`);
  // fast-check takes seeds of 32 bits.
  return { runs, seed: (seed + part * seedsBetweenParts) | 0 };
}

/** The plan in the words of fast-check. */
export function parametersOf<T>({ runs, seed }: HistoryPlan): Parameters<T> {
  return { numRuns: runs, seed };
}
