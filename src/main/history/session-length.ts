import type { Instrument, TimeSpan } from '../../shared/domain/instrument';

const dayMs = 86_400_000;

/**
 * How long a market trades within 24 hours at most, in ms: it bounds how many bars a day can have. A whole day when the
 * gateway sent no hours.
 */
export function longestTradingDayMs(instrument: Instrument, regularHoursOnly: boolean): number {
  const spans = regularHoursOnly ? instrument.liquidHours : instrument.tradingHours;
  if (spans.length === 0) return dayMs;
  return Math.max(...spans.map((first) => tradedWithinDayFrom(first.startMs, spans)));
}

function tradedWithinDayFrom(startMs: number, spans: readonly TimeSpan[]): number {
  let tradedMs = 0;
  for (const span of spans) {
    tradedMs += Math.max(0, Math.min(span.endMs, startMs + dayMs) - Math.max(span.startMs, startMs));
  }
  return Math.min(dayMs, tradedMs);
}
