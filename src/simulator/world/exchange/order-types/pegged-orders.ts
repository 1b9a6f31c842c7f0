import { Decimal } from 'decimal.js';
import type { OrderTerms, Refusal, SimInstrument, SimQuote } from '../../world';
import { type PricedInSteps, priceStep, toTick } from '../price-steps';
import { invalid, refuseCap } from '../refusals';
import { anyPrice, type OrderType, type WorkingPrice } from './order-type';

/** The middle of bid and ask; undefined while one of them is missing. */
export function middleOf(quote: SimQuote): Decimal | undefined {
  return quote.bid === null || quote.ask === null ? undefined : new Decimal(quote.bid).plus(quote.ask).div(2);
}

/** Holds a price within the order's cap and, for pegs that only grow more aggressive, not behind what it was. */
function held(terms: OrderTerms, price: Decimal, previous: number | null): number {
  const buys = terms.side === 'BUY';
  let at = price;
  if (previous !== null) at = buys ? Decimal.max(at, previous) : Decimal.min(at, previous);
  if (terms.limitPrice !== null) {
    at = buys ? Decimal.min(at, terms.limitPrice) : Decimal.max(at, terms.limitPrice);
  }
  return at.toNumber();
}

/** More aggressive by `offset` for a buyer, and the other way round for a seller. */
function towards(terms: OrderTerms, price: Decimal.Value, offset: Decimal.Value): Decimal {
  return terms.side === 'BUY' ? new Decimal(price).plus(offset) : new Decimal(price).minus(offset);
}

function relativePrice(
  terms: OrderTerms,
  quote: SimQuote,
  previous: number | null,
  instrument: PricedInSteps,
): WorkingPrice {
  const own = terms.side === 'BUY' ? quote.bid : quote.ask;
  if (own === null) return undefined;
  const offset =
    terms.percentOffset === null
      ? new Decimal(terms.auxPrice ?? 0)
      : new Decimal(own).times(terms.percentOffset);
  const price = toTick(towards(terms, own, offset), instrument, terms.side === 'BUY' ? 'down' : 'up');
  return held(terms, price, previous);
}

function refuseRelative(terms: OrderTerms, instrument: SimInstrument): Refusal | null {
  if (terms.auxPrice === null && terms.percentOffset === null) {
    return { code: 158, text: 'You must specify an offset amount or a percent offset value.' };
  }
  if (terms.percentOffset !== null && terms.percentOffset > 1) {
    return { code: 159, text: 'The percent offset value must be between 0% and 100%.' };
  }
  return refuseCap(terms.limitPrice, 'limit', instrument);
}

/** REL: the best price of its own side, bettered by an offset, up to a cap. */
export const relativeOrder: OrderType = {
  ...anyPrice,
  pegged: true,
  price: relativePrice,
  refuse: refuseRelative,
  expectedPrice: (terms) => terms.limitPrice,
};

/** PEG MID: the midpoint, less an offset, up to a cap. It follows the market only to become more aggressive. */
export const peggedToMidpoint: OrderType = {
  ...anyPrice,
  pegged: true,
  price: (terms, quote, previous) => {
    const middle = middleOf(quote);
    if (middle === undefined) return undefined;
    return held(terms, towards(terms, middle, -(terms.auxPrice ?? 0)), previous);
  },
  refuse: (terms, instrument) => refuseCap(terms.limitPrice, 'limit', instrument),
  expectedPrice: (terms) => terms.limitPrice,
};

/** PEG MKT: the best price of the other side, less an offset. */
export const peggedToMarket: OrderType = {
  ...peggedToMidpoint,
  price: (terms, quote, previous) => {
    const opposite = terms.side === 'BUY' ? quote.ask : quote.bid;
    if (opposite === null) return undefined;
    return held(terms, towards(terms, opposite, -(terms.auxPrice ?? 0)), previous);
  },
};

/** MIDPRICE: the midpoint or better, up to a cap; it follows the market both ways. */
export const midprice: OrderType = {
  ...peggedToMidpoint,
  regularHoursOnly: true,
  price: (terms, quote) => {
    const middle = middleOf(quote);
    return middle === undefined ? undefined : held(terms, middle, null);
  },
};

/**
 * PEG BEST: better than the best price of its own side where that shows enough, and never beyond the middle; with the
 * others at the best price where it does not.
 */
export const peggedToBest: OrderType = {
  ...peggedToMidpoint,
  price: (terms, quote, _previous, instrument) => {
    const buys = terms.side === 'BUY';
    const best = buys ? quote.bid : quote.ask;
    const middle = middleOf(quote);
    const { competing } = terms;
    if (best === null || middle === undefined || competing === null) return undefined;
    const size = buys ? quote.bidSize : quote.askSize;
    if (size < (competing.minimumSize ?? 0)) return held(terms, new Decimal(best), null);
    const whole = middle.mod(priceStep(instrument, middle)).isZero();
    const behind = whole ? competing.middleOffsetAtWhole : competing.middleOffsetAtHalf;
    const wanted =
      competing.offset === null ? towards(terms, middle, -behind) : towards(terms, best, competing.offset);
    const within = buys ? Decimal.min(wanted, middle) : Decimal.max(wanted, middle);
    return held(terms, buys ? Decimal.max(within, best) : Decimal.min(within, best), null);
  },
  refuse: (terms, instrument) => {
    const { competing } = terms;
    if (competing === null || (competing.offset !== null && !(competing.offset >= 0))) {
      return invalid('A pegged to best order needs an offset against the best price');
    }
    return refuseCap(terms.limitPrice, 'limit', instrument);
  },
};
