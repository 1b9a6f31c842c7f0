import { describe, expect, it } from 'vitest';
import { contractQuery, makeTestWorld } from '../world-fixture';

const { world, instrument } = makeTestWorld();

describe('instruments besides American stocks, futures and currencies', () => {
  it('are indices of two continents, with trades and without quotes', () => {
    for (const [symbol, exchange, currency] of [
      ['DAX', 'EUREX', 'EUR'],
      ['ES', 'CME', 'USD'],
    ] as const) {
      const index = instrument(symbol, 'IND');
      expect(index).toMatchObject({ exchange, currency, tradable: false });
      expect(world.market.quote(index.conId)).toMatchObject({ bid: null, ask: null });
      expect(world.market.quote(index.conId).last).toBeGreaterThan(1_000);
    }
  });

  it('are cryptocurrencies, with both', () => {
    const bitcoin = instrument('BTC', 'CRYPTO');
    expect(bitcoin).toMatchObject({
      exchange: 'PAXOS',
      currency: 'USD',
      localSymbol: 'BTC.USD',
      tradable: true,
    });
    const { bid, ask, last } = world.market.quote(bitcoin.conId);
    expect(ask).toBeGreaterThan(bid ?? Number.POSITIVE_INFINITY);
    expect(last).toBeGreaterThan(1_000);
  });

  it('are the long options on a fund, one of them under the conId that the world knows it by', () => {
    const december = world.catalogue.find(
      contractQuery({
        symbol: 'SPY',
        secType: 'OPT',
        lastTradeDateOrContractMonth: '20281215',
        right: 'C',
        exchange: 'SMART',
        currency: 'USD',
      }),
    );
    expect(december.length).toBeGreaterThanOrEqual(92);
    const call = december.find(({ strike }) => strike === 750);
    expect(call?.conId).toBe(843_630_132);
    expect(world.catalogue.byConId(843_630_132)).toEqual(call);
  });
});
