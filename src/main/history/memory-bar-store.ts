import type { BarColumns } from '../../shared/domain/bar';
import { barsWithin, mergeBars, newestBars, noBars } from './bar-merge';
import { seriesId, type StoredSeries } from './bar-series';
import type { BarStore } from './bar-store';
import { addInterval, type Coverage } from './coverage';

/** A store that forgets when it ends: a test double for {@link BarStore}. */
export function createMemoryBarStore() {
  const bars = new Map<string, BarColumns>();
  const coverage = new Map<string, Coverage>();
  const keyOf = (series: StoredSeries) => `${seriesId(series)}|${series.whatToShow}`;
  const store: BarStore = {
    putBars(series, columns, span) {
      const key = keyOf(series);
      bars.set(key, mergeBars(bars.get(key) ?? noBars, columns));
      coverage.set(key, addInterval(coverage.get(key) ?? [], span));
      return Promise.resolve();
    },
    readBars(series, { endMs, limit }) {
      const all = bars.get(keyOf(series)) ?? noBars;
      return Promise.resolve(newestBars(barsWithin(all, Number.NEGATIVE_INFINITY, endMs), limit));
    },
    readCoverage: (series) => Promise.resolve(coverage.get(keyOf(series)) ?? []),
  };
  return { store, barsOf: (series: StoredSeries) => bars.get(keyOf(series)) ?? noBars };
}
