import type { PriceModel } from '../prices/price-view';
import type { SimInstrument } from '../world';

/** An instrument together with what makes its prices. */
export interface Listing {
  readonly instrument: SimInstrument;
  readonly model: PriceModel;
}

/** First date for which instruments without a life span have data. */
export const NO_EXPIRY_DAY = Number.MAX_SAFE_INTEGER;

/** The fields that most instruments leave empty or share. */
export const BASE_INSTRUMENT = {
  lastTradeDate: '',
  lastTradeTime: '',
  strike: 0,
  right: '',
  currency: 'USD',
  multiplier: '',
  priceMagnifier: 1,
  underConId: 0,
  underSymbol: '',
  underSecType: '',
  contractMonth: '',
  industry: '',
  category: '',
  subcategory: '',
  timeZoneId: 'US/Eastern',
  stockType: '',
  isin: '',
  tradable: true,
} as const;
