import { epochDayOf } from '../calendar/zone-time';
import { CURRENCY_ORDER_TYPES } from './contract-lists';
import { BASE_INSTRUMENT, type Listing, NO_EXPIRY_DAY } from './listing';
import { MARKET_PATH } from './stocks';

/** Level of the S&P 500 on 2 January 2026 in this world. */
export const INDEX_REFERENCE = 6855;

/** The S&P 500 index: quotes and bars of trades, no orders. */
export function indexListing(): Listing {
  return {
    instrument: {
      ...BASE_INSTRUMENT,
      conId: 416904,
      symbol: 'SPX',
      secType: 'IND',
      exchange: 'CBOE',
      primaryExchange: 'CBOE',
      localSymbol: 'SPX',
      tradingClass: 'SPX',
      marketName: 'SPX',
      minTick: 0.01,
      orderTypes: [],
      validExchanges: ['CBOE'],
      longName: 'S&P 500 Stock Index',
      industry: 'Indices',
      category: 'Broad Range Equity Index',
      subcategory: '*',
      timeZoneId: 'US/Central',
      marketRuleIds: [26],
      aggGroup: 2_147_483_647,
      minSize: 1,
      sizeIncrement: 1,
      suggestedSizeIncrement: 1,
      tradable: false,
    },
    model: {
      path: MARKET_PATH,
      calendar: 'stocks',
      regularOnly: true,
      reference: INDEX_REFERENCE,
      ticksPerUnit: 100,
      spreadTicks: 1,
      carry: 0,
      option: null,
      firstDay: epochDayOf(2004, 1, 2),
      lastDay: NO_EXPIRY_DAY,
      averageVolume: 0,
      averageTradeSize: 1,
      displayedSize: 1,
      lot: 1,
      activity: 0.5,
      hasQuotes: false,
      hasTrades: true,
      shortableShares: 0,
      quoteExchanges: ['CBOE'],
    },
  };
}

/** The euro in dollars: quotes, no trades. */
export function currencyListing(): Listing {
  return {
    instrument: {
      ...BASE_INSTRUMENT,
      conId: 12_087_792,
      symbol: 'EUR',
      secType: 'CASH',
      exchange: 'IDEALPRO',
      primaryExchange: '',
      localSymbol: 'EUR.USD',
      tradingClass: 'EUR.USD',
      marketName: 'EUR.USD',
      minTick: 0.00005,
      orderTypes: CURRENCY_ORDER_TYPES,
      validExchanges: ['IDEALPRO'],
      longName: 'European Monetary Union Euro',
      marketRuleIds: [239],
      aggGroup: 4,
      minSize: 1,
      sizeIncrement: 1,
      suggestedSizeIncrement: 1,
    },
    model: {
      path: { key: 'EUR.USD', beta: 0, ownVolatility: 0.075, annualDrift: 0 },
      calendar: 'currencies',
      regularOnly: false,
      reference: 1.1725,
      ticksPerUnit: 20_000,
      spreadTicks: 1,
      carry: 0,
      option: null,
      firstDay: epochDayOf(2005, 1, 3),
      lastDay: NO_EXPIRY_DAY,
      averageVolume: 0,
      averageTradeSize: 1,
      displayedSize: 3_000_000,
      lot: 500_000,
      activity: 0.6,
      hasQuotes: true,
      hasTrades: false,
      shortableShares: 0,
      quoteExchanges: ['IDEALPRO'],
    },
  };
}
