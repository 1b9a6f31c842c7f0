import type { RatePair } from '../account/currency-rates';
import { epochDayOf } from '../calendar/zone-time';
import type { PathProfile } from '../prices/day-table';
import { CURRENCY_ORDER_TYPES } from './contract-lists';
import { BASE_INSTRUMENT, type Listing, NO_EXPIRY_DAY } from './listing';

interface PairFacts {
  readonly conId: number;
  readonly symbol: string;
  readonly currency: string;
  readonly longName: string;
  /** Price on 2 January 2026. */
  readonly reference: number;
  /** Half pips in one unit: prices move in steps of 0.00005, those in yen of 0.005. */
  readonly ticksPerUnit: 20_000 | 200;
  readonly path: PathProfile;
  readonly activity: number;
}

const PAIRS: readonly PairFacts[] = [
  pair(12_087_792, 'EUR', 'USD', 'European Monetary Union Euro', 1.1725, 0.075, 0.6),
  pair(12_087_797, 'GBP', 'USD', 'British pound', 1.346, 0.085, 0.5),
  pair(14_433_401, 'AUD', 'USD', 'Australian dollar', 0.667, 0.1, 0.4),
  pair(15_016_059, 'USD', 'JPY', 'US Dollar', 156.8, 0.095, 0.6),
  pair(12_087_820, 'USD', 'CHF', 'US Dollar', 0.7925, 0.08, 0.4),
  pair(15_016_062, 'USD', 'CAD', 'US Dollar', 1.3715, 0.065, 0.4),
];

/** Pairs without the dollar. Each moves as the first of the two pairs in dollars does against the second. */
const CROSS_PAIRS: readonly PairFacts[] = [
  crossPair(12_087_807, pairOf('EUR'), pairOf('GBP'), 'European Monetary Union Euro', 0.5),
];

function pair(
  conId: number,
  symbol: string,
  currency: string,
  longName: string,
  reference: number,
  ownVolatility: number,
  activity: number,
): PairFacts {
  const ticksPerUnit = currency === 'JPY' ? 200 : 20_000;
  const path = { key: `${symbol}.${currency}`, beta: 0, ownVolatility, annualDrift: 0 };
  return { conId, symbol, currency, longName, reference, ticksPerUnit, path, activity };
}

function pairOf(symbol: string): PairFacts {
  const found = PAIRS.find((facts) => facts.symbol === symbol);
  if (found === undefined) throw new RangeError(`no pair prices ${symbol}`);
  return found;
}

function crossPair(
  conId: number,
  first: PairFacts,
  second: PairFacts,
  longName: string,
  activity: number,
): PairFacts {
  const path = {
    key: `${first.symbol}.${second.symbol}`,
    beta: 0,
    ownVolatility: Math.hypot(first.path.ownVolatility, second.path.ownVolatility),
    annualDrift: 0,
    quotientOf: [first.path, second.path],
  } as const;
  return {
    conId,
    symbol: first.symbol,
    currency: second.symbol,
    longName,
    reference: first.reference / second.reference,
    ticksPerUnit: 20_000,
    path,
    activity,
  };
}

/** The currency pairs of IDEALPRO: quotes, no trades. */
export function currencyListings(): readonly Listing[] {
  return [...PAIRS, ...CROSS_PAIRS].map(currencyListing);
}

/** The pair that prices each listed currency in US dollars, for the account's exchange rates. */
export function currencyPairs(): ReadonlyMap<string, RatePair> {
  const pairs = new Map<string, RatePair>();
  for (const { conId, symbol, currency } of PAIRS) {
    const inverse = currency !== 'USD';
    pairs.set(inverse ? currency : symbol, { conId, inverse });
  }
  return pairs;
}

function currencyListing(facts: PairFacts): Listing {
  const name = `${facts.symbol}.${facts.currency}`;
  return {
    instrument: {
      ...BASE_INSTRUMENT,
      conId: facts.conId,
      symbol: facts.symbol,
      secType: 'CASH',
      exchange: 'IDEALPRO',
      primaryExchange: '',
      currency: facts.currency,
      localSymbol: name,
      tradingClass: name,
      marketName: name,
      minTick: 1 / facts.ticksPerUnit,
      orderTypes: CURRENCY_ORDER_TYPES,
      validExchanges: ['IDEALPRO'],
      longName: facts.longName,
      marketRuleIds: [facts.currency === 'JPY' ? 240 : 239],
      aggGroup: 4,
      minSize: 1,
      sizeIncrement: 1,
      suggestedSizeIncrement: 1,
    },
    model: {
      path: facts.path,
      calendar: 'currencies',
      regularOnly: false,
      reference: facts.reference,
      ticksPerUnit: facts.ticksPerUnit,
      spreadTicks: 1,
      carry: 0,
      option: null,
      firstDay: epochDayOf(2005, 1, 3),
      lastDay: NO_EXPIRY_DAY,
      averageVolume: 0,
      averageTradeSize: 1,
      displayedSize: 3_000_000,
      lot: 500_000,
      activity: facts.activity,
      hasQuotes: true,
      hasTrades: false,
      shortableShares: 0,
      quoteExchanges: ['IDEALPRO'],
    },
  };
}
