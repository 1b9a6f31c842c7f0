import { OrderAction, OrderType } from '@stoqey/ib';
import { afterEach, describe, expect, it } from 'vitest';
import { MONDAY_MORNING } from '../test-rig';
import { createWorld } from '../world/create-world';
import { ManualWallClock } from '../world/manual-wall-clock';
import { orderTerms } from '../world/order-terms';
import type { SimInstrument, World } from '../world/world';
import { contractQuery } from '../world/world-fixture';
import { createGateway } from './gateway';
import { TestClient } from './test-client';
import { appleContract } from './test-gateway';

/** A gateway on a whole world, in which somebody enters orders by hand. */
class HandRig {
  readonly world: World;
  readonly #gateway: ReturnType<typeof createGateway>;
  readonly #clients: TestClient[] = [];
  #port = 0;

  constructor() {
    const wall = new ManualWallClock(MONDAY_MORNING);
    const start = { seed: 7, speed: 1, startMs: MONDAY_MORNING, cash: 1_000_000, tickRate: 20 };
    this.world = createWorld({ ...start, accountId: 'DU1234567', wall });
    this.#gateway = createGateway({ world: this.world });
    this.world.clock.start();
  }

  async connect(clientId: number): Promise<TestClient> {
    if (this.#port === 0) {
      const listening = await this.#gateway.listen({ host: '127.0.0.1', port: 0 });
      if (!listening.ok || listening.port === undefined) throw new Error('the gateway does not listen');
      this.#port = listening.port;
    }
    const client = await TestClient.connect(this.#port, clientId);
    this.#clients.push(client);
    return client;
  }

  /** Enters an order by hand that stays in the book; returns its permId. */
  enter(limitPrice: number): number {
    const [apple] = this.world.catalogue.find(stock);
    const placed = this.world.exchange.placeManually(
      apple ?? missing(),
      orderTerms({ orderType: 'LMT', limitPrice, orderRef: 'by hand' }),
    );
    if (!placed.ok) throw new Error(placed.refusal.text);
    return placed.value.permId;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.#gateway.close();
    this.world.stop();
  }
}

const stock = contractQuery({ symbol: 'AAPL', secType: 'STK', exchange: 'SMART', currency: 'USD' });

function missing(): SimInstrument {
  throw new Error('AAPL is not listed');
}

let rig: HandRig | undefined;

afterEach(async () => {
  await rig?.stop();
  rig = undefined;
});

describe('an order entered by hand in TWS', () => {
  it('is shown to everybody who asks for all orders, without an order id', async () => {
    rig = new HandRig();
    const permId = rig.enter(50);
    const client = await rig.connect(3);
    client.api.reqOpenOrders();
    await client.next('openOrderEnd');
    expect(client.all('openOrder')).toEqual([]);
    client.api.reqAllOpenOrders();
    const [orderId, , open] = await client.next('openOrder');
    expect(orderId).toBe(0);
    expect(open).toMatchObject({ permId, clientId: 0, lmtPrice: 50, orderRef: 'by hand' });
  });

  it('is bound to client 0 as it comes, when that client wants it so', async () => {
    rig = new HandRig();
    const client = await rig.connect(0);
    client.api.reqAutoOpenOrders(true);
    await client.settle();
    client.forget();
    const permId = rig.enter(50);
    const [boundPermId, clientId, orderId] = await client.next('orderBound');
    expect([boundPermId, clientId]).toEqual([permId, 0]);
    await client.next('openOrder', ([id]) => id === orderId);
    await client.next('orderStatus', ([id]) => id === orderId);
    client.api.cancelOrder(Number(orderId));
    await client.next('orderStatus', ([id, status]) => id === orderId && status === 'PendingCancel');
  });

  it('is bound when client 0 asks for its open orders, and can then be changed', async () => {
    rig = new HandRig();
    const permId = rig.enter(50);
    const client = await rig.connect(0);
    client.api.reqOpenOrders();
    const [, , orderId] = await client.next('orderBound', ([id]) => id === permId);
    await client.next('openOrderEnd');
    const [openId] = await client.next('openOrder');
    expect(openId).toBe(orderId);
    client.forget();
    client.api.placeOrder(Number(orderId), appleContract, {
      action: OrderAction.BUY,
      totalQuantity: 100,
      orderType: OrderType.LMT,
      lmtPrice: 51,
      transmit: true,
    });
    const [, , changed] = await client.next('openOrder', ([id]) => id === orderId);
    expect(changed).toMatchObject({ permId, lmtPrice: 51 });
  });

  it('is not bound for other clients, who cannot ask for it either', async () => {
    rig = new HandRig();
    const client = await rig.connect(4);
    client.api.reqAutoOpenOrders(true);
    const [error] = await client.code(321);
    expect(String(error)).toContain('Only the default client (i.e 0) can auto bind orders.');
    rig.enter(50);
    client.api.reqOpenOrders();
    await client.next('openOrderEnd');
    expect(client.names()).not.toContain('orderBound');
  });

  it('is left out of the completed orders of the API', async () => {
    rig = new HandRig();
    const permId = rig.enter(50);
    rig.world.exchange.levers.reject(permId, 201, 'Order rejected - reason:test');
    const client = await rig.connect(4);
    client.api.reqCompletedOrders(true);
    await client.next('completedOrdersEnd');
    expect(client.all('completedOrder')).toEqual([]);
    client.api.reqCompletedOrders(false);
    const [, order] = await client.next('completedOrder');
    expect(order).toMatchObject({ permId });
  });
});
