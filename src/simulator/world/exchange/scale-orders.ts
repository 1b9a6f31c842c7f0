import { Decimal } from 'decimal.js';
import type { OrderTerms, Refusal, SimInstrument } from '../world';
import { priceStep } from './price-steps';
import { invalid } from './refusals';

/** TWS's refusal of a scale order; null when it may. Those that take profits or change their prices are not worked. */
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
  return scale.plain
    ? null
    : invalid('Scale orders that take profits or adjust their prices are not supported by the simulator');
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
