/** Bar sizes of the terminal, in TWS's wire spelling, with their length. Source: TWS API, reqHistoricalData. */
export const barSizes = [
  '1 secs',
  '5 secs',
  '10 secs',
  '15 secs',
  '30 secs',
  '1 min',
  '2 mins',
  '3 mins',
  '5 mins',
  '10 mins',
  '15 mins',
  '20 mins',
  '30 mins',
  '1 hour',
  '2 hours',
  '3 hours',
  '4 hours',
  '8 hours',
  '1 day',
  '1 week',
  '1 month',
] as const;
export type BarSize = (typeof barSizes)[number];

const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** Nominal length of a bar in milliseconds; a month counts 30 days and a session day 24 hours. */
export const barSizeMs: Readonly<Record<BarSize, number>> = {
  '1 secs': secondMs,
  '5 secs': 5 * secondMs,
  '10 secs': 10 * secondMs,
  '15 secs': 15 * secondMs,
  '30 secs': 30 * secondMs,
  '1 min': minuteMs,
  '2 mins': 2 * minuteMs,
  '3 mins': 3 * minuteMs,
  '5 mins': 5 * minuteMs,
  '10 mins': 10 * minuteMs,
  '15 mins': 15 * minuteMs,
  '20 mins': 20 * minuteMs,
  '30 mins': 30 * minuteMs,
  '1 hour': hourMs,
  '2 hours': 2 * hourMs,
  '3 hours': 3 * hourMs,
  '4 hours': 4 * hourMs,
  '8 hours': 8 * hourMs,
  '1 day': dayMs,
  '1 week': 7 * dayMs,
  '1 month': 30 * dayMs,
};

/** Tells whether bars of this size are whole session days, whose time is a date rather than a moment. */
export function isDailyOrLonger(barSize: BarSize): boolean {
  return barSizeMs[barSize] >= dayMs;
}

/** Bars in columns of equal length, ascending by time. `timeMs` is the start of a bar, UTC; days start at 00:00 UTC of their date. */
export interface BarColumns {
  readonly timeMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Units traded; -1 where the source has none (currencies, midpoints). */
  readonly volume: Float64Array;
  /** Volume-weighted average price; -1 where the source has none. */
  readonly wap: Float64Array;
  /** Number of trades; -1 where the source has none. */
  readonly count: Float64Array;
}

/** The names of the columns, in their order. */
export const barColumnNames = ['timeMs', 'open', 'high', 'low', 'close', 'volume', 'wap', 'count'] as const;

/** One bar; the fields as in {@link BarColumns}. */
export interface Bar {
  readonly timeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly wap: number;
  readonly count: number;
}

/** Columns from bars. */
export function columnsFromBars(bars: readonly Bar[]): BarColumns {
  const column = (name: keyof Bar) => Float64Array.from(bars, (bar) => bar[name]);
  return {
    timeMs: column('timeMs'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
    wap: column('wap'),
    count: column('count'),
  };
}
