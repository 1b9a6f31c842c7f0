import { describe, expect, it } from 'vitest';
import { EMPTY_QUOTE } from '../../prices/empty-quote';
import { terms } from '../../world-fixture';
import type { CompetingTerms, OrderTerms, SimQuote } from '../../world';
import { orderTypeOf } from './order-types';
import type { WorkingPrice } from './order-type';
import { followMarket } from './trailing-orders';

const CENTS = { marketRuleIds: [], minTick: 0.01 };

function competing(different: Partial<CompetingTerms>): CompetingTerms {
  return { offset: 0, minimumSize: null, middleOffsetAtWhole: 0, middleOffsetAtHalf: 0, ...different };
}

/** A market at 100.00 to 100.10, last trade at 100.05, with what differs. */
function quote(different: Partial<SimQuote> = {}): SimQuote {
  const sizes = { bidSize: 300, askSize: 300, lastSize: 100 };
  return { ...EMPTY_QUOTE, bid: 100, ask: 100.1, last: 100.05, ...sizes, ...different };
}

function priceOf(order: OrderTerms, market = quote(), previous: number | null = null): WorkingPrice {
  return orderTypeOf(order.orderType).price(order, market, previous, CENTS);
}

describe('the price that an order wants', () => {
  it.each([
    ['MKT', {}, null],
    ['MTL', {}, null],
    ['LMT', { limitPrice: 99.5 }, 99.5],
    ['STP LMT', { auxPrice: 101, limitPrice: 101.2 }, 101.2],
    ['LIT', { auxPrice: 99, limitPrice: 99.1 }, 99.1],
    // Twelve ticks beyond the ask.
    ['MKT PRT', {}, 100.22],
    ['REL', { auxPrice: 0.02 }, 100.02],
    ['REL', { percentOffset: 0.001 }, 100.1],
    ['REL', { auxPrice: 0.05, limitPrice: 100.03 }, 100.03],
    ['PEG MID', {}, 100.05],
    ['PEG MID', { auxPrice: 0.02 }, 100.03],
    ['PEG MID', { limitPrice: 100.01 }, 100.01],
    ['PEG MKT', { auxPrice: 0.03 }, 100.07],
    ['MIDPRICE', {}, 100.05],
    ['MIDPRICE', { limitPrice: 100.02 }, 100.02],
    ['PEG BEST', { competing: competing({ offset: 0.01 }) }, 100.01],
    ['PEG BEST', { competing: competing({ offset: 0.01 }), limitPrice: 100 }, 100],
    // Never beyond the middle.
    ['PEG BEST', { competing: competing({ offset: 0.5 }) }, 100.05],
    // What is shown at the best price is too little to be bettered.
    ['PEG BEST', { competing: competing({ offset: 0.01, minimumSize: 301 }) }, 100],
    // Up to the middle, which is a price here, less its offset.
    ['PEG BEST', { competing: competing({ offset: null, middleOffsetAtWhole: 0.02 }) }, 100.03],
    ['PEG BEST', { competing: competing({ offset: null, middleOffsetAtHalf: 0.02 }) }, 100.05],
    ['SNAP MKT', {}, 100.1],
    ['SNAP MID', {}, 100.05],
    ['SNAP PRIM', { auxPrice: 0.01 }, 99.99],
  ])('to buy: %s %o', (orderType, different, wanted) => {
    expect(priceOf(terms({ orderType, ...different }))).toBe(wanted);
  });

  it.each([
    ['MKT PRT', {}, 99.88],
    ['REL', { auxPrice: 0.02 }, 100.08],
    ['PEG MID', { auxPrice: 0.02 }, 100.07],
    ['PEG BEST', { competing: competing({ offset: 0.01 }) }, 100.09],
    ['SNAP MKT', {}, 100],
    ['SNAP PRIM', {}, 100.1],
    ['MIDPRICE', { limitPrice: 100.07 }, 100.07],
  ])('to sell: %s %o', (orderType, different, wanted) => {
    expect(priceOf(terms({ side: 'SELL', orderType, ...different }))).toBe(wanted);
  });

  it('is unknown while the quote that it hangs on is', () => {
    for (const orderType of ['REL', 'PEG MID', 'MIDPRICE', 'SNAP MID', 'PEG MKT', 'SNAP MKT', 'MKT PRT']) {
      expect(priceOf(terms({ orderType }), quote({ bid: null, ask: null }))).toBeUndefined();
    }
  });

  it('of a relative order follows the market only to become more aggressive', () => {
    const order = terms({ orderType: 'REL', auxPrice: 0.02 });
    expect(priceOf(order, quote({ bid: 100.05 }), 100.02)).toBe(100.07);
    expect(priceOf(order, quote({ bid: 99.5 }), 100.07)).toBe(100.07);
  });

  it('of a midprice order follows it both ways', () => {
    const order = terms({ orderType: 'MIDPRICE' });
    expect(priceOf(order, quote({ bid: 99, ask: 99.2 }), 100.05)).toBe(99.1);
  });

  it('of a snap order stays what it was at first', () => {
    expect(priceOf(terms({ orderType: 'SNAP MKT' }), quote({ ask: 101 }), 100.1)).toBe(100.1);
  });
});

describe('a trailing stop', () => {
  const sell = terms({ side: 'SELL', orderType: 'TRAIL', auxPrice: 2 });

  it('starts its amount away from the last trade', () => {
    expect(followMarket(sell, quote(), CENTS)?.trailStopPrice).toBe(98.05);
    const buy = terms({ orderType: 'TRAIL', auxPrice: 2 });
    expect(followMarket(buy, quote(), CENTS)?.trailStopPrice).toBe(102.05);
  });

  it('trails by a percentage too, on the tick that is farther away', () => {
    const percent = terms({ side: 'SELL', orderType: 'TRAIL', trailingPercent: 1.5 });
    expect(followMarket(percent, quote({ last: 100.01 }), CENTS)?.trailStopPrice).toBe(98.5);
  });

  it('starts where the client wants it, and moves only in its favour', () => {
    const started = { ...sell, trailStopPrice: 97 };
    expect(followMarket({ ...sell, trailStopPrice: 99 }, quote(), CENTS)).toBeNull();
    expect(followMarket(started, quote(), CENTS)?.trailStopPrice).toBe(98.05);
    expect(followMarket({ ...sell, trailStopPrice: 98.05 }, quote({ last: 90 }), CENTS)).toBeNull();
    const buy = terms({ orderType: 'TRAIL', auxPrice: 2, trailStopPrice: 102.05 });
    expect(followMarket(buy, quote({ last: 99 }), CENTS)?.trailStopPrice).toBe(101);
    expect(followMarket(buy, quote({ last: 105 }), CENTS)).toBeNull();
  });

  it('with a limit keeps the limit its offset behind the stop', () => {
    const order = { ...sell, orderType: 'TRAIL LIMIT', limitOffset: 0.1 };
    expect(followMarket(order, quote(), CENTS)).toMatchObject({ trailStopPrice: 98.05, limitPrice: 97.95 });
    const buy = terms({ orderType: 'TRAIL LIMIT', auxPrice: 2, limitOffset: 0.1 });
    expect(followMarket(buy, quote(), CENTS)).toMatchObject({ trailStopPrice: 102.05, limitPrice: 102.15 });
  });

  it('to be touched stands on the other side of the market', () => {
    const touched = { ...sell, orderType: 'TRAIL MIT' };
    expect(followMarket(touched, quote(), CENTS)?.trailStopPrice).toBe(102.05);
    const started = { ...touched, trailStopPrice: 102.05 };
    expect(followMarket(started, quote({ last: 99 }), CENTS)?.trailStopPrice).toBe(101);
    expect(followMarket(started, quote({ last: 102 }), CENTS)).toBeNull();
    const buy = terms({ orderType: 'TRAIL LIT', auxPrice: 2, limitOffset: 0.1, trailStopPrice: 98.05 });
    expect(followMarket(buy, quote({ last: 101 }), CENTS)).toMatchObject({
      trailStopPrice: 99,
      limitPrice: 99.1,
    });
    expect(orderTypeOf('TRAIL MIT').trigger).toBe('touched');
    expect(orderTypeOf('TRAIL LIT').trigger).toBe('touched');
  });

  it('with a limit price keeps the distance that it had at first', () => {
    const order = { ...sell, orderType: 'TRAIL LIMIT', trailStopPrice: 98, limitPrice: 97.7 };
    const moved = followMarket(order, quote({ last: 101 }), CENTS);
    expect(moved).toMatchObject({ trailStopPrice: 99, limitPrice: 98.7, limitOffset: 0.3 });
  });
});
