import { type Contract, type Order, OrderAction, OrderType, SecType, TimeInForce } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MONDAY_MORNING, Rig } from '../test-rig';
import type { TestClient } from './test-client';

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

function cents(price: number): number {
  return Math.round(price * 100) / 100;
}

/** A stop that sells five dollars below the market, to be adjusted when it has risen by ten cents. */
function stop(different: Partial<Order>): Order {
  const last = rig.world.market.quote(AAPL).last ?? 0;
  return {
    action: OrderAction.SELL,
    totalQuantity: 10,
    orderType: OrderType.STP,
    auxPrice: cents(last - 5),
    tif: TimeInForce.DAY,
    transmit: true,
    triggerPrice: cents(last + 0.1),
    adjustedStopPrice: cents(last - 3),
    ...different,
  };
}

async function adjusted(orderId: number, orderType: OrderType): Promise<unknown> {
  const shown = client.next(
    'openOrder',
    ([id, , order]) => id === orderId && (order as Order).orderType === orderType,
  );
  return (await rig.until(shown))[2];
}

describe('an adjustable stop', () => {
  it('tells what it is to become, and becomes it when its trigger price is touched', async () => {
    const order = stop({ adjustedOrderType: OrderType.STP_LMT, adjustedStopLimitPrice: 200 });
    client.api.placeOrder(1, stock, order);
    const [, , first] = await client.next('openOrder');
    expect(first).toMatchObject({
      orderType: 'STP',
      auxPrice: order.auxPrice,
      adjustedOrderType: 'STP LMT',
      triggerPrice: order.triggerPrice,
      adjustedStopPrice: order.adjustedStopPrice,
    });
    const after = await adjusted(1, OrderType.STP_LMT);
    expect(after).toMatchObject({ auxPrice: order.adjustedStopPrice, lmtPrice: 200 });
    const statuses = client.all('orderStatus').map(([, status, , , , , , , , whyHeld]) => [status, whyHeld]);
    expect(new Set(statuses.map(String))).toEqual(new Set(['PreSubmitted,trigger']));
  });

  it('becomes a trailing stop that follows the market from then on', async () => {
    const order = stop({ adjustedOrderType: OrderType.TRAIL, adjustedTrailingAmount: 0.1 });
    client.api.placeOrder(2, stock, order);
    expect(await adjusted(2, OrderType.TRAIL)).toMatchObject({ auxPrice: 0.1 });
    await rig.until(client.next('orderStatus', ([id, status]) => id === 2 && status === 'Filled'));
    const [, , execution] = await client.next('execDetails');
    // It trailed ten cents below a price above its trigger, far from its own stop.
    expect((execution as { price: number }).price).toBeGreaterThan((order.triggerPrice ?? 0) - 0.25);
  });

  it('that buys is adjusted when the market falls', async () => {
    const last = rig.world.market.quote(AAPL).last ?? 0;
    const order = stop({
      action: OrderAction.BUY,
      auxPrice: cents(last + 5),
      triggerPrice: cents(last - 0.05),
      adjustedOrderType: OrderType.STP,
      adjustedStopPrice: cents(last + 3),
    });
    client.api.placeOrder(3, stock, order);
    const shown = client.next(
      'openOrder',
      ([id, , seen]) => id === 3 && (seen as Order).auxPrice === order.adjustedStopPrice,
    );
    await rig.until(shown);
    expect(rig.world.market.quote(AAPL).low).toBeLessThanOrEqual(order.triggerPrice ?? 0);
  });

  it('is refused without the prices that it needs', async () => {
    client.api.placeOrder(4, stock, stop({ adjustedOrderType: OrderType.TRAIL }));
    const [error, code] = await client.next('error', ([, , id]) => id === 4);
    expect(code).toBe(321);
    expect(String(error)).toContain('trailing amount');
  });
});
