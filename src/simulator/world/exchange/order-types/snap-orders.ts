import { Decimal } from 'decimal.js';
import type { OrderTerms, SimQuote } from '../../world';
import { toTick } from '../price-steps';
import { anyPrice, type OrderType } from './order-type';
import { middleOf } from './pegged-orders';

/** A limit order whose limit is taken from the quote that it meets first, less the offset. */
function snapTo(reference: (terms: OrderTerms, quote: SimQuote) => Decimal | undefined): OrderType {
  return {
    ...anyPrice,
    price: (terms, quote, previous, instrument) => {
      if (previous !== null) return previous;
      const found = reference(terms, quote);
      if (found === undefined) return undefined;
      const offset = terms.auxPrice ?? 0;
      const buys = terms.side === 'BUY';
      const price = buys ? found.minus(offset) : found.plus(offset);
      return toTick(price, instrument, buys ? 'down' : 'up').toNumber();
    },
  };
}

function sideOf(quote: SimQuote, side: 'bid' | 'ask'): Decimal | undefined {
  const price = quote[side];
  return price === null ? undefined : new Decimal(price);
}

/** SNAP MKT: the best price of the other side. */
export const snapToMarket = snapTo((terms, quote) => sideOf(quote, terms.side === 'BUY' ? 'ask' : 'bid'));

/** SNAP MID: the midpoint. */
export const snapToMidpoint = snapTo((_terms, quote) => middleOf(quote));

/** SNAP PRIM: the best price of its own side. */
export const snapToPrimary = snapTo((terms, quote) => sideOf(quote, terms.side === 'BUY' ? 'bid' : 'ask'));
