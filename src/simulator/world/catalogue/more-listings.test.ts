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

  it('are the stocks of the samples that come with the official clients, by their conIds', () => {
    for (const [symbol, conId, primaryExchange, currency] of [
      ['IBM', 8_314, 'NYSE', 'USD'],
      ['MCD', 9_408, 'NYSE', 'USD'],
      ['IBKR', 43_645_865, 'NASDAQ', 'USD'],
      ['BMW', 14_094, 'IBIS', 'EUR'],
    ] as const) {
      expect(instrument(symbol, 'STK')).toMatchObject({ conId, primaryExchange, currency });
    }
    // The tests of ib_insync ask for it.
    expect(instrument('MMM', 'STK')).toMatchObject({ primaryExchange: 'NYSE', currency: 'USD' });
    expect(instrument('NOKIA', 'STK')).toMatchObject({ primaryExchange: 'HEX', currency: 'EUR' });
  });

  it('trade in Helsinki while Frankfurt trades, told in the time of Helsinki', () => {
    const [bmw, nokia] = [instrument('BMW', 'STK'), instrument('NOKIA', 'STK')];
    const { catalogue, clock } = world;
    expect(catalogue.hoursText(bmw, clock.nowMs(), 1, true)).toBe('20261007:0900-20261007:1730');
    expect(catalogue.hoursText(nokia, clock.nowMs(), 1, true)).toBe('20261007:1000-20261007:1830');
  });

  it('are a cross pair that ends each day where its two pairs in dollars do', () => {
    const [cross] = world.catalogue.find(
      contractQuery({ symbol: 'EUR', secType: 'CASH', exchange: 'IDEALPRO', currency: 'GBP' }),
    );
    expect(cross).toMatchObject({ conId: 12_087_807, localSymbol: 'EUR.GBP', minTick: 0.00005 });
    const [crossDays, euroDays, poundDays] = [12_087_807, 12_087_792, 12_087_797].map(dailyCloses);
    expect(crossDays).toHaveLength(20);
    crossDays?.forEach((close, day) => {
      const quotient = (euroDays?.[day] ?? 0) / (poundDays?.[day] ?? 0);
      // Each of the three is rounded to its own price step: together they are less than two steps apart.
      expect(Math.abs(close - quotient)).toBeLessThan(2 * 0.00005);
    });
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

/** The midpoints at which the last twenty whole days ended. */
function dailyCloses(conId: number): readonly number[] {
  const pair = world.catalogue.byConId(conId);
  if (pair === undefined) throw new Error(`${String(conId)} is not listed`);
  const bars = world.history.bars({
    instrument: pair,
    endMs: world.clock.nowMs(),
    duration: '21 D',
    barSize: '1 day',
    whatToShow: 'MIDPOINT',
    regularHoursOnly: true,
  });
  return bars.slice(-21, -1).map(({ close }) => close);
}
