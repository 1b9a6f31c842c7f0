import type { ConId, SecType } from '../../shared/domain/instrument';

/** A market scan. The vocabulary of each field stands in the scanner parameters of the gateway. */
export interface ScanRequest {
  /** `STK`, `STOCK.EU`, `FUT.US`. */
  readonly instrument: string;
  /** `STK.US.MAJOR`, `STK.NASDAQ`. */
  readonly locationCode: string;
  /** `TOP_PERC_GAIN`, `MOST_ACTIVE`. */
  readonly scanCode: string;
  /** Most rows, 1 to 50, which is IB's limit. */
  readonly rows: number;
  /** Null leaves a bound out. In the currency of the market; volume in shares. */
  readonly abovePrice: number | null;
  readonly belowPrice: number | null;
  readonly aboveVolume: number | null;
}

/** A row of a scan, best first. */
export interface ScanRow {
  /** From 0. */
  readonly rank: number;
  readonly conId: ConId;
  readonly symbol: string;
  readonly secType: SecType;
  readonly exchange: string;
  readonly currency: string;
  readonly localSymbol: string;
}

export interface NewsProvider {
  /** `BRFG`. */
  readonly code: string;
  readonly name: string;
}

export interface HistoricalNewsRequest {
  readonly conId: ConId;
  /** From {@link NewsProvider}, at least one. */
  readonly providerCodes: readonly string[];
  /** UTC ms; null for no bound. Newest headlines come first. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Most headlines, 1 to 300, which is IB's limit. */
  readonly limit: number;
}

export interface NewsHeadline {
  /** UTC ms, or null when it cannot be read. */
  readonly atMs: number | null;
  readonly providerCode: string;
  readonly articleId: string;
  readonly headline: string;
}

export interface NewsHeadlines {
  readonly headlines: readonly NewsHeadline[];
  /** There are more than were asked for. */
  readonly hasMore: boolean;
}

/** An article as IB sends it. HTML comes from outside and must be made harmless before it is shown. */
export interface NewsArticle {
  readonly kind: 'text-or-html' | 'binary';
  readonly text: string;
}
