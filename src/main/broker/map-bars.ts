import { columnsFromBars } from '../../shared/domain/bar';
import type { Bar, BarColumns } from '../../shared/domain/bar';
import { dateToUtcMs, epochSecondsToMs, timestampToUtcMs } from './wire-time';
import { wireNumber } from './wire-value';

/** Source of the marker: @stoqey/ib, decodeMsg_HISTORICAL_DATA. */
const endMarker = 'finished';

/** Tells whether the library's historicalData event is the end of the answer rather than a bar. */
export function isEndOfBars(time: string): boolean {
  return time.startsWith(endMarker);
}

/** What the library tells of a bar, after the request's id. Source: @stoqey/ib, historicalData and its update. */
export type ToldBar = readonly [
  time: string,
  open: unknown,
  high: unknown,
  low: unknown,
  close: unknown,
  volume: unknown,
  count: unknown,
  wap: unknown,
];

/**
 * A bar from the wire, or null when a price or its time cannot be read. With formatDate 2 an intraday bar's time comes
 * as epoch seconds and a day's as its date.
 */
export function mapBar(...[time, open, high, low, close, volume, count, wap]: ToldBar): Bar | null {
  const timeMs = mapBarTime(time);
  const prices = [wireNumber(open), wireNumber(high), wireNumber(low), wireNumber(close)] as const;
  const [o, h, l, c] = prices;
  if (timeMs === null || o === null || h === null || l === null || c === null) return null;
  return {
    timeMs,
    open: o,
    high: h,
    low: l,
    close: c,
    volume: wireNumber(volume) ?? -1,
    wap: wireNumber(wap) ?? -1,
    count: wireNumber(count) ?? -1,
  };
}

/** UTC ms of a bar's or a head timestamp's time, or null. */
export function mapBarTime(time: string): number | null {
  return dateToUtcMs(time) ?? epochSecondsToMs(time) ?? timestampToUtcMs(time);
}

/** Columns in ascending order of time, one bar for each time: the later one counts. */
export function columnsOf(bars: readonly Bar[]): BarColumns {
  const byTime = new Map<number, Bar>();
  for (const bar of bars) byTime.set(bar.timeMs, bar);
  return columnsFromBars([...byTime.values()].sort((a, b) => a.timeMs - b.timeMs));
}
