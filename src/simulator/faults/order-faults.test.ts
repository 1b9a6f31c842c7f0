import { type Order, OrderAction, OrderType, SecType, TimeInForce } from '@stoqey/ib';
import { afterEach, describe, expect, it } from 'vitest';
import type { TestClient } from '../gateway/test-client';
import { MONDAY_MORNING, Rig } from '../test-rig';
import type { FaultStep } from './fault-script';

const stock = { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };

/** A limit far below the market: it works and does not fill by itself. */
const working: Order = {
  action: OrderAction.BUY,
  totalQuantity: 100,
  orderType: OrderType.LMT,
  lmtPrice: 100,
  tif: TimeInForce.GTC,
  transmit: true,
  orderRef: 'mine',
};

let rig: Rig;

async function start(...steps: readonly FaultStep[]): Promise<TestClient> {
  rig = await Rig.start(MONDAY_MORNING, { faults: { steps } });
  return rig.connect();
}

afterEach(async () => {
  await rig.stop();
});

/** The open orders as a client is told of them when it asks: id, status, permId, limit. */
async function openOrders(client: TestClient): Promise<readonly (readonly unknown[])[]> {
  client.forget();
  client.api.reqAllOpenOrders();
  await client.next('openOrderEnd');
  return client.all('openOrder').map(([orderId, , order, state]) => {
    const { orderRef, lmtPrice } = order as Order;
    const { status } = state as { readonly status: string };
    return [orderId, orderRef, lmtPrice, status];
  });
}

/** Executions as a client is told of them when it asks: order id and shares. */
async function executions(client: TestClient): Promise<readonly unknown[]> {
  client.forget();
  client.api.reqExecutions(1, {});
  await client.next('execDetailsEnd');
  return client.all('execDetails').map(([, , execution]) => {
    const { orderId, shares } = execution as { readonly orderId: number; readonly shares: number };
    return [orderId, shares];
  });
}

describe('an order and a connection that breaks', () => {
  it('before it is accepted: it never was', async () => {
    const client = await start({
      when: { on: 'order', stage: 'before-accept' },
      fault: { kind: 'drop', how: 'reset' },
    });
    client.api.placeOrder(1, stock, working);
    await client.next('disconnected');
    expect(await openOrders(await rig.connect(2))).toEqual([]);
  });

  it('after it is accepted and before anything is told: it works', async () => {
    const client = await start({
      when: { on: 'order', stage: 'after-accept' },
      fault: { kind: 'drop', how: 'reset' },
    });
    client.api.placeOrder(1, stock, working);
    await client.next('disconnected');
    expect(client.all('openOrder')).toEqual([]);
    expect(client.all('orderStatus')).toEqual([]);
    expect(await openOrders(await rig.connect(2))).toEqual([[1, 'mine', 100, 'Submitted']]);
  });

  it('fills meanwhile, and the client finds the execution when it asks', async () => {
    const client = await start(
      { when: { on: 'order', stage: 'after-accept' }, fault: { kind: 'drop', how: 'close' } },
      {
        when: { on: 'time', afterMs: 2_000, since: 'start' },
        fault: { kind: 'fill-order', orderRef: 'mine' },
      },
    );
    client.api.placeOrder(1, stock, working);
    await client.next('disconnected');
    rig.wall.advance(2_000);
    const again = await rig.connect(2);
    expect(await openOrders(again)).toEqual([]);
    expect(await executions(again)).toEqual([[1, 100]]);
  });

  it('after a fill: the fill is known only to those who ask', async () => {
    const client = await start(
      { when: { on: 'order', stage: 'after-accept' }, fault: { kind: 'fill-order', quantity: 40 } },
      { when: { on: 'order', stage: 'after-fill' }, fault: { kind: 'drop', how: 'reset' } },
    );
    client.api.placeOrder(1, stock, working);
    await client.next('disconnected');
    expect(client.all('execDetails')).toEqual([]);
    expect(await executions(await rig.connect(2))).toEqual([[1, 40]]);
  });
});

describe('a change of an order and a connection that breaks', () => {
  const placed = async (step: FaultStep): Promise<TestClient> => {
    const client = await start(step);
    client.api.placeOrder(1, stock, working);
    await client.next('orderStatus', ([, status]) => status === 'Submitted');
    return client;
  };

  it('on its way: the order is what it was', async () => {
    const client = await placed({
      when: { on: 'order', stage: 'on-modify' },
      fault: { kind: 'drop', how: 'reset' },
    });
    client.api.placeOrder(1, stock, { ...working, lmtPrice: 101 });
    await client.next('disconnected');
    expect(await openOrders(await rig.connect(2))).toEqual([[1, 'mine', 100, 'Submitted']]);
  });

  it('after it was made: the order is changed', async () => {
    const client = await placed({
      when: { on: 'order', stage: 'after-modify' },
      fault: { kind: 'drop', how: 'reset' },
    });
    client.api.placeOrder(1, stock, { ...working, lmtPrice: 101 });
    await client.next('disconnected');
    expect(await openOrders(await rig.connect(2))).toEqual([[1, 'mine', 101, 'Submitted']]);
  });

  it('a cancel that never arrives: the order works on', async () => {
    const client = await placed({
      when: { on: 'order', stage: 'on-cancel', orderRef: 'mine' },
      fault: { kind: 'swallow' },
    });
    client.api.cancelOrder(1);
    await client.settle();
    expect(await openOrders(client)).toEqual([[1, 'mine', 100, 'Submitted']]);
  });

  it('a cancel whose end is never told: the order is gone', async () => {
    const client = await placed({
      when: { on: 'order', stage: 'after-cancel' },
      fault: { kind: 'drop', how: 'close' },
    });
    client.api.cancelOrder(1);
    await rig.until(client.next('disconnected'));
    expect(client.all('orderStatus').map(([, status]) => status)).not.toContain('Cancelled');
    expect(await openOrders(await rig.connect(2))).toEqual([]);
  });
});

describe('an order and callbacks that are not as they should be', () => {
  it('never reaches the exchange', async () => {
    const client = await start({
      when: { on: 'order', stage: 'before-accept' },
      fault: { kind: 'swallow' },
    });
    client.api.placeOrder(1, stock, working);
    await client.settle();
    expect(client.all('orderStatus')).toEqual([]);
    expect(await openOrders(client)).toEqual([]);
  });

  it('is accepted, and no word of it comes, nor of its fill', async () => {
    const client = await start({
      when: { on: 'order', stage: 'after-accept' },
      fault: { kind: 'mute-order' },
    });
    client.api.placeOrder(1, stock, working);
    await client.settle();
    rig.gateway.faults.inject({ kind: 'fill-order' });
    await client.settle();
    expect(client.names()).not.toContain('openOrder');
    expect(client.names()).not.toContain('orderStatus');
    expect(client.names()).not.toContain('execDetails');
    expect(client.names()).not.toContain('commissionReport');
    expect(await executions(client)).toEqual([[1, 100]]);
  });

  it('is changed into a second live order with the same orderRef', async () => {
    const client = await start({
      when: { on: 'order', stage: 'on-modify' },
      fault: { kind: 'two-copies' },
    });
    client.api.placeOrder(1, stock, working);
    await client.next('orderStatus', ([, status]) => status === 'Submitted');
    client.api.placeOrder(1, stock, { ...working, lmtPrice: 101 });
    await client.next('openOrder', ([id]) => id === 2);
    expect(await openOrders(client)).toEqual([
      [1, 'mine', 100, 'Submitted'],
      [2, 'mine', 101, 'Submitted'],
    ]);
    const permIds = client.all('orderStatus').map(([, , , , , permId]) => permId);
    expect(new Set(permIds).size).toBe(2);
  });

  it('is rejected after it had been acknowledged', async () => {
    const client = await start();
    client.api.placeOrder(1, stock, working);
    await client.next('orderStatus', ([, status]) => status === 'Submitted');
    rig.gateway.faults.inject({ kind: 'reject-order', text: 'Order rejected - reason:Not today' });
    const [error, , id] = await client.code(201);
    expect(id).toBe(1);
    expect(String(error)).toContain('Not today');
    await client.next('orderStatus', ([, status]) => status === 'Inactive');
    expect(await openOrders(client)).toEqual([]);
  });

  it('is cancelled although nobody asked', async () => {
    const client = await start();
    client.api.placeOrder(1, stock, working);
    await client.next('orderStatus', ([, status]) => status === 'Submitted');
    rig.gateway.faults.inject({ kind: 'cancel-order', orderRef: 'mine' });
    await rig.until(client.code(202));
  });

  it.each([
    ['lost', []],
    ['late', ['Submitted', 'Filled']],
  ] as const)("is told of an outage's fills %s", async (orderCallbacks, expected) => {
    const client = await start();
    rig.gateway.faults.inject({ kind: 'connectivity', comesBack: 1102, orderCallbacks }, { forMs: 1_000 });
    client.api.placeOrder(1, stock, working);
    await client.settle();
    rig.gateway.faults.inject({ kind: 'fill-order' });
    await client.settle();
    expect(client.all('orderStatus')).toEqual([]);
    rig.wall.advance(1_000);
    await client.code(1102);
    await client.settle();
    const statuses = client.all('orderStatus').map(([, status]) => String(status));
    expect([...new Set(statuses)].filter((status) => status !== 'PreSubmitted')).toEqual(expected);
  });
});

describe('a restart', () => {
  it('keeps the orders and what they said, and hands out ids again that are in use', async () => {
    const client = await start({
      when: { on: 'command', name: 'night' },
      forMs: 5_000,
      fault: { kind: 'restart', nextValidId: 1 },
    });
    client.api.placeOrder(1, stock, working);
    await client.next('orderStatus', ([, status]) => status === 'Submitted');
    rig.gateway.faults.run('night');
    await client.next('disconnected');
    rig.wall.advance(5_000);
    const again = await rig.connect(1);
    expect(await again.next('nextValidId')).toEqual([1]);
    expect(await openOrders(again)).toEqual([[1, 'mine', 100, 'Submitted']]);
    again.api.cancelOrder(1);
    await rig.until(again.code(202));
  });
});
