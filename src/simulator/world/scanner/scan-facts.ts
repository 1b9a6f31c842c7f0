import type { SimInstrument } from '../listing';
import { hash32 } from '../prices/random';
import type { SimQuote } from '../world';

/** Annual volatilities as fractions; null where an instrument has none. */
export interface ScanVolatility {
  readonly implied: number | null;
  readonly impliedBefore: number | null;
  readonly historical: number | null;
}

/** What scans rank and filter an instrument by. Percentages are percent, money is US dollars; null means unknown. */
export interface ScanFacts {
  readonly instrument: SimInstrument;
  readonly quote: SimQuote;
  readonly price: number;
  readonly changePercent: number | null;
  readonly changeSinceOpenPercent: number | null;
  readonly openGapPercent: number | null;
  readonly rangePercent: number | null;
  readonly dollarVolume: number;
  readonly averageDollarVolume: number;
  /** Volume of the day against the average day. */
  readonly relativeVolume: number | null;
  readonly tradesPerMinute: number | null;
  readonly marketCap: number | null;
  readonly volatility: ScanVolatility;
}

/** Shares outstanding for each share of an average day's volume: invented, the same for good. */
const LEAST_TURNOVER = 150;
const TURNOVER_SPAN = 250;

/** Puts together what a scan needs to know; undefined when the instrument has no price yet. */
export function scanFactsOf(
  instrument: SimInstrument,
  quote: SimQuote,
  volatility: ScanVolatility,
): ScanFacts | undefined {
  const price = quote.last ?? quote.close;
  if (price === null || price <= 0) return undefined;
  const { open, close, high, low, volume, averageVolume, tradeCount, volumeRate } = quote;
  const turnover = LEAST_TURNOVER + (hash32(instrument.conId, 1) % TURNOVER_SPAN);
  return {
    instrument,
    quote,
    price,
    changePercent: percent(price, close),
    changeSinceOpenPercent: percent(price, open),
    openGapPercent: open === null ? null : percent(open, close),
    rangePercent: high === null ? null : percent(high, low),
    dollarVolume: volume * price,
    averageDollarVolume: averageVolume * price,
    relativeVolume: averageVolume > 0 ? volume / averageVolume : null,
    tradesPerMinute: volume > 0 ? (volumeRate * tradeCount) / volume : null,
    marketCap: instrument.stockType === 'COMMON' ? averageVolume * turnover * price : null,
    volatility,
  };
}

function percent(now: number, before: number | null): number | null {
  return before === null || before <= 0 ? null : ((now - before) / before) * 100;
}
