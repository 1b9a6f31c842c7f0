import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addInterval, type Coverage, dropBefore, gapsWithin, type Interval, normalise } from './coverage';

const interval = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -3, max: 20 }))
  .map(([startMs, length]): Interval => ({ startMs, endMs: startMs + length }));
const intervals = fc.array(interval, { maxLength: 12 });

function contains(coverage: Coverage, timeMs: number): boolean {
  return coverage.some((known) => known.startMs <= timeMs && timeMs < known.endMs);
}

const everyPoint = Array.from({ length: 90 }, (_, index) => index - 5);

describe('coverage of a bar series', () => {
  it('joins intervals that overlap or touch and keeps the others apart', () => {
    expect(
      normalise([
        { startMs: 20, endMs: 30 },
        { startMs: 0, endMs: 10 },
        { startMs: 10, endMs: 15 },
      ]),
    ).toEqual([
      { startMs: 0, endMs: 15 },
      { startMs: 20, endMs: 30 },
    ]);
  });

  it('drops what is empty, reversed or not a number', () => {
    expect(
      normalise([
        { startMs: 5, endMs: 5 },
        { startMs: 9, endMs: 3 },
        { startMs: Number.NaN, endMs: 3 },
        { startMs: 0, endMs: Number.POSITIVE_INFINITY },
      ]),
    ).toEqual([]);
  });

  it('names exactly the missing parts of what is wanted', () => {
    const known = [
      { startMs: 10, endMs: 20 },
      { startMs: 30, endMs: 40 },
    ];
    expect(gapsWithin(known, { startMs: 15, endMs: 50 })).toEqual([
      { startMs: 20, endMs: 30 },
      { startMs: 40, endMs: 50 },
    ]);
    expect(gapsWithin(known, { startMs: 12, endMs: 18 })).toEqual([]);
  });

  it('is always sorted, disjoint and without touching neighbours', () => {
    fc.assert(
      fc.property(intervals, (given) => {
        const coverage = normalise(given);
        coverage.forEach((known, index) => {
          expect(known.startMs).toBeLessThan(known.endMs);
          const next = coverage[index + 1];
          if (next !== undefined) expect(known.endMs).toBeLessThan(next.startMs);
        });
      }),
    );
  });

  it('holds the points of its intervals and no others, in whatever order they were added', () => {
    fc.assert(
      fc.property(intervals, (given) => {
        const coverage = given.reduce<Coverage>((known, added) => addInterval(known, added), []);
        for (const point of everyPoint) expect(contains(coverage, point)).toBe(contains(given, point));
      }),
    );
  });

  it('has gaps that are wanted and unknown, and that fill the wanted interval together with what is known', () => {
    fc.assert(
      fc.property(intervals, interval, (given, wanted) => {
        const coverage = normalise(given);
        const gaps = gapsWithin(coverage, wanted);
        for (const point of everyPoint) {
          expect(contains(gaps, point)).toBe(contains([wanted], point) && !contains(coverage, point));
        }
        const filled = gaps.reduce<Coverage>((known, gap) => addInterval(known, gap), coverage);
        expect(gapsWithin(filled, wanted)).toEqual([]);
      }),
    );
  });

  it('forgets what lies before a point of time', () => {
    fc.assert(
      fc.property(intervals, fc.integer({ min: 0, max: 80 }), (given, startMs) => {
        const rest = dropBefore(normalise(given), startMs);
        for (const point of everyPoint)
          expect(contains(rest, point)).toBe(point >= startMs && contains(given, point));
      }),
    );
  });
});
