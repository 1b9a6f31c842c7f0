import type { Decimal } from 'decimal.js';
import { type DecimalText, exact } from '../../shared/domain/decimal';
import type { Fill } from '../../shared/domain/order';

/** What fills make of nothing. */
export interface CostOfFills {
  /** Positive long, negative short. */
  readonly quantity: Decimal;
  /** Per unit of the instrument's price, commissions of the opening fills included; null when nothing is held. */
  readonly averagePrice: Decimal | null;
  /** Of closing fills, after the commissions of opening and closing. In the currency of the instrument. */
  readonly realized: Decimal;
}

/** Positive for a buy. */
export function signedQuantity({ side, quantity }: Pick<Fill, 'side' | 'quantity'>): Decimal {
  return side === 'BUY' ? exact(quantity) : exact(quantity).negated();
}

/**
 * Cost of a position that fills built up from nothing, by the method of the average. A commission that is not reported
 * yet counts as none. Pure.
 * @param fills of one instrument, oldest first.
 */
export function costOfFills(
  fills: readonly Pick<Fill, 'side' | 'quantity' | 'price' | 'commission'>[],
  multiplier: DecimalText,
): CostOfFills {
  const units = exact(multiplier);
  let quantity = exact(0);
  /** Money spent on what is held, negative for what a short position brought in. */
  let cost = exact(0);
  let realized = exact(0);
  for (const fill of fills) {
    const traded = signedQuantity(fill);
    if (traded.isZero()) continue;
    const commission = exact(fill.commission ?? zero);
    const opposite = !quantity.isZero() && quantity.isNegative() !== traded.isNegative();
    const closing = opposite ? smallest(quantity.abs(), traded.abs()) : exact(0);
    const share = closing.dividedBy(traded.abs());
    if (!closing.isZero()) {
      const costOfClosed = cost.times(closing).dividedBy(quantity.abs());
      const proceeds = closing
        .times(exact(fill.price))
        .times(units)
        .times(quantity.isNegative() ? -1 : 1);
      realized = realized.plus(proceeds).minus(costOfClosed).minus(commission.times(share));
      cost = cost.minus(costOfClosed);
      quantity = quantity.plus(traded.times(share));
    }
    const opening = traded.times(exact(1).minus(share));
    if (!opening.isZero()) {
      quantity = quantity.plus(opening);
      cost = cost
        .plus(opening.times(exact(fill.price)).times(units))
        .plus(commission.times(exact(1).minus(share)));
    }
  }
  return {
    quantity,
    averagePrice: quantity.isZero() ? null : cost.dividedBy(quantity).dividedBy(units),
    realized,
  };
}

const zero = 0;

function smallest(a: Decimal, b: Decimal): Decimal {
  return a.lessThan(b) ? a : b;
}
