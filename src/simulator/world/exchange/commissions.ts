import { Decimal } from 'decimal.js';
import type { SimInstrument } from '../world';

/** IBKR Pro fixed prices of the United States, in dollars. */
const STOCK_PER_SHARE = new Decimal('0.005');
const STOCK_LEAST = new Decimal(1);
const STOCK_MOST_SHARE = new Decimal('0.01');
/** Stocks priced in euros or pounds, in their own currency. */
const EUROPEAN_STOCK_SHARE = new Decimal('0.0005');
const EUROPEAN_STOCK_LEAST = new Decimal(3);
const OPTION_PER_CONTRACT = new Decimal('0.65');
const OPTION_LEAST = new Decimal(1);
/** On futures, the exchange's part included as in that of the futures themselves. */
const FUTURE_OPTION_PER_CONTRACT = new Decimal('1.42');
const FUTURE_PER_CONTRACT = new Decimal('2.25');
const CURRENCY_SHARE = new Decimal('0.00002');
/**
 * About two dollars in each currency that pairs are priced in. They are fixed amounts: at a rate that moves, what an
 * order has paid could exceed what it owes after its next fill.
 */
const CURRENCY_LEAST: ReadonlyMap<string, Decimal> = new Map([
  ['USD', new Decimal(2)],
  ['JPY', new Decimal(300)],
  ['CHF', new Decimal('1.6')],
  ['CAD', new Decimal('2.75')],
]);
const OTHER_CURRENCY_LEAST = new Decimal(2);
const CRYPTO_SHARE = new Decimal('0.0018');
const CRYPTO_LEAST = new Decimal('1.75');
const CRYPTO_MOST_SHARE = new Decimal('0.01');

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
      if (instrument.currency !== 'USD') {
        return Decimal.max(EUROPEAN_STOCK_LEAST, value.times(EUROPEAN_STOCK_SHARE));
      }
      const most = value.times(STOCK_MOST_SHARE);
      return Decimal.min(most, Decimal.max(STOCK_LEAST, quantity.times(STOCK_PER_SHARE)));
    }
    case 'BAG':
      // Each leg of a combination pays its own.
      return new Decimal(0);
    case 'OPT':
      return Decimal.max(OPTION_LEAST, quantity.times(OPTION_PER_CONTRACT));
    case 'FOP':
      return quantity.times(FUTURE_OPTION_PER_CONTRACT);
    case 'FUT':
      return quantity.times(FUTURE_PER_CONTRACT);
    case 'CRYPTO':
      return Decimal.min(
        value.times(CRYPTO_MOST_SHARE),
        Decimal.max(CRYPTO_LEAST, value.times(CRYPTO_SHARE)),
      );
    case 'CASH':
      return Decimal.max(
        CURRENCY_LEAST.get(instrument.currency) ?? OTHER_CURRENCY_LEAST,
        value.times(CURRENCY_SHARE),
      );
  }
}
