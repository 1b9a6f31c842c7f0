import { describe, expect, it } from 'vitest';
import { makeTestWorld } from '../world-fixture';
import type { DepthRow } from './depth-book';

function falls(rows: readonly DepthRow[], sign: 1 | -1): boolean {
  return rows.every((row, index) => {
    const next = rows[index + 1];
    return next === undefined || (row.price - next.price) * sign >= 0;
  });
}

describe('the order book', () => {
  it.each(['levels', 'exchanges', 'dealers'] as const)(
    'of %s is sorted and begins with the quote',
    (kind) => {
      const { world, wall, aapl } = makeTestWorld({ tickRate: 200 });
      world.market.subscribe(aapl.conId, () => undefined);
      for (let step = 0; step < 60; step++) {
        wall.advance(997);
        const quote = world.market.quote(aapl.conId);
        const { bids, asks } = world.depth.book(aapl.conId, kind, 10);
        expect([bids.length, asks.length]).toEqual([10, 10]);
        expect([bids[0]?.price, bids[0]?.size]).toEqual([quote.bid, quote.bidSize]);
        expect([asks[0]?.price, asks[0]?.size]).toEqual([quote.ask, quote.askSize]);
        expect([falls(bids, 1), falls(asks, -1)]).toEqual([true, true]);
        for (const { size } of [...bids, ...asks]) expect(size).toBeGreaterThan(0);
        if (kind === 'exchanges') {
          expect([bids[0]?.marketMaker, asks[0]?.marketMaker]).toEqual([
            quote.bidExchange,
            quote.askExchange,
          ]);
        }
      }
    },
  );

  it('has one row for a price, or for a price and its market maker', () => {
    const { world, wall, aapl } = makeTestWorld();
    for (let step = 0; step < 20; step++) {
      wall.advance(3_001);
      for (const kind of ['levels', 'exchanges', 'dealers'] as const) {
        const { bids, asks } = world.depth.book(aapl.conId, kind, 20);
        for (const rows of [bids, asks]) {
          const keys = rows.map(({ price, marketMaker }) => `${price} ${marketMaker}`);
          expect(new Set(keys).size).toBe(keys.length);
        }
      }
    }
  });

  it('is the same for the same seed and moment, and empty for an index', () => {
    const [one, other] = [makeTestWorld(), makeTestWorld()];
    expect(one.world.depth.book(one.aapl.conId, 'exchanges', 10)).toEqual(
      other.world.depth.book(other.aapl.conId, 'exchanges', 10),
    );
    expect(one.world.depth.book(one.instrument('SPX', 'IND').conId, 'levels', 10)).toEqual({
      bids: [],
      asks: [],
    });
  });
});
