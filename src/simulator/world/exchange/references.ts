import type { SimQuote } from '../world';
import type { LiveOrder } from './live-order';

/** What an order may look at beside its own market. */
export interface References {
  quote(conId: number): SimQuote;
  /** What an option is worth at an annual volatility and a price of its underlying; null when it is none. */
  optionPrice(conId: number, volatility: number, underlyingPrice: number): number | null;
}

/** The conId of the market that moves an order beside its own; undefined when there is none. */
export function referenceOf({ terms, instrument }: LiveOrder): number | undefined {
  if (terms.benchmark !== null) return terms.benchmark.conId;
  return terms.volatility === null ? undefined : instrument.underConId;
}

/** The price at which a reference stands: its last trade, or the middle of its market. */
export function referencePrice({ last, bid, ask }: SimQuote): number | null {
  if (last !== null || bid === null || ask === null) return last;
  return (bid + ask) / 2;
}
