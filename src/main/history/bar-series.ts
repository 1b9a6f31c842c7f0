import type { BarSize } from '../../shared/domain/bar';
import type { ConId, SecType } from '../../shared/domain/instrument';

/** Which bars somebody wants to see. */
export interface BarSeries {
  readonly conId: ConId;
  readonly barSize: BarSize;
  readonly regularHoursOnly: boolean;
  /** Where bars come from, `ib` or `simulator:<seed>`: it keeps simulated bars apart from real ones. */
  readonly source: string;
}

/** What the prices of a series are. */
export type BarContent = 'TRADES' | 'MIDPOINT';

/** A series as it is stored: with what its prices are. */
export interface StoredSeries extends BarSeries {
  readonly whatToShow: BarContent;
}

/**
 * Trades, except where IB has no bars of trades: currencies and contracts for difference; crypto has trades only as
 * `AGGTRADES`. Source: TWS API, historical data, "available data per product".
 */
export function contentOf(secType: SecType): BarContent {
  return secType === 'CASH' || secType === 'CFD' || secType === 'CRYPTO' ? 'MIDPOINT' : 'TRADES';
}

/** One text per series, for use as a key. */
export function seriesId({ conId, barSize, regularHoursOnly, source }: BarSeries): string {
  return `${conId}|${barSize}|${regularHoursOnly ? 'regular' : 'all'}|${source}`;
}
