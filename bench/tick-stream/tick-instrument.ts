import type { ContractHours } from '../../src/simulator/wire/messages/reference-messages';
import type { SimInstrument } from '../../src/simulator/world/world';

/** A made-up stock with a thousandth as its tick. */
export function tickInstrument(conId: number): SimInstrument {
  const symbol = `T${conId % 1_000}`;
  return {
    conId,
    symbol,
    secType: 'STK',
    lastTradeDate: '',
    lastTradeTime: '',
    strike: 0,
    right: '',
    exchange: 'SMART',
    primaryExchange: 'NASDAQ',
    currency: 'USD',
    localSymbol: symbol,
    tradingClass: 'NMS',
    marketName: 'NMS',
    multiplier: '',
    minTick: 0.001,
    orderTypes: ['LMT', 'MKT', 'STP'],
    validExchanges: ['SMART', 'NASDAQ'],
    priceMagnifier: 1,
    underConId: 0,
    underSymbol: '',
    underSecType: '',
    longName: `Ticking stock ${symbol}`,
    contractMonth: '',
    industry: '',
    category: '',
    subcategory: '',
    timeZoneId: 'US/Eastern',
    stockType: 'COMMON',
    isin: '',
    marketRuleIds: [26],
    aggGroup: 1,
    minSize: 1,
    sizeIncrement: 1,
    suggestedSizeIncrement: 100,
    tradable: true,
  };
}

/** Hours of a market that never closes. */
export const tickHours: ContractHours = {
  trading: '20261120:0000-20261121:0000',
  liquid: '20261120:0000-20261121:0000',
};
