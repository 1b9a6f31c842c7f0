import { type HolidaySet, holidaysOf, thanksgiving } from './holidays';
import type { SegmentRule } from './trading-calendar';
import { epochDayOf, weekdayOf } from './zone-time';

/** When a market closes on a day on which it closes early, in minutes from local midnight. */
export interface ShortDay {
  readonly regularEndMinute: number;
  /** End of the late hours; the same as the regular end where there are none. */
  readonly endMinute: number;
}

/** New York closes at one o'clock, and its late hours end at five. */
const NEW_YORK: ShortDay = { regularEndMinute: 780, endMinute: 1020 };
/** Index futures close at a quarter past noon in Chicago before a holiday, and at noon on one. */
const CHICAGO_EVE: ShortDay = { regularEndMinute: 735, endMinute: 735 };
const CHICAGO_HOLIDAY: ShortDay = { regularEndMinute: 720, endMinute: 720 };
const FRANKFURT: ShortDay = { regularEndMinute: 840, endMinute: 840 };
const LONDON: ShortDay = { regularEndMinute: 750, endMinute: 750 };

/** The dates of a year on which a kind of market closes early. */
export function shortDaysOf(set: HolidaySet, year: number): ReadonlyMap<number, ShortDay> {
  switch (set) {
    case 'stocks':
      return new Map(newYorkEves(year).map((day) => [day, NEW_YORK]));
    case 'futures': {
      const closed = new Set(holidaysOf('futures', year));
      const days = new Map(newYorkEves(year).map((day) => [day, CHICAGO_EVE]));
      for (const day of holidaysOf('stocks', year)) if (!closed.has(day)) days.set(day, CHICAGO_HOLIDAY);
      return days;
    }
    case 'currencies':
      return new Map();
    case 'xetra':
      return new Map([[epochDayOf(year, 12, 30), FRANKFURT]]);
    case 'london':
      return new Map([
        [epochDayOf(year, 12, 24), LONDON],
        [epochDayOf(year, 12, 31), LONDON],
      ]);
  }
}

/** The day before Independence Day, the day after Thanksgiving and Christmas Eve, where stocks trade on them. */
function newYorkEves(year: number): readonly number[] {
  const closed = new Set(holidaysOf('stocks', year));
  return [epochDayOf(year, 7, 3), thanksgiving(year) + 1, epochDayOf(year, 12, 24)].filter((day) => {
    const weekday = weekdayOf(day);
    return weekday !== 0 && weekday !== 6 && !closed.has(day);
  });
}

/** The segments of a day that ends early: what would come after the close is left out or comes sooner. */
export function shortened(segments: readonly SegmentRule[], day: ShortDay): readonly SegmentRule[] {
  const result: SegmentRule[] = [];
  for (const rule of segments) {
    if (rule.startMinute < day.regularEndMinute) {
      result.push({ ...rule, endMinute: Math.min(rule.endMinute, day.regularEndMinute) });
    } else if (!rule.regular && day.endMinute > day.regularEndMinute) {
      result.push({ ...rule, startMinute: day.regularEndMinute, endMinute: day.endMinute });
    }
  }
  const last = result.pop();
  if (last !== undefined) result.push({ ...last, toNode: 4 });
  return result;
}
