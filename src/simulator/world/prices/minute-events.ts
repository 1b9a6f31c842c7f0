import type { SegmentRule } from '../calendar/trading-calendar';
import { activityAt, type MinuteDetail } from './price-path';
import type { PriceView } from './price-view';
import { hash32, uniform } from './random';
import { CLOSE, cellValue, HIGH, LOW, OPEN, SHARE } from './subdivision';

export const SECONDS = 60;
/** Points of a second that its bar needs: open, one extreme, the other extreme, close. */
const NEEDED_POINTS = 4;
/** Market events (bid, ask, trade) that one point makes on average: fewer where points are so dense that prices rest. */
function eventsPerPoint(eventsPerSecond: number): number {
  return 1.6 + 1.2 / (1 + eventsPerSecond / 100);
}
/** Share of trades among the points that are not needed for the bar. */
const TRADE_SHARE = 0.35;

/** How many market events may come from one instrument. */
export interface EventRate {
  /** Events a simulated second for an instrument of activity 1 in an average regular minute. */
  readonly perSecond: number;
  /** Upper limit for any instrument, a simulated second: what the host can carry at the world's speed. */
  readonly limitPerSecond: number;
}

/**
 * The market events of one minute of one instrument, each a pure function of its index.
 *
 * Every second has at least four points: its open, its two extremes and its close, and more when the rate asks
 * for more. At low rates most points stay silent; the minute's open, high, low and close never do. So trades
 * always lie within the bars of every size, and the trades of a minute make its bar exactly.
 */
export class MinuteEvents {
  readonly view: PriceView;
  readonly epochDay: number;
  readonly rule: SegmentRule;
  readonly startMs: number;
  /** Number of points, silent ones included. */
  readonly length: number;
  /** True when some points are silent. */
  readonly sparse: boolean;
  readonly key: number;
  private readonly detail: MinuteDetail;
  private readonly perSecond: number;
  private readonly keptShare: number;
  private readonly segmentVolume: number;

  /** @param minute counted from the start of the segment. */
  constructor(
    view: PriceView,
    epochDay: number,
    rule: SegmentRule,
    minute: number,
    startMs: number,
    rate: EventRate,
  ) {
    this.view = view;
    this.epochDay = epochDay;
    this.rule = rule;
    this.startMs = startMs;
    this.detail = view.path.seconds(epochDay, rule, minute);
    this.segmentVolume = view.segmentVolume(epochDay, rule);
    this.key = hash32(view.conId, epochDay, rule.fromNode, minute);
    const length = rule.endMinute - rule.startMinute;
    const activity = view.model.activity * rule.eventShare * activityAt(rule, minute / length);
    const events = Math.min(rate.perSecond * activity, rate.limitPerSecond);
    const points = events / eventsPerPoint(events);
    this.perSecond = Math.max(NEEDED_POINTS, Math.ceil(points));
    this.keptShare = Math.min(1, points / NEEDED_POINTS);
    this.sparse = this.keptShare < 1;
    this.length = this.perSecond * SECONDS;
  }

  timeOf(index: number): number {
    const second = Math.floor(index / this.perSecond);
    const within = index - second * this.perSecond;
    const jitter = uniform(hash32(this.key, index, 1));
    return this.startMs + second * 1000 + Math.floor(((within + jitter) * 1000) / this.perSecond);
  }

  /** False for a point that stays silent. */
  kept(index: number): boolean {
    if (!this.sparse || index === 0 || index === this.length - 1) return true;
    if (uniform(hash32(this.key, index, 2)) < this.keptShare) return true;
    const second = Math.floor(index / this.perSecond);
    if (second !== this.detail.highSecond && second !== this.detail.lowSecond) return false;
    const { high, low } = this.extremes(second);
    const within = index - second * this.perSecond;
    return (
      (second === this.detail.highSecond && within === high) ||
      (second === this.detail.lowSecond && within === low)
    );
  }

  /** Logarithm of the price at a point. */
  valueOf(index: number): number {
    const second = Math.floor(index / this.perSecond);
    const within = index - second * this.perSecond;
    const { high, low } = this.extremes(second);
    const cells = this.detail.cells;
    if (within === 0) return cellValue(cells, second, OPEN);
    if (within === this.perSecond - 1) return cellValue(cells, second, CLOSE);
    const highValue = cellValue(cells, second, HIGH);
    const lowValue = cellValue(cells, second, LOW);
    const first = Math.min(high, low);
    const last = Math.max(high, low);
    const firstValue = high < low ? highValue : lowValue;
    const lastValue = high < low ? lowValue : highValue;
    if (within <= first) return between(0, cellValue(cells, second, OPEN), first, firstValue, within);
    if (within <= last) return between(first, firstValue, last, lastValue, within);
    return between(last, lastValue, this.perSecond - 1, cellValue(cells, second, CLOSE), within);
  }

  isTrade(index: number): boolean {
    if (!this.view.model.hasTrades) return false;
    if (this.perSecond === NEEDED_POINTS || !this.view.model.hasQuotes) return true;
    const second = Math.floor(index / this.perSecond);
    const within = index - second * this.perSecond;
    if (within === 0 || within === this.perSecond - 1) return true;
    if (uniform(hash32(this.key, index, 3)) < TRADE_SHARE) {
      // A trade needs volume; an index has none at all.
      return this.segmentVolume === 0 || this.volumeAfter(index) > this.volumeAfter(index - 1);
    }
    const { high, low } = this.extremes(second);
    return within === high || within === low;
  }

  /** Units traded in the segment when the point is over. */
  volumeAfter(index: number): number {
    const start = this.volumeAtSecond(Math.floor(index / this.perSecond));
    const end = this.volumeAtSecond(Math.floor(index / this.perSecond) + 1);
    const within = (index % this.perSecond) + 1;
    return start + Math.ceil(((end - start) * within) / this.perSecond);
  }

  tradesAfter(index: number): number {
    const share = this.shareAt(Math.floor(index / this.perSecond) + 1);
    return this.view.tradesUpTo(this.segmentVolume, share);
  }

  /** Units traded in the segment before a second of this minute. */
  volumeAtSecond(second: number): number {
    return this.view.volumeUpTo(this.segmentVolume, this.shareAt(second));
  }

  tradesAtSecond(second: number): number {
    return this.view.tradesUpTo(this.segmentVolume, this.shareAt(second));
  }

  /** The last point that has happened at `atMs` and is not silent; -1 when there is none in this minute. */
  lastAt(atMs: number): number {
    const seconds = Math.floor((atMs - this.startMs) / 1000);
    if (seconds < 0) return -1;
    let index = Math.min(this.length, (Math.min(seconds, SECONDS - 1) + 1) * this.perSecond) - 1;
    if (seconds < SECONDS) {
      const part = (atMs - this.startMs - seconds * 1000 + 1) / 1000;
      index = Math.min(index, seconds * this.perSecond + Math.ceil(part * this.perSecond));
    }
    while (index >= 0 && (this.timeOf(index) > atMs || !this.kept(index))) index--;
    return index;
  }

  /** The next point after `index` that is not silent; `length` when there is none in this minute. */
  next(index: number): number {
    let next = index + 1;
    while (next < this.length && !this.kept(next)) next++;
    return next;
  }

  /** The first point of a second. */
  firstOf(second: number): number {
    return second * this.perSecond;
  }

  private shareAt(second: number): number {
    return cellValue(this.detail.cells, second, SHARE);
  }

  private extremes(second: number): { readonly high: number; readonly low: number } {
    const hash = hash32(this.key, second, 4);
    const inner = this.perSecond - 2;
    const earlier = 1 + (((hash >>> 1) & 0x7fff) % (inner - 1));
    const later = earlier + 1 + (((hash >>> 16) & 0x7fff) % (inner - earlier));
    return (hash & 1) === 0 ? { high: earlier, low: later } : { high: later, low: earlier };
  }
}

function between(from: number, fromValue: number, to: number, toValue: number, at: number): number {
  return at === to ? toValue : fromValue + ((toValue - fromValue) * (at - from)) / (to - from);
}
