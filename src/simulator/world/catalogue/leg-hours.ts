import type { InstrumentLeg, Interval, SimInstrument } from '../world';

/** A common session is looked for over so many openings of the legs. */
const MOST_TRIES = 20;

/** What is asked of a catalogue about each leg. */
export interface LegHours {
  sessionAt(instrument: SimInstrument, atMs: number, regularHoursOnly: boolean): Interval | undefined;
  nextSession(instrument: SimInstrument, atMs: number, regularHoursOnly: boolean): Interval;
}

/** The time around a moment in which all legs of a combination trade; undefined when one of them does not. */
export function commonSession(
  hours: LegHours,
  legs: readonly InstrumentLeg[],
  atMs: number,
  regularHoursOnly: boolean,
): Interval | undefined {
  let common: Interval | undefined;
  for (const { instrument } of legs) {
    const session = hours.sessionAt(instrument, atMs, regularHoursOnly);
    if (session === undefined) return undefined;
    common = {
      startMs: Math.max(common?.startMs ?? session.startMs, session.startMs),
      endMs: Math.min(common?.endMs ?? session.endMs, session.endMs),
    };
  }
  return common;
}

/** The next time that begins after a moment and in which all legs of a combination trade. */
export function nextCommonSession(
  hours: LegHours,
  legs: readonly InstrumentLeg[],
  atMs: number,
  regularHoursOnly: boolean,
): Interval {
  let fromMs = atMs;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    // The first moment at which all may be open: when the last of those that are closed opens.
    const looked = fromMs;
    const openings = legs.map(({ instrument }) =>
      looked > atMs && hours.sessionAt(instrument, looked, regularHoursOnly) !== undefined
        ? looked
        : hours.nextSession(instrument, looked, regularHoursOnly).startMs,
    );
    fromMs = Math.max(...openings);
    const session = commonSession(hours, legs, fromMs, regularHoursOnly);
    if (session !== undefined) return { startMs: fromMs, endMs: session.endMs };
  }
  return { startMs: fromMs, endMs: fromMs };
}
