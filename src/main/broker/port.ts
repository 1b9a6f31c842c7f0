import type { Observable } from 'rxjs';
import type { Bar, BarColumns, BarSize } from '../../shared/domain/bar';
import type { ConnectionSnapshot } from '../../shared/domain/connection';
import type { DecimalText } from '../../shared/domain/decimal';
import type {
  ConId,
  ContractRef,
  Instrument,
  InstrumentMatch,
  InstrumentName,
  SecType,
} from '../../shared/domain/instrument';
import type { OrderPricing, Side } from '../../shared/domain/order';
import type { MarketDataType, QuoteNotice } from '../../shared/domain/quote';
import type { Result } from '../../shared/domain/result';
import type { MessageLog } from './message-log';
import type {
  HistoricalNewsRequest,
  NewsArticle,
  NewsHeadlines,
  NewsProvider,
  ScanRequest,
  ScanRow,
} from './research-types';

export type {
  LoggedField,
  LoggedMessage,
  MessageFilter,
  MessageLog,
  MessagePage,
  MessageQuery,
} from './message-log';
export type {
  HistoricalNewsRequest,
  NewsArticle,
  NewsHeadline,
  NewsHeadlines,
  NewsProvider,
  ScanRequest,
  ScanRow,
} from './research-types';

/** Where the gateway listens: an address of this machine or another, or the local socket of the built-in simulator. */
export type GatewayTarget =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly clientId: number }
  | { readonly kind: 'local'; readonly path: string; readonly clientId: number };

/** Why a request to the gateway failed. */
export interface BrokerError {
  /**
   * `not-connected`: it was not sent. `timeout`: sent, no answer in time. `refused`: IB answered with an error.
   * `invalid`: a value that must not go on the wire; it was not sent. `cancelled`: the caller or a disconnect ended it.
   * `paused`: it was not sent, because requests of this kind failed again and again, or the farm that would answer is
   * down; asking again later may help.
   */
  readonly kind: 'not-connected' | 'timeout' | 'refused' | 'invalid' | 'cancelled' | 'paused';
  /** When `paused`: until when, UTC ms; null while nobody knows. */
  readonly untilMs?: number | null;
  /** IB's code when `refused`. */
  readonly code: number | null;
  /** A sentence; IB's own text when `refused`. */
  readonly text: string;
}

export type BrokerResult<T> = Result<T, BrokerError>;

/** A message of the gateway that belongs to no request: farm notices, system messages. */
export interface BrokerNotice {
  readonly code: number;
  readonly text: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly atMs: number;
}

export type PriceField = 'bid' | 'ask' | 'last' | 'open' | 'high' | 'low' | 'close';
export type SizeField = 'bidSize' | 'askSize' | 'lastSize' | 'volume';

/** Receives the ticks of one instrument, without an object per tick. Unset and negative "no value" prices come as null. */
export interface QuoteSink {
  price(field: PriceField, value: number | null): void;
  size(field: SizeField, value: number | null): void;
  /** Time of the last trade, UTC ms. */
  lastTrade(atMs: number): void;
  type(type: MarketDataType): void;
  /** An error or remark on this feed; `fatal` when no data will come. */
  notice(code: number, text: string, fatal: boolean): void;
  /**
   * The feed is known or suspected to be dead, or (false) data flows again. `why` is what IB says about it, shown with
   * the value until it is fresh again; missing when the state of the connection says it already.
   */
  stale(stale: boolean, why?: QuoteNotice): void;
}

/** Ends a subscription; calling it twice is harmless. */
export interface Subscription {
  unsubscribe(): void;
}

export interface HistoricalBarsRequest {
  readonly contract: ContractRef;
  readonly barSize: BarSize;
  /** End of the span, UTC ms, exclusive; null means now. */
  readonly endMs: number | null;
  /** In TWS's form: `3600 S`, `2 D`, `1 W`, `6 M`, `1 Y`. At most 2,000 bars should come of it. */
  readonly duration: string;
  readonly whatToShow: 'TRADES' | 'MIDPOINT' | 'BID' | 'ASK';
  readonly regularHoursOnly: boolean;
}

/** An order as it goes to IB. Everything was checked by `trading/` before. */
export interface BrokerOrder {
  /** From {@link Broker.takeOrderIds}. */
  readonly orderId: number;
  readonly orderRef: string;
  readonly contract: ContractRef;
  readonly accountId: string;
  readonly side: Side;
  readonly quantity: DecimalText;
  readonly pricing: OrderPricing;
  readonly tif: string;
  readonly outsideRth: boolean;
  /** Order id of the bracket's entry, or null. */
  readonly parentOrderId: number | null;
  /** False while more orders of the same bracket follow. */
  readonly transmit: boolean;
}

/** The terms of an order as IB echoes them. */
export interface OpenOrder extends InstrumentName {
  readonly orderId: number;
  readonly permId: number | null;
  readonly clientId: number;
  readonly parentOrderId: number | null;
  readonly parentPermId: number | null;
  readonly orderRef: string;
  readonly accountId: string;
  readonly side: Side;
  readonly quantity: DecimalText;
  readonly orderType: string;
  readonly limitPrice: DecimalText | null;
  /** auxPrice of a stop. */
  readonly stopPrice: DecimalText | null;
  readonly tif: string;
  readonly outsideRth: boolean;
  /** IB's status word: PendingSubmit, PreSubmitted, Submitted, PendingCancel, ApiCancelled, Cancelled, Filled, Inactive. */
  readonly status: string;
  readonly warningText: string;
}

export interface OrderStatus {
  readonly orderId: number;
  readonly permId: number | null;
  readonly clientId: number;
  readonly parentOrderId: number | null;
  readonly status: string;
  readonly filled: DecimalText;
  readonly remaining: DecimalText;
  readonly averageFillPrice: DecimalText | null;
  readonly whyHeld: string;
}

export interface CompletedOrder {
  readonly permId: number;
  readonly orderRef: string;
  readonly accountId: string;
  readonly conId: ConId;
  readonly symbol: string;
  readonly side: Side;
  /** Size of the order; null when IB does not repeat it. */
  readonly quantity: DecimalText | null;
  readonly filled: DecimalText | null;
  /** `Filled`, `Cancelled`, `Inactive`. */
  readonly status: string;
  readonly completedStatus: string;
}

export interface Execution extends InstrumentName {
  readonly execId: string;
  readonly orderId: number;
  readonly permId: number | null;
  readonly clientId: number;
  readonly orderRef: string;
  readonly accountId: string;
  readonly side: Side;
  readonly quantity: DecimalText;
  readonly price: DecimalText;
  readonly cumulativeQuantity: DecimalText;
  readonly averagePrice: DecimalText | null;
  readonly exchange: string;
  /** UTC ms. */
  readonly atMs: number;
}

export interface CommissionReport {
  readonly execId: string;
  readonly commission: DecimalText | null;
  readonly currency: string;
  /** Null when IB sends "unset" (an opening trade). */
  readonly realizedPnl: DecimalText | null;
}

/** What an error on an order id means. Source: TWS API, message codes. */
export type OrderErrorClass =
  | 'warning'
  | 'rejected'
  | 'cancelled'
  | 'cannot-cancel'
  | 'cannot-modify'
  | 'duplicate-id';

/** Everything the gateway says about orders, in the order in which it said it. Repeats are normal. */
export type BrokerOrderEvent =
  | { readonly kind: 'open-order'; readonly order: OpenOrder }
  | { readonly kind: 'order-status'; readonly status: OrderStatus }
  | { readonly kind: 'execution'; readonly execution: Execution }
  | { readonly kind: 'commission'; readonly report: CommissionReport }
  | {
      readonly kind: 'order-error';
      readonly orderId: number;
      readonly code: number;
      readonly text: string;
      readonly class: OrderErrorClass;
    };

/** The margin answer of a what-if order, base currency; null where IB sends "unset". */
export interface WhatIfMargin {
  readonly initMarginChange: DecimalText | null;
  readonly maintMarginChange: DecimalText | null;
  readonly initMarginAfter: DecimalText | null;
  readonly maintMarginAfter: DecimalText | null;
  readonly equityWithLoanAfter: DecimalText | null;
  readonly commission: DecimalText | null;
  readonly minCommission: DecimalText | null;
  readonly maxCommission: DecimalText | null;
  readonly commissionCurrency: string;
  readonly warningText: string;
}

export interface AccountValueEvent {
  readonly accountId: string;
  readonly tag: string;
  readonly value: string;
  readonly currency: string;
}

export interface PositionEvent extends InstrumentName {
  readonly accountId: string;
  readonly currency: string;
  readonly multiplier: DecimalText;
  readonly quantity: DecimalText;
  /** Per contract as IB says it: includes the multiplier. */
  readonly averageCost: DecimalText | null;
}

/** From updatePortfolio. */
export interface PortfolioEvent extends PositionEvent {
  readonly marketPrice: DecimalText | null;
  readonly marketValue: DecimalText | null;
  readonly unrealizedPnl: DecimalText | null;
  readonly realizedPnl: DecimalText | null;
}

export interface PnlEvent {
  readonly accountId: string;
  readonly dailyPnl: DecimalText | null;
  readonly unrealizedPnl: DecimalText | null;
  readonly realizedPnl: DecimalText | null;
}

/** How many of the limited things are in use. */
export interface BrokerUsage {
  readonly marketDataLines: number;
  readonly historicalRequests: number;
  readonly queuedRequests: number;
}

/** The answer to handing an order to the socket. */
export type SendOutcome =
  /** The bytes were written to the socket of this epoch. */
  | { readonly kind: 'sent'; readonly epoch: number; readonly atMs: number }
  /** Nothing was written. It is certain that IB has not got it. */
  | { readonly kind: 'not-sent'; readonly error: BrokerError };

/**
 * The only way from the rest of main to Interactive Brokers. All streams are hot and never end or fail before `stop()`;
 * `connection$` replays the current snapshot. A listener that throws does not harm the session.
 */
export interface Broker {
  readonly connection$: Observable<ConnectionSnapshot>;
  readonly notices$: Observable<BrokerNotice>;
  readonly orderEvents$: Observable<BrokerOrderEvent>;
  readonly accountValues$: Observable<AccountValueEvent>;
  readonly positions$: Observable<PositionEvent>;
  readonly portfolio$: Observable<PortfolioEvent>;
  readonly pnl$: Observable<PnlEvent>;
  /** Every frame that crossed the socket, over all connections of this broker. */
  readonly messageLog: MessageLog;
  snapshot(): ConnectionSnapshot;
  usage(): BrokerUsage;

  /** Connects and keeps connecting until `disconnect`. A second call changes the target: the old socket is closed first. */
  connect(target: GatewayTarget): void;
  /** Drops the current socket and connects again at once, without waiting for the backoff. */
  reconnectNow(): void;
  disconnect(): Promise<void>;
  stop(): Promise<void>;

  /** Subscribes now or when the session is up, and again after each reconnect. Several sinks share one market data line. */
  subscribeQuote(contract: ContractRef, sink: QuoteSink): Subscription;
  searchInstruments(pattern: string): Promise<BrokerResult<readonly InstrumentMatch[]>>;
  contractDetails(
    query:
      | { readonly conId: ConId }
      | { readonly symbol: string; readonly secType: SecType; readonly currency?: string },
  ): Promise<BrokerResult<readonly Instrument[]>>;
  historicalBars(request: HistoricalBarsRequest): Promise<BrokerResult<BarColumns>>;
  /** keepUpToDate: the bar that forms now, again and again. Resubscribed after a reconnect; `onGap` is called first, because bars may be missing. */
  liveBars(
    request: Omit<HistoricalBarsRequest, 'endMs' | 'duration'>,
    onBar: (bar: Bar) => void,
    onGap: () => void,
  ): Subscription;
  /** First moment with data, UTC ms. */
  headTimestamp(
    contract: ContractRef,
    whatToShow: HistoricalBarsRequest['whatToShow'],
    regularHoursOnly: boolean,
  ): Promise<BrokerResult<number>>;
  /** One scan of the market. Bars, scans and news are `paused` each on their own when they fail again and again. */
  scan(request: ScanRequest): Promise<BrokerResult<readonly ScanRow[]>>;
  /** Everything that can be scanned, as XML. */
  scannerParameters(): Promise<BrokerResult<string>>;
  newsProviders(): Promise<BrokerResult<readonly NewsProvider[]>>;
  historicalNews(request: HistoricalNewsRequest): Promise<BrokerResult<NewsHeadlines>>;
  newsArticle(providerCode: string, articleId: string): Promise<BrokerResult<NewsArticle>>;
  /** P&L of one position from reqPnLSingle; resubscribed after a reconnect. */
  subscribePositionPnl(
    accountId: string,
    conId: ConId,
    onPnl: (pnl: PnlEvent & { readonly marketValue: DecimalText | null }) => void,
  ): Subscription;

  /** Fresh order ids for orders of one bracket, ascending. Never one that was used or seen before, also when the gateway has gone back to lower ones. */
  takeOrderIds(count: number): BrokerResult<readonly number[]>;
  /**
   * Writes the order ahead of every queued data request. Refused (`not-sent`) unless the session is `ready` and its
   * epoch is `epoch`.
   */
  placeOrder(epoch: number, order: BrokerOrder): Promise<SendOutcome>;
  /** Goes ahead of everything else, whenever the socket is there. */
  cancelOrder(orderId: number): Promise<SendOutcome>;
  globalCancel(): Promise<SendOutcome>;
  /** Margin and commission of an order that is not placed. `urgent`: an order waits for it, so it goes with the orders. */
  whatIf(
    order: Omit<BrokerOrder, 'orderId' | 'parentOrderId' | 'transmit'>,
    urgent?: boolean,
  ): Promise<BrokerResult<WhatIfMargin>>;

  /** All open orders of all clients; also emitted on `orderEvents$`. */
  requestOpenOrders(): Promise<BrokerResult<readonly OpenOrder[]>>;
  requestCompletedOrders(): Promise<BrokerResult<readonly CompletedOrder[]>>;
  /** Executions of the day (commission reports follow on `orderEvents$`). */
  requestExecutions(): Promise<BrokerResult<readonly Execution[]>>;
  requestPositions(): Promise<BrokerResult<readonly PositionEvent[]>>;
  /** Starts account updates, summary and P&L of an account for this epoch and every later one. */
  watchAccount(accountId: string): void;
  /** Says that orders, executions and positions of this epoch were compared: `reconciling` becomes `ready`. */
  markReconciled(epoch: number): void;
}
