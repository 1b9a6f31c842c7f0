import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { makeTestWorld } from '../../world-fixture';
import type { AlgoPace } from './algo';
import { algoLimit, letIn } from './algo-plan';

const START = 1_000_000;
const MINUTES = 60_000;

/** What has been let in of 1,000 after some minutes of a ten-minute window. */
function afterMinutes(
  pace: AlgoPace,
  minutes: number,
  volume = 0,
  usualVolumePerMs = 0,
  { filled = 0, wanted = 0 } = {},
): number {
  const progress = {
    startMs: START,
    endMs: START + 10 * MINUTES,
    nowMs: START + minutes * MINUTES,
    volume,
    usualVolumePerMs,
    filled: new Decimal(filled),
    wanted: new Decimal(wanted),
  };
  return letIn(pace, new Decimal(1_000), new Decimal(1), progress).toNumber();
}

describe('how much an algorithm lets into the market', () => {
  it('is nothing before its window', () => {
    expect(afterMinutes({ kind: 'evenly' }, -0.01)).toBe(0);
    expect(afterMinutes({ kind: 'whole' }, -0.01)).toBe(0);
    expect(afterMinutes({ kind: 'whole' }, 0)).toBe(1_000);
  });

  it('evenly is the same in each part of the window', () => {
    const evenly = { kind: 'evenly' } as const;
    const quarters = [0, 2.5, 5, 7.5, 10].map((minutes) => afterMinutes(evenly, minutes));
    expect(quarters).toEqual([20, 260, 520, 760, 1_000]);
    expect(afterMinutes(evenly, 15)).toBe(1_000);
  });

  it('by volume follows what trades', () => {
    const pace = { kind: 'byVolume', most: null } as const;
    // 100,000 are usual in ten minutes: half of them in the first minute leaves 90,000 to come.
    const perMs = 100_000 / (10 * MINUTES);
    expect(afterMinutes(pace, 1, 10_000, perMs)).toBe(100);
    expect(afterMinutes(pace, 1, 90_000, perMs)).toBe(500);
    expect(afterMinutes(pace, 9, 90_000, perMs)).toBe(900);
    expect(afterMinutes(pace, 10, 1, perMs)).toBe(1_000);
  });

  it('by volume is no more than the share it may have', () => {
    const pace = { kind: 'byVolume', most: 0.1 } as const;
    expect(afterMinutes(pace, 5, 3_000, 6_000 / (10 * MINUTES))).toBe(300);
    expect(afterMinutes(pace, 10, 3_000, 1)).toBe(300);
  });

  it('by share of the volume is just that', () => {
    expect(afterMinutes({ kind: 'share', share: 0.2 }, 3, 2_000)).toBe(400);
    expect(afterMinutes({ kind: 'share', share: 0.2 }, 3, 1_000_000)).toBe(1_000);
  });

  it('by a share that varies is what that has come to', () => {
    const pace = { kind: 'varying', shareAt: () => 0 } as const;
    expect(afterMinutes(pace, 5, 0, 0, { wanted: 405 })).toBe(400);
    expect(afterMinutes(pace, 5, 0, 0, { wanted: 4_050 })).toBe(1_000);
  });

  it('to the close is what the volume until then has no room for', () => {
    const pace = { kind: 'toClose', share: 0.1 } as const;
    // 2,000 are usual in a minute: a tenth of what is to come is enough until five minutes are left, and the last one
    // is for what is left over.
    const perMs = 2_000 / MINUTES;
    expect([0, 4, 5, 7, 9, 10].map((minutes) => afterMinutes(pace, minutes, 0, perMs))).toEqual([
      0, 0, 200, 600, 1_000, 1_000,
    ]);
  });

  it('in components is one after the other has filled, at its time, or both', () => {
    const shown = { kind: 'components', size: 300, everyMs: 0, waits: true } as const;
    expect([0, 299, 300, 650, 900].map((filled) => afterMinutes(shown, 5, 0, 0, { filled }))).toEqual([
      300, 300, 600, 900, 1_000,
    ]);
    const timed = { kind: 'components', size: 100, everyMs: MINUTES, waits: false } as const;
    expect([0, 0.9, 1, 4, 20].map((minutes) => afterMinutes(timed, minutes))).toEqual([
      100, 100, 200, 500, 1_000,
    ]);
    expect(afterMinutes({ ...timed, waits: true }, 4, 0, 0, { filled: 150 })).toBe(200);
    expect(afterMinutes({ ...timed, waits: true }, 1, 0, 0, { filled: 500 })).toBe(200);
  });

  it('never falls and never exceeds the order', () => {
    let before = 0;
    for (let minute = 0; minute <= 12; minute += 0.25) {
      const now = afterMinutes({ kind: 'byVolume', most: null }, minute, minute * 9_000, 0.1);
      expect(now).toBeGreaterThanOrEqual(before);
      expect(now).toBeLessThanOrEqual(1_000);
      before = now;
    }
  });
});

describe('the price at which an algorithm works', () => {
  const quote = { ...makeTestWorld().world.market.quote(265598), bid: 100, ask: 100.1, last: 100.03 };
  const at = (price: Parameters<typeof algoLimit>[0], side: 'BUY' | 'SELL', waitedMs = 0) =>
    algoLimit(price, side, quote, { marketRuleIds: [], minTick: 0.01 }, waitedMs);

  it('of an adaptive order goes from the middle to the touch', () => {
    const adaptive = { kind: 'adaptive', patienceMs: 20_000 } as const;
    expect([0, 10_000, 20_000, 90_000].map((ms) => at(adaptive, 'BUY', ms))).toEqual([
      100.05, 100.07, 100.1, 100.1,
    ]);
    expect([0, 10_000, 20_000].map((ms) => at(adaptive, 'SELL', ms))).toEqual([100.05, 100.03, 100]);
  });

  it('otherwise is what the strategy says', () => {
    expect(at({ kind: 'touch' }, 'BUY')).toBeNull();
    expect([at({ kind: 'near' }, 'BUY'), at({ kind: 'near' }, 'SELL')]).toEqual([100, 100.1]);
    expect([at({ kind: 'midpoint' }, 'BUY'), at({ kind: 'last' }, 'SELL')]).toEqual([100.05, 100.03]);
  });
});
