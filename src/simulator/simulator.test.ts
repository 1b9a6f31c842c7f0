import {
  BarSizeSetting,
  type Contract,
  IBApiTickType,
  OptionType,
  OrderAction,
  OrderType,
  SecType,
  TimeInForce,
  WhatToShow,
} from '@stoqey/ib';
import { afterEach, describe, expect, it } from 'vitest';
import type { TestClient } from './gateway/test-client';
import { MONDAY_MORNING, Rig } from './test-rig';

/** The night from Saturday to Sunday, when the recorded frames were taken. */
const SATURDAY_NIGHT = Date.UTC(2026, 9, 4, 3, 50);

const stock: Contract = { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };

const limitOrder = {
  action: OrderAction.BUY,
  totalQuantity: 100,
  orderType: OrderType.LMT,
  tif: TimeInForce.DAY,
  transmit: true,
};

let rig: Rig | undefined;

async function start(startMs = MONDAY_MORNING, options: Parameters<typeof Rig.start>[1] = {}): Promise<Rig> {
  rig = await Rig.start(startMs, options);
  return rig;
}

afterEach(async () => {
  await rig?.stop();
  rig = undefined;
});

/** The price of a tick type of a market data line. */
async function price(client: TestClient, reqId: number, type: number): Promise<number> {
  const [, , value] = await client.next('tickPrice', (args) => args[0] === reqId && args[1] === type);
  return Number(value);
}

function isStatus(orderId: number, status: string): (args: readonly unknown[]) => boolean {
  return (args) => args[0] === orderId && args[1] === status;
}

describe('the simulator as a client sees it', () => {
  it('knows its instruments, by search, by name and by option chain', async () => {
    const client = await (await start()).connect();
    client.api.reqMatchingSymbols(1, 'apple');
    const [, found] = await client.next('symbolSamples');
    expect(found).toMatchObject([
      { contract: { symbol: 'AAPL', secType: 'STK' }, derivativeSecTypes: ['OPT'] },
    ]);
    client.api.reqSecDefOptParams(2, 'AAPL', '', SecType.STK, 265598);
    await client.next('securityDefinitionOptionParameterEnd');
    const [, exchange, , , multiplier, expirations, strikes] =
      client.all('securityDefinitionOptionParameter')[0] ?? [];
    expect([exchange, multiplier]).toEqual(['SMART', 100]);
    const [lastTradeDateOrContractMonth] = expirations as string[];
    const [strike] = strikes as number[];
    client.api.reqContractDetails(3, {
      ...stock,
      secType: SecType.OPT,
      right: OptionType.Call,
      ...(lastTradeDateOrContractMonth === undefined ? {} : { lastTradeDateOrContractMonth }),
      ...(strike === undefined ? {} : { strike }),
    });
    await client.next('contractDetailsEnd');
    expect(client.all('contractDetails')).toHaveLength(1);
  });

  it('has one price path for quotes and bars', async () => {
    const rig = await start();
    const client = await rig.connect();
    client.api.reqMktData(1, stock, '233', false, false);
    await rig.until(client.next('tickString', ([, type]) => type === IBApiTickType.RT_VOLUME));
    await client.settle();
    const last = client
      .all('tickPrice')
      .filter(([, type]) => type === IBApiTickType.LAST)
      .at(-1)?.[2];
    client.api.reqHistoricalData(
      2,
      stock,
      '',
      '3600 S',
      BarSizeSetting.MINUTES_ONE,
      WhatToShow.TRADES,
      1,
      2,
      false,
    );
    await client.next('historicalData', ([, time]) => String(time).startsWith('finished'));
    const bars = client.all('historicalData').slice(0, -1);
    expect(bars.length).toBeGreaterThanOrEqual(60);
    expect(bars.at(-1)?.[5]).toBe(last);
  });

  it('quotes an index by its last price and a currency pair by bid and ask', async () => {
    const rig = await start();
    const client = await rig.connect();
    client.api.reqMktData(
      1,
      { symbol: 'SPX', secType: SecType.IND, exchange: 'CBOE', currency: 'USD' },
      '',
      false,
      false,
    );
    client.api.reqMktData(
      2,
      { symbol: 'EUR', secType: SecType.CASH, exchange: 'IDEALPRO', currency: 'USD' },
      '',
      true,
      false,
    );
    await client.next('tickSnapshotEnd');
    await client.settle();
    const types = (reqId: number): ReadonlySet<unknown> =>
      new Set(
        client
          .all('tickPrice')
          .filter(([id]) => id === reqId)
          .map(([, type]) => type),
      );
    expect(types(1).has(IBApiTickType.LAST)).toBe(true);
    expect(types(1).has(IBApiTickType.BID)).toBe(false);
    expect(types(2).has(IBApiTickType.LAST)).toBe(false);
    expect(types(2)).toEqual(new Set([...types(2), IBApiTickType.BID, IBApiTickType.ASK]));
  });

  it('sends a real time bar every five seconds, each as history has it', async () => {
    const rig = await start();
    const client = await rig.connect();
    client.api.reqRealTimeBars(1, stock, 5, WhatToShow.TRADES, false);
    await rig.until(client.next('realtimeBar', ([, time]) => time === MONDAY_MORNING / 1000 + 5));
    client.api.cancelRealTimeBars(1);
    const [, time, ...prices] = client.all('realtimeBar')[0] ?? [];
    expect(time).toBe(MONDAY_MORNING / 1000);
    client.api.reqHistoricalData(
      2,
      stock,
      '',
      '60 S',
      BarSizeSetting.SECONDS_FIVE,
      WhatToShow.TRADES,
      0,
      2,
      false,
    );
    await client.next('historicalData', ([, at]) => String(at).startsWith('finished'));
    const bar = client.all('historicalData').find(([, at]) => at === String(time));
    expect(prices.slice(0, 4)).toEqual(bar?.slice(2, 6));
  });

  it('tells the last state of each bar that it keeps up to date', async () => {
    const rig = await start();
    const client = await rig.connect();
    client.api.reqHistoricalData(
      3,
      stock,
      '',
      '60 S',
      BarSizeSetting.SECONDS_FIVE,
      WhatToShow.TRADES,
      1,
      2,
      true,
    );
    const second = String(MONDAY_MORNING / 1000 + 10);
    await rig.until(client.next('historicalDataUpdate', ([, time]) => time === second));
    const updates = new Map(client.all('historicalDataUpdate').map(([, time, ...values]) => [time, values]));
    client.api.cancelHistoricalData(3);
    client.api.reqHistoricalData(
      4,
      stock,
      '',
      '60 S',
      BarSizeSetting.SECONDS_FIVE,
      WhatToShow.TRADES,
      1,
      2,
      false,
    );
    await client.next(
      'historicalData',
      ([reqId, time]) => reqId === 4 && String(time).startsWith('finished'),
    );
    for (const offset of [0, 5]) {
      const time = String(MONDAY_MORNING / 1000 + offset);
      const [, , ...values] =
        client.all('historicalData').find(([reqId, at]) => reqId === 4 && at === time) ?? [];
      expect(updates.get(time)).toEqual(values.slice(0, 7));
    }
  });

  it('shows delayed data as they were a quarter of an hour ago', async () => {
    const rig = await start(MONDAY_MORNING, { marketData: 'delayed' });
    const client = await rig.connect();
    const end = '20261005 10:15:00 US/Eastern';
    client.api.reqHistoricalData(
      3,
      stock,
      end,
      '60 S',
      BarSizeSetting.SECONDS_ONE,
      WhatToShow.TRADES,
      0,
      2,
      false,
    );
    await client.next('historicalData', ([, time]) => String(time).startsWith('finished'));
    const then = client.all('historicalData').at(-2)?.[5];
    client.api.reqMarketDataType(3);
    client.api.reqMktData(4, stock, '', false, false);
    expect(await price(client, 4, IBApiTickType.DELAYED_LAST)).toBe(then);
    expect(await client.next('marketDataType')).toEqual([4, 3]);
  });

  it('fills a market order: execution, status, commission, position, account and profit', async () => {
    const rig = await start();
    const client = await rig.connect();
    client.api.reqPositions();
    client.api.reqAccountUpdates(true, '');
    client.api.reqPnLSingle(5, 'DU1234567', '', 265598);
    await client.next('accountDownloadEnd');
    client.api.placeOrder(1, stock, { ...limitOrder, orderType: OrderType.MKT });
    await rig.until(client.next('orderStatus', isStatus(1, 'Filled')));
    await rig.until(client.next('commissionReport'));
    const names = client.names();
    expect(names.indexOf('execDetails')).toBeGreaterThan(names.indexOf('openOrder'));
    expect(names.lastIndexOf('commissionReport')).toBeGreaterThan(names.indexOf('execDetails'));
    await client.next('position', ([, , position]) => position === 100);
    await client.next('updatePortfolio', ([, position]) => position === 100);
    await rig.until(client.next('pnlSingle', ([, position]) => position === 100));
    client.api.reqExecutions(6, {});
    await client.next('execDetailsEnd');
    const shares = client.all('execDetails').filter(([id]) => id === 6);
    expect(shares.reduce((sum, [, , execution]) => sum + (execution as { shares: number }).shares, 0)).toBe(
      100,
    );
    client.api.reqCompletedOrders(false);
    const [, , state] = await client.next('completedOrder');
    expect(state).toMatchObject({ status: 'Filled', completedStatus: 'Filled Size: 100' });
  });

  it('fills a large order in parts', async () => {
    const rig = await start();
    const client = await rig.connect();
    client.api.reqMktData(1, stock, '', false, false);
    const ask = await rig.until(price(client, 1, IBApiTickType.ASK));
    client.api.placeOrder(1, stock, { ...limitOrder, totalQuantity: 3_000, lmtPrice: ask });
    const partly = await rig.until(client.next('orderStatus', ([, , filled]) => Number(filled) > 0));
    expect(partly.slice(0, 2)).toEqual([1, 'Submitted']);
    expect(Number(partly[2]) + Number(partly[3])).toBe(3_000);
    expect(Number(partly[3])).toBeGreaterThan(0);
  });

  it('modifies and cancels a resting order', async () => {
    const rig = await start();
    const client = await rig.connect();
    client.api.placeOrder(1, stock, { ...limitOrder, lmtPrice: 50 });
    await rig.until(client.next('orderStatus', isStatus(1, 'Submitted')));
    client.forget();
    client.api.placeOrder(1, stock, { ...limitOrder, lmtPrice: 51, totalQuantity: 60 });
    const [, , open] = await client.next('openOrder');
    expect(open).toMatchObject({ lmtPrice: 51, totalQuantity: 60 });
    client.api.cancelOrder(1);
    await rig.until(client.code(202));
    const states = client.all('orderStatus').map(([, status]) => status);
    expect(states.slice(-2)).toEqual(['PendingCancel', 'Cancelled']);
    client.api.cancelOrder(1);
    await client.code(10148);
    client.api.reqOpenOrders();
    client.forget();
    await client.next('openOrderEnd');
    expect(client.all('openOrder')).toEqual([]);
  });

  it('holds the children of a bracket until their parent fills', async () => {
    const rig = await start();
    const client = await rig.connect();
    client.api.reqMktData(1, stock, '', false, false);
    const ask = await rig.until(price(client, 1, IBApiTickType.ASK));
    const child = { ...limitOrder, action: OrderAction.SELL, parentId: 1 };
    client.api.placeOrder(1, stock, { ...limitOrder, lmtPrice: 50, transmit: false });
    client.api.placeOrder(2, stock, { ...child, lmtPrice: ask + 50, transmit: false });
    client.api.placeOrder(3, stock, { ...child, orderType: OrderType.STP, auxPrice: 40 });
    const [, , parent] = await client.next('openOrder', ([orderId]) => orderId === 1);
    const [, , stop] = await client.next('openOrder', ([orderId]) => orderId === 3);
    expect(stop).toMatchObject({ parentId: 1, ocaGroup: String((parent as { permId: number }).permId) });
    await rig.until(client.next('orderStatus', (args) => args[0] === 2 && args[9] === 'child'));
    await rig.until(client.next('orderStatus', (args) => args[0] === 3 && args[9] === 'child,trigger'));
    await rig.until(client.next('orderStatus', isStatus(1, 'Submitted')));
    client.api.placeOrder(1, stock, { ...limitOrder, lmtPrice: ask + 1 });
    await rig.until(client.next('orderStatus', isStatus(1, 'Filled')));
    await rig.until(client.next('orderStatus', isStatus(2, 'Submitted')));
    client.api.reqGlobalCancel({});
    await rig.until(client.next('orderStatus', isStatus(2, 'Cancelled')));
    await rig.until(client.next('orderStatus', isStatus(3, 'Cancelled')));
  });

  it('refuses a price off the tick with 110', async () => {
    const rig = await start();
    const client = await rig.connect();
    client.api.placeOrder(1, stock, { ...limitOrder, lmtPrice: 50.001 });
    const [, , id] = await client.code(110);
    expect(id).toBe(1);
  });

  it('answers an order on a weekend as the recorded gateway did', async () => {
    const client = await (await start(SATURDAY_NIGHT)).connect(121);
    client.forget();
    client.api.placeOrder(11, stock, { ...limitOrder, totalQuantity: 1, lmtPrice: 1 });
    const [error] = await client.code(399);
    await client.settle();
    expect(String(error)).toContain(
      'BUY 1 AAPL NASDAQ.NMS Warning: Your order will not be placed at the exchange until 2026-10-05 09:30:00 US/Eastern.',
    );
    expect(client.names().slice(0, 7)).toEqual([
      'openOrder',
      'orderStatus',
      'error',
      'openOrder',
      'orderStatus',
      'openOrder',
      'orderStatus',
    ]);
    expect(client.all('orderStatus')[0]?.[1]).toBe('PreSubmitted');
  });
});
