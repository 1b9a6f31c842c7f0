import {
  ConjunctionConnection,
  ExecutionCondition,
  MarginCondition,
  OrderType,
  PercentChangeCondition,
  PriceCondition,
  SecType,
  TimeCondition,
  TriggerMethod,
  VolumeCondition,
} from '@stoqey/ib';
import { describe, expect, it } from 'vitest';
import { MONDAY_MORNING } from '../test-rig';
import { AAPL, aaplStock, marketOrder } from './test-orders';
import { sceneForEachTest } from './test-scene';

const { AND, OR } = ConjunctionConnection;

const market = marketOrder(10);

const scene = sceneForEachTest();

function statusesOf(orderId: number): readonly unknown[] {
  const statuses = scene.client.all('orderStatus').filter(([id]) => id === orderId);
  return statuses.map(([, status]) => status).filter((status, index, all) => status !== all[index - 1]);
}

function last(): number {
  return scene.rig.world.market.quote(AAPL).last ?? 0;
}

describe('an order with conditions', () => {
  it('waits as PreSubmitted, tells its conditions, and trades once the price is there', async () => {
    const price = Math.round((last() + 0.1) * 100) / 100;
    const conditions = [new PriceCondition(price, TriggerMethod.Last, AAPL, 'SMART', true, AND)];
    scene.client.api.placeOrder(1, aaplStock, { ...market, conditions, conditionsIgnoreRth: true });
    await scene.client.status(1, 'PreSubmitted');
    const [, , order] = await scene.client.next('openOrder');
    expect(order).toMatchObject({ conditionsIgnoreRth: true, conditionsCancelOrder: false });
    expect(order).toMatchObject({ conditions: [{ price, conId: AAPL, isMore: true, triggerMethod: 2 }] });
    await scene.rig.until(scene.client.status(1, 'Filled'));
    expect(statusesOf(1)).toEqual(['PreSubmitted', 'Submitted', 'Filled']);
    expect(last()).toBeGreaterThanOrEqual(price - 0.05);
  });

  it('takes all kinds of them, and gives them back as they were', async () => {
    const conditions = [
      new PriceCondition(last() * 2, TriggerMethod.DoubleBidAsk, AAPL, 'SMART', true, AND),
      new TimeCondition('20261005 15:00:00 US/Eastern', true, AND),
      new MarginCondition(30, false, OR),
      new ExecutionCondition('SMART', SecType.STK, 'MSFT', AND),
      new VolumeCondition(1_000_000_000, AAPL, 'SMART', true, AND),
      new PercentChangeCondition(90, AAPL, 'SMART', true, AND),
    ];
    scene.client.api.placeOrder(2, aaplStock, { ...market, conditions });
    await scene.client.status(2, 'PreSubmitted');
    const [, , order] = await scene.client.next('openOrder');
    expect(order).toMatchObject({ conditions: conditions.map((condition) => ({ ...condition })) });
    scene.rig.wall.advance(5_000);
    await scene.client.settle();
    expect(statusesOf(2)).toEqual(['PreSubmitted']);
  });

  it('is released by one of two, and not by one of two that must hold together', async () => {
    const soon = '20261005-14:30:05';
    const never = new VolumeCondition(1_000_000_000, AAPL, 'SMART', true, AND);
    const either = [new TimeCondition(soon, true, OR), never];
    const both = [new TimeCondition(soon, true, AND), never];
    scene.client.api.placeOrder(3, aaplStock, { ...market, conditions: either });
    scene.client.api.placeOrder(4, aaplStock, { ...market, conditions: both });
    await scene.client.status(4, 'PreSubmitted');
    scene.rig.wall.advance(4_000);
    await scene.client.settle();
    expect([statusesOf(3), statusesOf(4)]).toEqual([['PreSubmitted'], ['PreSubmitted']]);
    scene.rig.wall.advance(3_000);
    await scene.client.settle();
    expect([statusesOf(3).at(-1), statusesOf(4).at(-1)]).toEqual(['Filled', 'PreSubmitted']);
  });

  it('waits for a trade of the account in another stock', async () => {
    const conditions = [new ExecutionCondition('SMART', SecType.STK, 'MSFT', AND)];
    scene.client.api.placeOrder(5, aaplStock, { ...market, conditions });
    scene.client.api.placeOrder(6, { ...aaplStock, symbol: 'NVDA' }, market);
    await scene.rig.until(scene.client.status(6, 'Filled'));
    expect(statusesOf(5)).toEqual(['PreSubmitted']);
    scene.client.api.placeOrder(7, { ...aaplStock, symbol: 'MSFT' }, market);
    await scene.rig.until(scene.client.status(5, 'Filled'));
    const filled = scene.client.all('execDetails').map(([, contract]) => contract);
    expect(filled).toMatchObject([{ symbol: 'NVDA' }, { symbol: 'MSFT' }, { symbol: 'AAPL' }]);
  });

  it('that cancel it is in the market until they hold', async () => {
    const conditions = [new TimeCondition('20261005 10:30:05 US/Eastern', true, AND)];
    const far = { ...market, orderType: OrderType.LMT, lmtPrice: 1 };
    scene.client.api.placeOrder(8, aaplStock, { ...far, conditions, conditionsCancelOrder: true });
    await scene.client.status(8, 'Submitted');
    await scene.rig.until(scene.client.status(8, 'Cancelled'));
    expect(statusesOf(8)).toEqual(['Submitted', 'Cancelled']);
    expect(scene.rig.world.clock.nowMs()).toBeGreaterThanOrEqual(MONDAY_MORNING + 5_000);
    await scene.client.code(202);
  });

  it('stays released when it is changed, and listens to no market after it has ended', async () => {
    const conditions = [new TimeCondition('10:30:01 US/Eastern', true, AND)];
    const far = { ...market, orderType: OrderType.LMT, conditions };
    scene.client.api.placeOrder(9, aaplStock, { ...far, lmtPrice: 1 });
    await scene.rig.until(scene.client.status(9, 'Submitted'));
    scene.client.forget();
    scene.client.api.placeOrder(9, aaplStock, { ...far, lmtPrice: 2 });
    await scene.client.next('openOrder');
    await scene.client.settle();
    expect(statusesOf(9)).toEqual(['Submitted']);
  });

  it('is refused when a condition cannot be watched', async () => {
    const of = (conId: number, exchange: string) => [new VolumeCondition(1, conId, exchange, true, AND)];
    scene.client.api.placeOrder(10, aaplStock, { ...market, conditions: of(1, 'SMART') });
    scene.client.api.placeOrder(11, aaplStock, { ...market, conditions: of(AAPL, '') });
    scene.client.api.placeOrder(12, aaplStock, {
      ...market,
      conditions: [new TimeCondition('soon', true, AND)],
    });
    expect(await scene.client.errorCodes()).toEqual([
      [10, 200],
      [11, 147],
      [12, 337],
    ]);
  });
});
