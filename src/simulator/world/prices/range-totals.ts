import type { PriceView } from './price-view';

/** Open, high, low, close and volume of a stretch of one trading day, prices still as logarithms. */
export class RangeTotals {
  open = 0;
  high = Number.NEGATIVE_INFINITY;
  low = Number.POSITIVE_INFINITY;
  close = 0;
  volume = 0;
  count = 0;
  /** Sum of volume times typical value, and the same unweighted for stretches without volume. */
  private weighted = 0;
  private typical = 0;
  private pieces = 0;

  get empty(): boolean {
    return this.pieces === 0;
  }

  /** Volume-weighted mean of the typical values. */
  get mean(): number {
    return this.volume > 0 ? this.weighted / this.volume : this.typical / this.pieces;
  }

  /** Appends a stretch that follows what is there. */
  add(open: number, high: number, low: number, close: number, volume: number, count: number): void {
    if (this.pieces === 0) this.open = open;
    if (high > this.high) this.high = high;
    if (low < this.low) this.low = low;
    this.close = close;
    const typical = (open + high + low + close) / 4;
    this.weighted += volume * typical;
    this.typical += typical;
    this.volume += volume;
    this.count += count;
    this.pieces += 1;
  }
}

/** Prices of a bar in unrounded ticks. */
export interface TickBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly mean: number;
}

/** Turns logarithms into ticks; a put's high is where its underlying is low. */
export function toTickBar(view: PriceView, epochDay: number, totals: RangeTotals): TickBar {
  const high = view.ticks(view.inverted ? totals.low : totals.high, epochDay);
  const low = view.ticks(view.inverted ? totals.high : totals.low, epochDay);
  return {
    open: view.ticks(totals.open, epochDay),
    high,
    low,
    close: view.ticks(totals.close, epochDay),
    mean: view.ticks(totals.mean, epochDay),
  };
}
