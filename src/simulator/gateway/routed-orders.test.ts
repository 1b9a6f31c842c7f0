import { type Contract, type Execution, OrderType, SecType } from '@stoqey/ib';
import { describe, expect, it } from 'vitest';
import { aaplStock, marketOrder } from './test-orders';
import { sceneForEachTest } from './test-scene';

const scene = sceneForEachTest();

/** Where the order traded, by its executions; it is filled when the clock has moved on. */
async function traded(orderId: number, contract: Contract, different = {}): Promise<readonly unknown[]> {
  const { api } = scene.client;
  api.placeOrder(orderId, contract, marketOrder(10, different));
  const [, open] = await scene.client.next('openOrder', ([id]) => id === orderId);
  expect(open).toMatchObject({ exchange: contract.exchange });
  scene.rig.wall.advance(60_000);
  await scene.client.settle();
  return scene.client
    .all('execDetails')
    .map(([, , execution]) => execution as Execution)
    .filter((execution) => execution.orderId === orderId)
    .map(({ exchange }) => exchange);
}

describe('an order that is sent to an exchange directly', () => {
  it.each(['ARCA', 'IEX'])('trades at %s and nowhere else', async (exchange) => {
    const places = await traded(1, { ...aaplStock, exchange });
    expect(new Set(places)).toEqual(new Set([exchange]));
  });

  it('may go to the trading system of Interactive Brokers itself', async () => {
    const places = await traded(1, { ...aaplStock, exchange: 'IBKRATS' }, { notHeld: true });
    expect(new Set(places)).toEqual(new Set(['IBKRATS']));
    const pegged = {
      orderType: OrderType.PEG_MID,
      lmtPrice: 1,
      minTradeQty: 10,
      midOffsetAtWhole: 0.02,
      midOffsetAtHalf: 0.025,
    };
    expect(await traded(2, { ...aaplStock, exchange: 'IBKRATS' }, pegged)).toEqual([]);
    expect(scene.client.all('error').filter(([, , id]) => id === 2)).toEqual([]);
  });

  it('is refused with 200 where the contract does not trade, also by that system', async () => {
    const future: Contract = { symbol: 'ES', secType: SecType.FUT, currency: 'USD' };
    const dated = { ...future, lastTradeDateOrContractMonth: '202612' };
    scene.client.api.placeOrder(1, { ...aaplStock, exchange: 'JEFFALGO' }, marketOrder(1));
    scene.client.api.placeOrder(2, { ...dated, exchange: 'IBKRATS' }, marketOrder(1));
    for (const orderId of [1, 2]) {
      const [, code] = await scene.client.next('error', ([, , id]) => id === orderId);
      expect(code).toBe(200);
    }
  });
});

it('an order that is routed smartly trades at the exchanges that quote best', async () => {
  const places = await traded(1, aaplStock);
  expect(places.length).toBeGreaterThan(0);
  expect(places).not.toContain('SMART');
});

it('an order may name its contract by ISIN or CUSIP, as the official clients send it', async () => {
  const byIdentifier = (secIdType: string, secId: string): Contract => {
    return { ...aaplStock, symbol: '', secIdType, secId };
  };
  scene.client.api.placeOrder(1, byIdentifier('ISIN', 'US0378331005'), marketOrder(1));
  scene.client.api.placeOrder(2, byIdentifier('CUSIP', '037833100'), marketOrder(1));
  for (const orderId of [1, 2]) {
    const [, contract] = await scene.client.next('openOrder', ([id]) => id === orderId);
    expect(contract).toMatchObject({ conId: 265598, symbol: 'AAPL' });
  }
  scene.client.api.placeOrder(3, byIdentifier('ISIN', 'US0000000000'), marketOrder(1));
  const [, code] = await scene.client.next('error', ([, , id]) => id === 3);
  expect(code).toBe(200);
});
