import { describe, expect, it } from 'vitest';
import type { BenchmarkTerms, OrderTerms, SimInstrument, SimOrder, VolatilityTerms } from '../world';
import { makeTestWorld, optionsOn, storyOf, type TestWorld, terms } from '../world-fixture';

/** The call on AAPL of 20 November nearest to the money. */
function callOf({ world, aapl }: TestWorld): SimInstrument {
  const spot = world.market.quote(aapl.conId).last ?? 0;
  const calls = optionsOn(world, { symbol: 'AAPL', lastTradeDateOrContractMonth: '20261120', right: 'C' });
  const [call] = calls.toSorted((a, b) => Math.abs(a.strike - spot) - Math.abs(b.strike - spot));
  return call ?? aapl;
}

function volatility(different: Partial<VolatilityTerms>): Partial<OrderTerms> {
  return {
    orderType: 'VOL',
    volatility: { annual: 0.1, continuous: false, reference: 'middle', ...different },
  };
}

function orderOf({ world }: TestWorld, orderId: number): SimOrder | undefined {
  return world.exchange.openOrders().find((one) => one.orderId === orderId);
}

function limitOf(test: TestWorld, orderId: number): number | null {
  return orderOf(test, orderId)?.terms.limitPrice ?? null;
}

/** What an option is worth at a volatility and the middle of the underlying's market, down to the step of its price. */
function worth({ world }: TestWorld, option: SimInstrument, annual: number): number {
  const { bid, ask } = world.market.quote(option.underConId);
  const { optionPrice } = world.options.priceAt(option.conId, annual, ((bid ?? 0) + (ask ?? 0)) / 2);
  const exact = optionPrice ?? 0;
  const step = exact < 3 ? 0.01 : 0.05;
  return Number((Math.floor(exact / step + 1e-9) * step).toFixed(2));
}

describe('a volatility order', () => {
  it('waits at the price that its volatility means, and keeps it', () => {
    const test = makeTestWorld();
    const call = callOf(test);
    const result = test.world.exchange.place(1, 1, call, terms({ quantity: 1, ...volatility({}) }));
    expect(result.ok).toBe(true);
    const expected = worth(test, call, 0.1);
    test.wall.advance(20);
    const limit = limitOf(test, 1) ?? 0;
    expect(Math.abs(limit - expected)).toBeLessThanOrEqual(0.05);
    test.wall.advance(120_000);
    expect(limitOf(test, 1)).toBe(limit);
    expect(orderOf(test, 1)?.status).toBe('Submitted');
  });

  it('follows the underlying when it is to be updated', () => {
    const test = makeTestWorld();
    const call = callOf(test);
    test.world.exchange.place(1, 1, call, terms({ quantity: 1, ...volatility({ continuous: true }) }));
    const limits = new Set<number | null>();
    for (let minute = 0; minute < 10; minute++) {
      test.wall.advance(60_000);
      limits.add(limitOf(test, 1));
      expect(Math.abs((limitOf(test, 1) ?? 0) - worth(test, call, 0.1))).toBeLessThanOrEqual(0.05);
    }
    expect(limits.size).toBeGreaterThan(2);
  });

  it('fills where the market offers at no more than its volatility', () => {
    const test = makeTestWorld();
    const call = callOf(test);
    const { ask } = test.world.market.quote(call.conId);
    test.world.exchange.place(1, 1, call, terms({ quantity: 1, ...volatility({ annual: 0.8 }) }));
    test.wall.advance(5_000);
    expect(storyOf(test.events, 1).at(-1)).toBe('filled Filled');
    expect(Math.abs((test.world.exchange.executions()[0]?.price ?? 0) - (ask ?? 0))).toBeLessThan(0.5);
  });

  it('is reckoned at the side of the underlying that it would trade against, if it says so', () => {
    const test = makeTestWorld();
    const call = callOf(test);
    const limits = (['middle', 'side'] as const).map((reference, index) => {
      const wanted = volatility({ reference, annual: 0.05 });
      test.world.exchange.place(1, index + 1, call, terms({ quantity: 1, ...wanted }));
      test.wall.advance(20);
      return limitOf(test, index + 1) ?? 0;
    });
    expect(limits[1]).toBeLessThanOrEqual(limits[0] ?? 0);
  });

  it('is refused without a volatility, and for what is no option', () => {
    const test = makeTestWorld();
    const { exchange } = test.world;
    const none = terms({ quantity: 1, orderType: 'VOL' });
    expect(exchange.place(1, 1, callOf(test), none)).toMatchObject({ refusal: { code: 321 } });
    expect(exchange.place(1, 2, test.aapl, terms(volatility({})))).toMatchObject({ refusal: { code: 387 } });
  });

  it('ends when the underlying leaves its range', () => {
    const test = makeTestWorld();
    const { last } = test.world.market.quote(test.aapl.conId);
    const referenceRange = { lower: (last ?? 0) - 0.05, upper: (last ?? 0) + 0.05 };
    const wanted = terms({ quantity: 1, ...volatility({}), referenceRange });
    test.world.exchange.place(1, 1, callOf(test), wanted);
    test.wall.advance(900_000);
    expect(storyOf(test.events, 1).at(-1)).toBe('cancelled Cancelled');
  });
});

describe('an order pegged to a benchmark', () => {
  function benchmark(test: TestWorld, different: Partial<BenchmarkTerms> = {}): Partial<OrderTerms> {
    const { conId } = test.instrument('MSFT', 'STK');
    const about = { conId, startPrice: null, startReference: null, priceChange: 0.02, everyChange: 0.05 };
    return { orderType: 'PEG BENCH', benchmark: { ...about, ...different } };
  }

  it('moves by its amount for each change of the reference', () => {
    const test = makeTestWorld();
    const { conId } = test.instrument('MSFT', 'STK');
    const startPrice = 100;
    const startReference = test.world.market.quote(conId).last ?? 0;
    const wanted = benchmark(test, { startPrice, startReference });
    test.world.exchange.place(1, 1, test.aapl, terms({ quantity: 1, ...wanted }));
    const limits = new Set<number | null>();
    for (let minute = 0; minute < 10; minute++) {
      test.wall.advance(60_000);
      const reference = test.world.market.quote(conId).last ?? 0;
      const changes = Math.trunc(Number(((reference - startReference) / 0.05).toFixed(9)));
      expect(limitOf(test, 1)).toBeCloseTo(startPrice + 0.02 * changes, 9);
      limits.add(limitOf(test, 1));
    }
    expect(limits.size).toBeGreaterThan(2);
  });

  it('begins where the markets are when it does not say', () => {
    const test = makeTestWorld();
    const { conId } = test.instrument('MSFT', 'STK');
    test.world.exchange.place(1, 1, test.aapl, terms({ quantity: 1, ...benchmark(test) }));
    test.wall.advance(15);
    const order = test.world.exchange.openOrders()[0];
    const { bid, ask } = test.world.market.quote(test.aapl.conId);
    expect(order?.terms.limitPrice).toBeLessThanOrEqual(((bid ?? 0) + (ask ?? 0)) / 2);
    expect(order?.terms.limitPrice).toBeGreaterThan((bid ?? 0) - 0.01);
    expect(order?.terms.benchmark?.startReference).toBe(test.world.market.quote(conId).last);
  });

  it('goes against the reference when the amount is a decrease', () => {
    const test = makeTestWorld();
    const { conId } = test.instrument('MSFT', 'STK');
    // The reference stands ten changes above where it was said to begin.
    const startReference = (test.world.market.quote(conId).last ?? 0) - 0.52;
    const wanted = benchmark(test, { startPrice: 100, startReference, priceChange: -0.02 });
    test.world.exchange.place(1, 1, test.aapl, terms({ quantity: 1, ...wanted }));
    test.wall.advance(15);
    expect(limitOf(test, 1)).toBeLessThan(100);
  });

  it('is refused without a reference, with one that is not listed, and with one in another currency', () => {
    const test = makeTestWorld();
    const { exchange } = test.world;
    const place = (orderId: number, wanted: Partial<OrderTerms>): number => {
      const result = exchange.place(1, orderId, test.aapl, terms({ quantity: 1, ...wanted }));
      return result.ok ? 0 : result.refusal.code;
    };
    expect(place(1, { orderType: 'PEG BENCH' })).toBe(321);
    expect(place(2, benchmark(test, { conId: 1 }))).toBe(200);
    expect(place(3, benchmark(test, { conId: test.instrument('SAP', 'STK').conId }))).toBe(321);
    expect(place(4, benchmark(test, { everyChange: 0 }))).toBe(321);
  });
});
