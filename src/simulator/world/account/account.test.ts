import { Decimal } from 'decimal.js';
import { array, assert, constantFrom, integer, property, record, type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExchangeEvent } from '../world';
import { cents, makeTestWorld, OPEN_MARKET_MS, terms, type TestWorld } from '../world-fixture';

function value(test: TestWorld, tag: string): number {
  return Number(test.world.account.summary(tag)?.value);
}

describe('the account', () => {
  it('starts with its cash and four times buying power', () => {
    const test = makeTestWorld();
    expect(test.world.account.summary('NetLiquidation')).toEqual({
      key: 'NetLiquidation',
      value: '1000000.00',
      currency: 'USD',
    });
    expect(test.world.account.summary('BuyingPower')?.value).toBe('4000000.00');
    expect(test.world.account.summary('$LEDGER-CashBalance')?.value).toBe('1000000.00');
    expect(test.world.account.summary('NoSuchTag')).toBeUndefined();
  });

  it('puts commissions into average cost and into the realised profit', () => {
    const test = makeTestWorld();
    const { exchange, account } = test.world;
    exchange.place(1, 1, test.aapl, terms({ quantity: 10 }));
    test.wall.advance(20);
    const bought = exchange.executions()[0];
    expect(account.positions()[0]?.averageCost).toBeCloseTo((bought?.price ?? 0) + 0.1, 6);
    exchange.place(1, 2, test.aapl, terms({ side: 'SELL', quantity: 10 }));
    test.wall.advance(20);
    const sold = exchange.executions()[1];
    const profit = ((sold?.price ?? 0) - (bought?.price ?? 0)) * 10 - 2;
    expect(sold?.realizedPnl).toBeCloseTo(profit, 6);
    expect(bought?.realizedPnl).toBeNull();
    expect(account.pnl()).toMatchObject({ unrealizedPnl: 0 });
    expect(account.pnl().realizedPnl).toBeCloseTo(profit, 6);
    expect(account.pnl().dailyPnl).toBeCloseTo(profit, 6);
    expect(value(test, 'NetLiquidation')).toBeCloseTo(1_000_000 + profit, 6);
  });

  it('buys currencies into the ledger', () => {
    const test = makeTestWorld();
    const euro = test.instrument('EUR', 'CASH');
    test.world.exchange.place(1, 1, euro, terms({ quantity: 20_000 }));
    test.wall.advance(20);
    const price = test.world.exchange.executions()[0]?.price ?? 0;
    const cash = test.world.account.ledger('ALL').filter((row) => row.key === '$LEDGER-CashBalance');
    expect(cash.find((row) => row.currency === 'EUR')?.value).toBe('20000.00');
    expect(Number(cash.find((row) => row.currency === 'USD')?.value)).toBeCloseTo(
      1_000_000 - 20_000 * price - 2,
      2,
    );
  });

  it('starts a new day at midnight in New York', () => {
    const test = makeTestWorld({ startMs: Date.UTC(2026, 9, 8, 3, 59) });
    const future = test.instrument('ES', 'FUT');
    test.world.exchange.place(1, 1, future, terms({ quantity: 1 }));
    test.wall.advance(1000);
    const before = test.world.account.pnl();
    expect(before.dailyPnl).toBe(before.unrealizedPnl);
    test.wall.advance(120_000);
    const after = test.world.account.pnl();
    expect(after.dailyPnl - after.unrealizedPnl).not.toBe(0);
    expect(Math.abs(after.dailyPnl)).toBeLessThan(2000);
    expect(test.world.exchange.executions()).toEqual([]);
  });
});

describe('expiry', () => {
  it('settles options in cash at what exercise is worth, and takes no more orders for them', () => {
    const test = makeTestWorld();
    const calls = test.world.catalogue.all.filter((one) => one.right === 'C');
    const call = calls[0] ?? test.aapl;
    test.world.exchange.place(1, 1, call, terms({ quantity: 1 }));
    test.wall.advance(5000);
    expect(test.world.account.positions()).toHaveLength(1);
    const expiry = Date.UTC(
      Number(call.lastTradeDate.slice(0, 4)),
      Number(call.lastTradeDate.slice(4, 6)) - 1,
      Number(call.lastTradeDate.slice(6)) + 1,
      12,
    );
    const paid = test.world.exchange.executions()[0]?.price ?? 0;
    test.wall.advance(expiry - test.world.clock.nowMs());
    const spot = test.world.history
      .bars({
        instrument: test.aapl,
        endMs: expiry,
        duration: '1 D',
        barSize: '1 day',
        whatToShow: 'TRADES',
        regularHoursOnly: false,
      })
      .at(-1)?.close;
    const worth = Math.max(0, (spot ?? 0) - call.strike);
    expect(test.world.account.positions()[0]?.position).toBe(0);
    // The mark is the last trade held within the final quotes, so it may differ from it by some cents a share.
    expect(Math.abs(value(test, 'NetLiquidation') - (1_000_000 + (worth - paid) * 100 - 1))).toBeLessThan(10);
    const refused = test.world.exchange.place(1, 2, call, terms({ quantity: 1 }));
    expect(refused).toMatchObject({ ok: false, refusal: { code: 200 } });
  });
});

/** One step of a random day. */
const step = record({
  symbol: constantFrom('AAPL STK', 'KO STK', 'ES FUT', 'EUR CASH', 'AAPL OPT'),
  side: constantFrom('BUY' as const, 'SELL' as const),
  lots: integer({ min: 1, max: 9 }),
  orderType: constantFrom('MKT', 'LMT', 'STP'),
  away: integer({ min: -6, max: 6 }),
  tif: constantFrom('DAY', 'GTC', 'IOC'),
  action: constantFrom('place', 'place', 'place', 'cancel', 'modify', 'cancel all'),
  waitMs: integer({ min: 0, max: 4000 }),
});

type Step = typeof step extends Arbitrary<infer T> ? T : never;

function runDay(steps: readonly Step[]): TestWorld {
  const test = makeTestWorld({ startMs: OPEN_MARKET_MS });
  const { exchange, market } = test.world;
  steps.forEach((one, index) => {
    const [symbol = '', secType = ''] = one.symbol.split(' ');
    const instrument = test.instrument(symbol, secType);
    const quote = market.quote(instrument.conId);
    const perUnit = Math.round(1 / instrument.minTick);
    const base = quote.ask ?? quote.bid ?? 1;
    const price = Math.max(1, Math.round(base * perUnit) + one.away) / perUnit;
    const size = secType === 'STK' ? 100 : secType === 'CASH' ? 20_000 : 1;
    const order = terms({
      side: one.side,
      quantity: one.lots * size,
      orderType: one.orderType,
      limitPrice: one.orderType === 'LMT' ? price : null,
      auxPrice: one.orderType === 'STP' ? price : null,
      tif: one.tif,
    });
    const open = exchange.openOrders()[0];
    if (one.action === 'cancel' && open !== undefined) exchange.cancel(open.clientId, open.orderId);
    else if (one.action === 'cancel all') exchange.globalCancel();
    else if (one.action === 'modify' && open !== undefined) {
      const { terms: old } = open;
      exchange.place(1, open.orderId, open.instrument, { ...old, quantity: old.quantity + size });
    } else exchange.place(1, index + 1, instrument, order);
    test.wall.advance(one.waitMs);
  });
  return test;
}

function checkBooks(test: TestWorld): void {
  const { exchange, account } = test.world;
  for (const order of [...exchange.openOrders(), ...exchange.completedOrders()]) {
    const fills = exchange.executions().filter((fill) => fill.order.permId === order.permId);
    const filled = fills.reduce((sum, fill) => sum.plus(fill.shares), new Decimal(0)).toNumber();
    expect(filled).toBe(order.filled);
    expect(order.filled + order.remaining).toBe(order.terms.quantity);
  }
  const signed = new Map<number, Decimal>();
  let paid = new Decimal(0);
  for (const fill of exchange.executions()) {
    const { instrument } = fill.order;
    const amount = new Decimal(fill.shares).times(fill.side === 'BOT' ? 1 : -1);
    signed.set(instrument.conId, (signed.get(instrument.conId) ?? new Decimal(0)).plus(amount));
    const multiplier = instrument.multiplier === '' ? 1 : Number(instrument.multiplier);
    paid = paid.plus(amount.times(fill.price).times(multiplier)).plus(fill.commission);
  }
  let worth = new Decimal(0);
  for (const position of account.positions()) {
    expect(position.position).toBe((signed.get(position.instrument.conId) ?? new Decimal(0)).toNumber());
    const multiplier = position.instrument.multiplier === '' ? 1 : Number(position.instrument.multiplier);
    worth = worth.plus(new Decimal(position.marketPrice).times(position.position).times(multiplier));
  }
  // Cash that was paid came from the start cash, and positions are worth what the market says.
  expect(value(test, 'NetLiquidation')).toBe(
    new Decimal(1_000_000).minus(paid).plus(worth).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toNumber(),
  );
  const { unrealizedPnl, realizedPnl, dailyPnl } = account.pnl();
  expect(unrealizedPnl + realizedPnl).toBeCloseTo(value(test, 'NetLiquidation') - 1_000_000, 1);
  expect(dailyPnl).toBeCloseTo(unrealizedPnl + realizedPnl, 1);
}

describe('random days', () => {
  it('leave books that add up to the cent', () => {
    assert(
      property(array(step, { minLength: 1, maxLength: 25 }), (steps) => {
        checkBooks(runDay(steps));
      }),
      { numRuns: 30 },
    );
  });

  it('are the same when repeated', () => {
    const essence = (events: readonly ExchangeEvent[]) => JSON.stringify(events);
    assert(
      property(array(step, { minLength: 1, maxLength: 15 }), (steps) => {
        expect(essence(runDay(steps).events)).toBe(essence(runDay(steps).events));
      }),
      { numRuns: 8 },
    );
  });

  it('do pay and fill something', () => {
    const day = runDay([
      {
        symbol: 'AAPL STK',
        side: 'BUY',
        lots: 2,
        orderType: 'MKT',
        away: 0,
        tif: 'DAY',
        action: 'place',
        waitMs: 4000,
      },
      {
        symbol: 'AAPL OPT',
        side: 'SELL',
        lots: 2,
        orderType: 'MKT',
        away: 0,
        tif: 'DAY',
        action: 'place',
        waitMs: 4000,
      },
    ]);
    expect(day.world.exchange.executions().length).toBeGreaterThan(1);
    expect(value(day, 'InitMarginReq')).toBeGreaterThan(0);
    expect(cents(value(day, 'AvailableFunds'), 0)).toBeLessThan(1_000_000);
  });
});
