import { Decimal } from 'decimal.js';

/** The pair that prices a currency in US dollars. */
export interface RatePair {
  readonly conId: number;
  /** True when the pair states units of the currency for one dollar, as USD.JPY does. */
  readonly inverse: boolean;
}

const PLACES = 7;
/** A small rate, such as that of the yen, keeps as many significant digits as the others. */
const SMALL_PLACES = 10;
const SMALL = new Decimal('0.1');

/** US dollars for one unit of a currency, from the price of its pair. */
export function rateFromPair(price: Decimal, inverse: boolean): Decimal {
  if (!price.greaterThan(0)) return new Decimal(0);
  return rounded(inverse ? new Decimal(1).div(price) : price);
}

/** Units of `base` for one unit of a currency, from both rates in dollars. */
export function crossRate(dollars: Decimal, baseDollars: Decimal): Decimal {
  if (baseDollars.equals(1)) return dollars;
  return baseDollars.greaterThan(0) ? rounded(dollars.div(baseDollars)) : new Decimal(0);
}

/**
 * A rate is rounded before it is used, so that the ExchangeRate which the account shows is exactly the one by which
 * its amounts were converted.
 */
function rounded(rate: Decimal): Decimal {
  return rate.toDecimalPlaces(rate.lessThan(SMALL) ? SMALL_PLACES : PLACES, Decimal.ROUND_HALF_UP);
}
