import type { BarColumns } from '../../src/shared/domain/bar';
import type { ConId } from '../../src/shared/domain/instrument';
import { conIdOf, fakeBars } from '../../src/renderer/testing/fake-market';

/** What both pages show, and how often it changes. */
export const quoteCount = 100;
export const chartCount = 4;
export const barCount = 10_000;
/** Every quote and every chart's last bar changes once in so many milliseconds. */
export const feedIntervalMs = 16;

export const conIds: readonly ConId[] = Array.from({ length: quoteCount }, (_, index) =>
  conIdOf(700_000_001 + index),
);

/** One market's numbers. */
export interface MovingQuote {
  readonly conId: ConId;
  readonly bid: number;
  readonly ask: number;
  readonly last: number;
  readonly volume: number;
}

export const previousClose = 100;

/** The quote of a market after so many steps; the same numbers in every run. */
export function quoteAt(conId: ConId, step: number): MovingQuote {
  const cents = 10_000 + ((conId * 37) % 500) + Math.round(40 * Math.sin((step + conId) / 9));
  return {
    conId,
    bid: cents / 100,
    ask: (cents + 2) / 100,
    last: (cents + (step % 3)) / 100,
    volume: step * 100,
  };
}

/** 10,000 bars of five minutes, the last of which is the one that moves. */
export function chartBars(nowMs: number): BarColumns {
  return fakeBars(conIdOf(265_598), '5 mins', nowMs, barCount);
}

/** The last bar after so many steps: time, open, high, low, close, volume. */
export function movingBar(bars: BarColumns, step: number) {
  const last = bars.timeMs.length - 1;
  const at = (column: keyof BarColumns): number => bars[column][last] ?? Number.NaN;
  const close = at('close') * (1 + 0.001 * Math.sin(step / 7));
  return {
    timeMs: at('timeMs'),
    open: at('open'),
    high: Math.max(at('high'), close),
    low: Math.min(at('low'), close),
    close,
    volume: at('volume') + step,
  };
}
