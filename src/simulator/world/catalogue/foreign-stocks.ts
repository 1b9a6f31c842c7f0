import { epochDayOf } from '../calendar/zone-time';
import { STOCK_ORDER_TYPES } from './contract-lists';
import { BASE_INSTRUMENT, type Listing, NO_EXPIRY_DAY } from './listing';

interface ForeignStock {
  readonly conId: number;
  readonly symbol: string;
  readonly longName: string;
  readonly isin: string;
  readonly industry: string;
  readonly category: string;
  readonly subcategory: string;
  readonly currency: string;
  readonly primaryExchange: string;
  readonly exchanges: readonly string[];
  readonly tradingClass: string;
  readonly timeZoneId: string;
  readonly calendar: 'xetra' | 'london';
  readonly marketRuleId: number;
  /** Price on 2 January 2026, and ticks in one unit of it. */
  readonly price: number;
  readonly ticksPerUnit: number;
  readonly spreadTicks: number;
  readonly beta: number;
  readonly ownVolatility: number;
  readonly averageVolume: number;
}

const STOCKS: readonly ForeignStock[] = [
  {
    conId: 14_204,
    symbol: 'SAP',
    longName: 'SAP SE',
    isin: 'DE0007164600',
    industry: 'Technology',
    category: 'Software',
    subcategory: 'Enterprise Software/Serv',
    currency: 'EUR',
    primaryExchange: 'IBIS',
    exchanges: ['SMART', 'IBIS', 'FWB', 'SWB', 'GETTEX', 'TGATE'],
    tradingClass: 'XETRA',
    timeZoneId: 'MET',
    calendar: 'xetra',
    marketRuleId: 1003,
    price: 208.5,
    ticksPerUnit: 20,
    spreadTicks: 1,
    beta: 0.85,
    ownVolatility: 0.2,
    averageVolume: 1_600_000,
  },
  {
    conId: 14_094,
    symbol: 'BMW',
    longName: 'BAYERISCHE MOTOREN WERKE AG',
    isin: 'DE0005190003',
    industry: 'Consumer, Cyclical',
    category: 'Auto Manufacturers',
    subcategory: 'Auto-Cars/Light Trucks',
    currency: 'EUR',
    primaryExchange: 'IBIS',
    exchanges: ['SMART', 'IBIS', 'FWB', 'SWB', 'GETTEX', 'TGATE'],
    tradingClass: 'XETRA',
    timeZoneId: 'MET',
    calendar: 'xetra',
    marketRuleId: 1004,
    price: 93.4,
    ticksPerUnit: 50,
    spreadTicks: 1,
    beta: 0.9,
    ownVolatility: 0.21,
    averageVolume: 1_100_000,
  },
  {
    // A conId of this market's own.
    conId: 600_900_001,
    symbol: 'NOKIA',
    longName: 'NOKIA OYJ',
    isin: 'FI0009000681',
    industry: 'Communications',
    category: 'Telecommunications',
    subcategory: 'Telecommunication Equip',
    currency: 'EUR',
    primaryExchange: 'HEX',
    exchanges: ['SMART', 'HEX', 'CHIXEN', 'TRQXEN', 'BATEEN'],
    tradingClass: 'NOKIA',
    timeZoneId: 'EET',
    // Helsinki trades at the same moments, but for a few holidays.
    calendar: 'xetra',
    marketRuleId: 1006,
    price: 5.62,
    ticksPerUnit: 1000,
    spreadTicks: 1,
    beta: 0.8,
    ownVolatility: 0.24,
    averageVolume: 12_000_000,
  },
  {
    conId: 136_155_719,
    symbol: 'VOD',
    longName: 'VODAFONE GROUP PLC',
    isin: 'GB00BH4HKS39',
    industry: 'Communications',
    category: 'Telecommunications',
    subcategory: 'Cellular Telecom',
    currency: 'GBP',
    primaryExchange: 'LSE',
    exchanges: ['SMART', 'LSE', 'CHIXUK', 'TRQXUK', 'BATEUK'],
    tradingClass: 'SET0',
    timeZoneId: 'GB-Eire',
    calendar: 'london',
    marketRuleId: 1015,
    price: 0.985,
    ticksPerUnit: 5000,
    spreadTicks: 1,
    beta: 0.55,
    ownVolatility: 0.19,
    averageVolume: 52_000_000,
  },
];

/** Stocks of other countries, in their own currencies, zones and hours. */
export function foreignStockListings(): readonly Listing[] {
  return STOCKS.map((facts) => ({
    instrument: {
      ...BASE_INSTRUMENT,
      conId: facts.conId,
      symbol: facts.symbol,
      secType: 'STK',
      exchange: 'SMART',
      primaryExchange: facts.primaryExchange,
      currency: facts.currency,
      localSymbol: facts.symbol,
      tradingClass: facts.tradingClass,
      marketName: facts.tradingClass,
      minTick: 1 / facts.ticksPerUnit,
      orderTypes: STOCK_ORDER_TYPES,
      validExchanges: facts.exchanges,
      longName: facts.longName,
      industry: facts.industry,
      category: facts.category,
      subcategory: facts.subcategory,
      timeZoneId: facts.timeZoneId,
      stockType: 'COMMON',
      isin: facts.isin,
      marketRuleIds: facts.exchanges.map(() => facts.marketRuleId),
      aggGroup: 78,
      minSize: 1,
      sizeIncrement: 1,
      suggestedSizeIncrement: 1,
    },
    model: {
      path: {
        key: `${facts.symbol}.${facts.primaryExchange}`,
        beta: facts.beta,
        ownVolatility: facts.ownVolatility,
        annualDrift: 0.04 + 0.05 * facts.beta,
      },
      calendar: facts.calendar,
      regularOnly: false,
      reference: facts.price,
      ticksPerUnit: facts.ticksPerUnit,
      spreadTicks: facts.spreadTicks,
      carry: 0,
      option: null,
      firstDay: epochDayOf(2004, 1, 2),
      lastDay: NO_EXPIRY_DAY,
      averageVolume: facts.averageVolume,
      averageTradeSize: 160,
      displayedSize: 900,
      lot: 1,
      activity: 0.4,
      hasQuotes: true,
      hasTrades: true,
      shortableShares: facts.averageVolume,
      quoteExchanges: facts.exchanges.slice(1),
    },
  }));
}
