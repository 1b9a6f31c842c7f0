import { OrderAction, OrderType, SecType, TimeInForce } from '@stoqey/ib';
import { afterEach, describe, expect, it } from 'vitest';
import { appleContract, TestGateway } from './test-gateway';
import { fakeOrder } from './fake-world';
import { orderTerms } from '../world/order-terms';

let test: TestGateway | undefined;

async function start(options: Parameters<typeof TestGateway.start>[0] = {}): Promise<TestGateway> {
  test = await TestGateway.start(options);
  return test;
}

afterEach(async () => {
  await test?.stop();
  test = undefined;
});

const order = {
  action: OrderAction.BUY,
  totalQuantity: 100,
  orderType: OrderType.LMT,
  lmtPrice: 187.2,
  tif: TimeInForce.DAY,
  transmit: true,
};

describe('a read-only gateway', () => {
  it('refuses everything about orders with 321 and the order id, and still tells executions', async () => {
    const gateway = await start({ readOnlyApi: true });
    const client = await gateway.connect(0);
    client.api.placeOrder(5, appleContract, order);
    client.api.cancelOrder(6);
    const text = "Error validating request.-'bO' : cause - The API interface is currently in Read-Only mode.";
    for (const id of [5, 6]) {
      const [error, code] = await client.next('error', (args) => args[2] === id);
      expect([error, code]).toEqual([new Error(text), 321]);
    }
    client.forget();
    client.api.reqGlobalCancel({});
    client.api.reqOpenOrders();
    client.api.reqAllOpenOrders();
    client.api.reqAutoOpenOrders(true);
    client.api.reqCompletedOrders(false);
    client.api.reqExecutions(7, {});
    await client.next('execDetailsEnd');
    const notices = client.events.filter(({ args }) => args[1] === 321);
    expect(notices).toHaveLength(5);
    expect(client.names()).not.toContain('openOrderEnd');
    expect(gateway.world.placed).toEqual([]);
  });
});

describe('orders that TWS refuses', () => {
  it.each([
    ['eTradeOnly', { eTradeOnly: true }, 10268],
    ['firmQuoteOnly', { firmQuoteOnly: true }, 10269],
    ['nbboPriceCap', { nbboPriceCap: 200 }, 10270],
    ['a date that is none', { goodTillDate: 'soon', tif: TimeInForce.GTD }, 337],
  ])('%s', async (_name, different, code) => {
    const gateway = await start();
    const client = await gateway.connect();
    client.api.placeOrder(5, appleContract, { ...order, ...different });
    const [, told] = await client.next('error', (args) => args[2] === 5);
    expect(told).toBe(code);
    expect(gateway.world.placed).toEqual([]);
  });

  it('one more than may be active on a side of a contract', async () => {
    const gateway = await start({ limits: { activeOrdersPerSide: 2 } });
    const client = await gateway.connect();
    const terms = orderTerms({ account: 'DU1234567' });
    gateway.world.orders = [fakeOrder(1, 1, terms), fakeOrder(2, 1, terms)];
    client.api.placeOrder(5, appleContract, order);
    const [error] = await client.code(201);
    expect(String(error)).toContain('Order rejected - reason:');
    client.api.placeOrder(6, appleContract, { ...order, action: OrderAction.SELL });
    await client.next('openOrder', ([orderId]) => orderId === 6);
    expect(gateway.world.placed.map(({ orderId }) => orderId)).toEqual([6]);
  });
});

describe('an order without an exchange', () => {
  it.each([false, true])(
    'is refused with 321 before anything else is looked at, what-if %s',
    async (whatIf) => {
      const gateway = await start();
      const client = await gateway.connect();
      client.api.placeOrder(5, { symbol: 'NOPE', secType: SecType.STK }, { ...order, whatIf });
      client.api.placeOrder(6, { conId: 265598 }, { ...order, whatIf });
      const text = "Error validating request.-'bO' : cause - Missing order exchange.";
      for (const id of [5, 6]) {
        const [error, code] = await client.next('error', (args) => args[2] === id);
        expect([error, code]).toEqual([new Error(text), 321]);
      }
      expect(gateway.world.placed).toEqual([]);
    },
  );

  it('leaves the order that it would have changed as it is', async () => {
    const gateway = await start();
    const client = await gateway.connect();
    client.api.placeOrder(5, appleContract, order);
    await client.next('openOrder');
    client.api.placeOrder(5, { ...appleContract, exchange: '' }, { ...order, lmtPrice: 190 });
    expect((await client.code(321))[2]).toBe(5);
    expect(gateway.world.placed).toHaveLength(1);
  });
});

describe('attributes of an order', () => {
  it('become the terms that the exchange acts on', async () => {
    const gateway = await start();
    const client = await gateway.connect();
    client.api.placeOrder(5, appleContract, {
      ...order,
      orderType: OrderType.TRAIL_LIMIT,
      trailingPercent: 1.5,
      lmtPriceOffset: 0.1,
      trailStopPrice: 180,
      tif: TimeInForce.GTD,
      goodTillDate: '20261006',
      goodAfterTime: '20261005 12:00:00 US/Eastern',
      displaySize: 10,
      minQty: 20,
      triggerMethod: 8,
    });
    await client.next('openOrder');
    expect(gateway.world.placed[0]?.terms).toMatchObject({
      orderType: 'TRAIL LIMIT',
      auxPrice: null,
      trailingPercent: 1.5,
      limitOffset: 0.1,
      trailStopPrice: 180,
      // A date alone means the end of that day.
      goodTillMs: Date.UTC(2026, 9, 7, 3, 59, 59),
      goodAfterMs: Date.UTC(2026, 9, 5, 16),
      displaySize: 10,
      minQuantity: 20,
      triggerMethod: 8,
    });
  });

  it('are told back as the exchange has changed them', async () => {
    const gateway = await start();
    const client = await gateway.connect();
    client.api.placeOrder(5, appleContract, {
      ...order,
      orderType: OrderType.TRAIL,
      auxPrice: 2,
      orderRef: 'mine',
    });
    await client.settle();
    const [placed] = gateway.world.placed;
    if (placed === undefined) throw new Error('no order was placed');
    gateway.world.orders = [fakeOrder(1, 5, { ...placed.terms, trailStopPrice: 185.25 })];
    client.forget();
    client.api.reqOpenOrders();
    const [, , open] = await client.next('openOrder');
    expect(open).toMatchObject({ orderType: 'TRAIL', auxPrice: 2, trailStopPrice: 185.25, orderRef: 'mine' });
  });
});
