import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barColumnNames, columnsFromBars } from '../../shared/domain/bar';
import { barCount, barsWithin, indexAtOrAfter, mergeBars, newestBars, tidyBars } from './bar-merge';
import { barAt } from './market-double';

const times = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 60 });
const columnsAt = (minutes: readonly number[], close: number) =>
  columnsFromBars([...minutes].sort((a, b) => a - b).map((minute) => ({ ...barAt(minute * 60_000), close })));

describe('merging bars', () => {
  it('holds every time of both once, ascending, and the newer of two bars', () => {
    fc.assert(
      fc.property(times, times, (older, newer) => {
        const merged = mergeBars(columnsAt(older, 1), columnsAt(newer, 2));
        const expected = [...new Set([...older, ...newer])].sort((a, b) => a - b);
        expect(Array.from(merged.timeMs)).toEqual(expected.map((minute) => minute * 60_000));
        expect(Array.from(merged.close)).toEqual(expected.map((minute) => (newer.includes(minute) ? 2 : 1)));
        for (const name of barColumnNames) expect(merged[name].length).toBe(expected.length);
      }),
    );
  });

  it('does not matter in how many steps it is done', () => {
    fc.assert(
      fc.property(times, times, times, (a, b, c) => {
        const [first, second, third] = [columnsAt(a, 1), columnsAt(b, 2), columnsAt(c, 3)];
        expect(mergeBars(mergeBars(first, second), third)).toEqual(
          mergeBars(first, mergeBars(second, third)),
        );
      }),
    );
  });

  it('cuts a span out so that the parts make up the whole', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: -5, max: 205 }), (minutes, cut) => {
        const all = columnsAt(minutes, 1);
        const cutMs = cut * 60_000;
        const before = barsWithin(all, Number.NEGATIVE_INFINITY, cutMs);
        const after = barsWithin(all, cutMs, Number.POSITIVE_INFINITY);
        expect(barCount(before)).toBe(indexAtOrAfter(all, cutMs));
        expect(mergeBars(before, after)).toEqual(all);
        expect(Array.from(before.timeMs).every((timeMs) => timeMs < cutMs)).toBe(true);
      }),
    );
  });

  it('keeps the newest', () => {
    expect(Array.from(newestBars(columnsAt([1, 2, 3, 4], 1), 2).timeMs)).toEqual([180_000, 240_000]);
  });
});

describe('tidying an answer', () => {
  it('makes one bar of a week out of two dates in it, the later one', () => {
    const monday = Date.UTC(2026, 9, 5);
    const dates = [Date.UTC(2026, 9, 2), Date.UTC(2026, 9, 7), Date.UTC(2026, 9, 8)];
    const tidied = tidyBars(
      columnsFromBars(dates.map((timeMs, index) => ({ ...barAt(timeMs), close: index }))),
      '1 week',
    );
    expect(Array.from(tidied.timeMs)).toEqual([Date.UTC(2026, 8, 28), monday]);
    expect(Array.from(tidied.close)).toEqual([0, 2]);
  });

  it('puts bars into the order of time', () => {
    const tidied = tidyBars(columnsFromBars([3, 1, 2].map((minute) => barAt(minute * 60_000))), '1 min');
    expect(Array.from(tidied.timeMs)).toEqual([60_000, 120_000, 180_000]);
  });
});
