import { epochDayOf } from '../calendar/zone-time';
import { CURRENCY_ORDER_TYPES } from './contract-lists';
import { BASE_INSTRUMENT, type Listing, NO_EXPIRY_DAY } from './listing';

interface CryptoFacts {
  readonly conId: number;
  readonly symbol: string;
  readonly longName: string;
  /** Price on 2 January 2026, and ticks in one dollar of it. */
  readonly reference: number;
  readonly ticksPerUnit: number;
  readonly ownVolatility: number;
  /** Units of the coin. */
  readonly averageVolume: number;
}

const COINS: readonly CryptoFacts[] = [
  {
    conId: 479_624_278,
    symbol: 'BTC',
    longName: 'Bitcoin',
    reference: 89_500,
    ticksPerUnit: 4,
    ownVolatility: 0.42,
    averageVolume: 2_500,
  },
  {
    conId: 495_759_171,
    symbol: 'ETH',
    longName: 'Ethereum',
    reference: 3_050,
    ticksPerUnit: 100,
    ownVolatility: 0.58,
    averageVolume: 30_000,
  },
];

/** Cryptocurrencies as PAXOS trades them, in dollars; here they keep the hours of the currency market. */
export function cryptocurrencyListings(): readonly Listing[] {
  return COINS.map((facts) => ({
    instrument: {
      ...BASE_INSTRUMENT,
      conId: facts.conId,
      symbol: facts.symbol,
      secType: 'CRYPTO',
      exchange: 'PAXOS',
      primaryExchange: '',
      localSymbol: `${facts.symbol}.USD`,
      tradingClass: facts.symbol,
      marketName: facts.symbol,
      minTick: 1 / facts.ticksPerUnit,
      orderTypes: CURRENCY_ORDER_TYPES,
      validExchanges: ['PAXOS'],
      longName: facts.longName,
      marketRuleIds: [facts.ticksPerUnit === 4 ? 67 : 26],
      aggGroup: 2_147_483_647,
      minSize: 0.000_1,
      sizeIncrement: 0.000_1,
      suggestedSizeIncrement: 0.000_1,
    },
    model: {
      path: { key: `${facts.symbol}.USD`, beta: 1.1, ownVolatility: facts.ownVolatility, annualDrift: 0.08 },
      calendar: 'currencies',
      regularOnly: false,
      reference: facts.reference,
      ticksPerUnit: facts.ticksPerUnit,
      spreadTicks: Math.max(1, Math.round((facts.reference * facts.ticksPerUnit) / 10_000)),
      carry: 0,
      option: null,
      firstDay: epochDayOf(2021, 9, 13),
      lastDay: NO_EXPIRY_DAY,
      averageVolume: facts.averageVolume,
      averageTradeSize: 1,
      displayedSize: 3,
      lot: 1,
      activity: 0.4,
      hasQuotes: true,
      hasTrades: true,
      shortableShares: 0,
      quoteExchanges: ['PAXOS'],
    },
  }));
}
