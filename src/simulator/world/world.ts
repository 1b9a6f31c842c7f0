/**
 * The simulated world behind the simulated gateway: what exists, what it costs, who trades and what they own.
 *
 * Nothing in `world/` knows the wire protocol; nothing in `wire/` knows how prices come about. This file is the
 * seam between the two. Everything is deterministic from `WorldOptions.seed` and the sequence of calls and
 * clock steps.
 */

import type { Bulletins } from './news/bulletins';
import type { News } from './news/news';
import type { Depth } from './depth/depth-book';
import type { Exchange } from './exchange-types';
import type { Catalogue, SimInstrument } from './listing';
import type { OptionModel } from './options/option-model';
import type { TickHistory } from './prices/tick-history';

export type {
  Catalogue,
  ContractQuery,
  InstrumentLeg,
  Interval,
  OptionChain,
  LegQuery,
  SimInstrument,
  SimSecType,
} from './listing';

/** Time as the simulated world sees it. It may run faster than the wall, jump in tests, or stand still. */
export interface SimClock {
  /** Milliseconds since the epoch, UTC. */
  nowMs(): number;
  /** Calls `run` once when the simulated time reaches `atMs`; returns a function that cancels it. */
  schedule(atMs: number, run: () => void): () => void;
  start(): void;
  stop(): void;
}

/** The state of one market; a field is null while it is unknown (no trade yet, no such side). */
export interface SimQuote {
  readonly bid: number | null;
  readonly ask: number | null;
  readonly last: number | null;
  readonly bidSize: number;
  readonly askSize: number;
  readonly lastSize: number;
  /** Milliseconds since the epoch of the last trade. */
  readonly lastTimeMs: number | null;
  readonly bidExchange: string;
  readonly askExchange: string;
  readonly lastExchange: string;
  readonly volume: number;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  /** Close of the previous regular session. */
  readonly close: number | null;
  readonly halted: boolean;
  /** Rolling statistics that generic ticks ask for. */
  readonly low13Weeks: number;
  readonly high13Weeks: number;
  readonly low26Weeks: number;
  readonly high26Weeks: number;
  readonly low52Weeks: number;
  readonly high52Weeks: number;
  readonly averageVolume: number;
  readonly shortableShares: number;
  readonly tradeCount: number;
  readonly volumeRate: number;
}

/** What changed in one market event. */
export type MarketEvent =
  | { readonly kind: 'bid' | 'ask'; readonly conId: number; readonly atMs: number }
  | {
      readonly kind: 'trade';
      readonly conId: number;
      readonly atMs: number;
      readonly price: number;
      readonly size: number;
      readonly exchange: string;
      /** True for a print that the volume does not count. */
      readonly unreported?: boolean;
    }
  | { readonly kind: 'session'; readonly conId: number; readonly atMs: number };

export interface Market {
  quote(conId: number): SimQuote;
  /** Starts the price process of an instrument while somebody listens. Returns the unsubscribe function. */
  subscribe(conId: number, listener: (event: MarketEvent) => void): () => void;
}

/** One bar; `startMs` is its start in UTC. */
export interface SimBar {
  readonly startMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly wap: number;
  readonly count: number;
  /** Midnight of the last trading day of a bar of several days: TWS dates the bar by it. */
  readonly lastDayMs?: number;
}

export type WhatToShow =
  | 'TRADES'
  | 'MIDPOINT'
  | 'BID'
  | 'ASK'
  | 'BID_ASK'
  | 'ADJUSTED_LAST'
  | 'HISTORICAL_VOLATILITY'
  | 'OPTION_IMPLIED_VOLATILITY'
  /** Yearly rate, in percent, for borrowing a stock. */
  | 'FEE_RATE';

/** Bar sizes of TWS in their wire spelling. */
export type BarSizeText =
  | '1 secs'
  | '5 secs'
  | '10 secs'
  | '15 secs'
  | '30 secs'
  | '1 min'
  | '2 mins'
  | '3 mins'
  | '5 mins'
  | '10 mins'
  | '15 mins'
  | '20 mins'
  | '30 mins'
  | '1 hour'
  | '2 hours'
  | '3 hours'
  | '4 hours'
  | '8 hours'
  | '1 day'
  | '1 week'
  | '1 month';

export interface HistoryRequest {
  readonly instrument: SimInstrument;
  /** End of the requested span, exclusive. */
  readonly endMs: number;
  /** `3600 S`, `2 D`, `1 W`, `6 M`, `1 Y` as sent by the client; days count trading days. */
  readonly duration: string;
  readonly barSize: BarSizeText;
  readonly whatToShow: WhatToShow;
  readonly regularHoursOnly: boolean;
}

/**
 * The past and the present are one price path: the last historical bar and the live quote agree, a coarse bar is
 * the aggregate of its fine bars, and asking twice gives the same answer.
 */
export interface History {
  bars(request: HistoryRequest): readonly SimBar[];
  /** The bar that is forming at `atMs`, or undefined outside the session. */
  formingBar(request: HistoryRequest): SimBar | undefined;
  /** First moment with data. */
  headTimestampMs(instrument: SimInstrument, whatToShow: WhatToShow, regularHoursOnly: boolean): number;
}

export type {
  Exchange,
  ExchangeEvent,
  ExchangeResult,
  Refusal,
  SimExecution,
  SimOrder,
  SimOrderStatus,
  WhatIfAnswer,
} from './exchange-types';
export type {
  AlgoTerms,
  BenchmarkTerms,
  CompetingTerms,
  ComboLegTerms,
  OrderAdjustment,
  OrderTerms,
  SimCondition,
  SimSide,
  VolatilityTerms,
} from './order-terms';

/** A position; amounts in whole cents of the instrument's currency, as updatePortfolio and pnlSingle tell them. */
export interface SimPosition {
  readonly instrument: SimInstrument;
  readonly position: number;
  /** Per unit times multiplier, commissions included, as TWS reports it. */
  readonly averageCost: number;
  readonly marketPrice: number;
  readonly marketValue: number;
  readonly unrealizedPnl: number;
  readonly realizedPnl: number;
  readonly dailyPnl: number;
}

/** One account value: key, value and currency as updateAccountValue and accountSummary name them. */
export interface AccountValue {
  readonly key: string;
  readonly value: string;
  readonly currency: string;
}

/** Profit and loss of the whole account in whole cents of its base currency, since midnight in New York. */
export interface AccountPnl {
  readonly dailyPnl: number;
  readonly unrealizedPnl: number;
  readonly realizedPnl: number;
}

export interface Account {
  /** `DU` and seven digits for a paper account, `U` and seven digits for a live-looking one. */
  readonly id: string;
  /** Every value TWS sends in updateAccountValue, in its order. */
  values(): readonly AccountValue[];
  /** The value of one accountSummary tag, or undefined when TWS knows no such tag. */
  summary(tag: string): AccountValue | undefined;
  /** `$LEDGER` rows of one currency, or of all with `ALL`. */
  ledger(currency: string): readonly AccountValue[];
  positions(): readonly SimPosition[];
  pnl(): AccountPnl;
  /** Called after cash, positions or margin changed. Not called for mere price moves. */
  subscribe(listener: () => void): () => void;
}

export interface World {
  readonly clock: SimClock;
  readonly catalogue: Catalogue;
  readonly market: Market;
  readonly history: History;
  readonly depth: Depth;
  readonly ticks: TickHistory;
  readonly news: News;
  readonly bulletins: Bulletins;
  readonly exchange: Exchange;
  readonly account: Account;
  readonly options: OptionModel;
  /** Ends all timers. */
  stop(): void;
}

/** A position that the account holds when the world begins, as if bought before that day. */
export interface StartPosition {
  /** Local symbol, or symbol. Currency pairs cannot be held this way: they are cash. */
  readonly symbol: string;
  /** Units, negative when short. */
  readonly quantity: number;
}

export interface WorldOptions {
  /** The same seed gives the same prices. */
  readonly seed: number;
  /** Simulated milliseconds per wall millisecond, 0.1 to 3600. */
  readonly speed: number;
  /** Where the simulated clock starts, ms since the epoch; undefined: a trading day at 10:30 New York time. */
  readonly startMs?: number;
  readonly accountId: string;
  /** Start cash in the base currency. */
  readonly cash: number;
  /** `USD` when it is left out; a currency that no listed pair prices in dollars is a RangeError. */
  readonly baseCurrency?: string;
  /** Held besides the cash; unknown symbols are a RangeError. */
  readonly startPositions?: readonly StartPosition[];
  /** Market events a second for the busiest stock at speed 1, 0.1 to 20,000. */
  readonly tickRate: number;
  /** The wall clock and timer, injected for tests. */
  readonly wall: WallClock;
}

/** The real time and timer of the host. */
export interface WallClock {
  nowMs(): number;
  setTimer(delayMs: number, run: () => void): () => void;
}
