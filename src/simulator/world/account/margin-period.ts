import { epochDayAt, momentOf, weekdayOf } from '../calendar/zone-time';
import type { MarginPeriod } from './margin';

const ZONE = 'America/Chicago';
/** From the opening of the main session to a quarter of an hour before futures close, in minutes from midnight. */
const INTRADAY_FROM = 510;
const INTRADAY_UNTIL = 945;

/** Which margin holds at a moment, and when the other one will. */
export function marginPeriodAt(atMs: number): {
  readonly period: MarginPeriod;
  readonly nextChangeMs: number;
} {
  let day = epochDayAt(ZONE, atMs);
  if (isWeekday(day)) {
    const fromMs = momentOf(ZONE, day, INTRADAY_FROM);
    const untilMs = momentOf(ZONE, day, INTRADAY_UNTIL);
    if (atMs < fromMs) return { period: 'overnight', nextChangeMs: fromMs };
    if (atMs < untilMs) return { period: 'intraday', nextChangeMs: untilMs };
  }
  do day += 1;
  while (!isWeekday(day));
  return { period: 'overnight', nextChangeMs: momentOf(ZONE, day, INTRADAY_FROM) };
}

function isWeekday(epochDay: number): boolean {
  const weekday = weekdayOf(epochDay);
  return weekday !== 0 && weekday !== 6;
}
