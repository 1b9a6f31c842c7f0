/** What the simulated exchange takes, keeps and tells. */

import type { ExchangeLevers } from './exchange-levers';
import type { OptionExercises } from './exercises';
import type { SimInstrument } from './listing';
import type { OrderTerms } from './order-terms';

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
  /** True when it was entered by hand in TWS: client id 0, and order id 0 until it is bound. */
  readonly manual: boolean;
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
  | {
      readonly kind: 'filled';
      readonly order: SimOrder;
      readonly execution: SimExecution;
      /** The executions of a combination's legs, which come with its own. */
      readonly legs?: readonly SimExecution[];
    }
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
  /**
   * Takes an order as if it were entered by hand in TWS: it belongs to client 0 and has the order id 0 until
   * `bind` gives it one.
   */
  placeManually(instrument: SimInstrument, terms: OrderTerms): ExchangeResult<SimOrder>;
  /** Cancels a live order by hand in TWS, whoever placed it. */
  cancelManually(permId: number): ExchangeResult<SimOrder>;
  /** Gives a live order that was entered by hand an order id of client 0, below 0; undefined when it has one. */
  bind(permId: number): SimOrder | undefined;
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
  readonly levers: ExchangeLevers;
  readonly exercises: OptionExercises;
}
