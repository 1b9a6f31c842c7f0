import { type Contract, type Order, OrderAction, OrderType } from '@stoqey/ib';
import { describe, expect, it } from 'vitest';
import { aaplStock, marketOrder } from './test-orders';
import { sceneForEachTest } from './test-scene';

const scene = sceneForEachTest();

const limit = marketOrder(10, { orderType: OrderType.LMT, lmtPrice: 150 });
const stop = marketOrder(10, { action: OrderAction.SELL, orderType: OrderType.STP, auxPrice: 100 });

/** What openOrder says of an order: the contract and the order, as a client that has just connected knows them. */
async function told(orderId: number): Promise<{ readonly contract: Contract; readonly order: Order }> {
  scene.client.forget();
  scene.client.api.reqOpenOrders();
  await scene.client.next('openOrderEnd');
  const [, contract, order] = scene.client.all('openOrder').find(([id]) => id === orderId) ?? [];
  if (!isContract(contract) || !isOrder(order)) throw new Error(`nothing is told of order ${orderId}`);
  return { contract, order };
}

function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && 'conId' in value;
}

function isOrder(value: unknown): value is Order {
  return typeof value === 'object' && value !== null && 'orderType' in value;
}

/** Sends an order back as it was told with one thing changed, and expects that to be what is told then. */
async function change(orderId: number, different: Partial<Order>): Promise<void> {
  const { contract, order } = await told(orderId);
  scene.client.api.placeOrder(orderId, contract, { ...order, ...different });
  expect((await told(orderId)).order).toEqual({ ...order, ...different });
}

describe('an order that is sent back as it was told, with one thing changed', () => {
  it.each<[string, Order, Partial<Order>]>([
    ['a limit', limit, { lmtPrice: 149 }],
    ['a stop', stop, { auxPrice: 99 }],
    ['a stop limit', { ...stop, orderType: OrderType.STP_LMT, lmtPrice: 98 }, { lmtPrice: 97 }],
    ['a trailing stop', { ...stop, orderType: OrderType.TRAIL, auxPrice: 5 }, { totalQuantity: 11 }],
    ['an order for a group', { ...limit, ocaGroup: 'mine', ocaType: 1 }, { lmtPrice: 149 }],
    ['one for the close', marketOrder(1, { orderType: OrderType.MOC }), { totalQuantity: 2 }],
  ])('is changed: %s', async (_name, order, different) => {
    scene.client.api.placeOrder(1, aaplStock, order);
    await change(1, different);
    expect(scene.client.all('error')).toEqual([]);
  });

  it('stays in its bracket, and goes with its sibling', async () => {
    const exits = { ...limit, action: OrderAction.SELL, parentId: 1 };
    const { ask } = scene.rig.world.market.quote(265598);
    scene.client.api.placeOrder(1, aaplStock, marketOrder(10, { transmit: false }));
    scene.client.api.placeOrder(2, aaplStock, { ...exits, lmtPrice: 900, transmit: false });
    scene.client.api.placeOrder(3, aaplStock, { ...stop, parentId: 1 });
    await scene.rig.until(scene.client.status(1, 'Filled'));
    await change(3, { auxPrice: 99 });
    await change(2, { lmtPrice: Math.floor((ask ?? 0) * 0.9) });
    await scene.rig.until(scene.client.status(2, 'Filled'));
    await scene.rig.until(scene.client.status(3, 'Cancelled'));
  });
});
