import { describe, expect, it } from 'vitest';
import { orderTerms } from '../order-terms';
import type { OrderAdjustment, SimQuote } from '../world';
import { makeTestWorld } from '../world-fixture';
import { adjustedTerms, adjustmentTrigger, refuseAdjustment } from './adjustable-stop';

const { aapl, world } = makeTestWorld();

const toStop: OrderAdjustment = {
  adjustedOrderType: 'STP',
  triggerPrice: 110,
  adjustedStopPrice: 105,
  adjustedStopLimitPrice: null,
  adjustedTrailingAmount: null,
  adjustableTrailingUnit: 0,
  lmtPriceOffset: null,
};

function stopWith(adjustment: Partial<OrderAdjustment>, side: 'BUY' | 'SELL' = 'SELL') {
  return orderTerms({ side, orderType: 'STP', auxPrice: 95, adjustment: { ...toStop, ...adjustment } });
}

describe('an adjustable stop', () => {
  it('becomes a stop at the adjusted price', () => {
    const adjusted = adjustedTerms(stopWith({}));
    expect(adjusted).toMatchObject({ orderType: 'STP', auxPrice: 105, limitPrice: null, adjustment: null });
  });

  it('becomes a stop limit with both prices', () => {
    const adjusted = adjustedTerms(stopWith({ adjustedOrderType: 'STP LMT', adjustedStopLimitPrice: 104.5 }));
    expect(adjusted).toMatchObject({ orderType: 'STP LMT', auxPrice: 105, limitPrice: 104.5 });
  });

  it('becomes a trailing stop by an amount or by percent, standing where the adjusted stop is', () => {
    const trail = { adjustedOrderType: 'TRAIL', adjustedTrailingAmount: 2 };
    expect(adjustedTerms(stopWith(trail))).toMatchObject({
      orderType: 'TRAIL',
      auxPrice: 2,
      trailingPercent: null,
      trailStopPrice: 105,
    });
    for (const adjustableTrailingUnit of [1, 100]) {
      expect(adjustedTerms(stopWith({ ...trail, adjustableTrailingUnit }))).toMatchObject({
        orderType: 'TRAIL',
        auxPrice: null,
        trailingPercent: 2,
      });
    }
  });

  it('becomes a trailing stop limit with the offset it was given, or that of its two prices', () => {
    const trail = {
      adjustedOrderType: 'TRAIL LIMIT',
      adjustedTrailingAmount: 2,
      adjustedStopLimitPrice: 104.4,
    };
    expect(adjustedTerms(stopWith(trail))).toMatchObject({
      auxPrice: 2,
      limitOffset: 0.6,
      limitPrice: 104.4,
    });
    expect(adjustedTerms(stopWith({ ...trail, lmtPriceOffset: 0.1 }))).toMatchObject({ limitOffset: 0.1 });
  });

  it('is adjusted where the market has gone the way of the position it protects', () => {
    const at = (last: number): SimQuote => ({ ...world.market.quote(aapl.conId), last });
    const sells = adjustmentTrigger(stopWith({}), aapl);
    expect([sells?.observe(null, at(109.99)), sells?.observe(null, at(110))]).toEqual([false, true]);
    const buys = adjustmentTrigger(stopWith({}, 'BUY'), aapl);
    expect([buys?.observe(null, at(110.01)), buys?.observe(null, at(110))]).toEqual([false, true]);
    expect(adjustmentTrigger(orderTerms(), aapl)).toBeNull();
  });

  it.each([
    [{ triggerPrice: null }, 321],
    [{ adjustedStopPrice: null }, 321],
    [{ adjustedOrderType: 'LMT' }, 321],
    [{ adjustedOrderType: 'TRAIL' }, 321],
    [{ adjustedOrderType: 'STP LMT' }, 321],
    [{ triggerPrice: 110.001 }, 110],
  ])('is refused with %j', (different, code) => {
    expect(refuseAdjustment(stopWith(different), aapl)?.code).toBe(code);
    expect(refuseAdjustment(stopWith({}), aapl)).toBeNull();
  });

  it('must be a stop to begin with', () => {
    expect(refuseAdjustment({ ...stopWith({}), orderType: 'LMT' }, aapl)?.code).toBe(321);
  });
});
