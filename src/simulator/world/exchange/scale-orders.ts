import { Decimal } from 'decimal.js';
import type { OrderTerms, Refusal, SimInstrument } from '../world';
import { priceStep, toTick } from './price-steps';
import { invalid } from './refusals';

/** TWS's refusal of a scale order; null when it may. Those that take profits are not worked. */
export function refuseScale(instrument: SimInstrument, terms: OrderTerms): Refusal | null {
  const { scale, quantity } = terms;
  if (scale === null) return null;
  if (terms.orderType !== 'LMT' || terms.limitPrice === null) {
    return { code: 387, text: 'Unsupported order type for this exchange and security type.' };
  }
  if (scale.firstSize === null) {
    return { code: 419, text: 'Missing initial component size for scale order.' };
  }
  const sizes = [scale.firstSize, scale.nextSize ?? scale.firstSize];
  const whole = (size: number): boolean => new Decimal(size).mod(instrument.sizeIncrement).isZero();
  if (sizes.some((size) => size <= 0 || size > quantity || !whole(size))) {
    return { code: 417, text: 'Invalid initial component size for scale order.' };
  }
  if (!new Decimal(scale.priceIncrement).mod(priceStep(instrument, terms.limitPrice)).isZero()) {
    return invalid('The price increment of the scale order does not conform to the minimum price variation');
  }
  if (scale.adjustment !== null && !Number.isFinite(scale.adjustment.change)) {
    return invalid('The price adjustment of the scale order is not valid');
  }
  return scale.plain ? null : invalid('Scale orders that take profits are not supported by the simulator');
}

/** The terms of a scale order whose price has changed with time; null while they stay. */
export function adjustScale(terms: OrderTerms, instrument: SimInstrument, nowMs: number): OrderTerms | null {
  const { scale, limitPrice, side } = terms;
  if (scale === null || scale.adjustment === null || limitPrice === null) return null;
  const { change, everyMs, from } = scale.adjustment;
  if (from === null) {
    const begun = { ...scale.adjustment, from: { price: limitPrice, atMs: nowMs } };
    return { ...terms, scale: { ...scale, adjustment: begun } };
  }
  const times = Math.floor((nowMs - from.atMs) / everyMs);
  const wanted = new Decimal(change).times(times).plus(from.price);
  const price = toTick(wanted, instrument, side === 'BUY' ? 'down' : 'up').toNumber();
  return price === limitPrice ? null : { ...terms, limitPrice: price };
}

/** The component of a scale order that is in the market. */
export interface ScaleComponent {
  readonly limit: number;
  /** What is left of it. */
  readonly remaining: Decimal;
}

/** The component that is next after so much has filled: each a price increment further from the market. */
export function scaleComponent(terms: OrderTerms, filled: Decimal): ScaleComponent | null {
  const { scale, limitPrice, side } = terms;
  if (scale === null || scale.firstSize === null || limitPrice === null) return null;
  const first = new Decimal(scale.firstSize);
  const next = new Decimal(scale.nextSize ?? scale.firstSize);
  const level = filled.lessThan(first) ? new Decimal(0) : filled.minus(first).div(next).floor().plus(1);
  const end = first.plus(next.times(level));
  const distance = level.times(scale.priceIncrement);
  const limit = side === 'BUY' ? new Decimal(limitPrice).minus(distance) : distance.plus(limitPrice);
  return { limit: limit.toNumber(), remaining: end.minus(filled) };
}
