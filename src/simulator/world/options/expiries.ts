import { thirdFriday } from '../calendar/holidays';
import { DAY_MS, epochDayOf, weekdayOf } from '../calendar/zone-time';

/** Which days a trading class expires on. */
export type ExpiryPlan = WeeksPlan | MonthPlan;

/** Days, weeks and months ahead, as classes on stocks and indices have them. */
export interface WeeksPlan {
  /** Every weekday of so many weeks, the present one included. */
  readonly dailyWeeks: number;
  /** So many coming Fridays. */
  readonly fridays: number;
  /** So many coming third Fridays. */
  readonly monthlies: number;
  /** The third Fridays of January of so many years after this one. */
  readonly januaries: number;
  /** The third Fridays of December of so many years after this one; none by default. */
  readonly decembers?: number;
  /** Third Fridays belong to another class of the same underlying. */
  readonly withoutThirdFridays: boolean;
}

/** One day of each month, as classes on futures have them. */
export interface MonthPlan {
  /** The first to fourth Friday, or the last trading day of the month. */
  readonly day: 1 | 2 | 3 | 4 | 'last';
  /** Every month, or the last one of each quarter. */
  readonly every: 'month' | 'quarter';
  /** So many coming ones. */
  readonly count: number;
}

const FRIDAY = 5;
/** A quarter's month comes within so many. */
const MONTHS_A_QUARTER = 3;

/**
 * The expiry dates of a plan, from today on, oldest first. A date that is no trading day moves to the one before, as
 * exchanges do it. What is listed once stays listed until it expires.
 */
export function expiriesOf(
  plan: ExpiryPlan,
  today: number,
  isTradingDay: (epochDay: number) => boolean,
): readonly number[] {
  return 'day' in plan
    ? expiriesByMonth(plan, today, isTradingDay)
    : expiriesByWeek(plan, today, isTradingDay);
}

function expiriesByMonth(
  plan: MonthPlan,
  today: number,
  isTradingDay: (epochDay: number) => boolean,
): readonly number[] {
  const expiries: number[] = [];
  const date = new Date(today * DAY_MS);
  for (let ahead = 0; expiries.length < plan.count; ahead++) {
    const month = ((date.getUTCMonth() + ahead) % 12) + 1;
    if (plan.every === 'quarter' && month % MONTHS_A_QUARTER !== 0) continue;
    const year = date.getUTCFullYear() + Math.floor((date.getUTCMonth() + ahead) / 12);
    const monthEnd = lastTradingDay(epochDayOf(year, month + 1, 1) - 1, isTradingDay);
    const day =
      plan.day === 'last'
        ? monthEnd
        : lastTradingDay(thirdFriday(year, month) + (plan.day - 3) * 7, isTradingDay);
    if (day < today) continue;
    // A Friday that ends its month belongs to the class of month ends.
    if (plan.day === 'last' || day !== monthEnd) expiries.push(day);
  }
  return expiries;
}

function expiriesByWeek(
  plan: WeeksPlan,
  today: number,
  isTradingDay: (epochDay: number) => boolean,
): readonly number[] {
  const nominal = new Set<number>();
  const friday = today + ((FRIDAY - weekdayOf(today) + 7) % 7);
  for (let week = 0; week < plan.fridays; week++) nominal.add(friday + week * 7);
  for (let day = today; day <= friday + (plan.dailyWeeks - 1) * 7; day++) {
    const weekday = weekdayOf(day);
    if (weekday !== 0 && weekday !== 6) nominal.add(day);
  }
  const date = new Date(today * DAY_MS);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const thirds = new Set<number>();
  for (let ahead = 0; ahead < 12 * (plan.januaries + 2); ahead++) {
    const inMonth = ((month + ahead) % 12) + 1;
    const inYear = year + Math.floor((month + ahead) / 12);
    const third = thirdFriday(inYear, inMonth);
    if (third < today) continue;
    const january = inMonth === 1 && inYear <= year + plan.januaries;
    const december = inMonth === 12 && inYear <= year + (plan.decembers ?? 0);
    if (thirds.size < plan.monthlies || january || december) nominal.add(third);
    thirds.add(third);
  }
  const expiries = new Set<number>();
  for (const day of nominal) {
    if (plan.withoutThirdFridays && thirds.has(day)) continue;
    const kept = lastTradingDay(day, isTradingDay);
    if (kept >= today) expiries.add(kept);
  }
  return [...expiries].sort((a, b) => a - b);
}

function lastTradingDay(epochDay: number, isTradingDay: (epochDay: number) => boolean): number {
  let day = epochDay;
  while (!isTradingDay(day) && day > epochDay - 7) day -= 1;
  return day;
}
