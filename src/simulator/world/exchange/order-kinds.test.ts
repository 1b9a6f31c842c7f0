import { describe, expect, it } from 'vitest';
import { cents, makeTestWorld, storyOf, terms, type TestWorld } from '../world-fixture';

function place(test: TestWorld, orderId: number, different: Parameters<typeof terms>[0] = {}) {
  return test.world.exchange.place(1, orderId, test.aapl, terms({ quantity: 10, ...different }));
}

function orderOf(test: TestWorld, orderId: number) {
  const all = [...test.world.exchange.openOrders(), ...test.world.exchange.completedOrders()];
  return all.find((order) => order.orderId === orderId);
}

function runUntil(test: TestWorld, holds: () => boolean): void {
  for (let step = 0; step < 6000 && !holds(); step++) test.wall.advance(100);
  expect(holds()).toBe(true);
}

function isFilled(test: TestWorld, orderId: number): () => boolean {
  return () => orderOf(test, orderId)?.status === 'Filled';
}

describe('a trailing stop in the market', () => {
  it('is held with its trigger, tells where its stop is, and trades when the market turns', () => {
    const test = makeTestWorld();
    place(test, 1, { side: 'SELL', orderType: 'TRAIL', auxPrice: 0.2 });
    test.wall.advance(20);
    let highest = orderOf(test, 1)?.terms.trailStopPrice ?? 0;
    expect(highest).toBe(cents(test.world.market.quote(test.aapl.conId).last, -20));
    for (let step = 0; step < 6000 && orderOf(test, 1)?.status === 'PreSubmitted'; step++) {
      test.wall.advance(100);
      const stop = orderOf(test, 1)?.terms.trailStopPrice ?? 0;
      expect(stop).toBeGreaterThanOrEqual(highest);
      highest = stop;
    }
    expect(storyOf(test.events, 1)).toEqual([
      'accepted PreSubmitted trigger',
      'status Submitted',
      'filled Filled',
    ]);
    expect(orderOf(test, 1)?.averageFillPrice).toBeLessThanOrEqual(highest);
  });

  it('is an order to buy below it, too, that rises with the market and trades when it falls back', () => {
    const test = makeTestWorld();
    place(test, 1, { side: 'BUY', orderType: 'TRAIL MIT', auxPrice: 0.2 });
    test.wall.advance(20);
    let highest = orderOf(test, 1)?.terms.trailStopPrice ?? 0;
    expect(highest).toBe(cents(test.world.market.quote(test.aapl.conId).last, -20));
    for (let step = 0; step < 6000 && orderOf(test, 1)?.status === 'PreSubmitted'; step++) {
      test.wall.advance(100);
      const trigger = orderOf(test, 1)?.terms.trailStopPrice ?? 0;
      expect(trigger).toBeGreaterThanOrEqual(highest);
      highest = trigger;
    }
    expect(storyOf(test.events, 1).at(-1)).toBe('filled Filled');
    expect(Math.abs((orderOf(test, 1)?.averageFillPrice ?? 0) - highest)).toBeLessThan(0.1);
  });

  it('keeps its stop through a change that says nothing of it', () => {
    const test = makeTestWorld();
    place(test, 1, { side: 'SELL', orderType: 'TRAIL', auxPrice: 5 });
    test.wall.advance(5_000);
    const stop = orderOf(test, 1)?.terms.trailStopPrice;
    expect(stop).toBeGreaterThan(0);
    place(test, 1, { side: 'SELL', orderType: 'TRAIL', auxPrice: 5, quantity: 20 });
    expect(orderOf(test, 1)?.terms).toMatchObject({ quantity: 20, trailStopPrice: stop });
  });

  it('needs a way to trail and, with a limit, a limit', () => {
    const test = makeTestWorld();
    expect(place(test, 1, { orderType: 'TRAIL' })).toMatchObject({ refusal: { code: 321 } });
    expect(place(test, 2, { orderType: 'TRAIL', trailingPercent: 100 })).toMatchObject({
      refusal: { code: 321 },
    });
    const unlimited = { orderType: 'TRAIL LIMIT', auxPrice: 1 };
    expect(place(test, 3, unlimited)).toMatchObject({ refusal: { code: 321 } });
  });
});

describe('an if-touched order', () => {
  it('sells at the market when it has risen to the trigger', () => {
    const test = makeTestWorld();
    const auxPrice = cents(test.world.market.quote(test.aapl.conId).last, 5);
    place(test, 1, { side: 'SELL', orderType: 'MIT', auxPrice });
    expect(orderOf(test, 1)?.whyHeld).toBe('trigger');
    runUntil(test, isFilled(test, 1));
    expect(orderOf(test, 1)?.averageFillPrice).toBeGreaterThanOrEqual(cents(auxPrice, -5));
  });

  it('with a limit gets no less than it', () => {
    const test = makeTestWorld();
    const auxPrice = cents(test.world.market.quote(test.aapl.conId).last, 4);
    place(test, 1, { side: 'SELL', orderType: 'LIT', auxPrice, limitPrice: auxPrice });
    runUntil(test, isFilled(test, 1));
    expect(orderOf(test, 1)?.averageFillPrice).toBeGreaterThanOrEqual(auxPrice);
  });
});

describe('orders that hang on the quote', () => {
  it.each(['PEG MID', 'MIDPRICE', 'SNAP MID'])('%s waits for a seller at the middle', (orderType) => {
    const test = makeTestWorld();
    const { bid, ask } = test.world.market.quote(test.aapl.conId);
    place(test, 1, { orderType });
    test.wall.advance(16);
    expect(orderOf(test, 1)).toMatchObject({ status: 'Submitted', filled: 0 });
    expect((bid ?? 0) < (ask ?? 0)).toBe(true);
    runUntil(test, isFilled(test, 1));
  });

  it('SNAP MKT takes the other side at once', () => {
    const test = makeTestWorld();
    const { ask } = test.world.market.quote(test.aapl.conId);
    place(test, 1, { orderType: 'SNAP MKT', auxPrice: 0 });
    test.wall.advance(16);
    expect(orderOf(test, 1)).toMatchObject({ status: 'Filled', averageFillPrice: ask });
  });

  it('REL stays below its cap and needs an offset', () => {
    const test = makeTestWorld();
    const { ask } = test.world.market.quote(test.aapl.conId);
    const limitPrice = cents(ask, -1);
    place(test, 1, { orderType: 'REL', auxPrice: 0.5, limitPrice });
    runUntil(test, isFilled(test, 1));
    expect(orderOf(test, 1)?.averageFillPrice).toBeLessThanOrEqual(limitPrice);
    expect(place(test, 2, { orderType: 'REL' })).toMatchObject({ refusal: { code: 158 } });
    const share = { orderType: 'REL', percentOffset: 2 };
    expect(place(test, 3, share)).toMatchObject({ refusal: { code: 159 } });
  });
});

describe('orders with protection', () => {
  it('are for futures, and go no further than their protection', () => {
    const test = makeTestWorld({ cash: 50_000_000 });
    const future = test.instrument('ES', 'FUT');
    const { ask } = test.world.market.quote(future.conId);
    const asked = terms({ orderType: 'MKT PRT', quantity: 200 });
    expect(test.world.exchange.place(1, 1, future, asked).ok).toBe(true);
    test.wall.advance(60_000);
    const fills = test.world.exchange.executions();
    expect(fills.length).toBeGreaterThan(1);
    for (const { price } of fills) expect(price).toBeLessThanOrEqual((ask ?? 0) + 3 + 0.25);
    expect(place(test, 2, { orderType: 'STP PRT', auxPrice: 300 })).toMatchObject({ refusal: { code: 387 } });
  });
});

/** So many shares that they need a share of the account, 0 to 1, as initial margin. */
function sharesFor(test: TestWorld, share: number): number {
  const answer = test.world.exchange.whatIf(1, test.aapl, terms({ quantity: 100 }));
  if (!answer.ok) throw new Error(answer.refusal.text);
  const { initMarginChange, equityWithLoanBefore } = answer.value;
  return Math.floor((share * equityWithLoanBefore * 100) / initMarginChange);
}

describe('margin', () => {
  it('is held back by open orders, so that together they stay within the account', () => {
    const test = makeTestWorld({ cash: 100_000 });
    const limitPrice = cents(test.world.market.quote(test.aapl.conId).bid, -100);
    const order = { orderType: 'LMT', limitPrice, quantity: sharesFor(test, 0.4) };
    for (const id of [1, 2, 3]) place(test, id, order);
    expect([1, 2, 3].map((id) => orderOf(test, id)?.status)).toEqual(['Submitted', 'Submitted', 'Inactive']);
    expect(test.events.at(-1)).toMatchObject({ kind: 'rejected', code: 201 });
    test.world.exchange.cancel(1, 1);
    test.wall.advance(20);
    place(test, 4, order);
    expect(orderOf(test, 4)?.status).toBe('Submitted');
  });

  it('is never in the way of closing a position, but only once', () => {
    const test = makeTestWorld({ cash: 100_000 });
    const quantity = sharesFor(test, 0.8);
    place(test, 1, { quantity });
    runUntil(test, isFilled(test, 1));
    const limitPrice = cents(test.world.market.quote(test.aapl.conId).ask, 500);
    const closing = { side: 'SELL', orderType: 'LMT', limitPrice, quantity } as const;
    place(test, 2, closing);
    expect(orderOf(test, 2)?.status).toBe('Submitted');
    place(test, 3, closing);
    expect(orderOf(test, 3)?.status).toBe('Inactive');
  });

  it('counts a one-cancels-all group once', () => {
    const test = makeTestWorld({ cash: 100_000 });
    const limitPrice = cents(test.world.market.quote(test.aapl.conId).bid, -100);
    const quantity = sharesFor(test, 0.6);
    const member = { orderType: 'LMT', limitPrice, quantity, ocaGroup: 'g', ocaType: 1 };
    for (const id of [1, 2, 3]) place(test, id, member);
    expect([1, 2, 3].map((id) => orderOf(test, id)?.status)).toEqual(Array(3).fill('Submitted'));
  });
});

describe('what-if', () => {
  const test = makeTestWorld();

  it.each([
    ['STP', { auxPrice: 300 }],
    ['TRAIL', { auxPrice: 2 }],
    ['TRAIL LIMIT', { auxPrice: 2, limitOffset: 0.1 }],
    ['MIDPRICE', {}],
    ['MOC', {}],
    ['REL', { auxPrice: 0.01 }],
    ['SNAP MID', {}],
  ])('is answered for %s', (orderType, different) => {
    const answer = test.world.exchange.whatIf(1, test.aapl, terms({ orderType, ...different }));
    expect(answer.ok).toBe(true);
    if (answer.ok) expect(answer.value.initMarginChange).toBeGreaterThan(5_000);
    expect(test.world.exchange.openOrders()).toEqual([]);
  });

  it('has to be transmitted', () => {
    const answer = test.world.exchange.whatIf(1, test.aapl, terms({ transmit: false }));
    expect(answer).toMatchObject({ refusal: { code: 413 } });
  });
});

describe('an order entered by hand', () => {
  it('belongs to client 0, has no id until it is bound, and can be cancelled by hand', () => {
    const test = makeTestWorld();
    const { exchange } = test.world;
    const placed = exchange.placeManually(test.aapl, terms({ orderType: 'LMT', limitPrice: 1 }));
    expect(placed).toMatchObject({ ok: true, value: { clientId: 0, orderId: 0, manual: true } });
    if (!placed.ok) return;
    const { permId } = placed.value;
    expect(exchange.cancel(0, 0)).toMatchObject({ refusal: { code: 10147 } });
    const bound = exchange.bind(permId);
    expect(bound?.orderId).toBeLessThan(0);
    expect(exchange.bind(permId)).toBeUndefined();
    expect(exchange.cancel(0, bound?.orderId ?? 0).ok).toBe(true);
    test.wall.advance(20);
    expect(exchange.openOrders()).toEqual([]);
    expect(exchange.nextOrderId()).toBe(1);
    const second = exchange.placeManually(test.aapl, terms({ orderType: 'LMT', limitPrice: 1 }));
    if (second.ok) expect(exchange.cancelManually(second.value.permId).ok).toBe(true);
    expect(exchange.cancelManually(1)).toMatchObject({ refusal: { code: 135 } });
  });
});
