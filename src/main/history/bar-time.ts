import { type BarSize, barSizeMs, isDailyOrLonger } from '../../shared/domain/bar';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** 5 January 1970 was a Monday. */
const firstMondayMs = 4 * dayMs;

/** A bar is taken as finished this long after its end, because its last trades may be reported late. */
const settleMs = 5_000;
/** US stocks trade until 01:00 UTC of the next day; a bar of a day is taken as finished at 06:00 UTC of the next. */
const daySettleMs = 6 * hourMs;

/**
 * The time under which a bar is kept. Daily bars: 00:00 UTC of their date. TWS dates a week or a month by one of its
 * trading days, and by another one while it forms; here it is always its Monday or its first day, so that a bar keeps
 * its identity. Shorter bars keep their time.
 */
export function barStart(barSize: BarSize, timeMs: number): number {
  if (!isDailyOrLonger(barSize)) return timeMs;
  if (barSize === '1 week') return timeMs - positiveRemainder(timeMs - firstMondayMs, 7 * dayMs);
  if (barSize === '1 month') return monthStart(timeMs, 0);
  return timeMs - positiveRemainder(timeMs, dayMs);
}

/** The start of the bar after the one that holds `timeMs`; for bars shorter than a day, one bar length later. */
export function nextBarStart(barSize: BarSize, timeMs: number): number {
  if (barSize === '1 month') return monthStart(timeMs, 1);
  return barStart(barSize, timeMs) + barSizeMs[barSize];
}

/** The earliest time at or after `timeMs` at which a bar of a day or longer can start; shorter bars: `timeMs` itself. */
export function alignUp(barSize: BarSize, timeMs: number): number {
  const start = barStart(barSize, timeMs);
  return start === timeMs ? timeMs : nextBarStart(barSize, timeMs);
}

/** Bars that start before this moment are finished at `nowMs` of the gateway and change no more. */
export function completeBefore(barSize: BarSize, nowMs: number): number {
  return isDailyOrLonger(barSize)
    ? barStart(barSize, nowMs - daySettleMs)
    : nowMs - settleMs - barSizeMs[barSize];
}

function monthStart(timeMs: number, monthsLater: number): number {
  const date = new Date(timeMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + monthsLater, 1);
}

function positiveRemainder(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
