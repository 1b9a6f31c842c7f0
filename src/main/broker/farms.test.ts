import { describe, expect, it } from 'vitest';
import { farmServes } from './farms';
import type { FarmFacts } from './farms';

function facts(secType: FarmFacts['secType'], primaryExchange: string, currency: string): FarmFacts {
  return { secType, exchange: 'SMART', primaryExchange, currency };
}

const instruments = {
  apple: facts('STK', 'NASDAQ', 'USD'),
  'an option on it': facts('OPT', '', 'USD'),
  'the S&P index': facts('IND', 'CBOE', 'USD'),
  'an E-mini': { ...facts('FUT', '', 'USD'), exchange: 'CME' },
  'a pair': { ...facts('CASH', '', 'USD'), exchange: 'IDEALPRO' },
  'a German stock': facts('STK', 'IBIS', 'EUR'),
  'a dollar fund in London': facts('STK', 'LSEETF', 'USD'),
  'a Eurex future': { ...facts('FUT', '', 'EUR'), exchange: 'EUREX' },
  'a stock in Hong Kong': facts('STK', 'SEHK', 'HKD'),
  'a Canadian stock': facts('STK', 'TSE', 'CAD'),
};

describe('what a farm that is down makes stale', () => {
  it.each([
    ['usfarm', 'market-data', ['apple', 'an option on it', 'the S&P index', 'a Canadian stock']],
    ['usfarm.nj', 'market-data', ['apple', 'an option on it', 'the S&P index', 'a Canadian stock']],
    ['usopt', 'market-data', ['an option on it']],
    ['usfuture', 'market-data', ['an E-mini']],
    ['cashfarm', 'market-data', ['a pair']],
    ['eufarm', 'market-data', ['a German stock', 'a dollar fund in London', 'a Eurex future']],
    ['hfarm', 'market-data', ['a stock in Hong Kong']],
    ['ushmds', 'history', ['apple', 'an option on it', 'the S&P index', 'an E-mini', 'a Canadian stock']],
    ['euhmds', 'history', ['a German stock', 'a dollar fund in London', 'a Eurex future']],
    ['somefarm', 'market-data', Object.keys(instruments)],
    ['', 'market-data', Object.keys(instruments)],
    ['secdefnj', 'definitions', Object.keys(instruments)],
  ] as const)('%s', (farm, kind, served) => {
    const found = Object.entries(instruments).filter(([, instrument]) => farmServes(farm, kind, instrument));
    expect(found.map(([name]) => name)).toEqual(served);
  });

  it('is everything about which nothing is known', () => {
    expect(farmServes('cashfarm', 'market-data', null)).toBe(true);
  });
});
