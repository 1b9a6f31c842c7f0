import { describe, expect, it } from 'vitest';
import { CLOSED_MARKET_MS, contractQuery, makeTestWorld, OPEN_MARKET_MS } from '../world-fixture';
import { holidaysOf, thirdFriday } from './holidays';
import { dateText, epochDayOf, momentOf, offsetOfDay } from './zone-time';

const { world, aapl, instrument } = makeTestWorld();
const { catalogue } = world;

describe('holidays', () => {
  it('lists the days on which the New York Stock Exchange was closed in 2024', () => {
    expect(holidaysOf('stocks', 2024).map(dateText).sort()).toEqual([
      '20240101',
      '20240115',
      '20240219',
      '20240329',
      '20240527',
      '20240619',
      '20240704',
      '20240902',
      '20241128',
      '20241225',
    ]);
  });

  it('keeps Saturday holidays on Friday and Sunday holidays on Monday', () => {
    expect(holidaysOf('stocks', 2026).map(dateText)).toContain('20260703');
    expect(holidaysOf('stocks', 2022).map(dateText)).toContain('20221226');
    expect(holidaysOf('stocks', 2022).map(dateText)).not.toContain('20211231');
  });

  it('finds third Fridays', () => {
    expect(dateText(thirdFriday(2026, 12))).toBe('20261218');
  });
});

describe('zones', () => {
  it('follows daylight saving time', () => {
    expect(offsetOfDay('America/New_York', epochDayOf(2026, 3, 6))).toBe(-5 * 3_600_000);
    expect(offsetOfDay('America/New_York', epochDayOf(2026, 3, 9))).toBe(-4 * 3_600_000);
    expect(new Date(momentOf('America/New_York', epochDayOf(2026, 11, 2), 570)).toISOString()).toBe(
      '2026-11-02T14:30:00.000Z',
    );
  });
});

describe('hours', () => {
  it('writes the hours of a stock as a Gateway does', () => {
    expect(catalogue.hoursText(aapl, CLOSED_MARKET_MS, 6, false)).toBe(
      '20261003:CLOSED;20261004:CLOSED;20261005:0400-20261005:2000;20261006:0400-20261006:2000;' +
        '20261007:0400-20261007:2000;20261008:0400-20261008:2000',
    );
    expect(catalogue.hoursText(aapl, CLOSED_MARKET_MS, 3, true)).toBe(
      '20261003:CLOSED;20261004:CLOSED;20261005:0930-20261005:1600',
    );
  });

  it('lists the Sunday evening of a future with its Monday', () => {
    expect(catalogue.hoursText(instrument('ES', 'FUT'), CLOSED_MARKET_MS, 3, false)).toBe(
      '20261003:CLOSED;20261004:1700-20261005:1600',
    );
  });

  it('finds the session of a moment and the next one over a weekend', () => {
    expect(catalogue.sessionAt(aapl, OPEN_MARKET_MS, true)).toEqual({
      startMs: Date.UTC(2026, 9, 7, 13, 30),
      endMs: Date.UTC(2026, 9, 7, 20),
    });
    expect(catalogue.sessionAt(aapl, CLOSED_MARKET_MS, false)).toBeUndefined();
    expect(catalogue.nextSession(aapl, CLOSED_MARKET_MS, true).startMs).toBe(Date.UTC(2026, 9, 5, 13, 30));
  });

  it('closes futures for an hour each day', () => {
    const es = instrument('ES', 'FUT');
    expect(catalogue.sessionAt(es, Date.UTC(2026, 9, 7, 21, 30), false)).toBeUndefined();
    expect(catalogue.sessionAt(es, Date.UTC(2026, 9, 7, 22, 30), false)).toBeDefined();
  });
});

describe('catalogue', () => {
  it('matches every field that a query fills in', () => {
    expect(catalogue.find(contractQuery({ symbol: 'aapl', secType: 'STK', exchange: 'SMART' }))).toEqual([
      aapl,
    ]);
    expect(catalogue.find(contractQuery({ conId: 265598, currency: 'CHF' }))).toEqual([]);
    const calls = catalogue.find(contractQuery({ symbol: 'AAPL', secType: 'OPT', right: 'CALL' }));
    expect(new Set(calls.map((one) => one.lastTradeDate)).size).toBeGreaterThanOrEqual(8);
    expect(calls.every((one) => one.right === 'C' && one.tradingClass === 'AAPL')).toBe(true);
    const december = catalogue.find(contractQuery({ symbol: 'ES', lastTradeDateOrContractMonth: '202612' }));
    expect(december.map((one) => one.localSymbol)).toEqual(['ESZ6']);
  });

  it('has a conId for each instrument', () => {
    expect(new Set(catalogue.all.map((one) => one.conId)).size).toBe(catalogue.all.length);
  });

  it('searches by symbol first, then by name, without derivatives', () => {
    expect(catalogue.search('apple')).toEqual([aapl]);
    expect(catalogue.search('S').every((one) => one.secType !== 'OPT' && one.secType !== 'FUT')).toBe(true);
    expect(catalogue.search('spy')[0]?.symbol).toBe('SPY');
  });
});
