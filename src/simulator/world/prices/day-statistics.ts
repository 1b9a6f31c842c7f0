import { addRange } from './path-range';
import type { PriceView } from './price-view';
import { RangeTotals, toTickBar } from './range-totals';

/** Slow numbers of an instrument that hold for one trading day. Prices in ticks. */
export interface DayStatistics {
  readonly low13Weeks: number;
  readonly high13Weeks: number;
  readonly low26Weeks: number;
  readonly high26Weeks: number;
  readonly low52Weeks: number;
  readonly high52Weeks: number;
  /** Mean daily volume over 90 days. */
  readonly averageVolume: number;
  /** Close of the regular session of the day before; null on the first day. */
  readonly previousClose: number | null;
}

const DAYS_13_WEEKS = 65;
const DAYS_26_WEEKS = 130;
const DAYS_52_WEEKS = 260;
const DAYS_OF_AVERAGE = 90;

/** One whole trading day. */
export function dayTotals(view: PriceView, epochDay: number, regularHoursOnly: boolean): RangeTotals {
  const totals = new RangeTotals();
  const session = view.session(epochDay, regularHoursOnly);
  addRange(view, epochDay, view.rules(epochDay, regularHoursOnly), session.startMs, session.endMs, totals);
  return totals;
}

/** The statistics that hold on a trading day, from the days before it. */
export function statisticsOf(view: PriceView, dayIndex: number): DayStatistics {
  const lows: number[] = [];
  const highs: number[] = [];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let volume = 0;
  let volumeDays = 0;
  for (let back = 0; back < DAYS_52_WEEKS; back++) {
    const index = dayIndex - 1 - back;
    if (index >= view.firstDayIndex || back === 0) {
      const epochDay = view.calendar.dateAt(index);
      const totals = dayTotals(view, epochDay, false);
      const bar = toTickBar(view, epochDay, totals);
      low = Math.min(low, view.tradeTicks(bar.low));
      high = Math.max(high, view.tradeTicks(bar.high));
      if (back < DAYS_OF_AVERAGE) {
        volume += totals.volume;
        volumeDays += 1;
      }
    }
    lows.push(low);
    highs.push(high);
  }
  const at = (values: readonly number[], days: number): number => values[days - 1] ?? 0;
  return {
    low13Weeks: at(lows, DAYS_13_WEEKS),
    high13Weeks: at(highs, DAYS_13_WEEKS),
    low26Weeks: at(lows, DAYS_26_WEEKS),
    high26Weeks: at(highs, DAYS_26_WEEKS),
    low52Weeks: at(lows, DAYS_52_WEEKS),
    high52Weeks: at(highs, DAYS_52_WEEKS),
    averageVolume: Math.round(volume / Math.max(1, volumeDays)),
    previousClose: previousCloseOf(view, dayIndex),
  };
}

function previousCloseOf(view: PriceView, dayIndex: number): number | null {
  if (dayIndex <= view.firstDayIndex) return null;
  const epochDay = view.calendar.dateAt(dayIndex - 1);
  return view.tradeTicks(view.ticks(dayTotals(view, epochDay, true).close, epochDay));
}
