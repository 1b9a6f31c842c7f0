import { OrderAction, OrderType, TimeInForce } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimOrder } from '../world/world';
import { FAKE_NOW_MS, fakeExecution, fakeOrder } from './fake-world';
import { appleContract, TestGateway } from './test-gateway';

let test: TestGateway;

beforeEach(async () => {
  test = await TestGateway.start();
});

afterEach(async () => {
  await test.stop();
});

describe('orders', () => {
  const order = {
    action: OrderAction.BUY,
    totalQuantity: 100,
    orderType: OrderType.LMT,
    lmtPrice: 187.2,
    tif: TimeInForce.GTC,
    orderRef: 'our-reference',
    transmit: true,
    outsideRth: true,
    minQty: 10,
  };

  it('answers a placed order as the real gateway does: openOrder and orderStatus, the warning, then both twice', async () => {
    const client = await test.connect();
    test.world.warning = { code: 399, text: 'Order Message: held' };
    client.forget();
    client.api.placeOrder(5, appleContract, order);
    await client.settle();
    expect(client.names().slice(0, 7)).toEqual([
      'openOrder',
      'orderStatus',
      'error',
      'openOrder',
      'orderStatus',
      'openOrder',
      'orderStatus',
    ]);
    const [orderId, contract, open, state] = await client.next('openOrder');
    expect(orderId).toBe(5);
    expect(contract).toMatchObject({ conId: 265598, exchange: 'SMART' });
    const { transmit: _transmit, ...echoed } = order;
    expect(open).toMatchObject({ ...echoed, account: 'DU1234567', permId: 1_426_181_005, clientId: 1 });
    expect(state).toMatchObject({ status: 'PreSubmitted' });
  });

  it('tells a fill: execution, order, and the commission after it', async () => {
    const client = await test.connect();
    client.api.placeOrder(6, appleContract, order);
    await client.settle();
    client.forget();
    const [placed] = test.world.placed;
    if (placed === undefined) throw new Error('no order was placed');
    const filled: SimOrder = fakeOrder(1, 6, placed.terms, {
      status: 'Submitted',
      filled: 40,
      remaining: 60,
      averageFillPrice: 187.19,
      lastFillPrice: 187.19,
    });
    test.world.tell({ kind: 'filled', order: filled, execution: fakeExecution(filled, 1) });
    await client.next('commissionReport');
    expect(client.names().slice(0, 4)).toEqual([
      'execDetails',
      'openOrder',
      'orderStatus',
      'commissionReport',
    ]);
    const [reqId, , execution] = await client.next('execDetails');
    expect(reqId).toBe(-1);
    expect(execution).toMatchObject({
      orderId: 6,
      side: 'BOT',
      shares: 40,
      price: 187.19,
      time: '20261005 10:30:00 US/Eastern',
      orderRef: 'our-reference',
    });
    expect((await client.next('orderStatus')).slice(0, 5)).toEqual([6, 'Submitted', 40, 60, 187.19]);
    const [report] = await client.next('commissionReport');
    expect(report).toMatchObject({ execId: '0000e0d5.6571a3f1.01.01', commission: 1.05, currency: 'USD' });
    expect(report).toMatchObject({ realizedPNL: undefined });

    test.world.fills = [fakeExecution(filled, 1)];
    client.api.reqExecutions(61, { symbol: 'AAPL', side: OrderAction.BUY });
    client.api.reqExecutions(62, { symbol: 'MSFT' });
    await client.next('execDetailsEnd', ([id]) => id === 62);
    expect(client.all('execDetails').map(([id]) => id)).toEqual([-1, 61]);
  });

  it('tells a cancel: pending, cancelled, then 202', async () => {
    const client = await test.connect();
    client.api.placeOrder(7, appleContract, order);
    await client.settle();
    client.forget();
    const [placed] = test.world.placed;
    if (placed === undefined) throw new Error('no order was placed');
    test.world.tell({ kind: 'status', order: fakeOrder(1, 7, placed.terms, { status: 'PendingCancel' }) });
    test.world.tell({
      kind: 'cancelled',
      order: fakeOrder(1, 7, placed.terms, { status: 'Cancelled' }),
      reason: '',
    });
    const [error] = await client.code(202);
    expect(error).toEqual(new Error('Order Canceled - reason:'));
    expect(client.names()).toEqual(['orderStatus', 'openOrder', 'orderStatus', 'error']);
    client.api.placeOrder(7, appleContract, order);
    expect(await client.code(103)).toEqual([new Error('Duplicate order id'), 103, 7, undefined]);
  });

  it('tells a client of its own orders only, unless it asks for all', async () => {
    const owner = await test.connect(1);
    const other = await test.connect(2);
    owner.api.placeOrder(8, appleContract, order);
    await owner.settle();
    const [placed] = test.world.placed;
    if (placed === undefined) throw new Error('no order was placed');
    test.world.orders = [fakeOrder(1, 8, placed.terms)];
    other.api.reqOpenOrders();
    await other.next('openOrderEnd');
    expect(other.all('openOrder')).toEqual([]);
    other.api.reqAllOpenOrders();
    await other.next('openOrder', ([orderId]) => orderId === 8);
  });

  it('answers a what-if order with margins and places nothing', async () => {
    const client = await test.connect();
    client.api.placeOrder(9, appleContract, { ...order, whatIf: true });
    const [, , open, state] = await client.next('openOrder');
    expect(open).toMatchObject({ whatIf: true });
    expect(state).toMatchObject({ initMarginChange: 9_360, commission: 1, equityWithLoanAfter: 999_999 });
    expect(state).toMatchObject({ maxCommission: undefined });
    expect(test.world.placed).toEqual([]);
  });

  it('refuses what it cannot do honestly', async () => {
    const client = await test.connect();
    client.api.placeOrder(10, appleContract, { ...order, goodAfterTime: 'next Tuesday' });
    client.api.placeOrder(11, appleContract, { ...order, account: 'DU7654321' });
    client.api.placeOrder(12, { ...appleContract, symbol: 'NOPE' }, order);
    client.api.cancelOrder(99);
    const errors = await Promise.all(
      [10, 11, 12, 99].map((id) => client.next('error', (args) => args[2] === id)),
    );
    expect(errors.map(([, code]) => code)).toEqual([337, 321, 200, 10147]);
    expect(test.world.placed).toEqual([]);
  });

  it('tells how orders ended', async () => {
    const client = await test.connect();
    client.api.placeOrder(13, appleContract, order);
    await client.settle();
    const [placed] = test.world.placed;
    if (placed === undefined) throw new Error('no order was placed');
    test.world.completed = [
      fakeOrder(1, 13, placed.terms, {
        status: 'Cancelled',
        completedMs: FAKE_NOW_MS,
        completedStatus: 'Cancelled by Trader',
      }),
    ];
    client.api.reqCompletedOrders(false);
    await client.next('completedOrdersEnd');
    const [contract, completed, state] = await client.next('completedOrder');
    expect(contract).toMatchObject({ conId: 265598 });
    expect(completed).toMatchObject({ orderRef: 'our-reference', lmtPrice: 187.2 });
    expect(state).toMatchObject({
      status: 'Cancelled',
      completedTime: '20261005 10:30:00 US/Eastern',
      completedStatus: 'Cancelled by Trader',
    });
  });
});
