import { Decimal } from 'decimal.js';
import { multiplierOf } from '../../account/fill';
import type { InstrumentLeg, SimQuote, SimSide } from '../../world';

/** Both sides of one leg's market; null where there is none. */
export type LegQuote = Pick<SimQuote, 'bid' | 'ask' | 'bidSize' | 'askSize' | 'close'>;

/** The side on which a leg trades when the combination is bought or sold. */
export function legSide(leg: InstrumentLeg, side: SimSide): SimSide {
  return side === leg.side ? 'BUY' : 'SELL';
}

/**
 * How often a leg's price counts in the price of the combination, below 0 for a leg that is sold. A combination is
 * priced per unit of its largest multiplier: a spread of options like an option, stock with an option like the stock.
 */
export function weightOf(leg: InstrumentLeg, legs: readonly InstrumentLeg[]): Decimal {
  const largest = Math.max(...legs.map((one) => multiplierOf(one.instrument)));
  const weight = new Decimal(leg.ratio).times(multiplierOf(leg.instrument)).div(largest);
  return leg.side === 'BUY' ? weight : weight.negated();
}

/** The price of a combination at these prices of its legs. */
export function netPrice(legs: readonly InstrumentLeg[], prices: readonly Decimal[]): Decimal {
  let net = new Decimal(0);
  for (const [index, leg] of legs.entries()) {
    net = net.plus(weightOf(leg, legs).times(prices[index] ?? 0));
  }
  return net;
}

/** The touch of each leg for one who buys or sells the combination; null when a leg has none. */
export function touchesOf(
  legs: readonly InstrumentLeg[],
  quotes: readonly LegQuote[],
  side: SimSide,
): readonly Decimal[] | null {
  const touches: Decimal[] = [];
  for (const [index, leg] of legs.entries()) {
    const quote = quotes[index];
    const price = quote === undefined ? null : legSide(leg, side) === 'BUY' ? quote.ask : quote.bid;
    if (price === null) return null;
    touches.push(new Decimal(price));
  }
  return touches;
}

/** How many combinations the displayed sizes of the legs allow. */
export function sizeAt(legs: readonly InstrumentLeg[], quotes: readonly LegQuote[], side: SimSide): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [index, leg] of legs.entries()) {
    const quote = quotes[index];
    const size = quote === undefined ? 0 : legSide(leg, side) === 'BUY' ? quote.askSize : quote.bidSize;
    least = Math.min(least, Math.floor(size / leg.ratio));
  }
  return Number.isFinite(least) ? least : 0;
}

/**
 * What each leg costs when the combination costs `net`: its touch, and what differs goes to the leg with the greatest
 * price, so that the legs always add up.
 */
export function legPrices(
  legs: readonly InstrumentLeg[],
  quotes: readonly LegQuote[],
  side: SimSide,
  net: Decimal,
): readonly Decimal[] {
  const prices = legs.map((leg, index) => {
    const quote = quotes[index];
    const near = legSide(leg, side) === 'BUY' ? quote?.ask : quote?.bid;
    return new Decimal(near ?? quote?.bid ?? quote?.ask ?? quote?.close ?? 0);
  });
  const rest = net.minus(netPrice(legs, prices));
  if (rest.isZero()) return prices;
  let greatest = 0;
  for (const [index, price] of prices.entries()) {
    if (price.greaterThan(prices[greatest] ?? 0)) greatest = index;
  }
  return legs.map((leg, index) => {
    const price = prices[index] ?? new Decimal(0);
    return index === greatest ? price.plus(rest.div(weightOf(leg, legs))) : price;
  });
}
