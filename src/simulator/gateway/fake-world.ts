import type {
  AccountValue,
  ContractQuery,
  ExchangeEvent,
  HistoryRequest,
  Interval,
  MarketEvent,
  OptionChain,
  OrderTerms,
  SimBar,
  SimClock,
  SimExecution,
  SimInstrument,
  SimOrder,
  SimPosition,
  SimQuote,
  World,
} from '../world/world';
import type { DepthBook } from '../world/depth/depth-book';
import type { HistoryTick, TickQuery } from '../world/prices/tick-history';
import { Bulletins } from '../world/news/bulletins';
import { SimNews } from '../world/news/sim-news';
import { fakeOptions } from './fake-options';
import { apple, appleCall } from '../wire/sample-instruments';

/** Monday 5 October 2026, 10:30 in New York. */
export const FAKE_NOW_MS = Date.UTC(2026, 9, 5, 14, 30);

const emptyQuote: SimQuote = {
  bid: 187.2,
  ask: 187.21,
  last: 187.2,
  bidSize: 300,
  askSize: 500,
  lastSize: 100,
  lastTimeMs: FAKE_NOW_MS - 1_000,
  bidExchange: 'Q',
  askExchange: 'P',
  lastExchange: 'K',
  volume: 1_000_000,
  open: 186,
  high: 188,
  low: 185.5,
  close: 185,
  halted: false,
  low13Weeks: 150,
  high13Weeks: 190,
  low26Weeks: 140,
  high26Weeks: 195,
  low52Weeks: 130,
  high52Weeks: 200,
  averageVolume: 50_000_000,
  shortableShares: 5_000_000,
  tradeCount: 10_000,
  volumeRate: 9_000,
};

/** A world that does only what a test tells it, to look at the wire side alone. */
export class FakeWorld implements World {
  readonly clock = new FakeClock();
  readonly queries: HistoryRequest[] = [];
  nextOrderId = 1;
  /** Sent after each accepted order when it is set. */
  warning: { readonly code: number; readonly text: string } | undefined;
  readonly placed: { clientId: number; orderId: number; terms: OrderTerms }[] = [];
  quote: SimQuote = emptyQuote;
  book: DepthBook = { bids: [], asks: [] };
  pastTicks: readonly HistoryTick[] = [];
  readonly tickQueries: TickQuery[] = [];
  bars: readonly SimBar[] = [];
  forming: SimBar | undefined;
  positions: readonly SimPosition[] = [];
  values: readonly AccountValue[] = [{ key: 'NetLiquidation', value: '1000000.00', currency: 'USD' }];
  orders: readonly SimOrder[] = [];
  completed: readonly SimOrder[] = [];
  fills: readonly SimExecution[] = [];
  instruments: readonly SimInstrument[] = [apple, appleCall];
  openSession: Interval | undefined = { startMs: FAKE_NOW_MS - 3_600_000, endMs: FAKE_NOW_MS + 3_600_000 };
  #marketListeners = new Set<(event: MarketEvent) => void>();
  #exchangeListeners = new Set<(event: ExchangeEvent) => void>();
  #accountListeners = new Set<() => void>();

  readonly catalogue: World['catalogue'];
  readonly market: World['market'];
  readonly history: World['history'];
  readonly depth: World['depth'];
  readonly ticks: World['ticks'];
  readonly news: World['news'];
  readonly bulletins = new Bulletins();
  readonly exchange: World['exchange'];
  readonly account: World['account'];
  readonly options = fakeOptions;

  constructor() {
    const byConId = (conId: number): SimInstrument | undefined =>
      this.instruments.find((instrument) => instrument.conId === conId);
    const session = (): Interval => this.openSession ?? { startMs: FAKE_NOW_MS, endMs: FAKE_NOW_MS };
    this.catalogue = {
      all: this.instruments,
      withoutOptions: this.instruments.filter(({ secType }) => secType !== 'OPT'),
      hasOptions: ({ secType }) => secType === 'STK',
      optionChains: (conId) => this.instruments.filter((one) => one.underConId === conId).map(chainOf),
      byConId,
      find: (query) => this.instruments.filter((instrument) => matches(instrument, query)),
      search: (pattern) =>
        this.instruments.filter(({ symbol, secType }) => secType !== 'OPT' && symbol.startsWith(pattern)),
      sessionAt: () => this.openSession,
      nextSession: session,
      hoursText: (_instrument, _atMs, _days, regular) =>
        regular ? '20261005:0930-20261005:1600' : '20261005:0400-20261005:2000',
    };
    this.market = {
      quote: () => this.quote,
      subscribe: (_conId, listener) => listen(this.#marketListeners, listener),
    };
    this.history = {
      bars: (request) => {
        this.queries.push(request);
        return this.bars;
      },
      formingBar: () => this.forming,
      headTimestampMs: () => Date.UTC(2004, 0, 23, 14, 30),
    };
    this.depth = { book: () => this.book };
    this.news = new SimNews(7, this.catalogue);
    this.ticks = {
      ticks: (query) => {
        this.tickQueries.push(query);
        return this.pastTicks;
      },
    };
    this.exchange = {
      place: (clientId, orderId, instrument, terms) => {
        if (!instrument.tradable)
          return { ok: false, refusal: { code: 201, text: 'Order rejected - reason:No' } };
        this.placed.push({ clientId, orderId, terms });
        const order = fakeOrder(clientId, orderId, terms);
        this.tell({ kind: 'accepted', order });
        if (this.warning !== undefined) this.tell({ kind: 'warning', order, ...this.warning });
        return { ok: true, value: order };
      },
      whatIf: () => ({ ok: true, value: whatIfAnswer }),
      cancel: (_clientId, orderId) => ({
        ok: false,
        refusal: { code: 10147, text: `OrderId ${orderId} that needs to be cancelled is not found.` },
      }),
      placeManually: (instrument, terms) => {
        const order = fakeOrder(0, 0, terms, { instrument, manual: true });
        this.tell({ kind: 'accepted', order });
        return { ok: true, value: order };
      },
      cancelManually: () => ({ ok: false, refusal: { code: 135, text: "Can't find order with ID =0" } }),
      bind: () => undefined,
      globalCancel: () => undefined,
      openOrders: () => this.orders,
      completedOrders: () => this.completed,
      executions: () => this.fills,
      subscribe: (listener) => listen(this.#exchangeListeners, listener),
      nextOrderId: () => this.nextOrderId,
      exercises: { instruct: () => ({ ok: false, refusal: { code: 322, text: 'No' } }) },
      levers: {
        fill: () => false,
        reject: () => false,
        rollBackOrderIds: (nextOrderId) => {
          this.nextOrderId = nextOrderId;
        },
      },
    };
    this.account = {
      id: 'DU1234567',
      values: () => this.values,
      summary: (tag) => this.values.find(({ key }) => key === tag),
      ledger: (currency) => [{ key: 'CashBalance', value: '1000000.00', currency }],
      positions: () => this.positions,
      pnl: () => ({ dailyPnl: 12.5, unrealizedPnl: 10, realizedPnl: 2.5 }),
      subscribe: (listener) => listen(this.#accountListeners, listener),
    };
  }

  get marketListeners(): number {
    return this.#marketListeners.size;
  }

  stop(): void {
    this.clock.stop();
  }

  move(event: MarketEvent, quote: Partial<SimQuote>): void {
    this.quote = { ...this.quote, ...quote };
    for (const listener of this.#marketListeners) listener(event);
  }

  tell(event: ExchangeEvent): void {
    for (const listener of this.#exchangeListeners) listener(event);
  }

  accountChanged(): void {
    for (const listener of this.#accountListeners) listener();
  }
}

export function fakeBar(startMs: number, close: number): SimBar {
  return { startMs, open: 187, high: 188, low: 186, close, volume: 1_200, wap: 187.1, count: 12 };
}

export const whatIfAnswer = {
  initMarginBefore: 0,
  maintMarginBefore: 0,
  equityWithLoanBefore: 1_000_000,
  initMarginChange: 9_360,
  maintMarginChange: 8_424,
  equityWithLoanChange: -1,
  initMarginAfter: 9_360,
  maintMarginAfter: 8_424,
  equityWithLoanAfter: 999_999,
  commission: 1,
  minCommission: null,
  maxCommission: null,
  commissionCurrency: 'USD',
  warningText: '',
};

export function fakeOrder(
  clientId: number,
  orderId: number,
  terms: OrderTerms,
  changes: Partial<SimOrder> = {},
): SimOrder {
  return {
    clientId,
    orderId,
    permId: 1_426_181_000 + orderId,
    manual: false,
    parentPermId: 0,
    instrument: apple,
    terms,
    status: 'PreSubmitted',
    whyHeld: '',
    filled: 0,
    remaining: terms.quantity,
    averageFillPrice: 0,
    lastFillPrice: 0,
    placedMs: FAKE_NOW_MS,
    completedMs: null,
    completedStatus: '',
    revision: 0,
    ...changes,
  };
}

export function fakeExecution(order: SimOrder, number: number): SimExecution {
  return {
    execId: `0000e0d5.6571a3f1.01.0${number}`,
    order,
    atMs: FAKE_NOW_MS,
    exchange: 'NASDAQ',
    side: order.terms.side === 'BUY' ? 'BOT' : 'SLD',
    shares: order.filled,
    price: order.lastFillPrice,
    cumulativeQuantity: order.filled,
    averagePrice: order.averageFillPrice,
    lastLiquidity: 2,
    commission: 1.05,
    commissionCurrency: 'USD',
    realizedPnl: null,
  };
}

/** A clock that moves only when told. */
export class FakeClock implements SimClock {
  #nowMs = FAKE_NOW_MS;
  readonly #plans = new Set<{ readonly atMs: number; readonly run: () => void }>();

  nowMs(): number {
    return this.#nowMs;
  }

  schedule(atMs: number, run: () => void): () => void {
    const plan = { atMs, run };
    this.#plans.add(plan);
    return () => void this.#plans.delete(plan);
  }

  start(): void {}

  stop(): void {
    this.#plans.clear();
  }

  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const [next] = [...this.#plans].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.#plans.delete(next);
      this.#nowMs = next.atMs;
      next.run();
    }
    this.#nowMs = endMs;
  }
}

/** The chain of a single option. */
function chainOf(option: SimInstrument): OptionChain {
  return {
    tradingClass: option.tradingClass,
    multiplier: option.multiplier,
    exchanges: option.validExchanges,
    expirations: [option.lastTradeDate],
    strikes: [option.strike],
  };
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function matches(instrument: SimInstrument, query: ContractQuery): boolean {
  return (
    (query.symbol === '' || instrument.symbol === query.symbol) &&
    (query.secType === '' || instrument.secType === query.secType) &&
    (query.currency === '' || instrument.currency === query.currency) &&
    (query.exchange === '' || instrument.validExchanges.includes(query.exchange)) &&
    (query.strike === 0 || instrument.strike === query.strike)
  );
}
