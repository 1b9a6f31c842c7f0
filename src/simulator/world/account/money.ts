import { Decimal } from 'decimal.js';

export const ZERO = new Decimal(0);

/**
 * An amount in whole cents, halves away from zero. Every amount is rounded once, where it is booked or where a
 * position is valued; whatever is shown after that is a sum of rounded amounts, so shown sums agree.
 */
export function toCents(amount: Decimal): Decimal {
  const rounded = amount.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return rounded.isZero() ? ZERO : rounded;
}
