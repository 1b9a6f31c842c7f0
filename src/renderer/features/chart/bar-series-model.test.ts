import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bar, columnsFromBars } from '../../../shared/domain/bar';
import { type BarSeries, createBarSeries } from './bar-series-model';

const minuteMs = 60_000;

function bar(minute: number, close = 100): Bar {
  return { timeMs: minute * minuteMs, open: 100, high: 101, low: 99, close, volume: 10, wap: 100, count: 1 };
}

function contents(series: BarSeries): { minute: number; close: number }[] {
  return Array.from({ length: series.length }, (_, index) => series.at(index)).flatMap((row) =>
    row === null ? [] : [{ minute: row.timeMs / minuteMs, close: row.close }],
  );
}

describe('a bar series', () => {
  it('takes pages in any order and keeps each time once', () => {
    const series = createBarSeries();
    series.merge(columnsFromBars([bar(3), bar(4)]), null);
    series.merge(columnsFromBars([bar(1), bar(2), bar(3, 107)]), null);
    expect(contents(series)).toEqual([
      { minute: 1, close: 100 },
      { minute: 2, close: 100 },
      { minute: 3, close: 107 },
      { minute: 4, close: 100 },
    ]);
  });

  it('replaces the last bar with a live one of the same time and appends a later one', () => {
    const series = createBarSeries();
    series.merge(columnsFromBars([bar(1), bar(2)]), null);
    expect(series.applyLive(bar(2, 105))).toBe('last');
    expect(series.applyLive(bar(3, 106))).toBe('last');
    expect(contents(series).map(({ close }) => close)).toEqual([100, 105, 106]);
  });

  it('corrects an earlier bar, which asks for a full redraw', () => {
    const series = createBarSeries();
    series.merge(columnsFromBars([bar(1), bar(3)]), null);
    expect(series.applyLive(bar(1, 90))).toBe('all');
    expect(series.applyLive(bar(2, 95))).toBe('all');
    expect(contents(series).map(({ close }) => close)).toEqual([90, 95, 100]);
  });

  it('prefers bars that arrived live while the load was under way', () => {
    const series = createBarSeries();
    series.merge(columnsFromBars([bar(1), bar(2, 100)]), null);
    const mark = series.beginLoad();
    series.applyLive(bar(2, 111));
    series.applyLive(bar(3, 112));
    series.merge(columnsFromBars([bar(1, 99), bar(2, 98), bar(3, 97)]), mark);
    expect(contents(series).map(({ close }) => close)).toEqual([99, 111, 112]);
  });

  it('prefers the load over bars that arrived live before it began', () => {
    const series = createBarSeries();
    series.applyLive(bar(2, 111));
    series.merge(columnsFromBars([bar(2, 98)]), series.beginLoad());
    expect(contents(series).map(({ close }) => close)).toEqual([98]);
  });

  it('leaves out rows without a price', () => {
    const series = createBarSeries();
    series.merge(columnsFromBars([bar(1), bar(2, Number.NaN), bar(3)]), null);
    expect(series.applyLive(bar(4, Number.POSITIVE_INFINITY))).toBe('none');
    expect(contents(series).map(({ minute }) => minute)).toEqual([1, 3]);
  });

  it('keeps the newest bars up to the cap', () => {
    const series = createBarSeries(3, 2);
    series.merge(columnsFromBars([bar(1), bar(2), bar(3), bar(4)]), null);
    expect(contents(series).map(({ minute }) => minute)).toEqual([2, 3, 4]);
    expect(series.full).toBe(true);
    expect(series.applyLive(bar(5))).toBe('last');
    expect(series.applyLive(bar(6))).toBe('last');
    expect(series.applyLive(bar(7))).toBe('all');
    expect(contents(series).map(({ minute }) => minute)).toEqual([5, 6, 7]);
  });

  it('finds a bar by its time', () => {
    const series = createBarSeries();
    series.merge(columnsFromBars([bar(1), bar(5), bar(9)]), null);
    expect(series.indexOf(5 * minuteMs)).toBe(1);
    expect(series.indexOf(6 * minuteMs)).toBe(-1);
    expect(series.indexOf(99 * minuteMs)).toBe(-1);
  });

  const minutes = fc.integer({ min: 0, max: 60 });
  const row = fc.record({ minute: minutes, close: fc.integer({ min: 1, max: 500 }) });
  const step = fc.oneof(
    fc.record({ kind: fc.constant('merge' as const), rows: fc.array(row, { maxLength: 30 }) }),
    fc.record({ kind: fc.constant('live' as const), rows: fc.array(row, { minLength: 1, maxLength: 1 }) }),
  );

  it('is ascending, without duplicates and within its cap after any history, and never invents a bar', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const series = createBarSeries(20, 5);
        const seen = new Set<string>();
        for (const { kind, rows } of steps) {
          for (const { minute, close } of rows) seen.add(`${minute}:${close}`);
          if (kind === 'merge')
            series.merge(columnsFromBars(rows.map(({ minute, close }) => bar(minute, close))), null);
          else for (const { minute, close } of rows) series.applyLive(bar(minute, close));
          const now = contents(series);
          expect(now).toHaveLength(series.length);
          expect(series.length).toBeLessThanOrEqual(25);
          for (const [index, { minute, close }] of now.entries()) {
            expect(seen.has(`${minute}:${close}`)).toBe(true);
            const before = now[index - 1];
            if (before !== undefined) expect(before.minute).toBeLessThan(minute);
          }
        }
      }),
    );
  });

  it('equals a plain map of the newest value per time while nothing was dropped', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const series = createBarSeries(1_000, 10);
        const expected = new Map<number, number>();
        for (const { kind, rows } of steps) {
          for (const { minute, close } of rows) expected.set(minute, close);
          if (kind === 'merge')
            series.merge(columnsFromBars(rows.map(({ minute, close }) => bar(minute, close))), null);
          else for (const { minute, close } of rows) series.applyLive(bar(minute, close));
        }
        expect(contents(series)).toEqual(
          [...expected].sort(([a], [b]) => a - b).map(([minute, close]) => ({ minute, close })),
        );
      }),
    );
  });
});
