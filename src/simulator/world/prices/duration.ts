import { DAY_MS, epochDayAt, momentOf } from '../calendar/zone-time';
import type { BarSizeText } from '../world';
import type { PriceView } from './price-view';

/**
 * The moment at which a request of so long a duration begins: seconds count time within sessions, days count
 * trading days with the current one, weeks, months and years go by the calendar. undefined: not a duration.
 */
export function startOfDuration(
  view: PriceView,
  duration: string,
  endMs: number,
  size: BarSizeText,
  regularHoursOnly: boolean,
): number | undefined {
  const match = /^(\d{1,7}) ([SDWMY])$/.exec(duration.trim());
  const count = Number(match?.[1] ?? 0);
  if (match === null || count < 1) return undefined;
  const { zone } = view.calendar.rules;
  const unit = match[2] ?? 'D';
  switch (unit) {
    case 'S':
      return startOfSeconds(view, count * 1000, endMs, regularHoursOnly);
    case 'D': {
      const long = size === '1 day' || size === '1 week' || size === '1 month';
      const index = view.dayIndexAt(endMs - 1, regularHoursOnly) - count + 1;
      const epochDay = view.calendar.dateAt(index);
      return long ? momentOf(zone, epochDay, 0) : view.session(epochDay, regularHoursOnly).startMs;
    }
    case 'W':
      return endMs - count * 7 * DAY_MS;
    default: {
      const day = epochDayAt(zone, endMs);
      const date = new Date(day * DAY_MS);
      const months = unit === 'Y' ? count * 12 : count;
      const earlier = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, 1));
      const lengthOfMonth = new Date(
        Date.UTC(earlier.getUTCFullYear(), earlier.getUTCMonth() + 1, 0),
      ).getUTCDate();
      earlier.setUTCDate(Math.min(date.getUTCDate(), lengthOfMonth));
      return endMs - (day - Math.floor(earlier.getTime() / DAY_MS)) * DAY_MS;
    }
  }
}

function startOfSeconds(view: PriceView, lengthMs: number, endMs: number, regularHoursOnly: boolean): number {
  let leftMs = lengthMs;
  let untilMs = endMs;
  for (let index = view.dayIndexAt(endMs - 1, regularHoursOnly); index >= view.firstDayIndex; index--) {
    const session = view.session(view.calendar.dateAt(index), regularHoursOnly);
    untilMs = Math.min(untilMs, session.endMs);
    if (untilMs - session.startMs >= leftMs) return untilMs - leftMs;
    leftMs -= Math.max(0, untilMs - session.startMs);
  }
  return 0;
}
