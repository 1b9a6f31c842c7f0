import type { InstrumentLeg, Market, MarketEvent, SimQuote } from '../world';
import { marketOf } from './combos/combo-market';
import { instrumentKey, legsWithin } from './combos/combo-order';
import { comboQuote } from './combos/combo-quote';
import type { OptionModel } from '../options/option-model';
import type { LiveOrder } from './live-order';
import type { References } from './references';

/** A market that also knows what it was. */
export interface ExchangeMarket extends Market {
  /** The market as it was at a moment that is not after now. */
  quoteAt(conId: number, atMs: number): SimQuote;
}

/**
 * Seam: the market that an order meets. Orders for the same thing share a book, so that they share the displayed
 * sizes. An instrument of several legs gets its quote and events here, made of those of the legs.
 */
export class OrderMarket {
  readonly references: References;
  private readonly market: ExchangeMarket;

  constructor(market: ExchangeMarket, options: Pick<OptionModel, 'priceAt'>) {
    this.market = market;
    this.references = {
      quote: (conId) => market.quote(conId),
      optionPrice: (conId, volatility, price) => options.priceAt(conId, volatility, price).optionPrice,
    };
  }

  /** Orders with the same key are in one book. */
  bookKey(order: LiveOrder): string {
    return instrumentKey(order.instrument);
  }

  quote(order: LiveOrder): SimQuote {
    const { conId, legs } = order.instrument;
    if (legs === undefined) return this.market.quote(conId);
    return quoteOfLegs(order, legs, (legId) => this.market.quote(legId));
  }

  quoteAt(order: LiveOrder, atMs: number): SimQuote {
    const { conId, legs } = order.instrument;
    if (legs === undefined) return this.market.quoteAt(conId, atMs);
    return quoteOfLegs(order, legs, (legId) => this.market.quoteAt(legId, atMs));
  }

  /** The markets of the legs of an order; none for an order that has no legs. */
  legQuotes(order: LiveOrder): readonly SimQuote[] {
    return (order.instrument.legs ?? []).map((leg) => this.market.quote(leg.instrument.conId));
  }

  /** Calls `changed` whenever the market of another instrument moves, until the returned function is called. */
  follow(conId: number, changed: () => void): () => void {
    return this.market.subscribe(conId, changed);
  }

  subscribe(order: LiveOrder, listener: (event: MarketEvent) => void): () => void {
    return marketOf(this.market, order.instrument).subscribe(listener);
  }
}

/** For an order that names a price for each leg there is nothing to be had until each is within its price. */
function quoteOfLegs(
  order: LiveOrder,
  legs: readonly InstrumentLeg[],
  quoteOf: (conId: number) => SimQuote,
): SimQuote {
  const quotes = legs.map((leg) => quoteOf(leg.instrument.conId));
  const quote = comboQuote(legs, quotes);
  if (legsWithin(legs, order.terms, quotes)) return quote;
  return order.terms.side === 'BUY' ? { ...quote, ask: null } : { ...quote, bid: null };
}
