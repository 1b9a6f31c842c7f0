import { priceDifference } from '../../../shared/domain/decimal';
import type { SecType } from '../../../shared/domain/instrument';
import type { MarketDataType, Quote } from '../../../shared/domain/quote';
import { formatCompact, formatPercent, formatPrice, formatSigned } from '../../lib/format';

/** What the cells of one row show. */
export interface QuoteTexts {
  readonly last: string;
  readonly change: string;
  readonly changePercent: string;
  readonly bid: string;
  readonly ask: string;
  readonly volume: string;
  /** Which way the change goes; null while unknown. */
  readonly direction: 'up' | 'down' | 'flat' | null;
  /** A letter beside the symbol: D delayed, F frozen, ! a remark; empty for live and simulated data. */
  readonly mark: string;
}

/** The texts of a quote, with the decimals of its instrument. */
export function quoteTexts(quote: Quote, decimals: number): QuoteTexts {
  const change = priceDifference(quote.last, quote.close, decimals);
  return {
    last: formatPrice(quote.last, decimals),
    change: formatSigned(change, decimals),
    changePercent: formatPercent(percentOf(change, quote.close)),
    bid: formatPrice(quote.bid, decimals),
    ask: formatPrice(quote.ask, decimals),
    volume: formatCompact(quote.volume),
    direction: change === null ? null : change > 0 ? 'up' : change < 0 ? 'down' : 'flat',
    mark: quote.notice === null ? typeMark(quote.type) : '!',
  };
}

/**
 * Currencies have no trades to report, so their last price is the middle of bid and ask, in whole units of
 * `10^-decimals`. Every other quote is returned as it is.
 */
export function withMidpoint(quote: Quote, secType: SecType | null, decimals: number): Quote {
  if (secType !== 'CASH' || quote.last !== null || quote.bid === null || quote.ask === null) return quote;
  const scale = 10 ** decimals;
  const middle = (Math.round(quote.bid * scale) + Math.round(quote.ask * scale)) / 2;
  return { ...quote, last: Math.round(middle) / scale };
}

/** The change in per cent of the previous close; null where there is none, or none to divide by. */
export function percentOf(change: number | null, close: number | null): number | null {
  return change === null || close === null || close === 0 ? null : (change / Math.abs(close)) * 100;
}

/** The word for a type of market data. */
export function typeWord(type: MarketDataType | null): string {
  switch (type) {
    case 'live':
      return 'live';
    case 'frozen':
      return 'frozen at the close';
    case 'delayed':
      return 'delayed';
    case 'delayed-frozen':
      return 'delayed, frozen at the close';
    case 'simulated':
      return 'simulated';
    case null:
      return 'type unknown';
  }
}

function typeMark(type: MarketDataType | null): string {
  switch (type) {
    case 'delayed':
    case 'delayed-frozen':
      return 'D';
    case 'frozen':
      return 'F';
    case 'live':
    case 'simulated':
    case null:
      return '';
  }
}

/** Which way a row flashes: by the last price, or not at all. */
export function flashOf(quote: Quote, previous: Quote): 'up' | 'down' | null {
  if (quote.last === null || previous.last === null || quote.last === previous.last) return null;
  return quote.last > previous.last ? 'up' : 'down';
}
