import { Decimal } from 'decimal.js';
import { incrementFor } from '../catalogue/market-rules';
import type { SimInstrument } from '../world';

/** What says in which steps an instrument is priced. */
export type PricedInSteps = Pick<SimInstrument, 'marketRuleIds' | 'minTick'>;

/**
 * The step in which orders name prices around a price: that of the instrument's market rule there. A combination has
 * none and takes the finest step of its legs at any price.
 */
export function priceStep({ marketRuleIds, minTick }: PricedInSteps, price: Decimal.Value): number {
  const [rule] = marketRuleIds;
  return (rule === undefined ? undefined : incrementFor(rule, new Decimal(price).toNumber())) ?? minTick;
}

/** The price at or below (`down`) or at or above (`up`) another one that an order may name, and at least one step. */
export function toTick(price: Decimal, instrument: PricedInSteps, direction: 'down' | 'up'): Decimal {
  const step = priceStep(instrument, price);
  const rounding = direction === 'down' ? Decimal.ROUND_FLOOR : Decimal.ROUND_CEIL;
  return Decimal.max(step, price.div(step).toDecimalPlaces(0, rounding).times(step));
}

/** True for a price that an order may name. */
export function isOnTick(price: number, instrument: PricedInSteps): boolean {
  return new Decimal(price).mod(priceStep(instrument, price)).isZero();
}
