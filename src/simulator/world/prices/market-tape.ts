import type { SegmentRule } from '../calendar/trading-calendar';
import { MINUTE_MS } from '../calendar/zone-time';
import { BoundedCache } from './bounded-cache';
import { type EventRate, MinuteEvents, SECONDS } from './minute-events';
import { addRange } from './path-range';
import type { PriceView } from './price-view';
import type { RangeTotals } from './range-totals';

/** A point of a minute: the last thing that happened in a market. */
export interface TapePoint {
  readonly events: MinuteEvents;
  readonly index: number;
}

/** The sequence of market points of one instrument, as far back and ahead as its calendar goes. */
export class MarketTape {
  readonly view: PriceView;
  private readonly rate: EventRate;
  private readonly minutes = new BoundedCache<MinuteEvents>(8);

  constructor(view: PriceView, rate: EventRate) {
    this.view = view;
    this.rate = rate;
  }

  /** The last point at or before a moment; undefined when the instrument has never traded by then. */
  pointAt(atMs: number): TapePoint | undefined {
    const { view } = this;
    let dayIndex = view.dayIndexAt(atMs, false);
    let untilMs = atMs;
    while (dayIndex >= view.firstDayIndex) {
      const session = view.session(view.calendar.dateAt(dayIndex), false);
      untilMs = Math.min(untilMs, session.endMs - 1);
      for (let minuteMs = floorMinute(untilMs); minuteMs >= session.startMs; minuteMs -= MINUTE_MS) {
        const events = this.minuteOf(dayIndex, minuteMs);
        const index = events?.lastAt(untilMs) ?? -1;
        if (events !== undefined && index >= 0) return { events, index };
      }
      dayIndex--;
    }
    return undefined;
  }

  /** The point after another one, in the next session if need be; undefined when the instrument has expired. */
  pointAfter(point: TapePoint): TapePoint | undefined {
    const index = point.events.next(point.index);
    if (index < point.events.length) return { events: point.events, index };
    return this.firstFrom(point.events.startMs + MINUTE_MS);
  }

  /** The first point of the first minute of trading that starts at or after a moment. */
  firstFrom(atMs: number): TapePoint | undefined {
    const { view } = this;
    let dayIndex = Math.max(view.dayIndexAt(atMs, false), view.firstDayIndex);
    const lastIndex = view.calendar.indexAtOrBefore(view.model.lastDay);
    let session = view.session(view.calendar.dateAt(dayIndex), false);
    if (session.endMs <= atMs) {
      dayIndex++;
      if (dayIndex > lastIndex) return undefined;
      session = view.session(view.calendar.dateAt(dayIndex), false);
    }
    const startMs = Math.max(session.startMs, Math.ceil(atMs / MINUTE_MS) * MINUTE_MS);
    const events = this.minuteOf(dayIndex, startMs);
    return events === undefined ? undefined : { events, index: 0 };
  }

  /** What the trading day has made by a moment, the last point included. */
  totalsUntil(
    epochDay: number,
    rules: readonly SegmentRule[],
    fromMs: number,
    atMs: number,
    totals: RangeTotals,
  ): void {
    const { view } = this;
    const session = view.session(epochDay, false);
    if (atMs >= session.endMs) {
      addRange(view, epochDay, rules, fromMs, session.endMs, totals);
      return;
    }
    const minuteMs = floorMinute(atMs);
    addRange(view, epochDay, rules, fromMs, minuteMs, totals);
    const events = this.minuteOf(view.calendar.indexAtOrBefore(epochDay), minuteMs);
    if (events === undefined || !rules.includes(events.rule)) return;
    const lastIndex = events.lastAt(atMs);
    if (events.sparse) {
      addPoints(events, firstPointFrom(events, fromMs), lastIndex, totals);
      return;
    }
    const secondMs = Math.floor(atMs / 1000) * 1000;
    addRange(view, epochDay, rules, Math.max(fromMs, minuteMs), secondMs, totals);
    const first = events.firstOf((secondMs - minuteMs) / 1000);
    addPoints(events, first, lastIndex, totals);
  }

  private minuteOf(dayIndex: number, minuteMs: number): MinuteEvents | undefined {
    const { view } = this;
    const epochDay = view.calendar.dateAt(dayIndex);
    for (const rule of view.rules(epochDay, false)) {
      const segment = view.calendar.segment(epochDay, rule);
      if (minuteMs < segment.startMs || minuteMs >= segment.endMs) continue;
      const minute = (minuteMs - segment.startMs) / MINUTE_MS;
      return this.minutes.get(
        minuteMs / MINUTE_MS,
        () => new MinuteEvents(view, epochDay, rule, minute, minuteMs, this.rate),
      );
    }
    return undefined;
  }
}

function floorMinute(atMs: number): number {
  return Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
}

function firstPointFrom(events: MinuteEvents, fromMs: number): number {
  const second = Math.ceil((fromMs - events.startMs) / 1000);
  return second <= 0 ? 0 : events.firstOf(Math.min(second, SECONDS));
}

function addPoints(events: MinuteEvents, first: number, last: number, totals: RangeTotals): void {
  let volume = 0;
  let trades = 0;
  if (first < events.length) {
    const second = Math.floor(first / (events.length / SECONDS));
    volume = events.volumeAtSecond(second);
    trades = events.tradesAtSecond(second);
  }
  for (let index = first; index <= last; index++) {
    if (!events.kept(index) || (events.view.model.hasTrades && !events.isTrade(index))) continue;
    const value = events.valueOf(index);
    const volumeAfter = events.volumeAfter(index);
    const tradesAfter = events.tradesAfter(index);
    totals.add(value, value, value, value, volumeAfter - volume, Math.max(0, tradesAfter - trades));
    volume = volumeAfter;
    trades = tradesAfter;
  }
}
