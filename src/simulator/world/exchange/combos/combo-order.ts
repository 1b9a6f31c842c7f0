import { Decimal } from 'decimal.js';
import type { AccountBook } from '../../account/book';
import type { Fill } from '../../account/fill';
import type { InstrumentLeg, OrderTerms, SimInstrument, SimQuote } from '../../world';
import { orderCommission } from '../commissions';
import { type LegQuote, legPrices, legSide, netPrice, touchesOf } from './combo-prices';

/** What one leg of a combination order has traded so far. */
export interface LegProgress {
  readonly filled: Decimal;
  /** Sum of price times quantity. */
  readonly value: Decimal;
  readonly commission: Decimal;
}

/** One fill of a leg, with what the leg has traded with it. */
export interface LegFill {
  readonly fill: Fill;
  readonly progress: LegProgress;
}

/** A fill of a combination order: so many at a net price. */
export interface ComboFill {
  readonly legs: readonly InstrumentLeg[];
  readonly side: OrderTerms['side'];
  readonly quantity: Decimal;
  readonly net: Decimal;
  readonly atMs: number;
}

const NOTHING: LegProgress = {
  filled: new Decimal(0),
  value: new Decimal(0),
  commission: new Decimal(0),
};

/** What a fill of a combination means for each of its legs: they fill together, and pay their own commissions. */
export function legFillsOf(
  { legs, side, quantity, net, atMs }: ComboFill,
  quotes: readonly LegQuote[],
  before: readonly LegProgress[],
): readonly LegFill[] {
  const prices = legPrices(legs, quotes, side, net);
  return legs.map((leg, index) => {
    const price = prices[index] ?? new Decimal(0);
    const legQuantity = quantity.times(leg.ratio);
    const so = before[index] ?? NOTHING;
    const filled = so.filled.plus(legQuantity);
    const value = so.value.plus(legQuantity.times(price));
    const total = Decimal.max(so.commission, orderCommission(leg.instrument, filled, value));
    const fill: Fill = {
      instrument: leg.instrument,
      side: legSide(leg, side),
      quantity: legQuantity,
      price,
      commission: total.minus(so.commission),
      atMs,
    };
    return { fill, progress: { filled, value, commission: total } };
  });
}

/** The fills of a combination order that would trade as a whole now, at its limit or at what its legs are worth. */
export function prospectOf(
  book: AccountBook,
  legs: readonly InstrumentLeg[],
  terms: OrderTerms,
  quantity: Decimal,
  atMs: number,
): readonly Fill[] {
  const marks = legs.map((leg) => book.markOf(leg.instrument.conId));
  const quotes = marks.map((mark) => {
    const price = mark.toNumber();
    return { bid: price, ask: price, bidSize: 0, askSize: 0, close: price };
  });
  const net = terms.limitPrice === null ? netPrice(legs, marks) : new Decimal(terms.limitPrice);
  return legFillsOf({ legs, side: terms.side, quantity, net, atMs }, quotes, []).map(({ fill }) => fill);
}

/** The limit of an order that names a price for each leg: what they come to together. */
export function withNetLimit(instrument: SimInstrument, terms: OrderTerms): OrderTerms {
  const { legs } = instrument;
  const prices = legPricesAsked(terms);
  if (legs === undefined || prices === null || terms.orderType !== 'LMT') return terms;
  return { ...terms, limitPrice: netPrice(legs, prices).toNumber() };
}

/** True when each leg can be had at the price that the order names for it; true as well when it names none. */
export function legsWithin(
  legs: readonly InstrumentLeg[],
  terms: OrderTerms,
  quotes: readonly SimQuote[],
): boolean {
  const prices = legPricesAsked(terms);
  const touches = touchesOf(legs, quotes, terms.side);
  if (prices === null || touches === null) return true;
  return legs.every((leg, index) => {
    const touch = touches[index] ?? new Decimal(0);
    const asked = prices[index] ?? new Decimal(0);
    return legSide(leg, terms.side) === 'BUY'
      ? touch.lessThanOrEqualTo(asked)
      : touch.greaterThanOrEqualTo(asked);
  });
}

/** The price that the order names for each leg; null when it names none. */
export function legPricesAsked({ comboLegs }: OrderTerms): readonly Decimal[] | null {
  const prices: Decimal[] = [];
  for (const { price } of comboLegs) if (price !== null) prices.push(new Decimal(price));
  return prices.length > 0 && prices.length === comboLegs.length ? prices : null;
}

/** True when two instruments are the same: combinations by their legs, the others by their conId. */
export function isSameInstrument(one: SimInstrument, other: SimInstrument): boolean {
  return instrumentKey(one) === instrumentKey(other);
}

/** A text that is the same for the same instrument. All combinations have one conId and are told apart by their legs. */
export function instrumentKey({ conId, legs }: SimInstrument): string {
  if (legs === undefined) return String(conId);
  const parts = legs.map(
    ({ instrument, ratio, side }) => `${side} ${String(ratio)} ${String(instrument.conId)}`,
  );
  return `combination ${parts.sort().join(', ')}`;
}
