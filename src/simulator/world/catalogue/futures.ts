import { thirdFriday } from '../calendar/holidays';
import { DAY_MS, dateText } from '../calendar/zone-time';
import { FUTURE_ORDER_TYPES } from './contract-lists';
import { INDEX_REFERENCE } from './indices';
import { BASE_INSTRUMENT, type Listing } from './listing';
import { MARKET_PATH } from './stocks';

const MONTH_CODES = 'FGHJKMNQUVXZ';
/** Days before expiry on which the next contract becomes the front month. */
const ROLL_DAYS = 8;
/** A contract is listed for about two years. */
const LIFE_DAYS = 730;

/** A conId that belongs to one expiry for good. */
function conIdOf(year: number, month: number): number {
  return 600_000_000 + year * 100 + month;
}

function contract(year: number, month: number): Listing {
  const expiry = thirdFriday(year, month);
  const code = MONTH_CODES.charAt(month - 1);
  return {
    instrument: {
      ...BASE_INSTRUMENT,
      conId: conIdOf(year, month),
      symbol: 'ES',
      secType: 'FUT',
      lastTradeDate: dateText(expiry),
      lastTradeTime: '08:30:00 US/Central',
      exchange: 'CME',
      primaryExchange: '',
      localSymbol: `ES${code}${String(year % 10)}`,
      tradingClass: 'ES',
      marketName: 'ES',
      multiplier: '50',
      minTick: 0.25,
      orderTypes: FUTURE_ORDER_TYPES,
      validExchanges: ['CME', 'QBALGO'],
      underConId: 416904,
      underSymbol: 'SPX',
      underSecType: 'IND',
      longName: 'E-mini S&P 500',
      contractMonth: dateText(expiry).slice(0, 6),
      industry: 'Indices',
      category: 'Broad Range Equity Index',
      subcategory: '*',
      timeZoneId: 'US/Central',
      marketRuleIds: [67, 67],
      aggGroup: 2_147_483_647,
      minSize: 1,
      sizeIncrement: 1,
      suggestedSizeIncrement: 1,
    },
    model: {
      path: MARKET_PATH,
      calendar: 'futures',
      regularOnly: false,
      reference: INDEX_REFERENCE,
      ticksPerUnit: 4,
      spreadTicks: 1,
      carry: 0.03,
      option: null,
      firstDay: expiry - LIFE_DAYS,
      lastDay: expiry,
      averageVolume: 1_500_000,
      averageTradeSize: 4,
      displayedSize: 60,
      lot: 1,
      activity: 0.95,
      hasQuotes: true,
      hasTrades: true,
      shortableShares: 0,
      quoteExchanges: ['CME'],
    },
  };
}

/** The front month and the next quarter as of a date. */
export function futureListings(today: number): readonly Listing[] {
  const date = new Date(today * DAY_MS);
  let year = date.getUTCFullYear();
  let month = Math.floor(date.getUTCMonth() / 3) * 3 + 3;
  if (thirdFriday(year, month) - ROLL_DAYS < today) month += 3;
  const listings: Listing[] = [];
  for (let count = 0; count < 2; count++) {
    if (month > 12) {
      month -= 12;
      year += 1;
    }
    listings.push(contract(year, month));
    month += 3;
  }
  return listings;
}
