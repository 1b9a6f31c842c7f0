import { type Bar, type BarColumns, type BarSize, barSizeMs, columnsFromBars } from '../../shared/domain/bar';
import { ok } from '../../shared/domain/result';
import type { BrokerResult, HistoricalBarsRequest } from '../broker/port';

const hourMs = 3_600_000;
const dayMs = 86_400_000;
const unitMs: Readonly<Record<string, number>> = {
  S: 1_000,
  D: dayMs,
  W: 7 * dayMs,
  M: 30 * dayMs,
  Y: 365 * dayMs,
};

/** Length of a duration in TWS's form, ms. */
export function durationMs(duration: string): number {
  const [amount = '', unit = ''] = duration.split(' ');
  return Number(amount) * (unitMs[unit] ?? Number.NaN);
}

/** A bar whose prices follow from its time, so that every source tells the same. */
export function barAt(timeMs: number): Bar {
  const open = 100 + ((timeMs / 1_000) % 977) / 100;
  return { timeMs, open, high: open + 1, low: open - 1, close: open + 0.5, volume: 10, wap: open, count: 3 };
}

/**
 * A market that trades on weekdays from 14:00 to 21:00 UTC and has done so since `sinceMs`, and the historical data that
 * a gateway tells of it: durations count in calendar time.
 */
export function createMarketDouble(nowMs: () => number, sinceMs: number) {
  function trades(timeMs: number, barSize: BarSize): boolean {
    if (timeMs < sinceMs) return false;
    const weekday = new Date(timeMs).getUTCDay();
    if (weekday === 0 || weekday === 6) return false;
    const intoDay = timeMs % dayMs;
    return barSize === '1 day' || (intoDay >= 14 * hourMs && intoDay < 21 * hourMs);
  }

  /** The bars that start within [startMs, endMs) and have begun. */
  function bars(barSize: BarSize, startMs: number, endMs: number): BarColumns {
    const sizeMs = barSizeMs[barSize];
    const found: Bar[] = [];
    for (let timeMs = Math.ceil(startMs / sizeMs) * sizeMs; timeMs < endMs; timeMs += sizeMs) {
      if (timeMs <= nowMs() && trades(timeMs, barSize)) found.push(barAt(timeMs));
    }
    return columnsFromBars(found);
  }

  /** The newest bars before `endMs`. */
  function newest(barSize: BarSize, endMs: number, limit: number): BarColumns {
    const times: number[] = [];
    const sizeMs = barSizeMs[barSize];
    const lastMs = Math.min(endMs - 1, nowMs());
    for (
      let timeMs = Math.floor(lastMs / sizeMs) * sizeMs;
      timeMs >= sinceMs && times.length < limit;
      timeMs -= sizeMs
    ) {
      if (trades(timeMs, barSize)) times.push(timeMs);
    }
    return columnsFromBars(times.toReversed().map(barAt));
  }

  return {
    bars,
    newest,
    answer({ barSize, endMs, duration }: HistoricalBarsRequest): Promise<BrokerResult<BarColumns>> {
      const end = endMs ?? nowMs() + 1;
      return Promise.resolve(ok(bars(barSize, end - durationMs(duration), end)));
    },
  };
}
