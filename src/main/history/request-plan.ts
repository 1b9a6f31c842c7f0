import { type BarSize, barSizeMs, isDailyOrLonger } from '../../shared/domain/bar';
import type { TimeSpan } from '../../shared/domain/instrument';
import { alignUp, barStart } from './bar-time';

/** Most bars that one request may bring: a longer answer blocks the thread that decodes it. */
export const maximumBarsPerRequest = 2_000;

const secondMs = 1_000;
const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
const monthMs = 31 * dayMs;
const yearMs = 365 * dayMs;

/** The longest duration in seconds per bar size. Source: TWS API, historical data limitations, step sizes. */
const longestSeconds: Partial<Readonly<Record<BarSize, number>>> = {
  '1 secs': 1_800,
  '5 secs': 3_600,
  '10 secs': 14_400,
  '15 secs': 14_400,
  '30 secs': 28_800,
};
/** Bars of a minute and longer may be asked for in seconds up to this; above it in days. Source: as above. */
const longestSecondsOfLongerBars = 28_800;
/** Durations of more than 365 days must be given in years. Source: TWS API, message of error 321. */
const longestDays = 365;
const longestWeeks = 52;
const longestMonths = 12;
/** Days per year a market may trade and 2,000 bars allow five years of days. */
const longestYearsOfDays = 5;
const longestYearsOfLongerBars = 20;

/** One request to the gateway, and the span of which it tells everything. */
export interface PlannedRequest {
  /** Bars that start within it are what the request is for; the answer may hold more on both sides. */
  readonly span: TimeSpan;
  /** End of the request, UTC ms; null means now. */
  readonly endMs: number | null;
  /** In TWS's form, such as `3600 S`. */
  readonly duration: string;
}

/** What bounds the requests of a plan. */
export interface PlanLimits {
  /** The gateway's time, UTC ms: a request that would end later ends "now". */
  readonly nowMs: number;
  /** How long the market trades within 24 hours at most, ms. */
  readonly tradingDayMs: number;
}

/**
 * Cuts gaps into requests of at most 2,000 bars that TWS accepts for the bar size, the newest first. Each asks for one
 * bar more than its span, so that a first bar that the duration cuts in two lies before the span.
 */
export function planRequests(
  gaps: readonly TimeSpan[],
  barSize: BarSize,
  limits: PlanLimits,
): readonly PlannedRequest[] {
  const requests: PlannedRequest[] = [];
  for (const gap of gaps.toReversed()) {
    const startMs = barStart(barSize, gap.startMs);
    let endMs = alignUp(barSize, gap.endMs);
    while (endMs > startMs) {
      const request = requestUpTo(startMs, endMs, barSize, limits);
      requests.push(request);
      endMs = request.span.startMs;
    }
  }
  return requests;
}

function requestUpTo(startMs: number, endMs: number, barSize: BarSize, limits: PlanLimits): PlannedRequest {
  const requestEndMs = requestEnd(endMs, barSize);
  const { unit, longest } = longestDuration(requestEndMs - startMs + barSizeMs[barSize], barSize, limits);
  const reachMs = requestEndMs - unit.lengthMs * longest + marginMs(barSize);
  const spanStartMs = Math.max(startMs, alignUp(barSize, reachMs));
  const amount = Math.ceil((requestEndMs - spanStartMs + marginMs(barSize)) / unit.lengthMs);
  return {
    span: { startMs: spanStartMs, endMs },
    endMs: requestEndMs >= limits.nowMs ? null : requestEndMs,
    duration: `${amount} ${unit.name}`,
  };
}

/** A day's session may end after 00:00 UTC of the next date: such bars are asked for with a day to spare. */
function requestEnd(endMs: number, barSize: BarSize): number {
  return isDailyOrLonger(barSize) ? endMs + dayMs : Math.ceil(endMs / secondMs) * secondMs;
}

/** What is asked for before the span: one bar; a month may have 31 days. */
function marginMs(barSize: BarSize): number {
  return barSize === '1 month' ? monthMs : barSizeMs[barSize];
}

interface Unit {
  readonly name: 'S' | 'D' | 'W' | 'M' | 'Y';
  /** The least that TWS may take it for, ms: 28 days for a month. */
  readonly lengthMs: number;
}
const seconds: Unit = { name: 'S', lengthMs: secondMs };
const days: Unit = { name: 'D', lengthMs: dayMs };
const weeks: Unit = { name: 'W', lengthMs: weekMs };
const months: Unit = { name: 'M', lengthMs: 28 * dayMs };
const years: Unit = { name: 'Y', lengthMs: yearMs };

/** The unit that suits a reach, and the largest amount of it that is allowed. */
function longestDuration(
  reachMs: number,
  barSize: BarSize,
  limits: PlanLimits,
): { readonly unit: Unit; readonly longest: number } {
  if (barSize === '1 month') {
    return reachMs <= longestMonths * months.lengthMs - monthMs
      ? { unit: months, longest: longestMonths }
      : { unit: years, longest: longestYearsOfLongerBars };
  }
  if (barSize === '1 week') {
    return reachMs <= longestWeeks * weekMs
      ? { unit: weeks, longest: longestWeeks }
      : { unit: years, longest: longestYearsOfLongerBars };
  }
  if (barSize === '1 day') {
    return reachMs <= longestDays * dayMs
      ? { unit: days, longest: longestDays }
      : { unit: years, longest: longestYearsOfDays };
  }
  const ofShortBars = longestSeconds[barSize];
  if (ofShortBars !== undefined) return { unit: seconds, longest: ofShortBars };
  if (reachMs <= longestSecondsOfLongerBars * secondMs) {
    return { unit: seconds, longest: longestSecondsOfLongerBars };
  }
  const barsPerDay = Math.ceil(limits.tradingDayMs / barSizeMs[barSize]) + 1;
  const daysOfBars = Math.floor(maximumBarsPerRequest / barsPerDay);
  return { unit: days, longest: Math.min(longestDays, Math.max(1, daysOfBars)) };
}

/**
 * How far back to ask, in ms, so that about `bars` bars come of it, weekends counted in.
 */
export function spanOfBars(bars: number, barSize: BarSize, tradingDayMs: number): number {
  const sizeMs = barSizeMs[barSize];
  if (barSize === '1 week' || barSize === '1 month') return (bars + 1) * sizeMs;
  if (longestSeconds[barSize] !== undefined) return Math.ceil(bars * 1.1) * sizeMs;
  const barsPerDay = Math.max(1, tradingDayMs / sizeMs);
  const tradingDays = barSize === '1 day' ? bars : bars / barsPerDay;
  return Math.ceil((tradingDays * 7) / 5 + 1) * dayMs;
}
