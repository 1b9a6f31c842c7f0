import { Decimal } from 'decimal.js';
import type { SimInstrument } from '../world';
import { multiplierOf } from './fill';
import { ZERO } from './money';

/** Share of value that a margin account must hold, and fixed amounts per contract. */
const LONG_STOCK = new Decimal('0.25');
const SHORT_STOCK = new Decimal('0.30');
const FOREIGN_CASH = new Decimal('0.03');
const SHORT_OPTION = new Decimal('0.20');
const SHORT_OPTION_LEAST = new Decimal('0.10');
const FUTURE = {
  intraday: { initial: new Decimal(22_000), maintenance: new Decimal(20_000) },
  overnight: { initial: new Decimal(24_200), maintenance: new Decimal(22_000) },
} as const;

export interface MarginRequirement {
  readonly initial: Decimal;
  readonly maintenance: Decimal;
}

/** Futures need more while their main session is closed. */
export type MarginPeriod = 'intraday' | 'overnight';

/** A position with what is needed to margin it. Prices are of one unit, without the multiplier. */
export interface MarginPosition {
  readonly instrument: SimInstrument;
  readonly quantity: Decimal;
  readonly mark: Decimal;
  /** Price of the underlying, for options. */
  readonly underlying: Decimal;
}

/** The margin of one position in the instrument's currency, unrounded, by simplified Regulation T rules. */
export function marginOf(position: MarginPosition, period: MarginPeriod): MarginRequirement {
  const { instrument, quantity, mark } = position;
  if (quantity.isZero()) return both(ZERO);
  const size = quantity.abs();
  const value = mark.times(multiplierOf(instrument)).times(size);
  switch (instrument.secType) {
    case 'STK':
    case 'IND':
      return both(value.times(quantity.isPositive() ? LONG_STOCK : SHORT_STOCK));
    case 'FUT': {
      const { initial, maintenance } = FUTURE[period];
      return { initial: initial.times(size), maintenance: maintenance.times(size) };
    }
    case 'CRYPTO':
      // It is paid in full and lends nothing.
      return both(value);
    case 'BAG':
    case 'CASH':
      // A combination is held by its legs; what a currency trade leaves behind is cash, and margined as such.
      return both(ZERO);
    case 'FOP': {
      // Paid in full when long. When short it needs what the future does, less half of its way to the money.
      if (quantity.isPositive()) return both(ZERO);
      const units = new Decimal(multiplierOf(instrument));
      const away = beyondStrike(position).times(units).div(2);
      const perContract = (future: Decimal): Decimal =>
        Decimal.max(future.minus(away), future.div(2)).times(size).plus(value);
      const { initial, maintenance } = FUTURE[period];
      return { initial: perContract(initial), maintenance: perContract(maintenance) };
    }
    case 'OPT': {
      // A long option is paid in full and lends nothing, so it needs nothing.
      if (quantity.isPositive()) return both(ZERO);
      const { underlying } = position;
      const share = Decimal.max(
        underlying.times(SHORT_OPTION).minus(beyondStrike(position)),
        underlying.times(SHORT_OPTION_LEAST),
      );
      return both(share.plus(mark).times(multiplierOf(instrument)).times(size));
    }
  }
}

/** How far an option is out of the money, at least 0. */
function beyondStrike({ instrument, underlying }: MarginPosition): Decimal {
  const above = new Decimal(instrument.strike).minus(underlying);
  return Decimal.max(0, instrument.right === 'C' ? above : above.negated());
}

/** The margin of cash, or of a loan, in another currency than the account's, from its worth in the base currency. */
export function foreignCashMargin(baseAmount: Decimal): Decimal {
  return baseAmount.abs().times(FOREIGN_CASH);
}

function both(amount: Decimal): MarginRequirement {
  return { initial: amount, maintenance: amount };
}
