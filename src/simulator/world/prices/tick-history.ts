import type { SimInstrument } from '../world';
import type { ByConId } from './by-con-id';
import { advanceState, type MarketState, stateAt } from './market-feed';
import type { MarketTape, TapePoint } from './market-tape';
import type { AsOf } from './sim-history';

/** One thing that happened in a market. */
export type HistoryTick = TradeTick | BidAskTick | MidpointTick;

export interface TradeTick {
  readonly kind: 'trade';
  readonly atMs: number;
  readonly price: number;
  readonly size: number;
  readonly exchange: string;
  /** The volume does not count it. */
  readonly unreported: boolean;
  /** It happened in regular hours. */
  readonly regular: boolean;
}

export interface BidAskTick {
  readonly kind: 'bidAsk';
  readonly atMs: number;
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
  /** The bid is below the lowest price of the day, the ask above the highest. */
  readonly bidPastLow: boolean;
  readonly askPastHigh: boolean;
}

export interface MidpointTick {
  readonly kind: 'midpoint';
  readonly atMs: number;
  readonly price: number;
}

export type TickKind = 'TRADES' | 'BID_ASK' | 'MIDPOINT';

export interface TickQuery {
  readonly instrument: SimInstrument;
  /** With a start the first ticks from it on, otherwise the last ticks before the end. One of them is needed. */
  readonly startMs: number | null;
  /** Exclusive. */
  readonly endMs: number | null;
  /** How many ticks, 1 to 1,000; the second that holds the last of them is given whole. */
  readonly count: number;
  readonly kind: TickKind;
  readonly regularHoursOnly: boolean;
  /** Leaves out changes of bid and ask that are changes of their sizes alone. */
  readonly ignoreSize: boolean;
}

export interface TickHistory {
  /** Ticks up to now, oldest first; none when the instrument has no ticks of the kind. */
  ticks(query: TickQuery): readonly HistoryTick[];
}

/** The most ticks of one answer, whole seconds included. */
const MOST_TICKS = 5_000;
/** Minutes with more points than this are read by the second. */
const DENSE_POINTS = 3_000;
/** The most stretches that one request for the last ticks reads. */
const MOST_STRETCHES = 5_000;

/** Ticks of the past from the same points that the live market walks. */
export class SimTickHistory implements TickHistory {
  readonly #asOf: AsOf;
  readonly #tapes: ByConId<MarketTape>;

  constructor(asOf: AsOf, tapes: ByConId<MarketTape>) {
    this.#asOf = asOf;
    this.#tapes = tapes;
  }

  ticks(query: TickQuery): readonly HistoryTick[] {
    const { conId } = query.instrument;
    const tape = this.#tapes.get(conId);
    if (tape === undefined || !hasTicks(tape, query.kind)) return [];
    const untilMs = Math.min(query.endMs ?? Number.POSITIVE_INFINITY, this.#asOf(conId) + 1);
    if (query.startMs !== null) return forward(tape, query, query.startMs, untilMs, query.count);
    return backward(tape, query, untilMs);
  }
}

function hasTicks(tape: MarketTape, kind: TickKind): boolean {
  return kind === 'TRADES' ? tape.view.model.hasTrades : tape.view.model.hasQuotes;
}

/** The first `count` ticks in `[fromMs, untilMs)`, with the rest of the last one's second. */
function forward(
  tape: MarketTape,
  query: TickQuery,
  fromMs: number,
  untilMs: number,
  count: number,
): readonly HistoryTick[] {
  const ticks: HistoryTick[] = [];
  let state = stateBefore(tape, fromMs);
  while (state !== undefined && ticks.length < MOST_TICKS) {
    const point = tape.pointAfter(state.point);
    if (point === undefined) break;
    const atMs = timeOf(point);
    if (atMs >= untilMs || (ticks.length >= count && !sameSecond(ticks.at(-1)?.atMs ?? 0, atMs))) break;
    if (query.regularHoursOnly && !point.events.rule.regular) {
      const nextMs = nextRegularStart(tape, atMs);
      if (nextMs === undefined || nextMs >= untilMs) break;
      state = stateBefore(tape, nextMs);
      continue;
    }
    const before = { bid: state.bid, ask: state.ask };
    const change = advanceState(tape.view, state, point);
    const tick = atMs < fromMs ? undefined : tickOf(tape, query, state, before, change);
    if (tick !== undefined) ticks.push(tick);
  }
  return ticks;
}

/** The last `count` ticks before a moment, with the rest of the first one's second. */
function backward(tape: MarketTape, query: TickQuery, endMs: number): readonly HistoryTick[] {
  let ticks: readonly HistoryTick[] = [];
  let untilMs = endMs;
  for (let round = 0; round < MOST_STRETCHES && ticks.length <= query.count; round++) {
    const point = tape.pointAt(untilMs - 1);
    if (point === undefined) break;
    if (query.regularHoursOnly && !point.events.rule.regular) {
      const regularEndMs = lastRegularEnd(tape, timeOf(point));
      if (regularEndMs === undefined) break;
      untilMs = regularEndMs;
      continue;
    }
    const dense = point.events.length > DENSE_POINTS;
    const fromMs = dense ? Math.floor(timeOf(point) / 1000) * 1000 : point.events.startMs;
    ticks = [...forward(tape, query, fromMs, untilMs, MOST_TICKS), ...ticks];
    untilMs = fromMs;
  }
  let first = Math.max(0, ticks.length - query.count);
  while (first > 0 && sameSecond(ticks[first - 1]?.atMs ?? 0, ticks[first]?.atMs ?? 0)) first--;
  return ticks.slice(first);
}

/** The market just before a moment; at the very beginning, its first point. */
function stateBefore(tape: MarketTape, atMs: number): MarketState | undefined {
  const point = tape.pointAt(atMs - 1) ?? tape.firstFrom(atMs);
  return point === undefined ? undefined : stateAt(tape, point);
}

function tickOf(
  tape: MarketTape,
  query: TickQuery,
  state: MarketState,
  before: { readonly bid: number; readonly ask: number },
  change: { readonly bid: boolean; readonly ask: boolean; readonly trade: boolean },
): HistoryTick | undefined {
  const { view } = tape;
  const atMs = timeOf(state.point);
  const moved = before.bid !== state.bid || before.ask !== state.ask;
  switch (query.kind) {
    case 'TRADES':
      if (!change.trade) return undefined;
      return {
        kind: 'trade',
        atMs,
        price: view.toPrice(state.last),
        size: state.lastSize,
        exchange: state.lastExchange,
        unreported: !state.lastReported,
        regular: state.point.events.rule.regular,
      };
    case 'BID_ASK':
      if (query.ignoreSize ? !moved : !change.bid && !change.ask) return undefined;
      return {
        kind: 'bidAsk',
        atMs,
        bid: view.toPrice(state.bid),
        ask: view.toPrice(state.ask),
        bidSize: state.bidSize,
        askSize: state.askSize,
        bidPastLow: state.bid < state.low,
        askPastHigh: state.ask > state.high,
      };
    case 'MIDPOINT':
      if (before.bid + before.ask === state.bid + state.ask) return undefined;
      return { kind: 'midpoint', atMs, price: view.toPrice((state.bid + state.ask) / 2) };
  }
}

function nextRegularStart(tape: MarketTape, atMs: number): number | undefined {
  const { view } = tape;
  const index = view.dayIndexAt(atMs, true);
  for (const dayIndex of [index, index + 1]) {
    const epochDay = view.calendar.dateAt(dayIndex);
    const { startMs } = view.session(epochDay, true);
    if (startMs > atMs && epochDay <= view.model.lastDay) return startMs;
  }
  return undefined;
}

function lastRegularEnd(tape: MarketTape, atMs: number): number | undefined {
  const { view } = tape;
  const index = view.dayIndexAt(atMs, true);
  if (index < view.firstDayIndex) return undefined;
  const { endMs } = view.session(view.calendar.dateAt(index), true);
  return endMs <= atMs ? endMs : undefined;
}

function timeOf(point: TapePoint): number {
  return point.events.timeOf(point.index);
}

function sameSecond(aMs: number, bMs: number): boolean {
  return Math.floor(aMs / 1000) === Math.floor(bMs / 1000);
}
