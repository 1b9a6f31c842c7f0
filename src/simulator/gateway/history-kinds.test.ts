import { BarSizeSetting, type Contract, SecType, WhatToShow } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Rig } from '../test-rig';
import { OPEN_MARKET_MS } from '../world/world-fixture';
import type { TestClient } from './test-client';

const apple: Contract = { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };
const euro: Contract = { symbol: 'EUR', secType: SecType.CASH, exchange: 'IDEALPRO', currency: 'USD' };
const index: Contract = { symbol: 'SPX', secType: SecType.IND, exchange: 'CBOE', currency: 'USD' };

let rig: Rig;

beforeEach(async () => {
  rig = await Rig.start(OPEN_MARKET_MS);
});

afterEach(async () => {
  await rig.stop();
});

interface Bar {
  readonly time: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

interface Query {
  readonly contract?: Contract;
  readonly end?: string;
  readonly duration?: string;
  readonly barSize?: BarSizeSetting;
  readonly keepUpToDate?: boolean;
}

function ask(client: TestClient, reqId: number, whatToShow: WhatToShow, query: Query = {}): void {
  const { contract = apple, end = '', duration = '1 D', barSize = BarSizeSetting.MINUTES_FIVE } = query;
  const follow = query.keepUpToDate ?? false;
  client.api.reqHistoricalData(reqId, contract, end, duration, barSize, whatToShow, 1, 1, follow);
}

async function bars(client: TestClient, reqId: number): Promise<readonly Bar[]> {
  const own = ([id]: readonly unknown[]): boolean => id === reqId;
  await client.next('historicalData', (args) => own(args) && String(args[1]).startsWith('finished'));
  return client
    .all('historicalData')
    .filter((args) => own(args) && !String(args[1]).startsWith('finished'))
    .map(([, time, open, high, low, close]) => ({
      time: String(time),
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
    }));
}

describe('historical data', () => {
  it.each(Object.values(BarSizeSetting))('come in bars of %s', async (barSize) => {
    const client = await rig.connect();
    const duration = barSize.includes('sec') ? '600 S' : /day|week|month|[WM]$/.test(barSize) ? '1 Y' : '5 D';
    ask(client, 1, WhatToShow.TRADES, { barSize, duration });
    const list = await bars(client, 1);
    expect(list.length).toBeGreaterThan(2);
    for (const bar of list) {
      expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
      expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
    }
  });

  it('of bid and ask hold the mean bid, the highest ask, the lowest bid and the mean ask', async () => {
    const client = await rig.connect();
    for (const [index, kind] of [WhatToShow.BID_ASK, WhatToShow.BID, WhatToShow.ASK].entries())
      ask(client, index, kind);
    const [both, bids, asks] = await Promise.all([bars(client, 0), bars(client, 1), bars(client, 2)]);
    expect(both.length).toBeGreaterThan(5);
    for (const [index, bar] of both.entries()) {
      const [bid, offer] = [bids[index], asks[index]];
      expect([bar.low, bar.high]).toEqual([bid?.low, offer?.high]);
      expect(bar.open).toBeGreaterThanOrEqual(bid?.low ?? Number.NaN);
      expect(bar.open).toBeLessThanOrEqual(bid?.high ?? Number.NaN);
      expect(bar.close).toBeGreaterThan(bar.open);
    }
  });

  it('have the volatility and the borrowing fee of a stock', async () => {
    const client = await rig.connect();
    ask(client, 1, WhatToShow.HISTORICAL_VOLATILITY, { barSize: BarSizeSetting.DAYS_ONE, duration: '5 D' });
    // The library has no name for FEE_RATE; other clients ask for it.
    const instrument = rig.world.catalogue.byConId(265598);
    if (instrument === undefined) throw new Error('AAPL is not listed');
    const query = {
      instrument,
      endMs: OPEN_MARKET_MS,
      duration: '5 D',
      barSize: '1 day',
      regularHoursOnly: true,
    } as const;
    const fees = rig.world.history.bars({ ...query, whatToShow: 'FEE_RATE' });
    for (const list of [await bars(client, 1), fees]) {
      expect(list).toHaveLength(5);
      expect(list.every(({ close }) => close > 0 && close < 3)).toBe(true);
    }
  });

  it('date weeks and months by their last day of trading', async () => {
    const client = await rig.connect();
    ask(client, 1, WhatToShow.TRADES, { barSize: BarSizeSetting.WEEKS_ONE, duration: '1 M' });
    ask(client, 2, WhatToShow.TRADES, { barSize: BarSizeSetting.MONTHS_ONE, duration: '1 Y' });
    const weeks = (await bars(client, 1)).map(({ time }) => time);
    // 7 October 2026 is a Wednesday: the last week has its days so far.
    expect(weeks.slice(-3)).toEqual(['20260925', '20261002', '20261007']);
    const months = (await bars(client, 2)).map(({ time }) => time);
    expect(months.slice(-2)).toEqual(['20260930', '20261007']);
  });

  it('date the days of an index in Chicago as those of the stocks in New York', async () => {
    const client = await rig.connect();
    const days = { barSize: BarSizeSetting.DAYS_ONE, duration: '5 D' };
    ask(client, 1, WhatToShow.TRADES, days);
    ask(client, 2, WhatToShow.TRADES, { ...days, contract: index });
    ask(client, 3, WhatToShow.TRADES, {
      contract: index,
      barSize: BarSizeSetting.WEEKS_ONE,
      duration: '1 M',
    });
    const stock = (await bars(client, 1)).map(({ time }) => time);
    expect(stock).toEqual(['20261001', '20261002', '20261005', '20261006', '20261007']);
    expect((await bars(client, 2)).map(({ time }) => time)).toEqual(stock);
    const weeks = (await bars(client, 3)).map(({ time }) => time);
    expect(weeks.slice(-3)).toEqual(['20260925', '20261002', '20261007']);
  });

  it('of a continuous future are those of the contract that expires next, and end now', async () => {
    const client = await rig.connect();
    const future: Contract = { symbol: 'ES', secType: SecType.FUT, exchange: 'CME', currency: 'USD' };
    const front = { ...future, lastTradeDateOrContractMonth: '202612' };
    // The library has no name for the security type of a continuous future.
    const continuous = { ...future, secType: 'CONTFUT' as SecType };
    ask(client, 1, WhatToShow.TRADES, { contract: front });
    ask(client, 2, WhatToShow.TRADES, { contract: continuous });
    expect(await bars(client, 2)).toEqual(await bars(client, 1));
    client.api.reqHeadTimestamp(3, front, WhatToShow.TRADES, true, 1);
    client.api.reqHeadTimestamp(4, continuous, WhatToShow.TRADES, true, 1);
    const [, head] = await client.next('headTimestamp', ([id]) => id === 3);
    expect((await client.next('headTimestamp', ([id]) => id === 4))[1]).toBe(head);
    ask(client, 5, WhatToShow.TRADES, { contract: continuous, end: '20261006-20:00:00' });
    expect((await client.code(10339))[2]).toBe(5);
    ask(client, 6, WhatToShow.TRADES, { contract: { ...continuous, symbol: 'NOPE' } });
    expect((await client.code(200))[2]).toBe(6);
  });

  it('are refused with the codes of TWS', async () => {
    const client = await rig.connect();
    ask(client, 1, WhatToShow.AGGTRADES);
    ask(client, 2, WhatToShow.TRADES, { contract: euro });
    ask(client, 3, WhatToShow.TRADES, { duration: '90000 S' });
    ask(client, 4, WhatToShow.TRADES, { duration: '60 W', barSize: BarSizeSetting.DAYS_ONE });
    ask(client, 5, WhatToShow.ADJUSTED_LAST, { end: '20261006-20:00:00' });
    ask(client, 6, WhatToShow.TRADES, { duration: '2 D', barSize: BarSizeSetting.SECONDS_ONE });
    ask(client, 7, WhatToShow.BID_ASK, { keepUpToDate: true });
    ask(client, 8, WhatToShow.YIELD_BID);
    client.api.cancelHistoricalData(9);
    await client.settle();
    expect(client.all('error').map(([, code, id]) => [id, code])).toEqual([
      [1, 10299],
      [2, 162],
      [3, 321],
      [4, 321],
      [5, 321],
      [6, 162],
      [7, 321],
      [8, 321],
      [9, 366],
    ]);
    const [text] = await client.next('error', (args) => args[2] === 2);
    expect(String(text)).toContain('No historical market data for EUR/CASH@IDEALPRO Last 5m');
  });

  it('say that a query that was kept up to date is cancelled', async () => {
    const client = await rig.connect();
    ask(client, 1, WhatToShow.TRADES, { keepUpToDate: true });
    client.api.cancelHistoricalData(1);
    const [text] = await client.code(162);
    expect(String(text)).toContain('API historical data query cancelled: 1');
  });

  it('hold the schedule of the exchange', async () => {
    const client = await rig.connect();
    const days = { barSize: BarSizeSetting.DAYS_ONE, duration: '5 D' };
    ask(client, 1, WhatToShow.SCHEDULE, days);
    const [, start, end, zone, sessions] = await client.next('historicalSchedule');
    expect([start, end, zone]).toEqual(['20261001-09:30:00', '20261007-16:00:00', 'US/Eastern']);
    expect(sessions).toHaveLength(5);
    expect(sessions).toContainEqual({
      startDateTime: '20261005-09:30:00',
      endDateTime: '20261005-16:00:00',
      refDate: '20261005',
    });
    ask(client, 2, WhatToShow.SCHEDULE, { ...days, contract: euro });
    const [, from] = await client.next('historicalSchedule', ([id]) => id === 2);
    expect(from).toMatch(/-17:15:00$/);
    ask(client, 3, WhatToShow.SCHEDULE);
    expect((await client.code(321))[2]).toBe(3);
  });
});
