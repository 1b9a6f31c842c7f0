import { describe, expect, it } from 'vitest';
import { makeTestWorld, OPEN_MARKET_MS, optionsOn } from '../world-fixture';
import type { ContractQuery, SimInstrument } from '../world';
import { isOptionConId, readConId, seriesConId } from './option-con-id';

const DAY_MS = 86_400_000;

const { world, aapl, instrument } = makeTestWorld();
const { catalogue } = world;
const spx = instrument('SPX', 'IND');
const spy = instrument('SPY', 'STK');

function find(query: Partial<ContractQuery>): readonly SimInstrument[] {
  return optionsOn(world, query);
}

describe('option chains', () => {
  it('are there for shares, a fund and the index, the index in two classes', () => {
    const classes = [aapl, spy, spx].map(({ conId }) =>
      catalogue.optionChains(conId).map(({ tradingClass }) => tradingClass),
    );
    expect(classes).toEqual([['AAPL'], ['SPY'], ['SPX', 'SPXW']]);
    expect(catalogue.optionChains(instrument('KO', 'STK').conId)).toEqual([]);
  });

  it('are there for IBM, whose chain the official samples ask for', () => {
    const [chain, ...others] = catalogue.optionChains(8_314);
    expect(others).toEqual([]);
    expect(chain).toMatchObject({ tradingClass: 'IBM', multiplier: '100' });
    const [option] = find({ symbol: 'IBM', lastTradeDateOrContractMonth: '20261218', right: 'C' });
    expect(option).toMatchObject({ underConId: 8_314, tradingClass: 'IBM' });
    expect(catalogue.byConId(option?.conId ?? 0)).toEqual(option);
  });

  it('have weeklies, monthlies and options of more than a year', () => {
    const [chain] = catalogue.optionChains(aapl.conId);
    const expirations = chain?.expirations ?? [];
    expect(expirations.length).toBeGreaterThanOrEqual(8);
    expect(expirations.slice(0, 3)).toEqual(['20261009', '20261016', '20261023']);
    expect(expirations).toContain('20261218');
    expect(expirations.at(-1)).toBe('20290119');
  });

  it('trade the monthlies of the index for the last time on the day before their opening settles them', () => {
    const [monthly] = find({ symbol: 'SPX', tradingClass: 'SPX', lastTradeDateOrContractMonth: '202610' });
    expect(monthly).toMatchObject({ lastTradeDate: '20261015', realExpirationDate: '20261016' });
    expect(monthly?.localSymbol.startsWith('SPX   261016C')).toBe(true);
    expect(find({ tradingClass: 'SPXW', lastTradeDateOrContractMonth: '20261016' })).toEqual([]);
  });

  it('list all that a query leaves open, and one option when it says everything', () => {
    const chain = find({ symbol: 'AAPL' });
    const month = find({ symbol: 'AAPL', lastTradeDateOrContractMonth: '202610' });
    const calls = find({ symbol: 'AAPL', lastTradeDateOrContractMonth: '202610', right: 'C' });
    expect(new Set(month.map(({ lastTradeDate }) => lastTradeDate)).size).toBe(4);
    expect(calls).toHaveLength(month.length / 2);
    expect(chain.length).toBeGreaterThan(month.length);
    const strike = find({ symbol: 'AAPL', strike: chain[0]?.strike ?? 0, right: 'P' });
    expect(strike.every((one) => one.strike === chain[0]?.strike && one.right === 'P')).toBe(true);
    const [first] = strike;
    expect(find({ localSymbol: first?.localSymbol ?? '' })).toEqual([first]);
    expect(find({ symbol: 'AAPL', strike: 190.01 })).toEqual([]);
    expect(find({ symbol: 'AAPL', lastTradeDateOrContractMonth: '20261010' })).toEqual([]);
    expect(find({ symbol: 'AAPL', exchange: 'LSE' })).toEqual([]);
  });

  it('do not make an option of a symbol alone', () => {
    expect(find({ symbol: 'AAPL', secType: '' })).toEqual([aapl]);
  });

  it('give an option the same conId in every world', () => {
    const calls = find({ symbol: 'AAPL', lastTradeDateOrContractMonth: '20261218', right: 'C' });
    const option = calls[calls.length >> 1];
    const later = makeTestWorld({ startMs: OPEN_MARKET_MS + 7 * DAY_MS, seed: 7 }).world.catalogue;
    expect(later.byConId(option?.conId ?? 0)?.localSymbol).toBe(option?.localSymbol);
  });

  it('know no option under a conId that stands for a strike which is not listed', () => {
    const [option] = find({ symbol: 'AAPL', lastTradeDateOrContractMonth: '20261218' });
    const id = readConId(option?.conId ?? 0, 20_732);
    expect(catalogue.byConId(seriesConId(id.classNumber, id.expiry, 8000, 'C'))).toBeUndefined();
    expect(
      catalogue.byConId(seriesConId(id.classNumber, id.expiry + 1, id.strikeIndex, 'C')),
    ).toBeUndefined();
    expect(catalogue.byConId(seriesConId(19, id.expiry, id.strikeIndex, 'C'))).toBeUndefined();
  });

  it('move on with the days: the expired leave, new weeks come, and what was known stays known', () => {
    const test = makeTestWorld({ speed: 3600 });
    const before = test.world.catalogue.optionChains(aapl.conId)[0]?.expirations ?? [];
    const [expiring] = optionsOn(test.world, {
      symbol: 'AAPL',
      lastTradeDateOrContractMonth: before[0] ?? '',
    });
    test.wall.advance((12 * DAY_MS) / 3600);
    const after = test.world.catalogue.optionChains(aapl.conId)[0]?.expirations ?? [];
    expect(after).not.toContain(before[0]);
    expect(after).toEqual(expect.arrayContaining(before.slice(2)));
    expect(before).not.toContain('20261127');
    expect(after).toContain('20261127');
    expect(test.world.catalogue.byConId(expiring?.conId ?? 0)).toBe(expiring);
  });
});

describe('the conId of an option', () => {
  it('reads back what it was made from, through all classes and years', () => {
    for (const classNumber of [0, 7, 19]) {
      for (const expiry of [10_960, 20_738, 29_220]) {
        for (const right of ['C', 'P'] as const) {
          const conId = seriesConId(classNumber, expiry, 8191, right);
          expect(isOptionConId(conId)).toBe(true);
          expect(conId).toBeLessThan(2 ** 31);
          expect(readConId(conId, expiry - 900)).toEqual({ classNumber, expiry, strikeIndex: 8191, right });
        }
      }
    }
  });
});
