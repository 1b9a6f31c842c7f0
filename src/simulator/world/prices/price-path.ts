import type { SegmentRule, TradingCalendar } from '../calendar/trading-calendar';
import { MINUTE_MS } from '../calendar/zone-time';
import { BoundedCache } from './bounded-cache';
import { DayTable, type MarketSteps, type PathProfile, pathSeed } from './day-table';
import { hash32, uniform } from './random';
import {
  cellCount,
  type Cells,
  cellValue,
  divide,
  extreme,
  HIGH,
  LOW,
  parentOf,
  type ParentCell,
} from './subdivision';

/** Length of the coarsest cells below a segment. Every segment is a whole number of them. */
export const BLOCK_MS = 15 * MINUTE_MS;
const MINUTES_PER_BLOCK = 15;
const SECONDS_PER_MINUTE = 60;

/** The sixty seconds of one minute. */
export interface MinuteDetail {
  readonly cells: Cells;
  /** The seconds in which the minute's high and low are. */
  readonly highSecond: number;
  readonly lowSecond: number;
}

/**
 * One price path, as logarithms, computed from the top down: the day table gives what a segment opens and closes
 * at, a segment is divided into quarters of an hour, those into minutes, those into seconds. A child never leaves
 * its parent's range and one of them touches each end of it, so a bar of any size is the exact aggregate of finer
 * bars, and a bar of a day or a month never needs the fine ones.
 */
export class PricePath {
  readonly calendar: TradingCalendar;
  private readonly seed: number;
  private readonly table: DayTable;
  private readonly segmentCache = new BoundedCache<ParentCell>(4096);
  private readonly blockCache = new BoundedCache<Cells>(1200);
  private readonly minuteCache = new BoundedCache<Cells>(3000);
  private readonly secondCache = new BoundedCache<MinuteDetail>(1500);
  private readonly curves = new Map<SegmentRule, Float64Array>();
  private readonly equalMinutes = new Float64Array(MINUTES_PER_BLOCK).fill(1);

  constructor(calendar: TradingCalendar, market: MarketSteps, profile: PathProfile) {
    this.calendar = calendar;
    this.seed = pathSeed(market, profile);
    this.table = new DayTable(market, profile);
  }

  /** The value with which a trading day ends, after the late hours. */
  endOfDay(epochDay: number): number {
    return this.table.valueAt(epochDay, 4);
  }

  /** A whole segment of a trading day. */
  segment(epochDay: number, rule: SegmentRule): ParentCell {
    const key = epochDay * 8 + rule.fromNode;
    return this.segmentCache.get(key, () => {
      const open = this.table.valueAt(epochDay, rule.fromNode);
      const close = this.table.valueAt(epochDay, rule.toNode);
      const sigma = this.table.sigma(epochDay, rule.fromNode, rule.toNode);
      return {
        open,
        close,
        high: extreme(open, close, sigma, hash32(this.seed, 31, key), 1),
        low: extreme(open, close, sigma, hash32(this.seed, 32, key), -1),
        shareStart: 0,
        shareEnd: 1,
      };
    });
  }

  /** The quarters of an hour of a segment. */
  blocks(epochDay: number, rule: SegmentRule): Cells {
    const key = epochDay * 8 + rule.fromNode;
    return this.blockCache.get(key, () =>
      divide(this.segment(epochDay, rule), this.curve(rule), hash32(this.seed, 41), key),
    );
  }

  /** The minutes of one quarter of an hour. */
  minutes(epochDay: number, rule: SegmentRule, block: number): Cells {
    const key = (epochDay * 8 + rule.fromNode) * 128 + block;
    return this.minuteCache.get(key, () =>
      divide(parentOf(this.blocks(epochDay, rule), block), this.equalMinutes, hash32(this.seed, 42), key),
    );
  }

  /** The seconds of one minute, counted from the start of the segment. */
  seconds(epochDay: number, rule: SegmentRule, minute: number): MinuteDetail {
    const key = (epochDay * 8 + rule.fromNode) * 2048 + minute;
    return this.secondCache.get(key, () => {
      const block = Math.floor(minute / MINUTES_PER_BLOCK);
      const parent = parentOf(this.minutes(epochDay, rule, block), minute % MINUTES_PER_BLOCK);
      const weights = new Float64Array(SECONDS_PER_MINUTE);
      for (let second = 0; second < SECONDS_PER_MINUTE; second++) {
        weights[second] = 0.2 + 2 * uniform(hash32(this.seed, 44, key, second)) ** 3;
      }
      return detailOf(divide(parent, weights, hash32(this.seed, 43), key));
    });
  }

  /** Variance over a segment: lively at the ends of the regular session, calm at noon, rising towards the open. */
  private curve(rule: SegmentRule): Float64Array {
    let curve = this.curves.get(rule);
    if (curve === undefined) {
      const count = (rule.endMinute - rule.startMinute) / MINUTES_PER_BLOCK;
      curve = new Float64Array(count);
      for (let block = 0; block < count; block++) {
        curve[block] = activityAt(rule, (block + 0.5) / count);
      }
      this.curves.set(rule, curve);
    }
    return curve;
  }
}

/** Relative activity at a part (0 to 1) of a segment. */
export function activityAt(rule: SegmentRule, part: number): number {
  if (rule.regular && rule.fromNode === 2)
    return 0.55 + 2.2 * Math.exp(-part * 9) + 1.3 * Math.exp((part - 1) * 11);
  if (rule.toNode === 2) return 0.4 + 1.6 * part ** 4;
  if (rule.fromNode === 3) return 0.4 + 1.6 * Math.exp(-part * 6);
  // Around the clock: Tokyo is calm, London opens after 40 % of the day, New York after 60 %.
  return 0.5 + 1.2 * Math.exp(-(((part - 0.66) / 0.16) ** 2));
}

function detailOf(cells: Cells): MinuteDetail {
  let highSecond = 0;
  let lowSecond = 0;
  for (let second = 1; second < cellCount(cells); second++) {
    if (cellValue(cells, second, HIGH) > cellValue(cells, highSecond, HIGH)) highSecond = second;
    if (cellValue(cells, second, LOW) < cellValue(cells, lowSecond, LOW)) lowSecond = second;
  }
  return { cells, highSecond, lowSecond };
}
