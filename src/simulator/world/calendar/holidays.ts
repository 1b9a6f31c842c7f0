import { epochDayOf, weekdayOf } from './zone-time';

/** Sunday, 0, to Saturday, 6. */
function nthWeekday(year: number, month: number, weekday: number, nth: number): number {
  const first = epochDayOf(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7;
}

function lastWeekday(year: number, month: number, weekday: number): number {
  const last = epochDayOf(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - 1;
  return last - ((weekdayOf(last) - weekday + 7) % 7);
}

/** Saturday holidays are kept on Friday, Sunday holidays on Monday. */
function observed(epochDay: number): number {
  const weekday = weekdayOf(epochDay);
  if (weekday === 6) return epochDay - 1;
  return weekday === 0 ? epochDay + 1 : epochDay;
}

/** New Year's Day on a Saturday is not kept on the Friday, which ends the accounting year (NYSE rule 7.2). */
function newYear(year: number): number {
  const day = epochDayOf(year, 1, 1);
  return weekdayOf(day) === 6 ? day : observed(day);
}

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm). */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return epochDayOf(year, Math.floor(n / 31), (n % 31) + 1);
}

export type HolidaySet = 'stocks' | 'futures' | 'currencies' | 'xetra' | 'london';

/** The dates of a year on which a kind of market stays closed. */
export function holidaysOf(set: HolidaySet, year: number): readonly number[] {
  if (set === 'xetra') return xetraHolidays(year);
  if (set === 'london') return londonHolidays(year);
  const christmas = observed(epochDayOf(year, 12, 25));
  if (set === 'currencies') return [newYear(year), christmas];
  const goodFriday = easterSunday(year) - 2;
  if (set === 'futures') return [newYear(year), goodFriday, christmas];
  const holidays = [
    newYear(year),
    nthWeekday(year, 1, 1, 3),
    nthWeekday(year, 2, 1, 3),
    goodFriday,
    lastWeekday(year, 5, 1),
    observed(epochDayOf(year, 7, 4)),
    nthWeekday(year, 9, 1, 1),
    thanksgiving(year),
    christmas,
  ];
  // Juneteenth has been a market holiday since 2022.
  if (year >= 2022) holidays.push(observed(epochDayOf(year, 6, 19)));
  return holidays;
}

/** Xetra keeps the dates themselves and moves none of them. */
function xetraHolidays(year: number): readonly number[] {
  const easter = easterSunday(year);
  const fixed = [
    [1, 1],
    [5, 1],
    [12, 24],
    [12, 25],
    [12, 26],
    [12, 31],
  ] as const;
  return [easter - 2, easter + 1, ...fixed.map(([month, day]) => epochDayOf(year, month, day))];
}

/** Bank holidays of England: one that falls on a weekend is kept on the next working day. */
function londonHolidays(year: number): readonly number[] {
  const easter = easterSunday(year);
  const christmas = nextWorkingDay(epochDayOf(year, 12, 25));
  const boxing = epochDayOf(year, 12, 26);
  return [
    nextWorkingDay(epochDayOf(year, 1, 1)),
    easter - 2,
    easter + 1,
    nthWeekday(year, 5, 1, 1),
    lastWeekday(year, 5, 1),
    lastWeekday(year, 8, 1),
    christmas,
    nextWorkingDay(boxing > christmas ? boxing : christmas + 1),
  ];
}

function nextWorkingDay(epochDay: number): number {
  let day = epochDay;
  while (weekdayOf(day) === 0 || weekdayOf(day) === 6) day += 1;
  return day;
}

/** The fourth Thursday of November. */
export function thanksgiving(year: number): number {
  return nthWeekday(year, 11, 4, 4);
}

/** The third Friday of a month: expiry of monthly options and of quarterly index futures. */
export function thirdFriday(year: number, month: number): number {
  return nthWeekday(year, month, 5, 3);
}
