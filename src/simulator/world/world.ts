/**
 * The simulated world behind the simulated gateway: what exists, what it costs, who trades and what they own.
 *
 * Nothing in `world/` knows the wire protocol; nothing in `wire/` knows how prices come about. This file is the
 * seam between the two. Everything is deterministic from `WorldOptions.seed` and the sequence of calls and
 * clock steps.
 */

import type { Catalogue, SimInstrument } from './listing';

export type { Catalogue, ContractQuery, Interval, SimInstrument, SimSecType } from './listing';

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
}

export type WhatToShow =
  | 'TRADES'
  | 'MIDPOINT'
  | 'BID'
  | 'ASK'
  | 'BID_ASK'
  | 'ADJUSTED_LAST'
  | 'HISTORICAL_VOLATILITY'
  | 'OPTION_IMPLIED_VOLATILITY';

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

export type SimSide = 'BUY' | 'SELL';

/** The attributes of an order that the exchange acts on. The wire keeps the rest and echoes it. */
export interface OrderTerms {
  readonly side: SimSide;
  readonly quantity: number;
  readonly orderType: string;
  /** null where the order type has none. */
  readonly limitPrice: number | null;
  readonly auxPrice: number | null;
  readonly tif: string;
  readonly outsideRth: boolean;
  readonly transmit: boolean;
  /** Order id (of the same client) of the parent, 0 when there is none. */
  readonly parentOrderId: number;
  readonly ocaGroup: string;
  readonly ocaType: number;
  readonly account: string;
  readonly orderRef: string;
}

export type SimOrderStatus =
  | 'PendingSubmit'
  | 'PreSubmitted'
  | 'Submitted'
  | 'PendingCancel'
  | 'Cancelled'
  | 'Filled'
  | 'Inactive'
  | 'ApiCancelled';

/** One order at the simulated exchange, as of now. */
export interface SimOrder {
  readonly clientId: number;
  readonly orderId: number;
  readonly permId: number;
  /** permId of the parent, 0 when there is none. */
  readonly parentPermId: number;
  readonly instrument: SimInstrument;
  readonly terms: OrderTerms;
  readonly status: SimOrderStatus;
  /** `child`, `child,trigger`, `trigger`, `locate` or empty, as TWS says it. */
  readonly whyHeld: string;
  readonly filled: number;
  readonly remaining: number;
  /** Volume-weighted price of the fills, 0 before the first. */
  readonly averageFillPrice: number;
  readonly lastFillPrice: number;
  readonly placedMs: number;
  /** Set when the order has ended. */
  readonly completedMs: number | null;
  /** `Cancelled by Trader`, `Filled Size: 100`, or the reason of a rejection. */
  readonly completedStatus: string;
  /** How often the order was modified: the suffix in `1426181267.1/DU1234567/100`. */
  readonly revision: number;
}

export interface SimExecution {
  /** In TWS's form, for example `0000e0d5.6571a3f1.01.01`; unique. */
  readonly execId: string;
  readonly order: SimOrder;
  readonly atMs: number;
  readonly exchange: string;
  readonly side: 'BOT' | 'SLD';
  readonly shares: number;
  readonly price: number;
  readonly cumulativeQuantity: number;
  readonly averagePrice: number;
  /** 1 added, 2 removed liquidity. */
  readonly lastLiquidity: 1 | 2;
  /** In the currency of the instrument. */
  readonly commission: number;
  readonly commissionCurrency: string;
  /** null for an opening trade. */
  readonly realizedPnl: number | null;
}

/** What the exchange tells, in the order in which it happened. */
export type ExchangeEvent =
  | { readonly kind: 'accepted'; readonly order: SimOrder }
  | { readonly kind: 'modified'; readonly order: SimOrder }
  | { readonly kind: 'status'; readonly order: SimOrder }
  | { readonly kind: 'filled'; readonly order: SimOrder; readonly execution: SimExecution }
  | { readonly kind: 'cancelled'; readonly order: SimOrder; readonly reason: string }
  /** A message about an order that leaves it alive: 399 and the like. */
  | { readonly kind: 'warning'; readonly order: SimOrder; readonly code: number; readonly text: string }
  | { readonly kind: 'rejected'; readonly order: SimOrder; readonly code: number; readonly text: string };

/** A request that the gateway refuses at once, with TWS's code and text; nothing has changed. */
export interface Refusal {
  readonly code: number;
  readonly text: string;
}

export type ExchangeResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** The margin answer of a what-if order, in the account's base currency; null where TWS sends "unset". */
export interface WhatIfAnswer {
  readonly initMarginBefore: number;
  readonly maintMarginBefore: number;
  readonly equityWithLoanBefore: number;
  readonly initMarginChange: number;
  readonly maintMarginChange: number;
  readonly equityWithLoanChange: number;
  readonly initMarginAfter: number;
  readonly maintMarginAfter: number;
  readonly equityWithLoanAfter: number;
  readonly commission: number | null;
  readonly minCommission: number | null;
  readonly maxCommission: number | null;
  readonly commissionCurrency: string;
  readonly warningText: string;
}

export interface Exchange {
  /**
   * Places a new order or, when this client has a live order with that id, modifies it.
   * An order whose parent has not been transmitted is held. Events follow synchronously or later.
   */
  place(
    clientId: number,
    orderId: number,
    instrument: SimInstrument,
    terms: OrderTerms,
  ): ExchangeResult<SimOrder>;
  whatIf(clientId: number, instrument: SimInstrument, terms: OrderTerms): ExchangeResult<WhatIfAnswer>;
  /** Refused with 10147 (unknown) or 10148 / 161 (not cancellable in its state). */
  cancel(clientId: number, orderId: number): ExchangeResult<SimOrder>;
  /** Cancels every live order of every client. */
  globalCancel(): void;
  /** Live orders, oldest first. */
  openOrders(): readonly SimOrder[];
  completedOrders(): readonly SimOrder[];
  /** Executions of the current day, oldest first. */
  executions(): readonly SimExecution[];
  subscribe(listener: (event: ExchangeEvent) => void): () => void;
  /** The next order id that is free for any client. */
  nextOrderId(): number;
}

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

export interface AccountPnl {
  readonly dailyPnl: number;
  readonly unrealizedPnl: number;
  readonly realizedPnl: number;
}

export interface Account {
  /** `DU` and seven digits for a paper account. */
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
  readonly exchange: Exchange;
  readonly account: Account;
  /** Ends all timers. */
  stop(): void;
}

export interface WorldOptions {
  /** The same seed gives the same prices. */
  readonly seed: number;
  /** Simulated milliseconds per wall millisecond, 0.1 to 3600. */
  readonly speed: number;
  /** Where the simulated clock starts, ms since the epoch; undefined: a trading day at 10:30 New York time. */
  readonly startMs?: number;
  readonly accountId: string;
  /** Start cash in USD. */
  readonly cash: number;
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
