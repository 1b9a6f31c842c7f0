import type { MarketEvent, OrderTerms, SimInstrument, SimQuote } from '../world';
import { middleOf } from './order-types/pegged-orders';

/** How the market touches a price: TWS's trigger methods by their numbers. */
export type TriggerMethod = 1 | 2 | 3 | 4 | 7 | 8;

/** The numbers that an order may name; 0 leaves the choice to the instrument. */
export const TRIGGER_METHODS: readonly number[] = [0, 1, 2, 3, 4, 7, 8];

/** A price that is waited for. */
export interface AwaitedPrice {
  readonly price: number;
  /** True when the market has to rise to it. */
  readonly above: boolean;
}

/** What one look at the market says about an awaited price; null when what has happened is no news to the method. */
export type Look = boolean | null;

/**
 * The method behind a number: two quotes in a row for options, the quote where there are no trades, the last trade
 * for the rest.
 */
export function methodOf(asked: number, instrument: SimInstrument): TriggerMethod {
  if (asked === 1 || asked === 2 || asked === 3 || asked === 4 || asked === 7 || asked === 8) return asked;
  if (instrument.secType === 'OPT') return 1;
  return instrument.secType === 'CASH' ? 4 : 2;
}

/** How many looks in a row have to find the price touched. */
export function looksNeeded(method: TriggerMethod): number {
  return method === 1 || method === 3 ? 2 : 1;
}

/**
 * Looks whether the market is at or through a price. A rise is seen on the bid, a fall on the ask.
 *
 * @param event what has just happened; null for a first look at the market as it is.
 */
export function look(
  awaited: AwaitedPrice,
  method: TriggerMethod,
  quote: SimQuote,
  event: MarketEvent | null,
): Look {
  const { above, price } = awaited;
  const reached = (at: number | null): boolean => at !== null && (above ? at >= price : at <= price);
  const quoted = reached(above ? quote.bid : quote.ask);
  const near = above ? 'bid' : 'ask';
  switch (method) {
    case 1:
      return event === null || event.kind === near ? quoted : null;
    case 2:
      return reached(quote.last);
    case 3:
      return event === null || event.kind === 'trade' ? reached(quote.last) : null;
    case 4:
      return quoted;
    case 7:
      return quoted || reached(quote.last);
    case 8:
      return reached(middleOf(quote)?.toNumber() ?? null);
  }
}

/** The price that an order waits for, by its side and the kind of its trigger. */
export function awaitedBy(terms: OrderTerms, trigger: 'stop' | 'touched', price: number): AwaitedPrice {
  return { price, above: (terms.side === 'BUY') === (trigger === 'stop') };
}
