import { assert, boolean, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BarSizeText, SimBar, SimInstrument, WhatToShow } from '../world';
import { makeTestWorld, OPEN_MARKET_MS } from '../world-fixture';

const { world, aapl, instrument } = makeTestWorld();
const es = instrument('ES', 'FUT');
const euro = instrument('EUR', 'CASH');
const put = world.catalogue.all.find((one) => one.right === 'P') ?? aapl;

function barsOf(
  of: SimInstrument,
  barSize: BarSizeText,
  duration: string,
  endMs: number,
  regularHoursOnly = false,
  whatToShow: WhatToShow = 'TRADES',
): readonly SimBar[] {
  return world.history.bars({ instrument: of, endMs, duration, barSize, whatToShow, regularHoursOnly });
}

/** What fine bars make together; prices and volume only. */
function together(bars: readonly SimBar[]): object {
  return {
    open: bars[0]?.open,
    high: Math.max(...bars.map((bar) => bar.high)),
    low: Math.min(...bars.map((bar) => bar.low)),
    close: bars.at(-1)?.close,
    volume: bars.reduce((sum, bar) => sum + bar.volume, 0),
    count: bars.reduce((sum, bar) => sum + bar.count, 0),
  };
}

function essence(bar: SimBar | undefined): object {
  return {
    open: bar?.open,
    high: bar?.high,
    low: bar?.low,
    close: bar?.close,
    volume: bar?.volume,
    count: bar?.count,
  };
}

const DAY = 86_400_000;
/** An end of a trading day some days before the start of the world. */
const pastDay = integer({ min: 1, max: 1500 }).map((days) => Date.UTC(2026, 9, 7) - days * DAY);

describe('bars of all sizes are one path', () => {
  it('a day is the aggregate of its hours, minutes and seconds', () => {
    assert(
      property(pastDay, boolean(), constantFrom(aapl, es, put), (endMs, regular, one) => {
        const daily = barsOf(one, '1 day', '1 D', endMs, regular).at(-1);
        if (daily === undefined) return;
        for (const size of ['1 hour', '15 mins', '10 mins', '1 min'] as const) {
          // 21:00 UTC of the evening before the fine request ends lies in no session of stocks.
          const fine = barsOf(one, size, '1 D', endMs, regular);
          expect(together(fine)).toEqual(essence(daily));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('a minute is the aggregate of its seconds', () => {
    assert(
      property(integer({ min: 0, max: 380 }), constantFrom(aapl, es), (minute, one) => {
        const startMs = Date.UTC(2026, 9, 6, 13, 30) + minute * 60_000;
        const whole = barsOf(one, '1 min', '60 S', startMs + 60_000).at(-1);
        for (const size of ['1 secs', '5 secs', '30 secs'] as const) {
          expect(together(barsOf(one, size, '60 S', startMs + 60_000))).toEqual(essence(whole));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a week and a month are the aggregates of their days', () => {
    const endMs = Date.UTC(2026, 8, 1);
    const days = barsOf(aapl, '1 day', '1 M', endMs).filter((bar) => bar.startMs >= Date.UTC(2026, 7, 1));
    expect(days).toHaveLength(21);
    expect(together(days)).toEqual(essence(barsOf(aapl, '1 month', '1 M', endMs).at(-1)));
    const week = barsOf(aapl, '1 day', '5 D', Date.UTC(2026, 7, 29, 4));
    expect(together(week)).toEqual(essence(barsOf(aapl, '1 week', '1 W', Date.UTC(2026, 7, 29, 4)).at(-1)));
  });

  it('asking twice, and from another world of the same seed, gives the same bars', () => {
    const again = makeTestWorld().world.history;
    const request = {
      instrument: aapl,
      endMs: OPEN_MARKET_MS - 5 * DAY,
      duration: '2 D',
      barSize: '5 mins',
      whatToShow: 'TRADES',
      regularHoursOnly: false,
    } as const;
    expect(world.history.bars(request)).toEqual(world.history.bars(request));
    expect(again.bars(request)).toEqual(world.history.bars(request));
    const other = makeTestWorld({ seed: 8 }).world.history;
    expect(other.bars(request)).not.toEqual(world.history.bars(request));
  });

  it('every bar is valid, on the tick and in order', () => {
    assert(
      property(pastDay, constantFrom(aapl, es, put, euro), (endMs, one) => {
        const show = one === euro ? 'MIDPOINT' : 'TRADES';
        const bars = barsOf(one, '5 mins', '2 D', endMs, false, show);
        const perTick = one === euro ? 40_000 : Math.round(1 / one.minTick);
        bars.forEach((bar, index) => {
          expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
          expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
          expect(bar.high).toBe(Math.round(bar.high * perTick) / perTick);
          expect(bar.startMs).toBeGreaterThan(bars[index - 1]?.startMs ?? 0);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('quotes lie around the middle in every bar', () => {
    const at = (show: WhatToShow) => barsOf(aapl, '15 mins', '1 D', OPEN_MARKET_MS - DAY, true, show);
    const asks = at('ASK');
    at('BID').forEach((bid, index) => {
      expect(bid.close).toBeLessThan(asks[index]?.close ?? 0);
      expect(bid.high).toBeLessThan(asks[index]?.high ?? 0);
    });
    expect(barsOf(euro, '1 hour', '1 D', OPEN_MARKET_MS)).toEqual([]);
  });
});

describe('durations and hours', () => {
  it.each([
    ['1 min', '1 D', true, 60],
    ['1 day', '10 D', true, 10],
    ['30 mins', '2 D', true, 15],
    ['1 secs', '1800 S', true, 1800],
    ['1 hour', '1 D', false, 7],
  ] as const)('%s over %s with regular hours %s makes %i bars at 10:30', (size, duration, regular, count) => {
    // Bars up to 10:30, before the first moment of the next one.
    expect(barsOf(aapl, size, duration, OPEN_MARKET_MS, regular)).toHaveLength(count);
  });

  it('covers twenty years of months', () => {
    const bars = barsOf(aapl, '1 month', '20 Y', OPEN_MARKET_MS);
    expect(bars.length).toBeGreaterThanOrEqual(240);
    const head = world.history.headTimestampMs(aapl, 'TRADES', true);
    expect(head).toBeLessThan(bars[0]?.startMs ?? 0);
  });

  it('gives nothing for a duration that it does not understand', () => {
    expect(barsOf(aapl, '1 min', 'yesterday', OPEN_MARKET_MS)).toEqual([]);
    expect(barsOf(aapl, '1 min', '0 D', OPEN_MARKET_MS)).toEqual([]);
  });
});
