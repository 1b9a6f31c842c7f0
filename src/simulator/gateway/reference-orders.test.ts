import { type Contract, type Order, OrderAction, OrderType } from '@stoqey/ib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rig } from '../test-rig';
import { OPEN_MARKET_MS, optionsOn } from '../world/world-fixture';
import type { TestClient } from './test-client';
import { appleContract } from './test-gateway';

let rig: Rig;
let client: TestClient;

beforeAll(async () => {
  rig = await Rig.start(OPEN_MARKET_MS);
  client = await rig.connect();
});

afterAll(async () => {
  await rig.stop();
});

const common = { action: OrderAction.BUY, totalQuantity: 1, tif: 'DAY', transmit: true } as const;

/** Places an order, and what the gateway tells back of it once it has met the market. */
async function place(orderId: number, contract: Contract, order: Order): Promise<Order> {
  client.api.placeOrder(orderId, contract, order);
  await client.status(orderId, 'Submitted');
  await rig.passSeconds(client, 1);
  client.forget();
  client.api.reqOpenOrders();
  const [, , told] = await client.next('openOrder', ([id]) => id === orderId);
  return told as Order;
}

describe('orders that look at another market, over the wire', () => {
  it('name a volatility in percent of a year or of a day', async () => {
    const spot = rig.world.market.quote(265598).last ?? 0;
    const query = { symbol: 'AAPL', lastTradeDateOrContractMonth: '20261120', right: 'C' };
    const call = optionsOn(rig.world, query).find(({ strike }) => strike > spot);
    const contract = { conId: call?.conId ?? 0, exchange: 'SMART' };
    const vol = { ...common, orderType: OrderType.VOL };
    const annual = await place(1, contract, { ...vol, volatility: 12, volatilityType: 2 });
    const daily = await place(2, contract, { ...vol, volatility: 12 / Math.sqrt(252), volatilityType: 1 });
    expect(annual.lmtPrice).toBeGreaterThan(0);
    expect(Math.abs((daily.lmtPrice ?? 0) - (annual.lmtPrice ?? 0))).toBeLessThanOrEqual(0.05);
    expect(annual).toMatchObject({ orderType: 'VOL', volatility: 12, volatilityType: 2 });
  });

  it('follow a benchmark from where it starts', async () => {
    const told = await place(3, appleContract, {
      ...common,
      orderType: OrderType.PEG_BENCH,
      startingPrice: 100,
      stockRefPrice: 1,
      peggedChangeAmount: 0.01,
      referenceChangeAmount: 1,
      referenceContractId: 272093,
      referenceExchangeId: 'ISLAND',
    });
    const reference = rig.world.market.quote(272093).last ?? 0;
    expect(Math.abs((told.lmtPrice ?? 0) - (100 + 0.01 * Math.trunc(reference - 1)))).toBeLessThan(0.02);
  });

  it('are pegged to the primary market, which is the relative order', async () => {
    const told = await place(4, appleContract, {
      ...common,
      orderType: 'PEG PRIM' as OrderType,
      auxPrice: 0,
      lmtPrice: 100,
    });
    expect(told.orderType).toBe('PEG PRIM');
  });
});
