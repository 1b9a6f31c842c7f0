import type { Market, MarketEvent, SimClock, SimQuote } from '../world';
import { BoundedCache } from './bounded-cache';
import { type DayStatistics, statisticsOf } from './day-statistics';
import { advanceState, type MarketState, stateAt } from './market-feed';
import type { MarketTape, TapePoint } from './market-tape';
import type { PriceView } from './price-view';

/** Events are delivered in batches of at most so many wall milliseconds. */
const SLICE_WALL_MS = 8;

interface Feed {
  readonly tape: MarketTape;
  readonly statistics: BoundedCache<DayStatistics>;
  readonly listeners: Set<(event: MarketEvent) => void>;
  state: MarketState | undefined;
  next: TapePoint | undefined;
  edgeMs: number;
  /** Everything up to here has been delivered. */
  deliveredMs: number;
  cancel: (() => void) | null;
}

const EMPTY_QUOTE: SimQuote = {
  bid: null,
  ask: null,
  last: null,
  bidSize: 0,
  askSize: 0,
  lastSize: 0,
  lastTimeMs: null,
  bidExchange: '',
  askExchange: '',
  lastExchange: '',
  volume: 0,
  open: null,
  high: null,
  low: null,
  close: null,
  halted: false,
  low13Weeks: 0,
  high13Weeks: 0,
  low26Weeks: 0,
  high26Weeks: 0,
  low52Weeks: 0,
  high52Weeks: 0,
  averageVolume: 0,
  shortableShares: 0,
  tradeCount: 0,
  volumeRate: 0,
};

/** The live market. An instrument costs nothing while nobody listens: its quote is then computed when asked for. */
export class SimMarket implements Market {
  private readonly clock: SimClock;
  private readonly sliceMs: number;
  private readonly feeds = new Map<number, Feed>();

  constructor(clock: SimClock, tapes: ReadonlyMap<number, MarketTape>, speed: number) {
    this.clock = clock;
    this.sliceMs = Math.max(1, SLICE_WALL_MS * speed);
    for (const [conId, tape] of tapes) {
      this.feeds.set(conId, {
        tape,
        statistics: new BoundedCache(4),
        listeners: new Set(),
        state: undefined,
        next: undefined,
        edgeMs: 0,
        deliveredMs: 0,
        cancel: null,
      });
    }
  }

  /** The market as of now; an unknown instrument has an empty quote. */
  quote(conId: number): SimQuote {
    return this.quoteAt(conId, this.clock.nowMs());
  }

  /** The market as it was at a moment that is not after now. */
  quoteAt(conId: number, atMs: number): SimQuote {
    const feed = this.feeds.get(conId);
    if (feed === undefined) return EMPTY_QUOTE;
    const live = feed.listeners.size > 0 && atMs === this.clock.nowMs();
    const state = live ? feed.state : freshState(feed.tape, atMs);
    return state === undefined ? EMPTY_QUOTE : toQuote(feed, state, atMs);
  }

  /** The moment that the quote of an instrument stands for: now, or the last delivery when more is under way. */
  asOfMs(conId: number): number {
    const now = this.clock.nowMs();
    const feed = this.feeds.get(conId);
    if (feed?.next === undefined || timeOf(feed.next) > now) return now;
    return feed.deliveredMs;
  }

  subscribe(conId: number, listener: (event: MarketEvent) => void): () => void {
    const feed = this.feeds.get(conId);
    if (feed === undefined) return () => undefined;
    // A listener that subscribes twice is called twice.
    const own = (event: MarketEvent): void => {
      listener(event);
    };
    feed.listeners.add(own);
    if (feed.listeners.size === 1) this.start(feed);
    return () => {
      feed.listeners.delete(own);
      if (feed.listeners.size === 0) stop(feed);
    };
  }

  /** Ends all price processes. */
  stop(): void {
    for (const feed of this.feeds.values()) {
      feed.listeners.clear();
      stop(feed);
    }
  }

  private start(feed: Feed): void {
    const now = this.clock.nowMs();
    feed.deliveredMs = now;
    feed.state = freshState(feed.tape, now);
    feed.next = feed.state === undefined ? feed.tape.firstFrom(now) : feed.tape.pointAfter(feed.state.point);
    feed.edgeMs = nextEdge(feed.tape.view, now);
    this.arm(feed, now);
  }

  private arm(feed: Feed, now: number): void {
    const pointMs = feed.next === undefined ? Number.POSITIVE_INFINITY : timeOf(feed.next);
    const atMs = Math.min(Math.max(pointMs, now + this.sliceMs), feed.edgeMs);
    if (!Number.isFinite(atMs)) return;
    feed.cancel = this.clock.schedule(atMs, () => {
      this.deliver(feed);
    });
  }

  private deliver(feed: Feed): void {
    const now = this.clock.nowMs();
    const { view } = feed.tape;
    feed.deliveredMs = now;
    while (feed.listeners.size > 0) {
      const pointMs = feed.next === undefined ? Number.POSITIVE_INFINITY : timeOf(feed.next);
      if (Math.min(pointMs, feed.edgeMs) > now) break;
      if (feed.edgeMs <= pointMs) {
        const atMs = feed.edgeMs;
        feed.edgeMs = nextEdge(view, atMs);
        emit(feed, { kind: 'session', conId: view.conId, atMs });
      } else if (feed.next !== undefined) {
        this.step(feed, feed.next, pointMs);
      }
    }
    if (feed.listeners.size > 0) this.arm(feed, now);
  }

  private step(feed: Feed, point: TapePoint, atMs: number): void {
    const { view } = feed.tape;
    const conId = view.conId;
    feed.state ??= stateAt(feed.tape, point);
    const state = feed.state;
    const change = advanceState(view, state, point);
    feed.next = feed.tape.pointAfter(point);
    if (change.bid) emit(feed, { kind: 'bid', conId, atMs });
    if (change.ask) emit(feed, { kind: 'ask', conId, atMs });
    if (change.trade) {
      const price = view.toPrice(state.last);
      emit(feed, { kind: 'trade', conId, atMs, price, size: state.lastSize, exchange: state.lastExchange });
    }
  }
}

function freshState(tape: MarketTape, atMs: number): MarketState | undefined {
  const point = tape.pointAt(atMs);
  return point === undefined ? undefined : stateAt(tape, point);
}

function stop(feed: Feed): void {
  feed.cancel?.();
  feed.cancel = null;
  feed.state = undefined;
  feed.next = undefined;
}

function timeOf(point: TapePoint): number {
  return point.events.timeOf(point.index);
}

function emit(feed: Feed, event: MarketEvent): void {
  for (const listener of feed.listeners) listener(event);
}

/** The next moment at which a session, whole or regular, begins or ends. */
function nextEdge(view: PriceView, afterMs: number): number {
  let edge = Number.POSITIVE_INFINITY;
  const index = view.calendar.indexAt(afterMs, false);
  for (let dayIndex = index; dayIndex <= index + 1; dayIndex++) {
    const epochDay = view.calendar.dateAt(dayIndex);
    if (epochDay > view.model.lastDay) continue;
    for (const regular of [false, true]) {
      const session = view.session(epochDay, regular);
      for (const moment of [session.startMs, session.endMs]) {
        if (moment > afterMs) edge = Math.min(edge, moment);
      }
    }
  }
  return edge;
}

function toQuote(feed: Feed, state: MarketState, atMs: number): SimQuote {
  const { view } = feed.tape;
  const { model } = view;
  const dayIndex = view.calendar.indexAtOrBefore(state.epochDay);
  const day = feed.statistics.get(dayIndex, () => statisticsOf(view, dayIndex));
  const regular = view.session(state.epochDay, true);
  const openRule = view.rules(true)[0];
  const opened = openRule !== undefined && atMs >= regular.startMs;
  const open = opened ? view.ticks(view.path.segment(state.epochDay, openRule).open, state.epochDay) : null;
  const minutes = Math.max(1, (state.lastTimeMs - view.session(state.epochDay, false).startMs) / 60_000);
  const price = (ticks: number): number => view.toPrice(ticks);
  return {
    bid: model.hasQuotes && state.bid > 0 ? price(state.bid) : null,
    ask: model.hasQuotes ? price(state.ask) : null,
    last: model.hasTrades ? price(state.last) : null,
    bidSize: model.hasQuotes && state.bid > 0 ? state.bidSize : 0,
    askSize: model.hasQuotes ? state.askSize : 0,
    lastSize: model.hasTrades ? state.lastSize : 0,
    lastTimeMs: model.hasTrades ? state.lastTimeMs : null,
    bidExchange: model.hasQuotes ? state.bidExchange : '',
    askExchange: model.hasQuotes ? state.askExchange : '',
    lastExchange: model.hasTrades ? state.lastExchange : '',
    volume: state.volume,
    open: open === null ? null : price(view.tradeTicks(open)),
    high: price(state.high),
    low: price(state.low),
    close: day.previousClose === null ? null : price(day.previousClose),
    halted: false,
    low13Weeks: price(Math.min(day.low13Weeks, state.low)),
    high13Weeks: price(Math.max(day.high13Weeks, state.high)),
    low26Weeks: price(Math.min(day.low26Weeks, state.low)),
    high26Weeks: price(Math.max(day.high26Weeks, state.high)),
    low52Weeks: price(Math.min(day.low52Weeks, state.low)),
    high52Weeks: price(Math.max(day.high52Weeks, state.high)),
    averageVolume: day.averageVolume,
    shortableShares: model.shortableShares,
    tradeCount: state.tradeCount,
    volumeRate: Math.round(state.volume / minutes),
  };
}
