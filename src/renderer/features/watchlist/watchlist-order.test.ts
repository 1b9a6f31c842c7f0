import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conIdOf } from '../../testing/fake-market';
import {
  selectedAfterRemoval,
  watchlistCapacity,
  withAdded,
  withMoved,
  withRemoved,
} from './watchlist-order';

const [a, b, c] = [conIdOf(1), conIdOf(2), conIdOf(3)];
const list = fc.uniqueArray(fc.integer({ min: 1, max: 500 }).map(conIdOf), { minLength: 1, maxLength: 100 });

describe('the order of the watchlist', () => {
  it('adds at the end, once', () => {
    expect(withAdded([a], b)).toEqual([a, b]);
    expect(withAdded([a, b], a)).toEqual([a, b]);
  });

  it('holds as many as the contract takes', () => {
    const full = Array.from({ length: watchlistCapacity }, (_, index) => conIdOf(index + 1));
    expect(withAdded(full, conIdOf(999))).toBe(full);
  });

  it('moves to the index, and no further than the ends', () => {
    expect(withMoved([a, b, c], a, 1)).toEqual([b, a, c]);
    expect(withMoved([a, b, c], c, -4)).toEqual([c, a, b]);
    expect(withMoved([a, b, c], a, 99)).toEqual([b, c, a]);
  });

  it('loses and doubles nothing by moving', () => {
    fc.assert(
      fc.property(list, fc.nat(200), fc.integer({ min: -10, max: 200 }), (conIds, which, to) => {
        const moved = conIds[which % conIds.length];
        if (moved === undefined) throw new Error('the list is not empty');
        const after = withMoved(conIds, moved, to);
        expect(new Set(after)).toEqual(new Set(conIds));
        expect(after).toHaveLength(conIds.length);
        expect(after.indexOf(moved)).toBe(Math.min(conIds.length - 1, Math.max(0, to)));
      }),
    );
  });

  it('selects the successor of what was removed, or the last, or nothing', () => {
    expect(selectedAfterRemoval([a, b, c], b)).toBe(c);
    expect(selectedAfterRemoval([a, b, c], c)).toBe(b);
    expect(selectedAfterRemoval([a], a)).toBeNull();
    expect(withRemoved([a, b, c], b)).toEqual([a, c]);
  });
});
