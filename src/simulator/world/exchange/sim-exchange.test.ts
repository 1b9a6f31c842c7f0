import { describe, expect, it } from 'vitest';
import { CLOSED_MARKET_MS, cents, makeTestWorld, storyOf, terms, type TestWorld } from '../world-fixture';

function place(test: TestWorld, orderId: number, different: Parameters<typeof terms>[0] = {}) {
  return test.world.exchange.place(1, orderId, test.aapl, terms(different));
}

function quoteOf(test: TestWorld) {
  return test.world.market.quote(test.aapl.conId);
}

/** The refusal of a request, or undefined. */
function codeOf(result: ReturnType<TestWorld['world']['exchange']['place']>): number | undefined {
  return result.ok ? undefined : result.refusal.code;
}

function fillsOf(test: TestWorld, orderId: number) {
  return test.world.exchange.executions().filter((execution) => execution.order.orderId === orderId);
}

/** Runs the world until something holds, at most ten simulated minutes. */
function runUntil(test: TestWorld, holds: () => boolean): void {
  for (let step = 0; step < 6000 && !holds(); step++) test.wall.advance(100);
  expect(holds()).toBe(true);
}

function statusOf(test: TestWorld, orderId: number): string | undefined {
  const all = [...test.world.exchange.openOrders(), ...test.world.exchange.completedOrders()];
  return all.find((order) => order.orderId === orderId)?.status;
}

describe('market orders', () => {
  it('fill at the ask at once', () => {
    const test = makeTestWorld();
    place(test, 1, { quantity: 10 });
    const { ask } = quoteOf(test);
    test.wall.advance(20);
    expect(storyOf(test.events, 1)).toEqual(['accepted Submitted', 'filled Filled']);
    expect(fillsOf(test, 1)[0]?.price).toBe(ask);
    expect(fillsOf(test, 1)[0]).toMatchObject({ shares: 10, side: 'BOT', lastLiquidity: 2, commission: 1 });
  });

  it('larger than the displayed size fill in pieces as the market goes on', () => {
    const test = makeTestWorld({ cash: 10_000_000 });
    place(test, 1, { quantity: 6000 });
    runUntil(test, () => statusOf(test, 1) === 'Filled');
    const fills = fillsOf(test, 1);
    expect(fills.length).toBeGreaterThan(2);
    expect(fills.reduce((sum, fill) => sum + fill.shares, 0)).toBe(6000);
    expect(fills.at(-1)?.cumulativeQuantity).toBe(6000);
    expect(new Set(fills.map((fill) => fill.execId)).size).toBe(fills.length);
    expect(fills[0]?.execId).toMatch(/^[0-9a-f]{8}\.[0-9a-f]{8}\.01\.01$/);
    const value = fills.reduce((sum, fill) => sum + fill.shares * fill.price, 0);
    expect(fills.at(-1)?.averagePrice).toBeCloseTo(value / 6000, 6);
    // 0.005 a share in all, however many pieces.
    expect(fills.reduce((sum, fill) => sum + fill.commission, 0)).toBeCloseTo(30, 6);
  });
});

describe('limit orders', () => {
  it('rest away from the market, and fill at their price when it comes', () => {
    const test = makeTestWorld();
    place(test, 1, { quantity: 300 });
    test.wall.advance(5000);
    const limitPrice = cents(quoteOf(test).ask, 12);
    place(test, 2, { side: 'SELL', orderType: 'LMT', limitPrice, quantity: 300 });
    test.wall.advance(100);
    expect(statusOf(test, 2)).toBe('Submitted');
    runUntil(test, () => statusOf(test, 2) === 'Filled');
    for (const fill of fillsOf(test, 2)) expect([fill.price, fill.lastLiquidity]).toEqual([limitPrice, 1]);
  });

  it('never pay more than their limit when they cross', () => {
    const test = makeTestWorld();
    const limitPrice = cents(quoteOf(test).ask, 30);
    place(test, 1, { orderType: 'LMT', limitPrice, quantity: 50 });
    test.wall.advance(20);
    expect(fillsOf(test, 1)[0]?.price).toBeLessThan(limitPrice);
  });

  it('of a day expire when the session ends; good-till-cancelled ones wait for the next', () => {
    const test = makeTestWorld({ startMs: Date.UTC(2026, 9, 7, 19, 59, 50) });
    place(test, 1, { orderType: 'LMT', limitPrice: 1 });
    place(test, 2, { orderType: 'LMT', limitPrice: 1, tif: 'GTC' });
    test.wall.advance(20_000);
    expect(statusOf(test, 1)).toBe('Cancelled');
    expect(statusOf(test, 2)).toBe('PreSubmitted');
    test.wall.advance(17.5 * 3_600_000);
    expect(statusOf(test, 2)).toBe('Submitted');
  });
});

describe('immediate-or-cancel orders', () => {
  it('take what is shown and cancel the rest', () => {
    const test = makeTestWorld({ cash: 100_000_000 });
    const { ask, askSize } = quoteOf(test);
    place(test, 1, { orderType: 'LMT', limitPrice: ask, quantity: 50_000, tif: 'IOC' });
    test.wall.advance(20);
    const order = test.world.exchange.completedOrders()[0];
    expect(order).toMatchObject({ status: 'Cancelled', filled: askSize, remaining: 50_000 - askSize });
  });

  it('cancel at once where nothing can be had', () => {
    const test = makeTestWorld();
    place(test, 1, { orderType: 'LMT', limitPrice: 1, tif: 'IOC' });
    test.wall.advance(20);
    expect(storyOf(test.events, 1)).toEqual(['accepted Submitted', 'cancelled Cancelled']);
  });
});

describe('stop orders', () => {
  it('wait for their trigger, then trade at the market', () => {
    const test = makeTestWorld();
    const auxPrice = cents(quoteOf(test).last, 5);
    place(test, 1, { orderType: 'STP', auxPrice, quantity: 10 });
    runUntil(test, () => statusOf(test, 1) === 'Filled');
    expect(storyOf(test.events, 1)).toEqual([
      'accepted PreSubmitted trigger',
      'status Submitted',
      'filled Filled',
    ]);
    expect(fillsOf(test, 1)[0]?.price).toBeGreaterThanOrEqual(cents(auxPrice, -1));
  });

  it('with a limit trade no worse than it', () => {
    const test = makeTestWorld();
    const auxPrice = cents(quoteOf(test).last, 4);
    place(test, 1, { orderType: 'STP LMT', auxPrice, limitPrice: cents(auxPrice, 2), quantity: 10 });
    expect(statusOf(test, 1)).toBe('PreSubmitted');
    runUntil(test, () => statusOf(test, 1) === 'Filled');
    expect(fillsOf(test, 1)[0]?.price).toBeLessThanOrEqual(cents(auxPrice, 2));
  });
});

describe('outside market hours', () => {
  it('orders are held with the warning that a Gateway sends, and go out at the open', () => {
    const test = makeTestWorld({ startMs: CLOSED_MARKET_MS });
    place(test, 1, { orderType: 'LMT', limitPrice: 1, quantity: 1 });
    expect(storyOf(test.events, 1)).toEqual(['accepted PreSubmitted', 'warning PreSubmitted']);
    expect(test.events[1]).toMatchObject({
      code: 399,
      text:
        'Order Message:\nBUY 1 AAPL NASDAQ.NMS\n' +
        'Warning: Your order will not be placed at the exchange until 2026-10-05 09:30:00 US/Eastern.',
    });
    test.wall.advance(Date.UTC(2026, 9, 5, 13, 30) - CLOSED_MARKET_MS);
    expect(statusOf(test, 1)).toBe('Submitted');
  });

  it('limit orders that may trade early do', () => {
    const test = makeTestWorld({ startMs: Date.UTC(2026, 9, 7, 12) });
    place(test, 1, {
      orderType: 'LMT',
      limitPrice: cents(quoteOf(test).ask, 100),
      outsideRth: true,
      quantity: 1,
    });
    test.wall.advance(20);
    expect(statusOf(test, 1)).toBe('Filled');
  });
});

describe('modify', () => {
  it('changes price and quantity and counts revisions', () => {
    const test = makeTestWorld();
    const first = place(test, 1, { orderType: 'LMT', limitPrice: 1 });
    const second = place(test, 1, { orderType: 'LMT', limitPrice: 2, quantity: 70 });
    expect(second).toMatchObject({
      ok: true,
      value: { revision: 1, terms: { limitPrice: 2, quantity: 70 } },
    });
    expect(first.ok && second.ok && first.value.permId === second.value.permId).toBe(true);
    expect(test.world.exchange.openOrders()).toHaveLength(1);
    place(test, 1, { orderType: 'LMT', limitPrice: cents(quoteOf(test).ask, 50), quantity: 70 });
    test.wall.advance(20);
    expect(statusOf(test, 1)).toBe('Filled');
    expect(codeOf(place(test, 1))).toBe(104);
  });

  it('refuses another side or instrument, and an id of a cancelled order', () => {
    const test = makeTestWorld();
    place(test, 1, { orderType: 'LMT', limitPrice: 1 });
    expect(codeOf(place(test, 1, { side: 'SELL', orderType: 'LMT', limitPrice: 1 }))).toBe(105);
    test.world.exchange.cancel(1, 1);
    test.wall.advance(20);
    expect(codeOf(place(test, 1, { orderType: 'LMT', limitPrice: 1 }))).toBe(103);
    expect(test.world.exchange.nextOrderId()).toBe(2);
  });
});

describe('cancel', () => {
  it('is pending first, then done', () => {
    const test = makeTestWorld();
    place(test, 1, { orderType: 'LMT', limitPrice: 1 });
    test.world.exchange.cancel(1, 1);
    test.wall.advance(20);
    expect(storyOf(test.events, 1)).toEqual([
      'accepted Submitted',
      'status PendingCancel',
      'cancelled Cancelled',
    ]);
    expect(test.world.exchange.completedOrders()[0]?.completedStatus).toBe('Cancelled by Trader');
  });

  it('is refused for unknown and finished orders, with the words of TWS', () => {
    const test = makeTestWorld();
    const { exchange } = test.world;
    expect(exchange.cancel(1, 7)).toEqual({
      ok: false,
      refusal: { code: 10147, text: 'OrderId 7 that needs to be cancelled is not found.' },
    });
    place(test, 7, { quantity: 1 });
    test.wall.advance(20);
    expect(exchange.cancel(1, 7)).toEqual({
      ok: false,
      refusal: {
        code: 10148,
        text: 'OrderId 7 that needs to be cancelled cannot be cancelled, state: Filled.',
      },
    });
    expect(exchange.cancel(2, 7)).toMatchObject({ refusal: { code: 10147 } });
  });

  it('of everything reaches every client', () => {
    const test = makeTestWorld();
    place(test, 1, { orderType: 'LMT', limitPrice: 1 });
    test.world.exchange.place(2, 1, test.aapl, terms({ orderType: 'LMT', limitPrice: 2 }));
    test.world.exchange.globalCancel();
    test.wall.advance(20);
    expect(test.world.exchange.openOrders()).toEqual([]);
    expect(test.world.exchange.completedOrders()).toHaveLength(2);
  });
});

describe('refusals', () => {
  const test = makeTestWorld();
  it.each([
    ['a price off the tick', { orderType: 'LMT', limitPrice: 100.005 }, 110],
    ['a limit order without a price', { orderType: 'LMT' }, 321],
    ['a negative price', { orderType: 'LMT', limitPrice: -1 }, 321],
    ['NaN', { orderType: 'LMT', limitPrice: Number.NaN }, 321],
    ['a quantity of zero', { quantity: 0 }, 434],
    ['a quantity below the least', { quantity: 0.00001 }, 388],
    ['a quantity between the steps', { quantity: 1.00005 }, 355],
    ['an unknown order type', { orderType: 'BOX TOP' }, 387],
    ['a type that the security does not take', { orderType: 'MKT PRT' }, 387],
    ['an unknown time in force', { tif: 'GTX' }, 10052],
    ['a foreign account', { account: 'DU7654321' }, 321],
    ['a parent that is not there', { parentOrderId: 99 }, 10006],
  ])('%s', (_name, different, code) => {
    expect(codeOf(place(test, 50, different))).toBe(code);
    expect(test.world.exchange.openOrders()).toEqual([]);
  });

  it('an index', () => {
    const index = test.instrument('SPX', 'IND');
    expect(codeOf(test.world.exchange.place(1, 51, index, terms()))).toBe(200);
  });

  it('an order beyond the account is rejected with a reason and stays inactive', () => {
    place(test, 52, { quantity: 100_000 });
    expect(storyOf(test.events, 52)).toEqual(['rejected Inactive']);
    expect(test.events.at(-1)).toMatchObject({ code: 201 });
    expect(test.world.exchange.completedOrders()[0]?.completedStatus).toMatch(/EQUITY WITH LOAN VALUE/);
  });
});

describe('what-if', () => {
  it('says what an order would cost, and changes nothing', () => {
    const test = makeTestWorld();
    const answer = test.world.exchange.whatIf(1, test.aapl, terms({ orderType: 'LMT', limitPrice: 200 }));
    const { ask, bid, last } = quoteOf(test);
    const mark = Math.min(ask ?? 0, Math.max(bid ?? 0, last ?? 0));
    expect(answer).toMatchObject({
      ok: true,
      value: {
        initMarginBefore: 0,
        equityWithLoanBefore: 1_000_000,
        commission: 1,
        commissionCurrency: 'USD',
      },
    });
    if (answer.ok) expect(answer.value.initMarginAfter).toBeCloseTo(mark * 25, 2);
    expect(test.world.exchange.openOrders()).toEqual([]);
    expect(test.world.account.positions()).toEqual([]);
  });
});
