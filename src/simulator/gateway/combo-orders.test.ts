import { type Contract, type Execution, IBApiTickType, OrderAction, OrderType, SecType } from '@stoqey/ib';
import { describe, expect, it } from 'vitest';
import type { SimInstrument } from '../world/world';
import { marketOrder } from './test-orders';
import { sceneForEachTest } from './test-scene';

const scene = sceneForEachTest();

/** Calls of one expiry near the money, by strike. */
function calls(): readonly SimInstrument[] {
  const { all } = scene.rig.world.catalogue;
  const spot = scene.rig.world.market.quote(265598).last ?? 0;
  const options = all.filter(
    ({ secType, right, symbol }) => secType === 'OPT' && right === 'C' && symbol === 'AAPL',
  );
  const expiry = options[0]?.lastTradeDate;
  return options
    .filter(({ lastTradeDate, strike }) => lastTradeDate === expiry && strike > spot - 15)
    .sort((a, b) => a.strike - b.strike);
}

function leg(instrument: SimInstrument | undefined, action: OrderAction, ratio = 1) {
  return { conId: instrument?.conId ?? 0, ratio, action, exchange: 'SMART' };
}

function bag(comboLegs: NonNullable<Contract['comboLegs']>): Contract {
  return { symbol: 'AAPL', secType: SecType.BAG, exchange: 'SMART', currency: 'USD', comboLegs };
}

/** A bull call spread: buys the lower strike and sells the higher one. */
function spread(): Contract {
  const [low, high] = calls();
  return bag([leg(low, OrderAction.BUY), leg(high, OrderAction.SELL)]);
}

const order = marketOrder(2);

function quoteOf(instrument: SimInstrument | undefined) {
  return scene.rig.world.market.quote(instrument?.conId ?? 0);
}

describe('a combination', () => {
  it('is quoted by what its legs cost together', async () => {
    const [low, high] = calls();
    const expected = { bid: quoteOf(low), ask: quoteOf(high) };
    scene.client.api.reqMktData(1, spread(), '', false, false);
    const [, , bid] = await scene.client.next(
      'tickPrice',
      ([id, type]) => id === 1 && type === IBApiTickType.BID,
    );
    const [, , ask] = await scene.client.next(
      'tickPrice',
      ([id, type]) => id === 1 && type === IBApiTickType.ASK,
    );
    expect(bid).toBeCloseTo((expected.bid.bid ?? 0) - (expected.ask.ask ?? 0), 6);
    expect(ask).toBeCloseTo((expected.bid.ask ?? 0) - (expected.ask.bid ?? 0), 6);
    scene.client.forget();
    await scene.rig.until(scene.client.next('tickPrice', ([id]) => id === 1));
    scene.client.api.cancelMktData(1);
    await scene.client.settle();
    expect(scene.client.all('error')).toEqual([]);
  });

  it('has no contract details', async () => {
    scene.client.api.reqContractDetails(2, spread());
    const [error, code] = await scene.client.next('error', ([, , id]) => id === 2);
    expect(code).toBe(321);
    expect(String(error)).toContain("'BAG' isn't supported for contract data request");
  });

  it('fills with all its legs at once, which alone are booked', async () => {
    const [low, high] = calls();
    scene.client.api.placeOrder(3, spread(), order);
    const [, contract] = await scene.client.next('openOrder');
    expect(contract).toMatchObject({
      conId: 28_812_380,
      symbol: 'AAPL',
      secType: 'BAG',
      tradingClass: 'COMB',
      comboLegsDescription: `${String(low?.conId)}|1,${String(high?.conId)}|-1`,
      comboLegs: [
        { conId: low?.conId, ratio: 1, action: 'BUY' },
        { conId: high?.conId, ratio: 1, action: 'SELL' },
      ],
    });
    const filled = await scene.rig.until(scene.client.status(3, 'Filled'));
    const executions = scene.client.all('execDetails').map(([, seen, execution]) => ({
      ...(seen as Contract),
      ...(execution as Execution),
    }));
    expect(executions.slice(0, 3)).toMatchObject([
      { secType: 'BAG', conId: 28_812_380, side: 'BOT', orderId: 3 },
      { secType: 'OPT', conId: low?.conId, side: 'BOT', orderId: 3 },
      { secType: 'OPT', conId: high?.conId, side: 'SLD', orderId: 3 },
    ]);
    for (let at = 0; at < executions.length; at += 3) {
      const [whole, bought, sold] = executions.slice(at, at + 3);
      expect([bought?.shares, sold?.shares]).toEqual([whole?.shares, whole?.shares]);
      expect(whole?.price).toBeCloseTo((bought?.price ?? 0) - (sold?.price ?? 0), 6);
    }
    expect(new Set(executions.map(({ execId }) => execId)).size).toBe(executions.length);
    expect(filled[4]).toBeCloseTo(executions[0]?.price ?? 0, 6);
    await scene.client.settle();
    const legs = executions.filter(({ secType }) => secType === SecType.OPT).map(({ execId }) => execId);
    const paid = scene.client
      .all('commissionReport')
      .map(([report]) => (report as { execId: string }).execId);
    expect(paid).toEqual(legs);
    const positions = scene.rig.world.account
      .positions()
      .map(({ instrument, position }) => [instrument.conId, position]);
    expect(positions).toEqual([
      [low?.conId, 2],
      [high?.conId, -2],
    ]);
  });

  it('books to the cent what its executions say', async () => {
    const cash = () => Number(scene.rig.world.account.summary('TotalCashValue')?.value);
    const before = cash();
    scene.client.api.placeOrder(4, spread(), order);
    await scene.rig.until(scene.client.status(4, 'Filled'));
    const legs = scene.rig.world.exchange
      .executions()
      .filter(({ order: { instrument } }) => instrument.secType === 'OPT');
    let spent = 0;
    for (const { side, shares, price, commission } of legs) {
      spent += (side === 'BOT' ? 1 : -1) * shares * price * 100 + commission;
    }
    expect(before - cash()).toBeCloseTo(spent, 2);
  });

  it('takes a limit below zero, and waits for it', async () => {
    const [low, high] = calls();
    const credit = bag([leg(high, OrderAction.BUY), leg(low, OrderAction.SELL)]);
    const net = (quoteOf(high).ask ?? 0) - (quoteOf(low).bid ?? 0);
    expect(net).toBeLessThan(0);
    const lmtPrice = Math.round((net - 3) * 100) / 100;
    scene.client.api.placeOrder(5, credit, { ...order, orderType: OrderType.LMT, lmtPrice });
    await scene.client.status(5, 'Submitted');
    scene.rig.wall.advance(5_000);
    await scene.client.settle();
    expect(scene.client.all('execDetails')).toEqual([]);
    scene.client.api.placeOrder(5, credit, {
      ...order,
      orderType: OrderType.LMT,
      lmtPrice: Math.round((net + 0.2) * 100) / 100,
    });
    await scene.rig.until(scene.client.status(5, 'Filled'));
    const [, , execution] = await scene.client.next('execDetails');
    expect((execution as Execution).price).toBeLessThan(0);
  });

  it('of stock and an option is priced like the stock, and guaranteed or not', async () => {
    const [call] = calls();
    const stock = scene.rig.world.catalogue.byConId(265598);
    const covered = bag([leg(stock, OrderAction.BUY, 100), leg(call, OrderAction.SELL)]);
    const smartComboRoutingParams = [{ tag: 'NonGuaranteed', value: '1' }];
    scene.client.api.placeOrder(6, covered, { ...order, totalQuantity: 1, smartComboRoutingParams });
    const [, , echoed] = await scene.client.next('openOrder');
    expect(echoed).toMatchObject({ smartComboRoutingParams });
    await scene.rig.until(scene.client.status(6, 'Filled'));
    const prices = scene.client
      .all('execDetails')
      .map(([, , execution]) => (execution as Execution).price ?? 0);
    expect(prices[0]).toBeCloseTo((prices[1] ?? 0) - (prices[2] ?? 0), 6);
    const shares = scene.client.all('execDetails').map(([, , execution]) => (execution as Execution).shares);
    expect(shares).toEqual([1, 100, 1]);
  });

  it('is answered as a what-if, and refused when the account cannot carry it', async () => {
    scene.client.api.placeOrder(7, spread(), { ...order, whatIf: true });
    const [, , , state] = await scene.client.next('openOrder', ([id]) => id === 7);
    expect(state).toMatchObject({ commission: 2.6 });
    const [low, high] = calls();
    const naked = bag([leg(low, OrderAction.SELL), leg(high, OrderAction.SELL)]);
    scene.client.api.placeOrder(8, naked, { ...order, totalQuantity: 500 });
    const [, code] = await scene.client.next('error', ([, , id]) => id === 8);
    expect(code).toBe(201);
  });

  it('is refused with legs that are missing, unknown, not traded or named twice', async () => {
    const [low, high] = calls();
    const index = scene.rig.world.catalogue.withoutOptions.find(({ secType }) => secType === 'IND');
    scene.client.api.placeOrder(10, bag([]), order);
    scene.client.api.placeOrder(
      11,
      bag([leg(low, OrderAction.BUY), { conId: 999, ratio: 1, action: OrderAction.SELL, exchange: 'SMART' }]),
      order,
    );
    scene.client.api.placeOrder(12, bag([leg(low, OrderAction.BUY), leg(index, OrderAction.SELL)]), order);
    scene.client.api.placeOrder(13, bag([leg(low, OrderAction.BUY), leg(low, OrderAction.SELL)]), order);
    scene.client.api.placeOrder(14, bag([leg(low, OrderAction.BUY), leg(high, OrderAction.SELL, 0)]), order);
    scene.client.api.placeOrder(15, spread(), { ...order, orderType: OrderType.STP, auxPrice: 1 });
    const limit = { ...order, orderType: OrderType.LMT, lmtPrice: 1 };
    scene.client.api.placeOrder(16, spread(), {
      ...limit,
      smartComboRoutingParams: [{ tag: 'Fast', value: '1' }],
    });
    scene.client.api.placeOrder(17, spread(), { ...limit, orderComboLegs: [{ price: 1 }] });
    scene.client.api.placeOrder(18, spread(), { ...limit, orderComboLegs: [{ price: 1 }, { price: 2 }] });
    expect(await scene.client.errorCodes()).toEqual([
      [10, 321],
      [11, 321],
      [12, 321],
      [13, 321],
      [14, 321],
      [15, 387],
      [16, 320],
      [17, 320],
      [18, 321],
    ]);
    expect(String(scene.client.all('error')[0]?.[0])).toContain(
      "Security type 'BAG' requires combo leg details.",
    );
  });

  it('may name a price for each leg in place of its own, which they then make up', async () => {
    const [low, high] = calls();
    const [buy, sell] = [(quoteOf(low).ask ?? 0) + 1, (quoteOf(high).bid ?? 0) - 1];
    const orderComboLegs = [{ price: buy }, { price: sell }];
    const priced = { ...order, orderType: OrderType.LMT, orderComboLegs };
    scene.client.api.placeOrder(19, spread(), { ...priced, whatIf: true });
    await scene.client.next('openOrder', ([id]) => id === 19);
    scene.client.api.placeOrder(20, spread(), priced);
    const [, , told] = await scene.client.next('openOrder', ([id]) => id === 20);
    expect(told).toMatchObject({ orderComboLegs });
    expect(scene.rig.world.exchange.openOrders().map(({ terms }) => terms.limitPrice)).toEqual([
      expect.closeTo(buy - sell, 6),
    ]);
    scene.rig.wall.advance(60_000);
    await scene.client.next('orderStatus', ([id, status]) => id === 20 && status === 'Filled');
    expect(scene.client.all('error').filter(([, , id]) => id === 19 || id === 20)).toEqual([]);
  });
});
