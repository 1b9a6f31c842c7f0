import { epochDayOf } from '../calendar/zone-time';
import type { CalendarKind } from '../prices/price-view';
import { BASE_INSTRUMENT, type Listing, NO_EXPIRY_DAY } from './listing';
import { MARKET_PATH } from './stocks';

/** Level of the S&P 500 on 2 January 2026 in this world. */
export const INDEX_REFERENCE = 6855;

interface IndexFacts {
  readonly conId: number;
  readonly symbol: string;
  readonly longName: string;
  readonly exchange: string;
  readonly currency: string;
  readonly timeZoneId: string;
  readonly calendar: CalendarKind;
  /** Level on 2 January 2026. */
  readonly reference: number;
  readonly path: Listing['model']['path'];
  /** Market events against the busiest stock, 0 to 1. */
  readonly activity: number;
}

const SPX: IndexFacts = {
  conId: 416_904,
  symbol: 'SPX',
  longName: 'S&P 500 Stock Index',
  exchange: 'CBOE',
  currency: 'USD',
  timeZoneId: 'US/Central',
  calendar: 'stocks',
  reference: INDEX_REFERENCE,
  path: MARKET_PATH,
  activity: 0.5,
};

const OTHERS: readonly IndexFacts[] = [
  {
    conId: 825_711,
    symbol: 'DAX',
    longName: 'DAX 40 Index (Deutsche Aktien Xchange 40)',
    exchange: 'EUREX',
    currency: 'EUR',
    timeZoneId: 'MET',
    calendar: 'xetra',
    reference: 24_520,
    path: { key: 'DAX', beta: 0.8, ownVolatility: 0.11, annualDrift: 0.07 },
    activity: 0.3,
  },
  {
    conId: 11_004_968,
    symbol: 'ES',
    longName: 'E-mini S&P 500',
    exchange: 'CME',
    currency: 'USD',
    timeZoneId: 'US/Central',
    calendar: 'stocks',
    reference: INDEX_REFERENCE,
    path: MARKET_PATH,
    activity: 0.3,
  },
];

/** The S&P 500 index. */
export function indexListing(): Listing {
  return listingOf(SPX);
}

/** Indices besides the S&P 500. */
export function moreIndexListings(): readonly Listing[] {
  return OTHERS.map(listingOf);
}

/** An index: bars and ticks of trades, no quotes and no orders. */
function listingOf(facts: IndexFacts): Listing {
  return {
    instrument: {
      ...BASE_INSTRUMENT,
      conId: facts.conId,
      symbol: facts.symbol,
      secType: 'IND',
      exchange: facts.exchange,
      primaryExchange: facts.exchange,
      currency: facts.currency,
      localSymbol: facts.symbol,
      tradingClass: facts.symbol,
      marketName: facts.symbol,
      minTick: 0.01,
      orderTypes: [],
      validExchanges: [facts.exchange],
      longName: facts.longName,
      industry: 'Indices',
      category: 'Broad Range Equity Index',
      subcategory: '*',
      timeZoneId: facts.timeZoneId,
      marketRuleIds: [26],
      aggGroup: 2_147_483_647,
      minSize: 1,
      sizeIncrement: 1,
      suggestedSizeIncrement: 1,
      tradable: false,
    },
    model: {
      path: facts.path,
      calendar: facts.calendar,
      regularOnly: true,
      reference: facts.reference,
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
      activity: facts.activity,
      hasQuotes: false,
      hasTrades: true,
      shortableShares: 0,
      quoteExchanges: [facts.exchange],
    },
  };
}
