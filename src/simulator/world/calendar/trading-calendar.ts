import type { Interval } from '../world';
import { type HolidaySet, holidaysOf } from './holidays';
import { shortDaysOf, shortened } from './short-days';
import { epochDayAt, epochDayOf, momentOf, weekdayOf } from './zone-time';

/**
 * The five points of a weekday at which the daily price table has a value: the end of the day before, after the
 * overnight gap, after the hours before the regular session, after it, and after the late hours.
 */
export type DayNode = 0 | 1 | 2 | 3 | 4;

/** One stretch of a trading day, in minutes from local midnight (negative: the evening before). */
export interface SegmentRule {
  readonly startMinute: number;
  readonly endMinute: number;
  readonly regular: boolean;
  readonly fromNode: DayNode;
  readonly toNode: DayNode;
  /** Share of the day's volume. */
  readonly volumeShare: number;
  /** Market events against those of an average regular minute. */
  readonly eventShare: number;
}

export interface CalendarRules {
  readonly zone: string;
  readonly holidays: HolidaySet;
  /** In order and without gaps. Every start, end and length is a whole number of quarters of an hour. */
  readonly segments: readonly SegmentRule[];
}

/** The segments of a day, sorted out beforehand because they are asked for with every price. */
interface DayRules {
  readonly all: readonly SegmentRule[];
  readonly regular: readonly SegmentRule[];
}

function dayRules(segments: readonly SegmentRule[]): DayRules {
  return { all: segments, regular: segments.filter((rule) => rule.regular) };
}

/** First and last year that the calendar knows. */
export const FIRST_YEAR = 2000;
export const LAST_YEAR = 2050;

/** The trading days of one kind of market and the moments of their segments. */
export class TradingCalendar {
  readonly rules: CalendarRules;
  private readonly dates: readonly number[];
  private readonly usual: DayRules;
  /** Rules of the dates on which the market closes early. */
  private readonly short = new Map<number, DayRules>();

  constructor(rules: CalendarRules) {
    this.rules = rules;
    this.usual = dayRules(rules.segments);
    const made = new Map<string, DayRules>();
    const closed = new Set<number>();
    for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
      for (const day of holidaysOf(rules.holidays, year)) closed.add(day);
      for (const [day, closing] of shortDaysOf(rules.holidays, year)) {
        // Days that close alike share their rules, by which price paths know them.
        const key = `${String(closing.regularEndMinute)}-${String(closing.endMinute)}`;
        const short = made.get(key) ?? dayRules(shortened(rules.segments, closing));
        made.set(key, short);
        this.short.set(day, short);
      }
    }
    const dates: number[] = [];
    const last = epochDayOf(LAST_YEAR, 12, 31);
    for (let day = epochDayOf(FIRST_YEAR, 1, 4); day <= last; day++) {
      const weekday = weekdayOf(day);
      if (weekday !== 0 && weekday !== 6 && !closed.has(day)) dates.push(day);
    }
    this.dates = dates;
  }

  get length(): number {
    return this.dates.length;
  }

  /** The date of a trading day. Indices outside the calendar give its first or last day. */
  dateAt(index: number): number {
    const clamped = Math.min(Math.max(index, 0), this.dates.length - 1);
    return this.dates[clamped] ?? 0;
  }

  isTradingDay(epochDay: number): boolean {
    return this.dateAt(this.indexAtOrBefore(epochDay)) === epochDay;
  }

  /** Index of the last trading day at or before a date; 0 when the date is before the calendar. */
  indexAtOrBefore(epochDay: number): number {
    let low = 0;
    let high = this.dates.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.dateAt(middle) <= epochDay) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The span of one segment of a date. */
  segment(epochDay: number, rule: SegmentRule): Interval {
    return {
      startMs: momentOf(this.rules.zone, epochDay, rule.startMinute),
      endMs: momentOf(this.rules.zone, epochDay, rule.endMinute),
    };
  }

  /** The session of a date: its segments together, or the regular ones alone. */
  session(epochDay: number, regularHoursOnly: boolean): Interval {
    return this.sessionOf(epochDay, this.segmentRules(epochDay, regularHoursOnly));
  }

  /** The span of some of a date's segments. */
  sessionOf(epochDay: number, rules: readonly SegmentRule[]): Interval {
    const first = rules[0];
    const last = rules[rules.length - 1];
    if (first === undefined || last === undefined) return { startMs: 0, endMs: 0 };
    return {
      startMs: momentOf(this.rules.zone, epochDay, first.startMinute),
      endMs: momentOf(this.rules.zone, epochDay, last.endMinute),
    };
  }

  /** The segments of a date, which are fewer or shorter when the market closes early. */
  segmentRules(epochDay: number, regularHoursOnly: boolean): readonly SegmentRule[] {
    const rules = this.short.get(epochDay) ?? this.usual;
    return regularHoursOnly ? rules.regular : rules.all;
  }

  /** Index of the last trading day whose session has begun at `atMs`. */
  indexAt(atMs: number, regularHoursOnly: boolean): number {
    let index = this.indexAtOrBefore(epochDayAt(this.rules.zone, atMs) + 1);
    while (index > 0 && this.session(this.dateAt(index), regularHoursOnly).startMs > atMs) index--;
    return index;
  }
}

/** The moment of local midnight, as the start of a bar of a day or more. */
export function midnightOf(zone: string, epochDay: number): number {
  return momentOf(zone, epochDay, 0);
}
