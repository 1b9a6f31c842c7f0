import type { BarColumns, BarSize } from '../../shared/domain/bar';
import type { ContractRef, TimeSpan } from '../../shared/domain/instrument';
import type { Broker, BrokerResult } from '../broker/port';
import type { Logger } from '../platform/logger';
import { noBars, tidyBars } from './bar-merge';
import type { StoredSeries } from './bar-series';
import type { BarStore } from './bar-store';

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** The two places that bars of one series come from. */
export interface SeriesSource {
  readonly series: StoredSeries;
  /** How long the market trades within 24 hours at most, ms. */
  readonly tradingDayMs: number;
  /** Asks the gateway; the answer is in order and under the times at which bars are kept. */
  ask(endMs: number | null, duration: string): Promise<BrokerResult<BarColumns>>;
  /** The end of the last hour, or failing that day, with bars before `endMs`; null when there is none for a year. */
  lastTradedBefore(endMs: number): Promise<BrokerResult<number | null>>;
  /** The first moment with bars, UTC ms; null when the gateway does not say. */
  firstMoment(): Promise<number | null>;
  /** What the cache knows; nothing when it cannot be read. */
  readCoverage(): Promise<readonly TimeSpan[]>;
  /** Cached bars; none when they cannot be read. */
  read(endMs: number, limit: number): Promise<BarColumns>;
  /** Stores in the background; a failure is logged. */
  store(columns: BarColumns, coverage: TimeSpan): void;
}

/** Bars of one series from a broker and a store. */
export function createSeriesSource({
  broker,
  store,
  log,
  series,
  contract,
  tradingDayMs,
  firstMoment,
  background,
}: {
  readonly broker: Broker;
  readonly store: BarStore;
  readonly log: Logger;
  readonly series: StoredSeries;
  readonly contract: ContractRef;
  readonly tradingDayMs: number;
  readonly firstMoment: () => Promise<number | null>;
  /** Takes work that nobody waits for. */
  readonly background: (work: Promise<void>) => void;
}): SeriesSource {
  const { whatToShow, regularHoursOnly } = series;

  async function bars(barSize: BarSize, endMs: number | null, duration: string) {
    const answer = await broker.historicalBars({
      contract,
      barSize,
      endMs,
      duration,
      whatToShow,
      regularHoursOnly,
    });
    return answer.ok ? { ok: true as const, value: tidyBars(answer.value, barSize) } : answer;
  }

  return {
    series,
    tradingDayMs,
    firstMoment,
    ask: (endMs, duration) => bars(series.barSize, endMs, duration),
    async lastTradedBefore(endMs) {
      for (const [barSize, duration, lengthMs] of [
        ['1 hour', '1 W', hourMs],
        ['1 day', '1 Y', dayMs],
      ] as const) {
        const answer = await bars(barSize, endMs, duration);
        if (!answer.ok) return answer;
        const startMs = answer.value.timeMs.findLast((timeMs) => timeMs < endMs);
        if (startMs !== undefined) return { ok: true, value: Math.min(endMs, startMs + lengthMs) };
      }
      return { ok: true, value: null };
    },
    async readCoverage() {
      try {
        return await store.readCoverage(series);
      } catch (error) {
        log.warn('cached bars could not be read', { conId: series.conId, error: String(error) });
        return [];
      }
    },
    async read(endMs, limit) {
      try {
        return await store.readBars(series, { endMs, limit });
      } catch (error) {
        log.warn('cached bars could not be read', { conId: series.conId, error: String(error) });
        return noBars;
      }
    },
    store(columns, coverage) {
      background(
        store.putBars(series, columns, coverage).catch((error: unknown) => {
          log.warn('bars could not be cached', { conId: series.conId, error: String(error) });
        }),
      );
    },
  };
}
