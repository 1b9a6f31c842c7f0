import { beforeAll, describe, expect, it } from 'vitest';
import type { SimQuote, World } from '../world';
import { makeTestWorld } from '../world-fixture';
import { scanFilters } from './scan-filters';
import { type ScanQuery, scanMarket } from './scan-market';
import { scanTypes } from './scan-types';

let world: World;

beforeAll(() => {
  world = makeTestWorld().world;
});

function query(changes: Partial<ScanQuery> = {}): ScanQuery {
  return {
    numberOfRows: 50,
    instrument: 'STK',
    locationCodes: ['STK.US.MAJOR'],
    scanCode: 'TOP_PERC_GAIN',
    bounds: [],
    stockTypeFilter: '',
    ...changes,
  };
}

function found(changes: Partial<ScanQuery> = {}) {
  const result = scanMarket(world, query(changes));
  if (!result.ok) throw new Error(result.problem);
  return result.instruments;
}

function valuesOf(scanCode: string, value: (quote: SimQuote) => number): readonly number[] {
  return found({ scanCode }).map(({ conId }) => value(world.market.quote(conId)));
}

const change = ({ last, close }: SimQuote): number => (last ?? 0) / (close ?? 1);

describe('a scan of the simulated market', () => {
  it('ranks by what its code says', () => {
    const gains = valuesOf('TOP_PERC_GAIN', change);
    expect(gains.length).toBeGreaterThan(5);
    expect(gains).toEqual(gains.toSorted((a, b) => b - a));
    expect(valuesOf('TOP_PERC_LOSE', change)).toEqual(gains.toReversed());
    const volumes = valuesOf('MOST_ACTIVE', ({ volume }) => volume);
    expect(volumes).toEqual(volumes.toSorted((a, b) => b - a));
    const heat = valuesOf('HOT_BY_VOLUME', ({ volume, averageVolume }) => volume / averageVolume);
    expect(heat).toEqual(heat.toSorted((a, b) => b - a));
    const gaps = valuesOf('HIGH_OPEN_GAP', ({ open, close }) => (open ?? 0) / (close ?? 1));
    expect(gaps).toEqual(gaps.toSorted((a, b) => b - a));
    const symbols = found({ scanCode: 'ALL_SYMBOLS_ASC' }).map(({ symbol }) => symbol);
    expect(symbols).toEqual(symbols.toSorted());
  });

  it('finds something for every code that needs neither a halt nor the time before the open', () => {
    for (const { code } of scanTypes) {
      const expected = code === 'NOT_OPEN' || code === 'HALTED';
      expect([code, found({ scanCode: code }).length === 0]).toEqual([code, expected]);
    }
  });

  it('gives as many rows as were asked for', () => {
    expect(found({ numberOfRows: 3 })).toEqual(found().slice(0, 3));
  });

  it('keeps within every bound', () => {
    const prices = found()
      .map(({ conId }) => world.market.quote(conId).last ?? 0)
      .toSorted((a, b) => a - b);
    const middle = prices[Math.floor(prices.length / 2)] ?? 0;
    const cheap = found({ bounds: [{ code: 'priceBelow', value: middle }] });
    const dear = found({ bounds: [{ code: 'priceAbove', value: middle }] });
    expect(cheap.every(({ conId }) => (world.market.quote(conId).last ?? 0) <= middle)).toBe(true);
    expect(dear.every(({ conId }) => (world.market.quote(conId).last ?? 0) >= middle)).toBe(true);
    expect(cheap.length).toBeGreaterThan(0);
    expect(dear.length).toBeGreaterThan(0);
    for (const { above, below } of scanFilters) {
      expect([above, found({ bounds: [{ code: above, value: 1e30 }] })]).toEqual([above, []]);
      expect([below, found({ bounds: [{ code: below, value: -1e30 }] })]).toEqual([below, []]);
    }
    expect(found({ bounds: [{ code: 'someOtherFilter', value: 1 }] })).toEqual(found());
  });

  it('looks only where and for what it was asked', () => {
    const nasdaq = found({ locationCodes: ['STK.NASDAQ'] });
    const nyse = found({ locationCodes: ['STK.NYSE'] });
    expect(new Set(nasdaq.map(({ primaryExchange }) => primaryExchange))).toEqual(new Set(['NASDAQ']));
    expect(found({ locationCodes: ['STK.NASDAQ', 'STK.NYSE'] })).toHaveLength(nasdaq.length + nyse.length);
    expect(found({ stockTypeFilter: 'ETF' }).map(({ stockType }) => stockType)).toContain('ETF');
    expect(found({ stockTypeFilter: 'CORP' }).map(({ stockType }) => stockType)).not.toContain('ETF');
    const etfs = found({ instrument: 'ETF.EQ.US', locationCodes: ['ETF.EQ.US'] });
    expect(etfs).toEqual(found({ stockTypeFilter: 'ETF' }));
    const futures = found({ instrument: 'FUT.US', locationCodes: ['FUT.CME'], scanCode: 'MOST_ACTIVE' });
    expect(new Set(futures.map(({ secType }) => secType))).toEqual(new Set(['FUT']));
  });

  it('is empty for what the market has no numbers for, and refused for what TWS does not know', () => {
    expect(found({ scanCode: 'HIGH_PE_RATIO' })).toEqual([]);
    expect(scanMarket(world, query({ scanCode: 'TOP_NONSENSE' }))).toEqual({
      ok: false,
      problem: 'unknown scan code',
    });
    expect(scanMarket(world, query({ instrument: '' }))).toEqual({
      ok: false,
      problem: 'unknown instrument',
    });
    for (const locationCodes of [['STK.EU'], ['STK.US', 'STK.EU'], ['FUT.US'], []]) {
      expect(scanMarket(world, query({ locationCodes }))).toEqual({
        ok: false,
        problem: 'location not configured',
      });
    }
  });
});
