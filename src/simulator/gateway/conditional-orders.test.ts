import {
  ConjunctionConnection,
  type Contract,
  ExecutionCondition,
  MarginCondition,
  type Order,
  OrderAction,
  OrderType,
  PercentChangeCondition,
  PriceCondition,
  SecType,
  TimeCondition,
  TimeInForce,
  TriggerMethod,
  VolumeCondition,
} from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MONDAY_MORNING, Rig } from '../test-rig';
import type { TestClient } from './test-client';

const AAPL = 265598;
const { AND, OR } = ConjunctionConnection;

const stock: Contract = { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };

const market: Order = {
  action: OrderAction.BUY,
  totalQuantity: 10,
  orderType: OrderType.MKT,
  tif: TimeInForce.DAY,
  transmit: true,
};

let rig: Rig;
let client: TestClient;

beforeEach(async () => {
  rig = await Rig.start(MONDAY_MORNING);
  client = await rig.connect();
});

afterEach(async () => {
  await rig.stop();
});

function statusesOf(orderId: number): readonly unknown[] {
  const statuses = client.all('orderStatus').filter(([id]) => id === orderId);
  return statuses.map(([, status]) => status).filter((status, index, all) => status !== all[index - 1]);
}

function reached(orderId: number, status: string): Promise<readonly unknown[]> {
  return client.next('orderStatus', ([id, now]) => id === orderId && now === status);
}

function last(): number {
  return rig.world.market.quote(AAPL).last ?? 0;
}

describe('an order with conditions', () => {
  it('waits as PreSubmitted, tells its conditions, and trades once the price is there', async () => {
    const price = Math.round((last() + 0.1) * 100) / 100;
    const conditions = [new PriceCondition(price, TriggerMethod.Last, AAPL, 'SMART', true, AND)];
    client.api.placeOrder(1, stock, { ...market, conditions, conditionsIgnoreRth: true });
    await reached(1, 'PreSubmitted');
    const [, , order] = await client.next('openOrder');
    expect(order).toMatchObject({ conditionsIgnoreRth: true, conditionsCancelOrder: false });
    expect(order).toMatchObject({ conditions: [{ price, conId: AAPL, isMore: true, triggerMethod: 2 }] });
    await rig.until(reached(1, 'Filled'));
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
    client.api.placeOrder(2, stock, { ...market, conditions });
    await reached(2, 'PreSubmitted');
    const [, , order] = await client.next('openOrder');
    expect(order).toMatchObject({ conditions: conditions.map((condition) => ({ ...condition })) });
    rig.wall.advance(5_000);
    await client.settle();
    expect(statusesOf(2)).toEqual(['PreSubmitted']);
  });

  it('is released by one of two, and not by one of two that must hold together', async () => {
    const soon = '20261005-14:30:05';
    const never = new VolumeCondition(1_000_000_000, AAPL, 'SMART', true, AND);
    const either = [new TimeCondition(soon, true, OR), never];
    const both = [new TimeCondition(soon, true, AND), never];
    client.api.placeOrder(3, stock, { ...market, conditions: either });
    client.api.placeOrder(4, stock, { ...market, conditions: both });
    await reached(4, 'PreSubmitted');
    rig.wall.advance(4_000);
    await client.settle();
    expect([statusesOf(3), statusesOf(4)]).toEqual([['PreSubmitted'], ['PreSubmitted']]);
    rig.wall.advance(3_000);
    await client.settle();
    expect([statusesOf(3).at(-1), statusesOf(4).at(-1)]).toEqual(['Filled', 'PreSubmitted']);
  });

  it('waits for a trade of the account in another stock', async () => {
    const conditions = [new ExecutionCondition('SMART', SecType.STK, 'MSFT', AND)];
    client.api.placeOrder(5, stock, { ...market, conditions });
    client.api.placeOrder(6, { ...stock, symbol: 'NVDA' }, market);
    await rig.until(reached(6, 'Filled'));
    expect(statusesOf(5)).toEqual(['PreSubmitted']);
    client.api.placeOrder(7, { ...stock, symbol: 'MSFT' }, market);
    await rig.until(reached(5, 'Filled'));
    const filled = client.all('execDetails').map(([, contract]) => contract);
    expect(filled).toMatchObject([{ symbol: 'NVDA' }, { symbol: 'MSFT' }, { symbol: 'AAPL' }]);
  });

  it('that cancel it is in the market until they hold', async () => {
    const conditions = [new TimeCondition('20261005 10:30:05 US/Eastern', true, AND)];
    const far = { ...market, orderType: OrderType.LMT, lmtPrice: 1 };
    client.api.placeOrder(8, stock, { ...far, conditions, conditionsCancelOrder: true });
    await reached(8, 'Submitted');
    await rig.until(reached(8, 'Cancelled'));
    expect(statusesOf(8)).toEqual(['Submitted', 'Cancelled']);
    expect(rig.world.clock.nowMs()).toBeGreaterThanOrEqual(MONDAY_MORNING + 5_000);
    await client.code(202);
  });

  it('stays released when it is changed, and listens to no market after it has ended', async () => {
    const conditions = [new TimeCondition('10:30:01 US/Eastern', true, AND)];
    const far = { ...market, orderType: OrderType.LMT, conditions };
    client.api.placeOrder(9, stock, { ...far, lmtPrice: 1 });
    await rig.until(reached(9, 'Submitted'));
    client.forget();
    client.api.placeOrder(9, stock, { ...far, lmtPrice: 2 });
    await client.next('openOrder');
    await client.settle();
    expect(statusesOf(9)).toEqual(['Submitted']);
  });

  it('is refused when a condition cannot be watched', async () => {
    const of = (conId: number, exchange: string) => [new VolumeCondition(1, conId, exchange, true, AND)];
    client.api.placeOrder(10, stock, { ...market, conditions: of(1, 'SMART') });
    client.api.placeOrder(11, stock, { ...market, conditions: of(AAPL, '') });
    client.api.placeOrder(12, stock, { ...market, conditions: [new TimeCondition('soon', true, AND)] });
    await client.settle();
    const codes = client.all('error').map(([, code, id]) => [id, code]);
    expect(codes).toEqual([
      [10, 200],
      [11, 147],
      [12, 337],
    ]);
  });
});
