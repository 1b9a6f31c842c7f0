import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { orderTerms } from '../order-terms';
import { makeTestWorld, OPEN_MARKET_MS, optionsOn } from '../world-fixture';
import { refuseCashModify, refuseCashQuantity, withQuantityForCash } from './cash-quantity';
import { refuseAttachments } from './refuse-attachments';
import { adjustScale, refuseScale, scaleComponent } from './scale-orders';

const { aapl, instrument, world } = makeTestWorld();
const euro = instrument('EUR', 'CASH');

describe('a quantity of cash', () => {
  const byCash = (different = {}) => orderTerms({ quantity: 0, cashQuantity: 50_000, ...different });

  it('comes to a quantity at the limit, or at the side of the market that the order meets', () => {
    const quote = { ...world.market.quote(euro.conId), bid: 1.2, ask: 1.25 };
    expect(withQuantityForCash(euro, byCash(), () => quote).quantity).toBe(40_000);
    expect(withQuantityForCash(euro, byCash({ side: 'SELL' }), () => quote).quantity).toBe(41_666);
    expect(withQuantityForCash(euro, byCash({ limitPrice: 1 }), () => quote).quantity).toBe(50_000);
  });

  it('leaves an order without one as it is', () => {
    const quote = world.market.quote(euro.conId);
    expect(withQuantityForCash(euro, orderTerms(), () => quote)).toEqual(orderTerms());
  });

  it('is for currency pairs, to the cent, and for good', () => {
    expect(refuseCashQuantity(euro, byCash())).toBeNull();
    expect(refuseCashQuantity(aapl, byCash())?.code).toBe(10244);
    expect(refuseCashQuantity(euro, byCash({ cashQuantity: 1.234 }))?.code).toBe(10206);
    expect(refuseCashModify(byCash(), byCash())?.code).toBe(10241);
    expect(refuseCashModify(orderTerms(), orderTerms())).toBeNull();
  });
});

describe('a scale order', () => {
  const scale = { firstSize: 20, nextSize: 10, priceIncrement: 0.05, adjustment: null, plain: true };
  const terms = orderTerms({ orderType: 'LMT', limitPrice: 100, scale });

  it('changes its price once for each interval that has passed, and its components with it', () => {
    const adjusted = { ...scale, adjustment: { change: -0.02, everyMs: 60_000, from: null } };
    const begun = adjustScale({ ...terms, scale: adjusted }, aapl, 1_000) ?? terms;
    expect([begun.limitPrice, begun.scale?.adjustment?.from]).toEqual([100, { price: 100, atMs: 1_000 }]);
    expect(adjustScale(begun, aapl, 60_999)).toBeNull();
    const moved = adjustScale(begun, aapl, 181_000) ?? terms;
    expect(moved.limitPrice).toBe(99.94);
    expect(scaleComponent(moved, new Decimal(20))?.limit).toBe(99.89);
    expect(adjustScale(terms, aapl, 181_000)).toBeNull();
  });
  const after = (filled: number, side: 'BUY' | 'SELL' = 'BUY') => {
    const component = scaleComponent({ ...terms, side }, new Decimal(filled));
    return [component?.limit, component?.remaining.toNumber()];
  };

  it('has one component in the market at a time', () => {
    expect([after(0), after(15), after(20), after(25), after(30)]).toEqual([
      [100, 20],
      [100, 5],
      [99.95, 10],
      [99.95, 5],
      [99.9, 10],
    ]);
    expect(after(20, 'SELL')).toEqual([100.05, 10]);
  });

  it('is all of one size when there is but one', () => {
    const even = { ...terms, scale: { ...scale, nextSize: null } };
    expect(scaleComponent(even, new Decimal(20))?.remaining.toNumber()).toBe(20);
  });

  it('is refused with sizes or features that are none', () => {
    expect(refuseScale(aapl, terms)).toBeNull();
    const refusal = (different: object) =>
      refuseScale(aapl, { ...terms, scale: { ...scale, ...different } })?.code;
    expect(refusal({ firstSize: null })).toBe(419);
    expect(refusal({ firstSize: 101 })).toBe(417);
    expect(refusal({ plain: false })).toBe(321);
    expect(refusal({ priceIncrement: 0.001 })).toBe(321);
    expect(refuseScale(aapl, { ...terms, orderType: 'MKT' })?.code).toBe(387);
  });
});

describe('an order with nothing attached', () => {
  it('is not refused for it', () => {
    expect(refuseAttachments(aapl, orderTerms(), world.catalogue, OPEN_MARKET_MS)).toBeNull();
  });
});

describe('orders that wait, are worked or have legs', () => {
  it('end the same way for the same seed', () => {
    const run = (seed: number): readonly string[] => {
      const test = makeTestWorld({ seed });
      const [low, high] = optionsOn(test.world, { symbol: 'AAPL' });
      if (low === undefined || high === undefined) throw new Error('there are no options');
      const { exchange, market } = test.world;
      const combo = {
        ...low,
        conId: 28_812_380,
        secType: 'BAG' as const,
        orderTypes: ['MKT'],
        legs: [
          { instrument: low, ratio: 1, side: 'BUY' as const },
          { instrument: high, ratio: 1, side: 'SELL' as const },
        ],
      };
      const { last } = market.quote(test.aapl.conId);
      const price = { type: 'price', conjunction: 'and', isMore: true, conId: test.aapl.conId } as const;
      exchange.place(1, 1, combo, orderTerms({ quantity: 3 }));
      exchange.place(
        1,
        2,
        test.aapl,
        orderTerms({ algo: { strategy: 'Vwap', params: [{ tag: 'endTime', value: '10:34:00' }] } }),
      );
      const condition = { ...price, price: (last ?? 0) + 0.03, exchange: 'SMART', triggerMethod: 3 };
      exchange.place(1, 3, test.aapl, orderTerms({ conditions: [condition] }));
      test.wall.advance(300_000);
      return exchange
        .executions()
        .map(
          ({ execId, order, atMs, shares, price: at, commission }) =>
            `${execId} ${String(order.orderId)} ${String(order.instrument.conId)} ${String(atMs)} ` +
            `${String(shares)} ${String(at)} ${String(commission)}`,
        );
    };
    const once = run(7);
    expect(once.length).toBeGreaterThan(10);
    expect(run(7)).toEqual(once);
    expect(run(8)).not.toEqual(once);
  });
});
