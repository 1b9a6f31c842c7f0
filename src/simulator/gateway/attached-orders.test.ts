import { type Contract, type Order, OrderAction, OrderType, SecType } from '@stoqey/ib';
import { describe, expect, it } from 'vitest';
import { optionsOn } from '../world/world-fixture';
import { AAPL, aaplStock, marketOrder } from './test-orders';
import { sceneForEachTest } from './test-scene';

const euro: Contract = { symbol: 'EUR', secType: SecType.CASH, exchange: 'IDEALPRO', currency: 'USD' };

const market = marketOrder(100);

const scene = sceneForEachTest();

async function openOrder(orderId: number): Promise<unknown> {
  return (await scene.client.next('openOrder', ([id]) => id === orderId))[2];
}

function executionsOf(orderId: number) {
  return scene.rig.world.exchange.executions().filter(({ order }) => order.orderId === orderId);
}

describe('a quantity of cash', () => {
  it('buys as many euros as it pays for, at the limit or at the ask', async () => {
    const byCash = { ...market, totalQuantity: 0, cashQty: 100_000 };
    const ask = scene.rig.world.market.quote(12_087_792).ask ?? 0;
    scene.client.api.placeOrder(1, euro, byCash);
    expect(await openOrder(1)).toMatchObject({ cashQty: 100_000, totalQuantity: Math.floor(100_000 / ask) });
    await scene.rig.until(scene.client.status(1, 'Filled'));
    const spent = executionsOf(1).reduce((sum, { shares, price }) => sum + shares * price, 0);
    expect(spent).toBeLessThanOrEqual(100_100);
    expect(spent).toBeGreaterThan(99_900);
    scene.client.api.placeOrder(2, euro, { ...byCash, orderType: OrderType.LMT, lmtPrice: 1 });
    expect(await openOrder(2)).toMatchObject({ totalQuantity: 100_000 });
  });

  it('is refused where it may not be, and cannot be changed', async () => {
    scene.client.api.placeOrder(3, aaplStock, { ...market, cashQty: 1_000 });
    scene.client.api.placeOrder(4, euro, { ...market, totalQuantity: 0, cashQty: 10.001 });
    scene.client.api.placeOrder(5, euro, { ...market, totalQuantity: 0 });
    const limit = { ...market, totalQuantity: 0, orderType: OrderType.LMT };
    scene.client.api.placeOrder(6, euro, { ...limit, lmtPrice: 1, cashQty: 30_000 });
    await scene.client.status(6, 'Submitted');
    scene.client.api.placeOrder(6, euro, { ...limit, lmtPrice: 1, cashQty: 40_000 });
    expect(await scene.client.errorCodes()).toEqual([
      [3, 10244],
      [4, 10206],
      [5, 434],
      [6, 10241],
    ]);
  });
});

describe('an order that hedges its parent', () => {
  const parent = { ...market, transmit: false };
  const child = { ...market, action: OrderAction.SELL, totalQuantity: 0, parentId: 10 };

  it('as a pair trades its ratio of what the parent has filled', async () => {
    scene.client.api.placeOrder(10, aaplStock, parent);
    scene.client.api.placeOrder(
      11,
      { ...aaplStock, symbol: 'MSFT' },
      { ...child, hedgeType: 'P', hedgeParam: '0.8' },
    );
    expect(await openOrder(11)).toMatchObject({ totalQuantity: 80, hedgeType: 'P', parentId: 10 });
    await scene.rig.until(scene.client.status(11, 'Filled'));
    expect(executionsOf(10).reduce((sum, { shares }) => sum + shares, 0)).toBe(100);
    expect(executionsOf(11).reduce((sum, { shares }) => sum + shares, 0)).toBe(80);
  });

  it('by beta is sized by value, and waits as long as the parent', async () => {
    const price = scene.rig.world.market.quote(265598).last ?? 0;
    const limit = Math.round(price) - 50;
    scene.client.api.placeOrder(10, aaplStock, { ...parent, orderType: OrderType.LMT, lmtPrice: limit });
    scene.client.api.placeOrder(
      11,
      { ...aaplStock, symbol: 'MSFT' },
      { ...child, hedgeType: 'B', hedgeParam: '1.5' },
    );
    const msft = scene.rig.world.catalogue.withoutOptions.find(
      ({ symbol, secType }) => symbol === 'MSFT' && secType === 'STK',
    );
    const other = scene.rig.world.market.quote(msft?.conId ?? 0).last ?? 1;
    const shown = (await openOrder(11)) as Order;
    expect(Math.abs((shown.totalQuantity ?? 0) - (1.5 * 100 * limit) / other)).toBeLessThanOrEqual(1);
    scene.rig.wall.advance(5_000);
    await scene.client.settle();
    const [, , , , , , , , , whyHeld] = scene.client.all('orderStatus').findLast(([id]) => id === 11) ?? [];
    expect(whyHeld).toBe('child');
    scene.client.forget();
    const changed = { ...child, orderType: OrderType.LMT, lmtPrice: 1, hedgeType: 'B', hedgeParam: '1.5' };
    scene.client.api.placeOrder(11, { ...aaplStock, symbol: 'MSFT' }, changed);
    expect(await openOrder(11)).toMatchObject({ lmtPrice: 1, totalQuantity: shown.totalQuantity });
  });

  it('of a currency is worth what the parent is worth', async () => {
    scene.client.api.placeOrder(10, aaplStock, parent);
    scene.client.api.placeOrder(11, euro, { ...child, action: OrderAction.BUY, hedgeType: 'F' });
    const value = 100 * (scene.rig.world.market.quote(265598).last ?? 0);
    const shown = (await openOrder(11)) as Order;
    const rate = scene.rig.world.market.quote(12_087_792).ask ?? 1;
    expect((shown.totalQuantity ?? 0) * rate).toBeGreaterThan(value * 0.99);
    expect((shown.totalQuantity ?? 0) * rate).toBeLessThan(value * 1.01);
  });

  it('by delta trades what the option of its parent moves like', async () => {
    const { world } = scene.rig;
    const [option] = optionsOn(world, {
      symbol: 'AAPL',
      lastTradeDateOrContractMonth: '20261120',
      right: 'C',
    }).filter(({ strike }) => strike > (world.market.quote(AAPL).last ?? 0));
    const contract = { conId: option?.conId ?? 0, exchange: 'SMART' };
    scene.client.api.placeOrder(20, contract, marketOrder(5, { transmit: false }));
    const hedge = { ...child, parentId: 20, action: OrderAction.SELL, hedgeType: 'D', hedgeParam: '' };
    scene.client.api.placeOrder(21, aaplStock, hedge);
    const { delta } = world.options.model(contract.conId, world.clock.nowMs());
    const { totalQuantity = 0 } = (await openOrder(21)) as Order;
    expect(Math.abs(totalQuantity - 500 * (delta ?? 0))).toBeLessThanOrEqual(1);
    expect(totalQuantity).toBeGreaterThan(50);
    await scene.rig.until(scene.client.status(21, 'Filled'));
    const sold = world.exchange.executions().filter(({ order }) => order.instrument.conId === AAPL);
    expect(sold.every(({ side }) => side === 'SLD')).toBe(true);
    expect(sold.reduce((sum, { shares }) => sum + shares, 0)).toBe(totalQuantity);
    // What the option is not on cannot hedge it.
    const other = { conId: 272093, exchange: 'SMART' };
    scene.client.api.placeOrder(22, contract, marketOrder(5, { transmit: false }));
    scene.client.api.placeOrder(23, other, { ...hedge, parentId: 22 });
    await scene.client.code(10010);
  });

  it('is refused with the codes of a real gateway', async () => {
    scene.client.api.placeOrder(10, aaplStock, { ...market, orderType: OrderType.LMT, lmtPrice: 1 });
    scene.client.api.placeOrder(12, aaplStock, {
      ...child,
      totalQuantity: 50,
      hedgeType: 'P',
      hedgeParam: '1',
    });
    scene.client.api.placeOrder(13, aaplStock, { ...child, hedgeType: 'D', hedgeParam: '0.5' });
    scene.client.api.placeOrder(14, aaplStock, { ...child, hedgeType: 'F' });
    scene.client.api.placeOrder(15, aaplStock, { ...child, hedgeType: 'P', hedgeParam: 'much' });
    scene.client.api.placeOrder(16, aaplStock, { ...child, hedgeType: 'B', hedgeParam: '' });
    scene.client.api.placeOrder(17, aaplStock, { ...child, parentId: 0, hedgeType: 'P', hedgeParam: '1' });
    expect(await scene.client.errorCodes()).toEqual([
      [12, 10032],
      [13, 320],
      [14, 10063],
      [15, 10009],
      [16, 10008],
      [17, 10006],
    ]);
  });
});

describe('a scale order', () => {
  it('comes to the market in components, each a step further from it', async () => {
    const limit = Math.round((scene.rig.world.market.quote(265598).ask ?? 0) * 100) / 100 + 0.3;
    const lmtPrice = Math.round(limit * 100) / 100;
    scene.client.api.placeOrder(20, aaplStock, {
      ...market,
      totalQuantity: 60,
      orderType: OrderType.LMT,
      lmtPrice,
      scaleInitLevelSize: 20,
      scaleSubsLevelSize: 10,
      scalePriceIncrement: 0.05,
    });
    await scene.rig.until(
      scene.client.next('orderStatus', ([id, , filled]) => id === 20 && Number(filled) >= 40),
    );
    let filled = 0;
    for (const { shares, price } of executionsOf(20)) {
      const level = filled < 20 ? 0 : 1 + Math.floor((filled - 20) / 10);
      expect(price).toBeLessThanOrEqual(lmtPrice - level * 0.05 + 1e-9);
      expect(shares).toBeLessThanOrEqual(level === 0 ? 20 : 10);
      filled += shares;
    }
  });

  it('changes its price as time goes on', async () => {
    const lmtPrice = Math.round(scene.rig.world.market.quote(AAPL).bid ?? 0) - 40;
    scene.client.api.placeOrder(25, aaplStock, {
      ...market,
      orderType: OrderType.LMT,
      lmtPrice,
      scaleInitLevelSize: 20,
      scalePriceIncrement: 0.05,
      scalePriceAdjustValue: 0.1,
      scalePriceAdjustInterval: 60,
    });
    await scene.client.status(25, 'Submitted');
    scene.rig.wall.advance(185_000);
    scene.client.forget();
    scene.client.api.reqOpenOrders();
    const [, , shown] = await scene.client.next('openOrder', ([id]) => id === 25);
    expect((shown as Order).lmtPrice).toBeCloseTo(lmtPrice + 0.3, 9);
  });

  it('is refused with what the exchange would not work', async () => {
    const scale = { ...market, orderType: OrderType.LMT, lmtPrice: 1, scalePriceIncrement: 0.05 };
    scene.client.api.placeOrder(21, aaplStock, scale);
    scene.client.api.placeOrder(22, aaplStock, { ...scale, scaleInitLevelSize: 500 });
    scene.client.api.placeOrder(23, aaplStock, { ...scale, scaleInitLevelSize: 20, scaleProfitOffset: 0.1 });
    expect(await scene.client.errorCodes()).toEqual([
      [21, 419],
      [22, 417],
      [23, 321],
    ]);
  });
});

describe('orders that the exchange does not work', () => {
  it('are refused and never filled as plain ones', async () => {
    scene.client.api.placeOrder(30, aaplStock, {
      ...market,
      orderType: OrderType.LMT,
      lmtPrice: 500,
      deltaNeutralOrderType: OrderType.MKT,
    });
    scene.client.api.placeOrder(31, aaplStock, {
      ...market,
      orderType: OrderType.BOX_TOP,
    });
    const seen = await scene.client.errorCodes();
    expect(seen).toEqual([
      [30, 429],
      [31, 387],
    ]);
    scene.rig.wall.advance(1_000);
    expect(scene.rig.world.exchange.executions()).toEqual([]);
  });
});
