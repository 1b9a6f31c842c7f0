import type { BarColumns } from '../../shared/domain/bar';
import type { TimeSpan } from '../../shared/domain/instrument';
import type { StoredSeries } from './bar-series';

/**
 * Where bars are kept between runs. Calls take effect in the order in which they are made. Every method may reject; the
 * history then goes on without the cache.
 */
export interface BarStore {
  /**
   * Adds bars (ascending, at most 10,000), replacing those of the same time, and records that within `coverage` nothing
   * but the stored bars exists. A coverage without length records nothing: its bars are shown and asked for again.
   */
  putBars(series: StoredSeries, columns: BarColumns, coverage: TimeSpan): Promise<void>;
  /** The newest `limit` bars (at most 10,000) that start before `endMs`, ascending. */
  readBars(
    series: StoredSeries,
    range: { readonly endMs: number; readonly limit: number },
  ): Promise<BarColumns>;
  /** Ascending, disjoint spans. */
  readCoverage(series: StoredSeries): Promise<readonly TimeSpan[]>;
}
