import type { History, HistoryRequest, SimBar, SimInstrument, WhatToShow } from '../world';
import { type BarSpan, barSpans } from './bar-spans';
import type { ByConId } from './by-con-id';
import { midnightOf } from '../calendar/trading-calendar';
import { dayTotals } from './day-statistics';
import { startOfDuration } from './duration';
import type { MarketTape } from './market-tape';
import { addRange } from './path-range';
import type { PriceView } from './price-view';
import { hash32, uniform } from './random';
import { RangeTotals, type TickBar, toTickBar } from './range-totals';

/** Trading days over which historical volatility is measured. */
const VOLATILITY_DAYS = 30;
const TRADING_DAYS_A_YEAR = 252;
/** Percent a year for a stock of which at least so many shares can be borrowed. */
const LOWEST_FEE = 0.25;
const SHARES_OF_AN_EASY_LOAN = 1_000_000;

/** The moment up to which the market of an instrument has been told, ms since the epoch. */
export type AsOf = (conId: number) => number;

/** Bars of the past and the forming bar, from the same path as the live market. */
export class SimHistory implements History {
  private readonly asOf: AsOf;
  private readonly tapes: ByConId<MarketTape>;

  constructor(asOf: AsOf, tapes: ByConId<MarketTape>) {
    this.asOf = asOf;
    this.tapes = tapes;
  }

  /**
   * Bars up to now at most, oldest first, the forming one included when the span reaches it. Empty when the
   * duration does not parse or the instrument has no such data (trades of a currency pair, quotes of an index).
   */
  bars(request: HistoryRequest): readonly SimBar[] {
    const tape = this.tapes.get(request.instrument.conId);
    if (tape === undefined || !shows(tape.view, request.whatToShow)) return [];
    const { view } = tape;
    const nowMs = this.asOf(request.instrument.conId);
    const live = request.endMs > nowMs;
    const endMs = live ? nowMs + 1 : request.endMs;
    const { barSize, regularHoursOnly } = request;
    const startMs = startOfDuration(view, request.duration, endMs, barSize, regularHoursOnly);
    if (startMs === undefined) return [];
    const bars: SimBar[] = [];
    for (const span of barSpans(view, barSize, regularHoursOnly, startMs, endMs)) {
      const bar = barOf(tape, span, request, Math.min(endMs, nowMs + 1), live);
      if (bar !== undefined) bars.push(bar);
    }
    return bars;
  }

  formingBar(request: HistoryRequest): SimBar | undefined {
    const tape = this.tapes.get(request.instrument.conId);
    if (tape === undefined || !shows(tape.view, request.whatToShow)) return undefined;
    const nowMs = this.asOf(request.instrument.conId);
    const { view } = tape;
    const index = view.dayIndexAt(nowMs, request.regularHoursOnly);
    const session = view.session(view.calendar.dateAt(index), request.regularHoursOnly);
    if (nowMs < session.startMs || nowMs >= session.endMs) return undefined;
    const spans = barSpans(view, request.barSize, request.regularHoursOnly, session.startMs, nowMs + 1);
    const span = spans.at(-1);
    return span === undefined ? undefined : barOf(tape, span, request, nowMs + 1, true);
  }

  headTimestampMs(instrument: SimInstrument, _whatToShow: WhatToShow, regularHoursOnly: boolean): number {
    const view = this.tapes.get(instrument.conId)?.view;
    if (view === undefined) return 0;
    return view.session(view.calendar.dateAt(view.firstDayIndex), regularHoursOnly).startMs;
  }
}

/** True when an instrument has data of a kind. */
function shows(view: PriceView, whatToShow: WhatToShow): boolean {
  switch (whatToShow) {
    case 'TRADES':
    case 'ADJUSTED_LAST':
      return view.model.hasTrades;
    case 'HISTORICAL_VOLATILITY':
      return view.model.calendar === 'stocks' && view.model.option === null;
    case 'OPTION_IMPLIED_VOLATILITY':
      return view.hasImpliedVolatility;
    case 'FEE_RATE':
      return view.model.shortableShares > 0;
    case 'BID':
    case 'ASK':
    case 'BID_ASK':
    case 'MIDPOINT':
      return view.model.hasQuotes;
  }
}

/** Makes one bar of what has happened before `untilMs`; undefined when that is nothing. */
function barOf(
  tape: MarketTape,
  span: BarSpan,
  request: HistoryRequest,
  untilMs: number,
  live: boolean,
): SimBar | undefined {
  if (request.whatToShow === 'HISTORICAL_VOLATILITY') return volatilityBar(tape.view, span);
  if (request.whatToShow === 'FEE_RATE') return feeBar(tape.view, span);
  let bar: SimBar | undefined;
  let lastDayIndex = span.firstDayIndex;
  for (let index = span.firstDayIndex; index <= span.lastDayIndex; index++) {
    const part = partOfDay(tape, span, index, request, untilMs, live);
    if (part !== undefined) {
      bar = bar === undefined ? { ...part, startMs: span.startMs } : joined(bar, part);
      lastDayIndex = index;
    }
  }
  if (bar === undefined || lastDayIndex === span.firstDayIndex) return bar;
  const { calendar } = tape.view;
  return { ...bar, lastDayMs: midnightOf(calendar.rules.zone, calendar.dateAt(lastDayIndex)) };
}

function partOfDay(
  tape: MarketTape,
  span: BarSpan,
  dayIndex: number,
  request: HistoryRequest,
  untilMs: number,
  live: boolean,
): SimBar | undefined {
  const { view } = tape;
  const epochDay = view.calendar.dateAt(dayIndex);
  const rules = view.rules(epochDay, request.regularHoursOnly);
  const totals = new RangeTotals();
  if (untilMs >= span.toMs || !live) {
    addRange(view, epochDay, rules, span.fromMs, Math.min(span.toMs, untilMs), totals);
  } else if (untilMs > view.session(epochDay, request.regularHoursOnly).startMs) {
    tape.totalsUntil(epochDay, rules, span.fromMs, untilMs - 1, totals);
    if (totals.empty) addLastPrice(tape, epochDay, untilMs - 1, totals);
  }
  if (totals.empty) return undefined;
  if (request.whatToShow === 'OPTION_IMPLIED_VOLATILITY') {
    return impliedVolatilityBar(view, epochDay, totals, span.startMs);
  }
  const lastRule = rules.findLast((rule) => view.calendar.segment(epochDay, rule).startMs < untilMs);
  const spread = lastRule === undefined ? 1 : view.spread(epochDay, lastRule);
  return priced(view, toTickBar(view, epochDay, totals), totals, spread, request, span.startMs);
}

/** A bar in which nothing has happened yet stands at the last price of its day. */
function addLastPrice(tape: MarketTape, epochDay: number, atMs: number, totals: RangeTotals): void {
  const point = tape.pointAt(atMs);
  if (point === undefined || point.events.epochDay !== epochDay) return;
  const value = point.events.valueOf(point.index);
  totals.add(value, value, value, value, 0, 0);
}

function priced(
  view: PriceView,
  ticks: TickBar,
  totals: RangeTotals,
  spread: number,
  request: HistoryRequest,
  startMs: number,
): SimBar {
  const bid = (value: number): number => view.toPrice(view.bidTicks(value, spread));
  const ask = (value: number): number => view.toPrice(view.askTicks(value, spread));
  const middle = (value: number): number =>
    view.toPrice((view.bidTicks(value, spread) + view.askTicks(value, spread)) / 2);
  const quotes = { startMs, volume: -1, wap: -1, count: -1 };
  const shaped = (price: (value: number) => number): SimBar => ({
    ...quotes,
    open: price(ticks.open),
    high: price(ticks.high),
    low: price(ticks.low),
    close: price(ticks.close),
  });
  switch (request.whatToShow) {
    case 'BID':
      return shaped(bid);
    case 'ASK':
      return shaped(ask);
    case 'MIDPOINT':
      return shaped(middle);
    case 'BID_ASK':
      // Average bid, highest ask, lowest bid, average ask, as TWS defines it.
      return {
        ...quotes,
        open: bid(ticks.mean),
        high: ask(ticks.high),
        low: bid(ticks.low),
        close: ask(ticks.mean),
      };
    case 'TRADES':
    case 'ADJUSTED_LAST':
    case 'FEE_RATE':
    case 'HISTORICAL_VOLATILITY':
    case 'OPTION_IMPLIED_VOLATILITY': {
      const trade = shaped((value) => view.toPrice(view.tradeTicks(value)));
      const wap = Math.min(trade.high, Math.max(trade.low, ticks.mean / view.model.ticksPerUnit));
      return { ...trade, volume: totals.volume, wap, count: totals.count };
    }
  }
}

/** Joins a later day to a bar. */
function joined(bar: SimBar, next: SimBar): SimBar {
  const volume = bar.volume + next.volume;
  const quotes = bar.volume < 0;
  return {
    startMs: bar.startMs,
    open: bar.open,
    high: Math.max(bar.high, next.high),
    low: Math.min(bar.low, next.low),
    close: next.close,
    volume: quotes ? -1 : volume,
    wap: quotes || volume <= 0 ? next.wap : (bar.wap * bar.volume + next.wap * next.volume) / volume,
    count: quotes ? -1 : bar.count + next.count,
  };
}

/** Annualised deviation of daily closes, constant over a day. */
function volatilityBar(view: PriceView, span: BarSpan): SimBar {
  const returns: number[] = [];
  for (let back = 1; back <= VOLATILITY_DAYS; back++) {
    const index = span.lastDayIndex - back;
    const close = dayTotals(view, view.calendar.dateAt(index), true).close;
    returns.push(close - dayTotals(view, view.calendar.dateAt(index - 1), true).close);
  }
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1);
  return flatBar(span.startMs, Math.sqrt(variance * TRADING_DAYS_A_YEAR));
}

/** The volatility that options of 30 days imply, over one stretch of a day: highest where the price is lowest. */
function impliedVolatilityBar(
  view: PriceView,
  epochDay: number,
  totals: RangeTotals,
  startMs: number,
): SimBar {
  const at = (value: number): number => view.thirtyDayVolatility(epochDay, value) ?? 0;
  const open = at(totals.open);
  const high = at(totals.low);
  const low = at(totals.high);
  return { startMs, open, high, low, close: at(totals.close), volume: -1, wap: -1, count: -1 };
}

/** The yearly rate for borrowing a stock: cheap when many shares are to be had, constant over a day. */
function feeBar(view: PriceView, span: BarSpan): SimBar {
  const scarcity = Math.min(1, SHARES_OF_AN_EASY_LOAN / view.model.shortableShares);
  const part = uniform(hash32(view.conId, view.calendar.dateAt(span.lastDayIndex), 61));
  return flatBar(span.startMs, Math.round((LOWEST_FEE + scarcity * part) * 10_000) / 10_000);
}

function flatBar(startMs: number, value: number): SimBar {
  return { startMs, open: value, high: value, low: value, close: value, volume: -1, wap: -1, count: -1 };
}
