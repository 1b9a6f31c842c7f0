import { Decimal } from 'decimal.js';
import type { SimInstrument } from '../world';
import { multiplierOf } from './fill';

/** Share of value that a margin account must hold, and fixed amounts per contract, in USD. */
const LONG_STOCK = new Decimal('0.25');
const SHORT_STOCK = new Decimal('0.30');
const CURRENCY = new Decimal('0.03');
const FUTURE_INITIAL = new Decimal(22_000);
const FUTURE_MAINTENANCE = new Decimal(20_000);
const SHORT_OPTION = new Decimal('0.20');
const SHORT_OPTION_LEAST = new Decimal('0.10');
const ZERO = new Decimal(0);

export interface MarginRequirement {
  readonly initial: Decimal;
  readonly maintenance: Decimal;
}

/** A position with what is needed to margin it. Prices are of one unit, without the multiplier. */
export interface MarginPosition {
  readonly instrument: SimInstrument;
  readonly quantity: Decimal;
  readonly mark: Decimal;
  /** Price of the underlying, for options. */
  readonly underlying: Decimal;
}

/** The margin of one position, by simplified Regulation T rules. */
export function marginOf(position: MarginPosition): MarginRequirement {
  const { instrument, quantity, mark } = position;
  if (quantity.isZero()) return { initial: ZERO, maintenance: ZERO };
  const size = quantity.abs();
  const value = mark.times(multiplierOf(instrument)).times(size);
  const both = (amount: Decimal): MarginRequirement => ({ initial: amount, maintenance: amount });
  switch (instrument.secType) {
    case 'STK':
    case 'IND':
      return both(value.times(quantity.isPositive() ? LONG_STOCK : SHORT_STOCK));
    case 'FUT':
      return { initial: FUTURE_INITIAL.times(size), maintenance: FUTURE_MAINTENANCE.times(size) };
    case 'CASH':
      return both(value.times(CURRENCY));
    case 'OPT': {
      // A long option is paid in full and lends nothing, so it needs nothing.
      if (quantity.isPositive()) return both(ZERO);
      const { underlying } = position;
      const beyond =
        instrument.right === 'C'
          ? Decimal.max(0, new Decimal(instrument.strike).minus(underlying))
          : Decimal.max(0, underlying.minus(instrument.strike));
      const share = Decimal.max(
        underlying.times(SHORT_OPTION).minus(beyond),
        underlying.times(SHORT_OPTION_LEAST),
      );
      return both(share.plus(mark).times(multiplierOf(instrument)).times(size));
    }
  }
}
