import type { Market, MarketEvent, SimClock, SimQuote } from '../world';
import { BoundedCache } from './bounded-cache';
import type { ByConId } from './by-con-id';
import { type DayStatistics, statisticsOf } from './day-statistics';
import { EMPTY_QUOTE } from './empty-quote';
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
  /** The quote of `state`, kept until the market moves. */
  quote: SimQuote | undefined;
  day: DayValues | undefined;
  next: TapePoint | undefined;
  edgeMs: number;
  /** Everything up to here has been delivered. */
  deliveredMs: number;
  cancel: (() => void) | null;
}

/** What holds for a whole trading day. */
interface DayValues {
  readonly epochDay: number;
  readonly statistics: DayStatistics;
  readonly sessionStartMs: number;
  readonly regularStartMs: number;
  /** Price of the regular open, null when there is no regular session. */
  readonly openPrice: number | null;
  readonly closePrice: number | null;
}

/** The live market. An instrument costs nothing while nobody listens: its quote is then computed when asked for. */
export class SimMarket implements Market {
  private readonly clock: SimClock;
  private readonly sliceMs: number;
  private readonly tapes: ByConId<MarketTape>;
  private readonly feeds = new Map<number, Feed>();

  constructor(clock: SimClock, tapes: ByConId<MarketTape>, speed: number) {
    this.clock = clock;
    this.sliceMs = Math.max(1, SLICE_WALL_MS * speed);
    this.tapes = tapes;
  }

  /** The market as of now; an unknown instrument has an empty quote. */
  quote(conId: number): SimQuote {
    return this.quoteAt(conId, this.clock.nowMs());
  }

  /** The market as it was at a moment that is not after now. */
  quoteAt(conId: number, atMs: number): SimQuote {
    const feed = this.feedOf(conId);
    if (feed === undefined) return EMPTY_QUOTE;
    const live = feed.listeners.size > 0 && atMs === this.clock.nowMs();
    if (live && feed.quote !== undefined) return feed.quote;
    const state = live ? feed.state : freshState(feed.tape, atMs);
    const quote = state === undefined ? EMPTY_QUOTE : toQuote(feed, state, atMs);
    // A quote whose day has yet to open changes without a point.
    if (live && quote.open !== null) feed.quote = quote;
    return quote;
  }

  /** The moment that the quote of an instrument stands for: now, or the last delivery when more is under way. */
  asOfMs(conId: number): number {
    const now = this.clock.nowMs();
    const feed = this.feedOf(conId);
    if (feed?.next === undefined || timeOf(feed.next) > now) return now;
    return feed.deliveredMs;
  }

  subscribe(conId: number, listener: (event: MarketEvent) => void): () => void {
    const feed = this.feedOf(conId);
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

  private feedOf(conId: number): Feed | undefined {
    const known = this.feeds.get(conId);
    if (known !== undefined) return known;
    const tape = this.tapes.get(conId);
    if (tape === undefined) return undefined;
    const feed = newFeed(tape);
    this.feeds.set(conId, feed);
    return feed;
  }

  private start(feed: Feed): void {
    const now = this.clock.nowMs();
    feed.deliveredMs = now;
    feed.quote = undefined;
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
        feed.quote = undefined;
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
    feed.quote = undefined;
    feed.next = feed.tape.pointAfter(point);
    if (change.bid) emit(feed, { kind: 'bid', conId, atMs });
    if (change.ask) emit(feed, { kind: 'ask', conId, atMs });
    if (change.trade) {
      const price = view.toPrice(state.last);
      emit(feed, {
        kind: 'trade',
        conId,
        atMs,
        price,
        size: state.lastSize,
        exchange: state.lastExchange,
        unreported: !state.lastReported,
      });
    }
  }
}

function newFeed(tape: MarketTape): Feed {
  return {
    tape,
    statistics: new BoundedCache(4),
    listeners: new Set(),
    state: undefined,
    quote: undefined,
    day: undefined,
    next: undefined,
    edgeMs: 0,
    deliveredMs: 0,
    cancel: null,
  };
}

function freshState(tape: MarketTape, atMs: number): MarketState | undefined {
  const point = tape.pointAt(atMs);
  return point === undefined ? undefined : stateAt(tape, point);
}

function stop(feed: Feed): void {
  feed.cancel?.();
  feed.cancel = null;
  feed.state = undefined;
  feed.quote = undefined;
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

function dayOf(feed: Feed, epochDay: number): DayValues {
  if (feed.day?.epochDay === epochDay) return feed.day;
  const { view } = feed.tape;
  const dayIndex = view.calendar.indexAtOrBefore(epochDay);
  const statistics = feed.statistics.get(dayIndex, () => statisticsOf(view, dayIndex));
  const openRule = view.rules(epochDay, true)[0];
  const open =
    openRule === undefined ? null : view.ticks(view.path.segment(epochDay, openRule).open, epochDay);
  const { previousClose } = statistics;
  feed.day = {
    epochDay,
    statistics,
    sessionStartMs: view.session(epochDay, false).startMs,
    regularStartMs: view.session(epochDay, true).startMs,
    openPrice: open === null ? null : view.toPrice(view.tradeTicks(open)),
    closePrice: previousClose === null ? null : view.toPrice(previousClose),
  };
  return feed.day;
}

function toQuote(feed: Feed, state: MarketState, atMs: number): SimQuote {
  const { view } = feed.tape;
  const { model } = view;
  const { statistics, openPrice, closePrice, regularStartMs, sessionStartMs } = dayOf(feed, state.epochDay);
  const minutes = Math.max(1, (state.lastTimeMs - sessionStartMs) / 60_000);
  const { low, high } = state;
  const { hasQuotes, hasTrades } = model;
  const hasBid = hasQuotes && state.bid > 0;
  return {
    bid: hasBid ? view.toPrice(state.bid) : null,
    ask: hasQuotes ? view.toPrice(state.ask) : null,
    last: hasTrades ? view.toPrice(state.last) : null,
    bidSize: hasBid ? state.bidSize : 0,
    askSize: hasQuotes ? state.askSize : 0,
    lastSize: hasTrades ? state.lastSize : 0,
    lastTimeMs: hasTrades ? state.lastTimeMs : null,
    bidExchange: hasQuotes ? state.bidExchange : '',
    askExchange: hasQuotes ? state.askExchange : '',
    lastExchange: hasTrades ? state.lastExchange : '',
    volume: state.volume,
    open: atMs >= regularStartMs ? openPrice : null,
    high: view.toPrice(high),
    low: view.toPrice(low),
    close: closePrice,
    halted: false,
    low13Weeks: view.toPrice(Math.min(statistics.low13Weeks, low)),
    high13Weeks: view.toPrice(Math.max(statistics.high13Weeks, high)),
    low26Weeks: view.toPrice(Math.min(statistics.low26Weeks, low)),
    high26Weeks: view.toPrice(Math.max(statistics.high26Weeks, high)),
    low52Weeks: view.toPrice(Math.min(statistics.low52Weeks, low)),
    high52Weeks: view.toPrice(Math.max(statistics.high52Weeks, high)),
    averageVolume: statistics.averageVolume,
    shortableShares: model.shortableShares,
    tradeCount: state.tradeCount,
    volumeRate: Math.round(state.volume / minutes),
  };
}
