import {
  type Contract,
  type Execution,
  type Order,
  OrderAction,
  OrderType,
  SecType,
  TimeInForce,
} from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MONDAY_MORNING, Rig } from '../test-rig';
import type { TestClient } from './test-client';

const MINUTE = 60_000;
const AAPL = 265598;
const stock: Contract = { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };

let rig: Rig;
let client: TestClient;

beforeEach(async () => {
  rig = await Rig.start(MONDAY_MORNING);
  client = await rig.connect();
});

afterEach(async () => {
  await rig.stop();
});

function order(
  algoStrategy: string,
  params: Readonly<Record<string, string>>,
  different: Partial<Order> = {},
): Order {
  return {
    action: OrderAction.BUY,
    totalQuantity: 100,
    orderType: OrderType.MKT,
    tif: TimeInForce.DAY,
    transmit: true,
    algoStrategy,
    algoParams: Object.entries(params).map(([tag, value]) => ({ tag, value })),
    ...different,
  };
}

function filled(): number {
  return rig.world.exchange.executions().reduce((sum, { shares }) => sum + shares, 0);
}

/** What has filled after each of so many minutes. */
async function filledByMinute(minutes: number): Promise<readonly number[]> {
  const amounts: number[] = [];
  for (let minute = 1; minute <= minutes; minute += 1) {
    rig.wall.advance(MINUTE);
    amounts.push(filled());
  }
  await client.settle();
  return amounts;
}

describe('an order that IB works', () => {
  it('as Twap fills the same in each part of its window', async () => {
    const params = {
      strategyType: 'Marketable',
      startTime: '10:32:00 US/Eastern',
      endTime: '10:42:00 US/Eastern',
      allowPastEndTime: '1',
    };
    client.api.placeOrder(1, stock, order('Twap', params));
    const [, , echoed] = await client.next('openOrder');
    expect(echoed).toMatchObject({ algoStrategy: 'Twap', algoParams: order('Twap', params).algoParams });
    const amounts = await filledByMinute(13);
    expect(amounts.slice(0, 1)).toEqual([0]);
    // Ten a minute from the second minute on, a part of two ahead of the clock.
    for (let minute = 3; minute <= 12; minute += 1) {
      expect(Math.abs((amounts[minute - 1] ?? 0) - (minute - 2) * 10)).toBeLessThanOrEqual(2);
    }
    expect(amounts.at(-1)).toBe(100);
    const shares = client.all('execDetails').map(([, , execution]) => (execution as Execution).shares ?? 0);
    expect(Math.max(...shares)).toBeLessThanOrEqual(4);
  });

  it('as Twap stops at its end when it may not go past it', async () => {
    const limited = { orderType: OrderType.LMT, lmtPrice: 1 };
    client.api.placeOrder(2, stock, order('Twap', { endTime: '10:31:00 US/Eastern' }, limited));
    await client.next('openOrder');
    rig.wall.advance(MINUTE + 1_000);
    await client.next('orderStatus', ([id, status]) => id === 2 && status === 'Cancelled');
    expect(filled()).toBe(0);
  });

  it('as Vwap fills in proportion to the volume', async () => {
    const startVolume = rig.world.market.quote(AAPL).volume;
    const params = { endTime: '10:45:00 US/Eastern', allowPastEndTime: '0' };
    client.api.placeOrder(3, stock, order('Vwap', params, { totalQuantity: 500 }));
    await client.next('openOrder');
    const points: (readonly [number, number])[] = [];
    for (let minute = 1; minute <= 15; minute += 1) {
      rig.wall.advance(MINUTE);
      points.push([filled(), rig.world.market.quote(AAPL).volume - startVolume]);
    }
    const [all, volume] = points.at(-1) ?? [0, 1];
    expect(all).toBe(500);
    for (const [amount, traded] of points) {
      expect(Math.abs(amount / all - traded / volume)).toBeLessThan(0.15);
    }
  });

  it('as PctVol takes no more than its share of what trades', async () => {
    const startVolume = rig.world.market.quote(AAPL).volume;
    client.api.placeOrder(4, stock, order('PctVol', { pctVol: '0.01' }, { totalQuantity: 2_000 }));
    await client.next('openOrder');
    rig.wall.advance(2 * MINUTE);
    const traded = rig.world.market.quote(AAPL).volume - startVolume;
    expect(filled()).toBeGreaterThan(0);
    expect(filled()).toBeLessThanOrEqual(traded * 0.01);
  });

  it('as Adaptive waits for a better price than the touch, the longer the more patient', async () => {
    const placed: Readonly<Record<number, string>> = { 5: 'Urgent', 6: 'Patient' };
    const option = rig.world.catalogue.all.find(({ secType }) => secType === 'OPT');
    const contract = { conId: option?.conId ?? 0, exchange: 'SMART' };
    const ask = rig.world.market.quote(contract.conId).ask ?? 0;
    for (const [id, adaptivePriority] of Object.entries(placed)) {
      client.api.placeOrder(
        Number(id),
        contract,
        order('Adaptive', { adaptivePriority }, { totalQuantity: 1 }),
      );
    }
    await client.next('openOrder', ([id]) => id === 6);
    rig.wall.advance(100);
    const bid = rig.world.market.quote(contract.conId).bid ?? 0;
    expect(ask - bid).toBeGreaterThan(0.01);
    expect(filled()).toBe(0);
    await rig.until(client.next('orderStatus', ([id, status]) => id === 5 && status === 'Filled'));
    const urgentMs = rig.world.clock.nowMs() - MONDAY_MORNING;
    expect(urgentMs).toBeLessThanOrEqual(6_000);
    await rig.until(client.next('orderStatus', ([id, status]) => id === 6 && status === 'Filled'));
    const patientMs = rig.world.clock.nowMs() - MONDAY_MORNING;
    expect(patientMs).toBeGreaterThan(urgentMs);
    expect(patientMs).toBeLessThanOrEqual(62_000);
  });

  it('is cancelled when its window begins after the close', async () => {
    client.api.placeOrder(7, stock, order('Vwap', { startTime: '17:00:00 US/Eastern' }));
    await client.next('openOrder');
    rig.wall.advance(100);
    const [error] = await client.code(202);
    expect(String(error)).toContain('Order Canceled - reason:Vwap: start time is after close time');
  });

  it('is refused with the codes of TWS', async () => {
    client.api.placeOrder(8, stock, order('Inline', {}));
    client.api.placeOrder(9, stock, order('Twap', { speed: 'high' }));
    client.api.placeOrder(10, stock, order('Vwap', { maxPctVol: '99' }));
    client.api.placeOrder(11, stock, order('Adaptive', {}, { orderType: OrderType.STP, auxPrice: 300 }));
    await client.settle();
    const codes = client.all('error').map(([, code, id]) => [id, code]);
    expect(codes).toEqual([
      [8, 439],
      [9, 443],
      [10, 441],
      [11, 442],
    ]);
  });

  it('cannot be given another algorithm', async () => {
    const limited = { orderType: OrderType.LMT, lmtPrice: 1 };
    client.api.placeOrder(12, stock, order('Vwap', {}, limited));
    await client.next('openOrder');
    client.api.placeOrder(12, stock, order('Twap', {}, limited));
    await client.code(440);
    client.api.placeOrder(12, stock, order('Vwap', {}, { ...limited, lmtPrice: 2 }));
    await client.next('openOrder', ([, , seen]) => (seen as Order).lmtPrice === 2);
  });
});
