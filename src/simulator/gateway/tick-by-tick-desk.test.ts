import { type Contract, SecType, TickByTickDataType } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Rig } from '../test-rig';
import type { TickKind } from '../world/prices/tick-history';
import { OPEN_MARKET_MS } from '../world/world-fixture';

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

function past(symbol: string, kind: TickKind, ignoreSize = false) {
  const instrument = rig.world.catalogue.withoutOptions.find((one) => one.symbol === symbol);
  if (instrument === undefined) throw new Error(`${symbol} is not listed`);
  const startMs = OPEN_MARKET_MS + 1;
  return rig.world.ticks.ticks({
    instrument,
    startMs,
    endMs: null,
    count: 1_000,
    kind,
    regularHoursOnly: false,
    ignoreSize,
  });
}

describe('tick by tick', () => {
  it('of trades tells every trade, with and without those that the volume does not count', async () => {
    const client = await rig.connect();
    client.api.reqTickByTickData(61, apple, TickByTickDataType.AllLast, 0, false);
    client.api.reqTickByTickData(62, apple, TickByTickDataType.Last, 0, false);
    await client.settle();
    await rig.passSeconds(client, 10);
    const told = (id: number): readonly (readonly unknown[])[] =>
      client
        .all('tickByTickAllLast')
        .filter(([reqId]) => reqId === id)
        .map(([, type, time, price, size, attributes, exchange]) => [
          type,
          time,
          price,
          size,
          attributes,
          exchange,
        ]);
    const trades = past('AAPL', 'TRADES').filter((tick) => tick.kind === 'trade');
    const asTold = (type: number) => (tick: (typeof trades)[number]) => [
      type,
      String(Math.floor(tick.atMs / 1000)),
      tick.price,
      tick.size,
      { pastLimit: false, unreported: tick.unreported },
      tick.exchange,
    ];
    expect(trades.length).toBeGreaterThan(5);
    expect(told(61)).toEqual(trades.map(asTold(2)));
    expect(told(62)).toEqual(trades.filter((tick) => !tick.unreported).map(asTold(1)));
  });

  it('of quotes tells what the past ticks say afterwards, sizes or not', async () => {
    const client = await rig.connect();
    client.api.reqTickByTickData(63, apple, TickByTickDataType.BidAsk, 0, false);
    client.api.reqTickByTickData(64, apple, TickByTickDataType.BidAsk, 0, true);
    client.api.reqTickByTickData(65, euro, TickByTickDataType.MidPoint, 0, false);
    await client.settle();
    await rig.passSeconds(client, 10);
    const told = (id: number): readonly (readonly unknown[])[] =>
      client
        .all('tickByTickBidAsk')
        .filter(([reqId]) => reqId === id)
        .map((args) => args.slice(2, 6));
    const sides = (ignoreSize: boolean): readonly unknown[] =>
      past('AAPL', 'BID_ASK', ignoreSize)
        .filter((tick) => tick.kind === 'bidAsk')
        .map((tick) => [tick.bid, tick.ask, tick.bidSize, tick.askSize]);
    expect(told(63).length).toBeGreaterThan(5);
    expect(told(63)).toEqual(sides(false));
    expect(told(64)).toEqual(sides(true));
    const middles = client.all('tickByTickMidPoint').map(([, , price]) => price);
    expect(middles.length).toBeGreaterThan(1);
    expect(middles).toEqual(
      past('EUR', 'MIDPOINT').map((tick) => (tick.kind === 'midpoint' ? tick.price : 0)),
    );
  });

  it('begins with past ticks when they are asked for', async () => {
    const client = await rig.connect();
    client.api.reqTickByTickData(66, apple, TickByTickDataType.Last, 20, false);
    const [, ticks, done] = await client.next('historicalTicksLast');
    expect(Array.isArray(ticks) && ticks.length).toBeGreaterThanOrEqual(20);
    expect(done).toBe(true);
    await rig.passSeconds(client, 5);
    const names = client.names().filter((name) => name.includes('ick'));
    expect(names[0]).toBe('historicalTicksLast');
    expect(names).toContain('tickByTickAllLast');
  });

  it('ends when it is cancelled and gives its line back', async () => {
    const client = await rig.connect();
    for (const id of [71, 72, 73]) client.api.reqTickByTickData(id, apple, TickByTickDataType.Last, 0, false);
    for (const id of [71, 72, 73]) client.api.cancelTickByTickData(id);
    client.api.reqTickByTickData(74, euro, TickByTickDataType.BidAsk, 0, false);
    await rig.passSeconds(client, 5);
    expect(client.all('tickByTickAllLast')).toEqual([]);
    expect(client.all('tickByTickBidAsk').length).toBeGreaterThan(0);
    expect(client.all('error')).toEqual([]);
  });

  it('is refused with the words of TWS', async () => {
    const client = await rig.connect();
    const { api } = client;
    api.reqTickByTickData(1, index, TickByTickDataType.Last, 0, false);
    api.reqTickByTickData(2, euro, TickByTickDataType.AllLast, 0, false);
    api.reqTickByTickData(4, apple, TickByTickDataType.Last, 5_000, false);
    api.cancelTickByTickData(5);
    for (const id of [11, 12, 13, 14]) api.reqTickByTickData(id, apple, TickByTickDataType.Last, 0, false);
    api.reqTickByTickData(11, apple, TickByTickDataType.Last, 0, false);
    await client.settle();
    const errors = client
      .all('error')
      .map(([error, code, id]) => [id, code, String(error).replace('Error: ', '')]);
    expect(errors).toEqual([
      [1, 10189, 'Failed to request tick-by-tick data.Last tick-by-tick requests are not supported for SPX.'],
      [
        2,
        10189,
        'Failed to request tick-by-tick data.AllLast tick-by-tick requests are not supported for EUR.',
      ],
      [4, 321, expect.stringContaining('Number of ticks 5000 is not valid')],
      [5, 300, "Can't find EId with tickerId:5"],
      [14, 10190, 'Max number of tick-by-tick requests has been reached.'],
      [11, 322, "Error processing request.-'cE' : cause - Duplicate ticker id"],
    ]);
  });
});
