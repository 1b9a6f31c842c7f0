import { Decimal } from 'decimal.js';
import type { SimInstrument } from '../world';
import { multiplierOf } from '../account/fill';

/** IBKR Pro fixed prices, in the instrument's currency. */
const STOCK_PER_SHARE = new Decimal('0.005');
const STOCK_LEAST = new Decimal(1);
const STOCK_MOST_SHARE = new Decimal('0.01');
const OPTION_PER_CONTRACT = new Decimal('0.65');
const OPTION_LEAST = new Decimal(1);
const FUTURE_PER_CONTRACT = new Decimal('2.25');
const CURRENCY_SHARE = new Decimal('0.00002');
const CURRENCY_LEAST = new Decimal(2);

/**
 * The commission of an order that has filled so much so far, rounded to the cent. It never falls as an order
 * fills, so each execution carries the difference.
 *
 * @param value sum of price times quantity, without the multiplier.
 */
export function orderCommission(instrument: SimInstrument, quantity: Decimal, value: Decimal): Decimal {
  if (quantity.isZero()) return new Decimal(0);
  return commission(instrument, quantity, value).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

function commission(instrument: SimInstrument, quantity: Decimal, value: Decimal): Decimal {
  switch (instrument.secType) {
    case 'STK':
    case 'IND': {
      const most = value.times(STOCK_MOST_SHARE);
      return Decimal.min(most, Decimal.max(STOCK_LEAST, quantity.times(STOCK_PER_SHARE)));
    }
    case 'OPT':
      return Decimal.max(OPTION_LEAST, quantity.times(OPTION_PER_CONTRACT));
    case 'FUT':
      return quantity.times(FUTURE_PER_CONTRACT);
    case 'CASH':
      return Decimal.max(CURRENCY_LEAST, value.times(CURRENCY_SHARE).times(multiplierOf(instrument)));
  }
}
