import { midnightOf } from '../calendar/trading-calendar';
import { DAY_MS, epochDayAt, offsetOfDay, weekdayOf } from '../calendar/zone-time';
import type { BarSizeText } from '../world';
import type { PriceView } from './price-view';

/** One bar to be made: part of one trading day, or several whole ones. */
export interface BarSpan {
  readonly startMs: number;
  readonly firstDayIndex: number;
  readonly lastDayIndex: number;
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
}

const SECONDS_OF: Readonly<Record<Exclude<BarSizeText, '1 day' | '1 week' | '1 month'>, number>> = {
  '1 secs': 1,
  '5 secs': 5,
  '10 secs': 10,
  '15 secs': 15,
  '30 secs': 30,
  '1 min': 60,
  '2 mins': 120,
  '3 mins': 180,
  '5 mins': 300,
  '10 mins': 600,
  '15 mins': 900,
  '20 mins': 1200,
  '30 mins': 1800,
  '1 hour': 3600,
  '2 hours': 7200,
  '3 hours': 10_800,
  '4 hours': 14_400,
  '8 hours': 28_800,
};

/** Greatest number of bars that one request gives: the newest ones. */
export const MOST_BARS = 20_000;

/** A number that two trading days share when they belong to the same bar. */
function groupOf(size: '1 day' | '1 week' | '1 month', epochDay: number): number {
  if (size === '1 day') return epochDay;
  if (size === '1 week') return epochDay - ((weekdayOf(epochDay) + 6) % 7);
  const date = new Date(epochDay * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/**
 * The bars that begin in `[fromMs, untilMs)`, oldest first. Bars within a day start at multiples of their size
 * on the exchange's clock and at the start of a session. Bars of a day or more start at the exchange's midnight
 * of their first trading day.
 */
export function barSpans(
  view: PriceView,
  size: BarSizeText,
  regularHoursOnly: boolean,
  fromMs: number,
  untilMs: number,
): readonly BarSpan[] {
  const spans =
    size === '1 day' || size === '1 week' || size === '1 month'
      ? longSpans(view, size, regularHoursOnly, fromMs, untilMs)
      : shortSpans(view, SECONDS_OF[size] * 1000, regularHoursOnly, fromMs, untilMs);
  return spans.toReversed();
}

function shortSpans(
  view: PriceView,
  sizeMs: number,
  regularHoursOnly: boolean,
  fromMs: number,
  untilMs: number,
): BarSpan[] {
  const spans: BarSpan[] = [];
  const { zone } = view.calendar.rules;
  for (let index = view.dayIndexAt(untilMs - 1, regularHoursOnly); index >= view.firstDayIndex; index--) {
    const epochDay = view.calendar.dateAt(index);
    const session = view.session(epochDay, regularHoursOnly);
    if (session.endMs <= fromMs) break;
    const offset = offsetOfDay(zone, epochDay);
    const lastMs = Math.min(session.endMs, untilMs) - 1;
    let startMs = Math.floor((lastMs + offset) / sizeMs) * sizeMs - offset;
    while (startMs + sizeMs > session.startMs && spans.length < MOST_BARS) {
      const from = Math.max(startMs, session.startMs);
      if (from < fromMs) break;
      const toMs = Math.min(startMs + sizeMs, session.endMs);
      spans.push({ startMs: from, firstDayIndex: index, lastDayIndex: index, fromMs: from, toMs });
      startMs -= sizeMs;
    }
    if (spans.length >= MOST_BARS) break;
  }
  return spans;
}

function longSpans(
  view: PriceView,
  size: '1 day' | '1 week' | '1 month',
  regularHoursOnly: boolean,
  fromMs: number,
  untilMs: number,
): BarSpan[] {
  const spans: BarSpan[] = [];
  const { calendar } = view;
  const { zone } = calendar.rules;
  let last = view.dayIndexAt(untilMs - 1, regularHoursOnly);
  const lastListed = Math.min(calendar.length - 1, calendar.indexAtOrBefore(view.model.lastDay));
  const firstWanted = epochDayAt(zone, fromMs);
  while (last >= view.firstDayIndex && spans.length < MOST_BARS) {
    const group = groupOf(size, calendar.dateAt(last));
    let first = last;
    while (first > view.firstDayIndex && groupOf(size, calendar.dateAt(first - 1)) === group) first--;
    // Only the newest bar can have days to come.
    if (spans.length === 0) {
      while (last < lastListed && groupOf(size, calendar.dateAt(last + 1)) === group) last++;
    }
    if (calendar.dateAt(last) < firstWanted) break;
    spans.push({
      startMs: midnightOf(zone, calendar.dateAt(first)),
      firstDayIndex: first,
      lastDayIndex: last,
      fromMs: view.session(calendar.dateAt(first), regularHoursOnly).startMs,
      toMs: view.session(calendar.dateAt(last), regularHoursOnly).endMs,
    });
    last = first - 1;
  }
  return spans;
}
