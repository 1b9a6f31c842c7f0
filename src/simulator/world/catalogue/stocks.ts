import { epochDayOf } from '../calendar/zone-time';
import type { SimInstrument } from '../world';
import { STOCK_EXCHANGES, STOCK_ORDER_TYPES } from './contract-lists';
import { BASE_INSTRUMENT, type Listing, NO_EXPIRY_DAY } from './listing';
import type { StockRow } from './stock-row';
import { stockRows } from './stock-rows';

/** Market rule of US stocks: one cent. */
const STOCK_MARKET_RULE = 4563;
const QUOTE_EXCHANGES = ['NASDAQ', 'ARCA', 'BATS', 'EDGX', 'NYSE', 'IEX', 'MEMX'];

interface StockFacts {
  readonly conId: number;
  readonly symbol: string;
  readonly longName: string;
  readonly primaryExchange: string;
  readonly tradingClass: string;
  readonly stockType: 'COMMON' | 'ETF';
  readonly isin: string;
  readonly industry: string;
  readonly category: string;
  readonly subcategory: string;
  readonly price: number;
  readonly beta: number;
  readonly ownVolatility: number;
  readonly averageVolume: number;
  readonly activity: number;
}

function factsOf(row: StockRow): StockFacts {
  return {
    conId: row[0],
    symbol: row[1],
    longName: row[2],
    primaryExchange: row[3],
    tradingClass: row[4],
    stockType: row[5],
    isin: row[6],
    industry: row[7],
    category: row[8],
    subcategory: row[9],
    price: row[10],
    beta: row[11],
    ownVolatility: row[12],
    averageVolume: row[13],
    activity: row[14],
  };
}

function instrumentOf(facts: StockFacts): SimInstrument {
  return {
    ...BASE_INSTRUMENT,
    conId: facts.conId,
    symbol: facts.symbol,
    secType: 'STK',
    exchange: 'SMART',
    primaryExchange: facts.primaryExchange,
    localSymbol: facts.symbol,
    tradingClass: facts.tradingClass,
    marketName: facts.tradingClass,
    minTick: 0.01,
    orderTypes: STOCK_ORDER_TYPES,
    validExchanges: STOCK_EXCHANGES,
    longName: facts.longName,
    industry: facts.industry,
    category: facts.category,
    subcategory: facts.subcategory,
    stockType: facts.stockType,
    isin: facts.isin,
    marketRuleIds: STOCK_EXCHANGES.map(() => STOCK_MARKET_RULE),
    aggGroup: 1,
    minSize: 0.0001,
    sizeIncrement: 0.0001,
    suggestedSizeIncrement: 40,
  };
}

/** The path that the index, its future and its fund share. */
export const MARKET_PATH = { key: 'market', beta: 1, ownVolatility: 0, annualDrift: 0.075 } as const;

/** The listed stocks and funds. */
export function stockListings(): readonly Listing[] {
  return stockRows.map(factsOf).map((facts) => ({
    instrument: instrumentOf(facts),
    model: {
      path:
        facts.symbol === 'SPY'
          ? MARKET_PATH
          : {
              key: facts.symbol,
              beta: facts.beta,
              ownVolatility: facts.ownVolatility,
              annualDrift: 0.04 + 0.05 * facts.beta,
            },
      calendar: 'stocks',
      regularOnly: false,
      reference: facts.price,
      ticksPerUnit: 100,
      spreadTicks: Math.max(1, Math.round(facts.price / 250)),
      carry: 0,
      option: null,
      firstDay: epochDayOf(2004, 1, 2),
      lastDay: NO_EXPIRY_DAY,
      averageVolume: facts.averageVolume,
      averageTradeSize: 85,
      displayedSize: facts.stockType === 'ETF' ? 900 : 500,
      lot: 100,
      activity: facts.activity,
      hasQuotes: true,
      hasTrades: true,
      shortableShares: facts.averageVolume,
      quoteExchanges: QUOTE_EXCHANGES,
    },
  }));
}
