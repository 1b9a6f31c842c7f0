/**
 * The conIds of options are not drawn but reckoned: from the class, the expiry, the strike and the right. So an option
 * keeps its conId for good, over restarts too, no two share one, and a conId can be read back without a list.
 */
const FIRST_CON_ID = 800_000_000;
/** Classes, expiry days within a cycle, and strikes of a class. Together they stay below 2^31. */
const CLASSES = 20;
const DAYS = 3000;
const STRIKES = 8192;
const OF_DAY = STRIKES * 2;
const OF_CLASS = DAYS * OF_DAY;

/**
 * Options that clients have written down by the conId that Interactive Brokers gave them: the reckoned conId, and
 * that one. The call on SPY at 750 that expires on 15 December 2028.
 */
const WELL_KNOWN: ReadonlyMap<number, number> = new Map([
  [FIRST_CON_ID + 4 * OF_CLASS + (21_533 % DAYS) * OF_DAY + 1500, 843_630_132],
]);
const RECKONED: ReadonlyMap<number, number> = new Map([...WELL_KNOWN].map(([from, to]) => [to, from]));

/** What a conId says. */
export interface SeriesId {
  readonly classNumber: number;
  /** An epoch day. */
  readonly expiry: number;
  /** The strike in units of the finest step of its class. */
  readonly strikeIndex: number;
  readonly right: 'C' | 'P';
}

/** The conId of an option. Expiries that are 3,000 days apart share their numbers. */
export function seriesConId(
  classNumber: number,
  expiry: number,
  strikeIndex: number,
  right: 'C' | 'P',
): number {
  if (classNumber >= CLASSES || strikeIndex >= STRIKES) {
    throw new RangeError(`no conId for class ${String(classNumber)}, strike ${String(strikeIndex)}`);
  }
  const day = ((expiry % DAYS) + DAYS) % DAYS;
  const conId =
    FIRST_CON_ID + classNumber * OF_CLASS + day * OF_DAY + strikeIndex * 2 + (right === 'C' ? 0 : 1);
  return WELL_KNOWN.get(conId) ?? conId;
}

export function isOptionConId(conId: number): boolean {
  return conId >= FIRST_CON_ID && conId < FIRST_CON_ID + CLASSES * OF_CLASS;
}

/** Reads a conId for which `isOptionConId` holds; of the expiries that it may mean, the one nearest to today. */
export function readConId(conId: number, today: number): SeriesId {
  const number = (RECKONED.get(conId) ?? conId) - FIRST_CON_ID;
  const inClass = number % OF_CLASS;
  const inDay = inClass % OF_DAY;
  const day = Math.floor(inClass / OF_DAY);
  const cycle = Math.round((today - day) / DAYS);
  return {
    classNumber: Math.floor(number / OF_CLASS),
    expiry: cycle * DAYS + day,
    strikeIndex: Math.floor(inDay / 2),
    right: inDay % 2 === 0 ? 'C' : 'P',
  };
}
