import { Decimal } from 'decimal.js';
import { epochDayAt, momentOf, parseDateText } from '../calendar/zone-time';
import type { SimInstrument, SimQuote } from '../world';
import type { Fill } from './fill';
import { Holding } from './holding';
import { marginOf, type MarginRequirement } from './margin';

/** The account's day changes at midnight in New York. */
const ACCOUNT_ZONE = 'America/New_York';
const ZERO = new Decimal(0);

/** Where the book learns prices and the time. */
export interface MarkSource {
  nowMs(): number;
  quoteAt(conId: number, atMs: number): SimQuote;
}

/** What the account is worth, in the base currency (USD), unrounded. */
export interface Worth {
  /** All currencies at their rates. */
  readonly totalCash: Decimal;
  readonly stockValue: Decimal;
  readonly optionValue: Decimal;
  /** Profit of open futures that is not yet in cash. */
  readonly futuresPnl: Decimal;
  readonly netLiquidation: Decimal;
  readonly equityWithLoan: Decimal;
  readonly grossPositionValue: Decimal;
  readonly margin: MarginRequirement;
}

/** Cash and positions. Every number is exact; rounding is for those who show it. */
export class AccountBook {
  private readonly marks: MarkSource;
  private readonly baseConId: ReadonlyMap<string, number>;
  private readonly cash = new Map<string, Decimal>();
  private readonly holdings = new Map<number, Holding>();
  private day: number;

  /**
   * @param startCash in USD.
   * @param rateConIds conId of the pair that prices a currency in USD, for example EUR to EUR.USD.
   */
  constructor(marks: MarkSource, startCash: number, rateConIds: ReadonlyMap<string, number>) {
    this.marks = marks;
    this.baseConId = rateConIds;
    this.cash.set('USD', new Decimal(startCash));
    this.day = epochDayAt(ACCOUNT_ZONE, marks.nowMs());
  }

  /** A copy that can be changed without consequence: for what-if questions. */
  copy(): AccountBook {
    this.roll();
    const copy = new AccountBook(this.marks, 0, this.baseConId);
    for (const [currency, amount] of this.cash) copy.cash.set(currency, amount);
    for (const [conId, holding] of this.holdings) {
      copy.holdings.set(conId, Object.assign(new Holding(holding.instrument), holding));
    }
    return copy;
  }

  /** Books an execution; returns the realised profit, null for a purely opening trade. */
  apply(fill: Fill): Decimal | null {
    this.roll();
    const { instrument } = fill;
    let holding = this.holdings.get(instrument.conId);
    if (holding === undefined) {
      holding = new Holding(instrument);
      this.holdings.set(instrument.conId, holding);
    }
    const before = holding.quantity;
    const { realized, grossRealized } = holding.apply(fill);
    if (instrument.secType === 'FUT') {
      this.addCash(instrument.currency, grossRealized.minus(fill.commission));
      return realized;
    }
    const change = holding.quantity.minus(before);
    const value = fill.price.times(change).times(instrument.secType === 'OPT' ? instrument.multiplier : 1);
    this.addCash(instrument.currency, value.plus(fill.commission).negated());
    if (instrument.secType === 'CASH') this.addCash(instrument.symbol, change);
    return realized;
  }

  /** Positions that are open or were traded today. */
  current(): readonly Holding[] {
    this.roll();
    return [...this.holdings.values()].filter((holding) => !holding.quantity.isZero() || holding.tradedToday);
  }

  /** Currencies with cash, USD first. */
  currencies(): readonly string[] {
    return [...this.cash.keys()];
  }

  cashOf(currency: string): Decimal {
    return this.cash.get(currency) ?? ZERO;
  }

  /** USD for one unit of a currency. */
  rateOf(currency: string): Decimal {
    const conId = this.baseConId.get(currency);
    return conId === undefined ? new Decimal(1) : this.markOf(conId);
  }

  /** The price at which a position is valued: the last trade within bid and ask, else the middle of them. */
  markOf(conId: number, atMs = this.marks.nowMs()): Decimal {
    const quote = this.marks.quoteAt(conId, atMs);
    const { bid, ask, last } = quote;
    if (last !== null) return new Decimal(Math.min(ask ?? last, Math.max(bid ?? last, last)));
    if (bid !== null && ask !== null) return new Decimal(bid).plus(ask).div(2);
    return new Decimal(ask ?? bid ?? 0);
  }

  dailyPnl(holding: Holding): Decimal {
    const value = holding.valueAt(this.markOf(holding.instrument.conId));
    return value.minus(holding.valueAtDayStart).minus(holding.paidToday);
  }

  unrealizedPnl(holding: Holding): Decimal {
    const value = holding.valueAt(this.markOf(holding.instrument.conId));
    return value.minus(holding.averageCost.times(holding.quantity));
  }

  worth(): Worth {
    this.roll();
    let totalCash = ZERO;
    for (const [currency, amount] of this.cash)
      totalCash = totalCash.plus(amount.times(this.rateOf(currency)));
    let stockValue = ZERO;
    let optionValue = ZERO;
    let futuresPnl = ZERO;
    let gross = ZERO;
    let initial = ZERO;
    let maintenance = ZERO;
    for (const holding of this.holdings.values()) {
      if (holding.quantity.isZero()) continue;
      const { instrument, quantity } = holding;
      const mark = this.markOf(instrument.conId);
      const value = holding.valueAt(mark);
      const margin = marginOf({ instrument, quantity, mark, underlying: this.underlyingOf(instrument) });
      initial = initial.plus(margin.initial);
      maintenance = maintenance.plus(margin.maintenance);
      if (instrument.secType === 'STK') stockValue = stockValue.plus(value);
      if (instrument.secType === 'OPT') optionValue = optionValue.plus(value);
      if (instrument.secType === 'FUT') {
        futuresPnl = futuresPnl.plus(value.minus(holding.averagePrice.times(quantity)));
      }
      if (instrument.secType === 'STK' || instrument.secType === 'OPT') gross = gross.plus(value.abs());
    }
    const equityWithLoan = totalCash.plus(stockValue).plus(futuresPnl);
    return {
      totalCash,
      stockValue,
      optionValue,
      futuresPnl,
      netLiquidation: equityWithLoan.plus(optionValue),
      equityWithLoan,
      grossPositionValue: gross,
      margin: { initial, maintenance },
    };
  }

  private underlyingOf(instrument: SimInstrument): Decimal {
    return instrument.secType === 'OPT' ? this.markOf(instrument.underConId) : ZERO;
  }

  private addCash(currency: string, amount: Decimal): void {
    this.cash.set(currency, this.cashOf(currency).plus(amount));
  }

  /** Begins a new day when midnight has passed since the last look. */
  private roll(): void {
    const today = epochDayAt(ACCOUNT_ZONE, this.marks.nowMs());
    if (today === this.day) return;
    this.day = today;
    const midnight = momentOf(ACCOUNT_ZONE, today, 0);
    for (const [conId, holding] of this.holdings) {
      if (holding.quantity.isZero()) {
        this.holdings.delete(conId);
        continue;
      }
      holding.startDay(holding.valueAt(this.markOf(conId, midnight)));
      const { lastTradeDate } = holding.instrument;
      if (lastTradeDate !== '' && parseDateText(lastTradeDate) < today) this.settle(holding, midnight);
    }
  }

  /** Closes an expired position in cash: an option at what exercise is worth, a future at its last price. */
  private settle(holding: Holding, atMs: number): void {
    const { instrument, quantity } = holding;
    let price = this.markOf(instrument.conId, atMs);
    if (instrument.secType === 'OPT') {
      const above = this.markOf(instrument.underConId, atMs).minus(instrument.strike);
      price = Decimal.max(0, instrument.right === 'C' ? above : above.negated());
    }
    const side = quantity.isPositive() ? 'SELL' : 'BUY';
    this.apply({ instrument, side, quantity: quantity.abs(), price, commission: ZERO, atMs });
  }
}
