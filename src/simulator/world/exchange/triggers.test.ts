import { describe, expect, it } from 'vitest';
import type { MarketEvent } from '../world';
import { makeTestWorld } from '../world-fixture';
import { type AwaitedPrice, awaitedBy, look, methodOf } from './triggers';
import { terms } from '../world-fixture';

const test = makeTestWorld();
const market = { ...test.world.market.quote(test.aapl.conId), bid: 99, ask: 101, last: 100.5 };
const rise = (price: number): AwaitedPrice => ({ price, above: true });
const fall = (price: number): AwaitedPrice => ({ price, above: false });
const event = (kind: 'bid' | 'ask'): MarketEvent => ({ kind, conId: 1, atMs: 0 });

describe('a trigger', () => {
  it('of a buy stop and of a sell if-touched order waits for a rise, of the others for a fall', () => {
    const sides = (['BUY', 'SELL'] as const).map((side) =>
      (['stop', 'touched'] as const).map((kind) => awaitedBy(terms({ side }), kind, 1).above),
    );
    expect(sides).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('looks at the last trade, at the quote, at either, or at the midpoint', () => {
    expect(look(rise(100.5), 2, market, null)).toBe(true);
    expect(look(rise(100.51), 2, market, null)).toBe(false);
    // A rise is seen on the bid, a fall on the ask.
    expect(look(rise(99), 4, market, null)).toBe(true);
    expect(look(rise(99.5), 4, market, null)).toBe(false);
    expect(look(fall(101), 4, market, null)).toBe(true);
    expect(look(rise(100.5), 7, market, null)).toBe(true);
    expect(look(rise(100), 8, market, null)).toBe(true);
    expect(look(rise(100.1), 8, market, null)).toBe(false);
  });

  it('that needs two in a row takes no notice of what is not its kind', () => {
    expect(look(rise(99), 1, market, event('bid'))).toBe(true);
    expect(look(rise(99), 1, market, event('ask'))).toBeNull();
    expect(look(rise(99), 3, market, event('bid'))).toBeNull();
  });

  it('is by default the last trade for stocks, two quotes for options, and the quote for currencies', () => {
    expect(methodOf(0, test.aapl)).toBe(2);
    expect(methodOf(0, test.instrument('AAPL', 'OPT'))).toBe(1);
    expect(methodOf(0, test.instrument('EUR', 'CASH'))).toBe(4);
    expect(methodOf(8, test.aapl)).toBe(8);
  });
});
