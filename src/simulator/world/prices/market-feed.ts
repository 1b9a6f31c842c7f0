import type { MarketTape, TapePoint } from './market-tape';
import type { PriceView } from './price-view';
import { RangeTotals, toTickBar } from './range-totals';

/** What is known of a market at one of its points, in ticks. */
export interface MarketState {
  point: TapePoint;
  epochDay: number;
  bid: number;
  ask: number;
  bidSize: number;
  askSize: number;
  bidExchange: string;
  askExchange: string;
  last: number;
  lastSize: number;
  /** The volume counts the last trade. */
  lastReported: boolean;
  lastTimeMs: number;
  lastExchange: string;
  /** Of the trading day, late and early hours included. */
  volume: number;
  tradeCount: number;
  high: number;
  low: number;
}

/** Which parts of a state a new point has changed. */
export interface StateChange {
  readonly bid: boolean;
  readonly ask: boolean;
  readonly trade: boolean;
}

function bidKey(index: number): number {
  return index - (index & 1);
}

function askKey(index: number): number {
  return index - ((index + 1) & 1);
}

function quoteSides(
  view: PriceView,
  point: TapePoint,
): Pick<MarketState, 'bid' | 'ask' | 'bidSize' | 'askSize' | 'bidExchange' | 'askExchange'> {
  const { events, index } = point;
  const unrounded = view.ticks(events.valueOf(index), events.epochDay);
  const spread = view.spread(events.epochDay, events.rule);
  return {
    bid: view.bidTicks(unrounded, spread),
    ask: view.askTicks(unrounded, spread),
    bidSize: view.displayedSize(events.key, bidKey(index)),
    askSize: view.displayedSize(events.key, askKey(index)),
    bidExchange: view.exchangeAt(events.key, bidKey(index)),
    askExchange: view.exchangeAt(events.key, askKey(index)),
  };
}

function volumeBeforeSegment(view: PriceView, point: TapePoint): { volume: number; trades: number } {
  let volume = 0;
  let trades = 0;
  for (const rule of view.rules(point.events.epochDay, false)) {
    if (rule === point.events.rule) break;
    const segment = view.segmentVolume(point.events.epochDay, rule);
    volume += segment;
    trades += view.tradesUpTo(segment, 1);
  }
  return { volume, trades };
}

/** The trade that was last at a point: the point itself or one before it in its minute. */
function lastTradeIndex(point: TapePoint): number {
  let index = point.index;
  while (index > 0 && !(point.events.isTrade(index) && point.events.kept(index))) index--;
  return index;
}

/** The state of a market at a point, computed from the path alone. */
export function stateAt(tape: MarketTape, point: TapePoint): MarketState {
  const { view } = tape;
  const { events } = point;
  const trade = lastTradeIndex(point);
  let before = trade - 1;
  while (before > 0 && !(events.isTrade(before) && events.kept(before))) before--;
  const volumeBefore = before >= 0 ? events.volumeAfter(before) : events.volumeAtSecond(0);
  const totals = new RangeTotals();
  const session = view.session(events.epochDay, false);
  tape.totalsUntil(
    events.epochDay,
    view.rules(events.epochDay, false),
    session.startMs,
    events.timeOf(point.index),
    totals,
  );
  const bar = toTickBar(view, events.epochDay, totals);
  const earlier = volumeBeforeSegment(view, point);
  return {
    point,
    epochDay: events.epochDay,
    ...quoteSides(view, point),
    last: view.tradeTicks(view.ticks(events.valueOf(trade), events.epochDay)),
    lastSize: printedSize(view, events.volumeAfter(trade) - volumeBefore),
    lastReported: isReported(view, events.volumeAfter(trade) - volumeBefore),
    lastTimeMs: events.timeOf(trade),
    lastExchange: view.exchangeAt(events.key, trade),
    volume: earlier.volume + events.volumeAfter(trade),
    tradeCount: earlier.trades + events.tradesAfter(trade),
    high: view.tradeTicks(bar.high),
    low: view.tradeTicks(bar.low),
  };
}

/** A print shows at least one unit, as odd lots do that the volume does not count; an index shows none. */
function printedSize(view: PriceView, size: number): number {
  return view.model.averageVolume === 0 ? 0 : Math.max(1, size);
}

function isReported(view: PriceView, size: number): boolean {
  return view.model.averageVolume === 0 || size > 0;
}

/** Moves a state to the next point. */
export function advanceState(view: PriceView, state: MarketState, point: TapePoint): StateChange {
  const { events, index } = point;
  const newDay = events.epochDay !== state.epochDay;
  const sides = quoteSides(view, point);
  const bid = sides.bid !== state.bid || sides.bidSize !== state.bidSize;
  const ask = sides.ask !== state.ask || sides.askSize !== state.askSize;
  const trade = events.isTrade(index);
  Object.assign(state, sides);
  if (newDay) {
    state.volume = 0;
    state.tradeCount = 0;
    state.high = 0;
    state.low = Number.MAX_SAFE_INTEGER;
  }
  if (trade) {
    const earlier = volumeBeforeSegment(view, point);
    const volume = earlier.volume + events.volumeAfter(index);
    state.last = view.tradeTicks(view.ticks(events.valueOf(index), events.epochDay));
    state.lastSize = printedSize(view, volume - state.volume);
    state.lastReported = isReported(view, volume - state.volume);
    state.lastTimeMs = events.timeOf(index);
    state.lastExchange = view.exchangeAt(events.key, index);
    state.volume = volume;
    state.tradeCount = earlier.trades + events.tradesAfter(index);
    state.high = Math.max(state.high, state.last);
    state.low = Math.min(state.low, state.last);
  } else if (!view.model.hasTrades) {
    const middle = view.tradeTicks(view.ticks(events.valueOf(index), events.epochDay));
    state.high = Math.max(state.high, middle);
    state.low = Math.min(state.low, middle);
  }
  state.epochDay = events.epochDay;
  state.point = point;
  return { bid: bid && view.model.hasQuotes, ask: ask && view.model.hasQuotes, trade };
}
