import { describe, expect, it } from 'vitest';
import { cents, makeTestWorld, terms, type TestWorld } from '../world-fixture';

function place(test: TestWorld, orderId: number, different: Parameters<typeof terms>[0] = {}) {
  return test.world.exchange.place(1, orderId, test.aapl, terms(different));
}

function orderOf(test: TestWorld, orderId: number) {
  const all = [...test.world.exchange.openOrders(), ...test.world.exchange.completedOrders()];
  return all.find((order) => order.orderId === orderId);
}

function sharesOf(test: TestWorld, orderId: number): readonly number[] {
  const own = test.world.exchange.executions().filter((fill) => fill.order.orderId === orderId);
  return own.map((fill) => fill.shares);
}

function runUntil(test: TestWorld, holds: () => boolean): void {
  for (let step = 0; step < 6000 && !holds(); step++) test.wall.advance(100);
  expect(holds()).toBe(true);
}

/** A world with money enough, its ask and the size on it. */
function richWorld() {
  const test = makeTestWorld({ cash: 100_000_000 });
  const { ask, askSize } = test.world.market.quote(test.aapl.conId);
  return { test, ask: ask ?? 0, askSize };
}

describe('an iceberg', () => {
  it('fills in slices of what it shows', () => {
    const { test, ask } = richWorld();
    place(test, 1, { orderType: 'LMT', limitPrice: cents(ask, 500), quantity: 250, displaySize: 100 });
    runUntil(test, () => orderOf(test, 1)?.status === 'Filled');
    const shares = sharesOf(test, 1);
    expect(Math.max(...shares)).toBe(100);
    expect(shares.reduce((sum, one) => sum + one, 0)).toBe(250);
  });

  it('cannot be discretionary too', () => {
    const { test } = richWorld();
    const both = { orderType: 'LMT', limitPrice: 1, displaySize: 100, discretionaryAmount: 0.1 };
    expect(place(test, 1, both)).toMatchObject({ refusal: { code: 157 } });
  });
});

describe('all or none', () => {
  it('waits until the whole size is there, then fills at once', () => {
    const { test, ask, askSize } = richWorld();
    const quantity = askSize + 1;
    place(test, 1, { orderType: 'LMT', limitPrice: cents(ask, 500), quantity, allOrNone: true });
    test.wall.advance(16);
    expect(orderOf(test, 1)).toMatchObject({ status: 'Submitted', filled: 0 });
    runUntil(test, () => orderOf(test, 1)?.status === 'Filled');
    expect(sharesOf(test, 1)).toEqual([quantity]);
  });

  it('is refused where the security does not take it', () => {
    const { test } = richWorld();
    const future = test.instrument('ES', 'FUT');
    const asked = test.world.exchange.place(1, 1, future, terms({ quantity: 1, allOrNone: true }));
    expect(asked).toMatchObject({ refusal: { code: 321 } });
  });
});

describe('a minimum quantity', () => {
  it('holds for the first fill', () => {
    const { test, ask, askSize } = richWorld();
    const minQuantity = askSize + 1;
    const limitPrice = cents(ask, 500);
    place(test, 1, { orderType: 'LMT', limitPrice, quantity: 3 * minQuantity, minQuantity });
    test.wall.advance(16);
    expect(orderOf(test, 1)?.filled).toBe(0);
    runUntil(test, () => orderOf(test, 1)?.status === 'Filled');
    expect(sharesOf(test, 1)[0]).toBeGreaterThanOrEqual(minQuantity);
  });

  it('cannot be above the order size', () => {
    const { test } = richWorld();
    expect(place(test, 1, { minQuantity: 101 })).toMatchObject({ refusal: { code: 321 } });
  });
});

describe('a discretionary amount', () => {
  it('lets a limit order take what is offered a little beyond its limit, and no more', () => {
    const { test, ask } = richWorld();
    const limitPrice = cents(ask, -4);
    place(test, 1, { orderType: 'LMT', limitPrice, quantity: 10 });
    place(test, 2, { orderType: 'LMT', limitPrice, quantity: 10, discretionaryAmount: 0.04 });
    test.wall.advance(16);
    expect(orderOf(test, 1)?.filled).toBe(0);
    expect(orderOf(test, 2)).toMatchObject({ status: 'Filled', averageFillPrice: ask });
  });
});

describe('a market-to-limit order', () => {
  it('rests as a limit order at the price of its first fill', () => {
    const { test, ask, askSize } = richWorld();
    place(test, 1, { orderType: 'MTL', quantity: askSize + 500 });
    test.wall.advance(16);
    const order = orderOf(test, 1);
    expect(order?.filled).toBe(askSize);
    expect(order?.terms).toMatchObject({ orderType: 'LMT', limitPrice: ask });
  });
});

describe('a one-cancels-all group', () => {
  it('of type 1 cancels the others with the first fill, however small', () => {
    const { test, ask, askSize } = richWorld();
    const group = { orderType: 'LMT', ocaGroup: 'g', ocaType: 1 };
    place(test, 1, { ...group, limitPrice: 1, quantity: 100 });
    place(test, 2, { ...group, limitPrice: ask, quantity: askSize + 1000 });
    test.wall.advance(16);
    expect(orderOf(test, 2)?.filled).toBe(askSize);
    expect(orderOf(test, 1)?.status).toBe('Cancelled');
  });

  it.each([2, 3, 0])('of type %i reduces the others in proportion', (ocaType) => {
    const { test, ask, askSize } = richWorld();
    const group = { orderType: 'LMT', ocaGroup: 'g', ocaType };
    place(test, 1, { ...group, limitPrice: 1, quantity: 1000 });
    place(test, 2, { ...group, limitPrice: ask, quantity: 4 * askSize });
    test.wall.advance(16);
    expect(orderOf(test, 2)?.filled).toBe(askSize);
    expect(orderOf(test, 1)).toMatchObject({ status: 'Submitted', remaining: 750 });
    place(test, 2, { ...group, limitPrice: cents(ask, 500), quantity: 4 * askSize });
    runUntil(test, () => orderOf(test, 2)?.status === 'Filled');
    expect(orderOf(test, 1)?.status).toBe('Cancelled');
  });

  it.each([1, 2, 3])('of type %i takes no more orders once one of it has filled', (ocaType) => {
    const { test, ask } = richWorld();
    const group = { orderType: 'LMT', ocaGroup: 'g', ocaType, quantity: 100 };
    place(test, 1, { ...group, limitPrice: ask });
    test.wall.advance(16);
    expect(orderOf(test, 1)?.status).toBe('Filled');
    place(test, 2, { ...group, limitPrice: 1 });
    expect(orderOf(test, 2)?.status).toBe('Inactive');
    expect(test.events.at(-1)).toMatchObject({
      kind: 'rejected',
      code: 201,
      text: 'Order rejected - reason:OCA group is already filled.',
    });
    place(test, 3, { ...group, ocaGroup: 'another', limitPrice: 1 });
    expect(orderOf(test, 3)?.status).toBe('Submitted');
  });
});

describe('an amount of money', () => {
  it.each(['BTC', 'ETH'])('buys as much of %s as it pays for', (symbol) => {
    const test = makeTestWorld();
    const coin = test.instrument(symbol, 'CRYPTO');
    const { ask } = test.world.market.quote(coin.conId);
    const placed = test.world.exchange.place(1, 1, coin, terms({ quantity: 0, cashQuantity: 10_000 }));
    const { quantity } = placed.ok ? placed.value.terms : terms({ quantity: 0 });
    expect(quantity * (ask ?? 0)).toBeLessThanOrEqual(10_000);
    expect((quantity + coin.sizeIncrement) * (ask ?? 0)).toBeGreaterThan(10_000);
    runUntil(test, () => orderOf(test, 1)?.status === 'Filled');
  });

  it('buys no shares', () => {
    const test = makeTestWorld();
    const placed = test.world.exchange.place(1, 1, test.aapl, terms({ cashQuantity: 10_000 }));
    expect(placed).toMatchObject({ ok: false, refusal: { code: 10244 } });
  });
});
