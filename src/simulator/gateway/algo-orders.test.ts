import { type Execution, type Order, OrderType } from '@stoqey/ib';
import { describe, expect, it } from 'vitest';
import { MONDAY_MORNING } from '../test-rig';
import { AAPL, aaplStock, marketOrder } from './test-orders';
import { sceneForEachTest } from './test-scene';

const MINUTE = 60_000;

const scene = sceneForEachTest();

function order(
  algoStrategy: string,
  params: Readonly<Record<string, string>>,
  different: Partial<Order> = {},
): Order {
  return marketOrder(100, {
    algoStrategy,
    algoParams: Object.entries(params).map(([tag, value]) => ({ tag, value })),
    ...different,
  });
}

function filled(): number {
  return scene.rig.world.exchange.executions().reduce((sum, { shares }) => sum + shares, 0);
}

/** What has filled after each of so many minutes. */
async function filledByMinute(minutes: number): Promise<readonly number[]> {
  const amounts: number[] = [];
  for (let minute = 1; minute <= minutes; minute += 1) {
    scene.rig.wall.advance(MINUTE);
    amounts.push(filled());
  }
  await scene.client.settle();
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
    scene.client.api.placeOrder(1, aaplStock, order('Twap', params));
    const [, , echoed] = await scene.client.next('openOrder');
    expect(echoed).toMatchObject({ algoStrategy: 'Twap', algoParams: order('Twap', params).algoParams });
    const amounts = await filledByMinute(13);
    expect(amounts.slice(0, 1)).toEqual([0]);
    // Ten a minute from the second minute on, a part of two ahead of the clock.
    for (let minute = 3; minute <= 12; minute += 1) {
      expect(Math.abs((amounts[minute - 1] ?? 0) - (minute - 2) * 10)).toBeLessThanOrEqual(2);
    }
    expect(amounts.at(-1)).toBe(100);
    const shares = scene.client
      .all('execDetails')
      .map(([, , execution]) => (execution as Execution).shares ?? 0);
    expect(Math.max(...shares)).toBeLessThanOrEqual(4);
  });

  it('as Twap stops at its end when it may not go past it', async () => {
    const limited = { orderType: OrderType.LMT, lmtPrice: 1 };
    scene.client.api.placeOrder(2, aaplStock, order('Twap', { endTime: '10:31:00 US/Eastern' }, limited));
    await scene.client.next('openOrder');
    scene.rig.wall.advance(MINUTE + 1_000);
    await scene.client.status(2, 'Cancelled');
    expect(filled()).toBe(0);
  });

  it('as Vwap fills in proportion to the volume', async () => {
    const startVolume = scene.rig.world.market.quote(AAPL).volume;
    const params = { endTime: '10:45:00 US/Eastern', allowPastEndTime: '0' };
    scene.client.api.placeOrder(3, aaplStock, order('Vwap', params, { totalQuantity: 500 }));
    await scene.client.next('openOrder');
    const points: (readonly [number, number])[] = [];
    for (let minute = 1; minute <= 15; minute += 1) {
      scene.rig.wall.advance(MINUTE);
      points.push([filled(), scene.rig.world.market.quote(AAPL).volume - startVolume]);
    }
    const [all, volume] = points.at(-1) ?? [0, 1];
    expect(all).toBe(500);
    for (const [amount, traded] of points) {
      expect(Math.abs(amount / all - traded / volume)).toBeLessThan(0.15);
    }
  });

  it('as PctVol takes no more than its share of what trades', async () => {
    const startVolume = scene.rig.world.market.quote(AAPL).volume;
    scene.client.api.placeOrder(4, aaplStock, order('PctVol', { pctVol: '0.01' }, { totalQuantity: 2_000 }));
    await scene.client.next('openOrder');
    scene.rig.wall.advance(2 * MINUTE);
    const traded = scene.rig.world.market.quote(AAPL).volume - startVolume;
    expect(filled()).toBeGreaterThan(0);
    expect(filled()).toBeLessThanOrEqual(traded * 0.01);
  });

  it('as Adaptive waits for a better price than the touch, the longer the more patient', async () => {
    const placed: Readonly<Record<number, string>> = { 5: 'Urgent', 6: 'Patient' };
    const option = scene.rig.world.catalogue.all.find(({ secType }) => secType === 'OPT');
    const contract = { conId: option?.conId ?? 0, exchange: 'SMART' };
    const ask = scene.rig.world.market.quote(contract.conId).ask ?? 0;
    for (const [id, adaptivePriority] of Object.entries(placed)) {
      scene.client.api.placeOrder(
        Number(id),
        contract,
        order('Adaptive', { adaptivePriority }, { totalQuantity: 1 }),
      );
    }
    await scene.client.next('openOrder', ([id]) => id === 6);
    scene.rig.wall.advance(100);
    const bid = scene.rig.world.market.quote(contract.conId).bid ?? 0;
    expect(ask - bid).toBeGreaterThan(0.01);
    expect(filled()).toBe(0);
    await scene.rig.until(scene.client.status(5, 'Filled'));
    const urgentMs = scene.rig.world.clock.nowMs() - MONDAY_MORNING;
    expect(urgentMs).toBeLessThanOrEqual(6_000);
    await scene.rig.until(scene.client.status(6, 'Filled'));
    const patientMs = scene.rig.world.clock.nowMs() - MONDAY_MORNING;
    expect(patientMs).toBeGreaterThan(urgentMs);
    expect(patientMs).toBeLessThanOrEqual(62_000);
  });

  it('as DarkIce trades its display size at a time', async () => {
    scene.client.api.placeOrder(13, aaplStock, order('DarkIce', { displaySize: '10' }));
    await scene.client.next('openOrder');
    const amounts = await filledByMinute(10);
    expect(amounts.at(-1)).toBeGreaterThan(10);
    const executions = scene.rig.world.exchange.executions();
    let before = 0;
    for (const { shares } of executions) {
      // No fill reaches beyond the component that is in the market.
      expect(before + shares).toBeLessThanOrEqual((Math.floor(before / 10) + 1) * 10);
      before += shares;
    }
  });

  it('as AD brings a component at its time', async () => {
    const params = { componentSize: '20', timeBetweenOrders: '120', waitForFill: '0' };
    scene.client.api.placeOrder(14, aaplStock, order('AD', params));
    await scene.client.next('openOrder');
    expect((await filledByMinute(9)).map((amount) => amount / 20)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5]);
  });

  it('as PctVolTm takes more of the volume as its window goes on', async () => {
    const params = { startPctVol: '0.01', endPctVol: '0.03', endTime: '10:31:20 US/Eastern' };
    const volume = (): number => scene.rig.world.market.quote(AAPL).volume;
    scene.client.api.placeOrder(15, aaplStock, order('PctVolTm', params, { totalQuantity: 4_000 }));
    await scene.client.next('openOrder');
    const start = volume();
    scene.rig.wall.advance(40_000);
    const [early, middle] = [filled(), volume()];
    scene.rig.wall.advance(39_000);
    const late = filled() - early;
    expect(early).toBeGreaterThan(0);
    expect(late / (volume() - middle)).toBeGreaterThan(early / (middle - start));
  });

  it('is cancelled when its window begins after the close', async () => {
    scene.client.api.placeOrder(7, aaplStock, order('Vwap', { startTime: '17:00:00 US/Eastern' }));
    await scene.client.next('openOrder');
    scene.rig.wall.advance(100);
    const [error] = await scene.client.code(202);
    expect(String(error)).toContain('Order Canceled - reason:Vwap: start time is after close time');
  });

  it('is refused with the codes of TWS', async () => {
    scene.client.api.placeOrder(8, aaplStock, order('Inline', {}));
    scene.client.api.placeOrder(9, aaplStock, order('Twap', { speed: 'high' }));
    scene.client.api.placeOrder(10, aaplStock, order('Vwap', { maxPctVol: '99' }));
    scene.client.api.placeOrder(
      11,
      aaplStock,
      order('Adaptive', {}, { orderType: OrderType.STP, auxPrice: 300 }),
    );
    expect(await scene.client.errorCodes()).toEqual([
      [8, 439],
      [9, 443],
      [10, 441],
      [11, 442],
    ]);
  });

  it('cannot be given another algorithm', async () => {
    const limited = { orderType: OrderType.LMT, lmtPrice: 1 };
    scene.client.api.placeOrder(12, aaplStock, order('Vwap', {}, limited));
    await scene.client.next('openOrder');
    scene.client.api.placeOrder(12, aaplStock, order('Twap', {}, limited));
    await scene.client.code(440);
    scene.client.api.placeOrder(12, aaplStock, order('Vwap', {}, { ...limited, lmtPrice: 2 }));
    await scene.client.next('openOrder', ([, , seen]) => (seen as Order).lmtPrice === 2);
  });
});
