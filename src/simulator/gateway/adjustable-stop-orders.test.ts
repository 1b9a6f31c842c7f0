import { type Order, OrderAction, OrderType } from '@stoqey/ib';
import { describe, expect, it } from 'vitest';
import { AAPL, aaplStock, marketOrder } from './test-orders';
import { sceneForEachTest } from './test-scene';

const scene = sceneForEachTest();

function cents(price: number): number {
  return Math.round(price * 100) / 100;
}

/** A stop that sells five dollars below the market, to be adjusted when it has risen by ten cents. */
function stop(different: Partial<Order>): Order {
  const last = scene.rig.world.market.quote(AAPL).last ?? 0;
  return marketOrder(10, {
    action: OrderAction.SELL,
    orderType: OrderType.STP,
    auxPrice: cents(last - 5),
    triggerPrice: cents(last + 0.1),
    adjustedStopPrice: cents(last - 3),
    ...different,
  });
}

async function adjusted(orderId: number, orderType: OrderType): Promise<unknown> {
  const shown = scene.client.next(
    'openOrder',
    ([id, , order]) => id === orderId && (order as Order).orderType === orderType,
  );
  return (await scene.rig.until(shown))[2];
}

describe('an adjustable stop', () => {
  it('tells what it is to become, and becomes it when its trigger price is touched', async () => {
    const order = stop({ adjustedOrderType: OrderType.STP_LMT, adjustedStopLimitPrice: 200 });
    scene.client.api.placeOrder(1, aaplStock, order);
    const [, , first] = await scene.client.next('openOrder');
    expect(first).toMatchObject({
      orderType: 'STP',
      auxPrice: order.auxPrice,
      adjustedOrderType: 'STP LMT',
      triggerPrice: order.triggerPrice,
      adjustedStopPrice: order.adjustedStopPrice,
    });
    const after = await adjusted(1, OrderType.STP_LMT);
    expect(after).toMatchObject({ auxPrice: order.adjustedStopPrice, lmtPrice: 200 });
    const statuses = scene.client
      .all('orderStatus')
      .map(([, status, , , , , , , , whyHeld]) => [status, whyHeld]);
    expect(new Set(statuses.map(String))).toEqual(new Set(['PreSubmitted,trigger']));
  });

  it('becomes a trailing stop that follows the market from then on', async () => {
    const order = stop({ adjustedOrderType: OrderType.TRAIL, adjustedTrailingAmount: 0.1 });
    scene.client.api.placeOrder(2, aaplStock, order);
    expect(await adjusted(2, OrderType.TRAIL)).toMatchObject({ auxPrice: 0.1 });
    await scene.rig.until(scene.client.status(2, 'Filled'));
    const [, , execution] = await scene.client.next('execDetails');
    // It trailed ten cents below a price above its trigger, far from its own stop.
    expect((execution as { price: number }).price).toBeGreaterThan((order.triggerPrice ?? 0) - 0.25);
  });

  it('that buys is adjusted when the market falls', async () => {
    const last = scene.rig.world.market.quote(AAPL).last ?? 0;
    const order = stop({
      action: OrderAction.BUY,
      auxPrice: cents(last + 5),
      triggerPrice: cents(last - 0.05),
      adjustedOrderType: OrderType.STP,
      adjustedStopPrice: cents(last + 3),
    });
    scene.client.api.placeOrder(3, aaplStock, order);
    const shown = scene.client.next(
      'openOrder',
      ([id, , seen]) => id === 3 && (seen as Order).auxPrice === order.adjustedStopPrice,
    );
    await scene.rig.until(shown);
    expect(scene.rig.world.market.quote(AAPL).low).toBeLessThanOrEqual(order.triggerPrice ?? 0);
  });

  it('is refused without the prices that it needs', async () => {
    scene.client.api.placeOrder(4, aaplStock, stop({ adjustedOrderType: OrderType.TRAIL }));
    const [error, code] = await scene.client.next('error', ([, , id]) => id === 4);
    expect(code).toBe(321);
    expect(String(error)).toContain('trailing amount');
  });
});
