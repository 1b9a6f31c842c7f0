import { Decimal } from 'decimal.js';
import { epochDayAt, momentOf, parseDateText } from '../calendar/zone-time';
import { isOption } from '../options/is-option';
import type { SimInstrument, SimQuote } from '../world';
import { crossRate, type RatePair, rateFromPair } from './currency-rates';
import { deliveredUnits, expiryMs, intrinsicValue } from './expiry';
import type { Fill } from './fill';
import { Holding } from './holding';
import type { MarginRequirement } from './margin';
import { marginPeriodAt } from './margin-period';
import { MarkCache } from './mark-cache';
import { toCents, ZERO } from './money';
import { valuate, type Valuation } from './valuation';

/**
 * The account's day changes at midnight in New York, on every day of the week: then realised and daily profit begin
 * again at 0, as the executions that `reqExecutions` tells do.
 */
export const ACCOUNT_ZONE = 'America/New_York';
const DOLLAR = 'USD';

/** Where the book learns prices and the time. */
export interface MarkSource {
  nowMs(): number;
  quoteAt(conId: number, atMs: number): SimQuote;
  /** A listed instrument: what an option is exercised into. */
  instrument(conId: number): SimInstrument | undefined;
}

export interface BookOptions {
  /** In the base currency. */
  readonly startCash: number;
  readonly base: string;
  /** The pair that prices each currency in US dollars. */
  readonly pairs: ReadonlyMap<string, RatePair>;
}

/** What the account is worth, in whole cents of the base currency. */
export interface Worth {
  /** All currencies at their rates. */
  readonly totalCash: Decimal;
  readonly stockValue: Decimal;
  readonly optionValue: Decimal;
  readonly futureOptionValue: Decimal;
  /** Profit of open futures that is not yet in cash. */
  readonly futuresPnl: Decimal;
  readonly netLiquidation: Decimal;
  readonly equityWithLoan: Decimal;
  readonly grossPositionValue: Decimal;
  readonly margin: MarginRequirement;
}

/** Cash and positions. What is booked is in whole cents, so everything that is derived from it adds up. */
export class AccountBook {
  readonly base: string;
  private readonly marks: MarkSource;
  private readonly options: BookOptions;
  private readonly prices: MarkCache;
  private readonly cash = new Map<string, Decimal>();
  private readonly holdings = new Map<number, Holding>();
  private day: number;
  private equityAtDayStart: Decimal;
  private known: { readonly atMs: number; readonly value: Valuation } | undefined;

  constructor(marks: MarkSource, options: BookOptions, prices?: MarkCache) {
    this.marks = marks;
    this.prices = prices ?? new MarkCache((conId, atMs) => marks.quoteAt(conId, atMs));
    this.options = options;
    this.base = options.base;
    this.equityAtDayStart = toCents(new Decimal(options.startCash));
    this.cash.set(options.base, this.equityAtDayStart);
    this.day = epochDayAt(ACCOUNT_ZONE, marks.nowMs());
  }

  /** A copy that can be changed without consequence: for what-if questions. */
  copy(): AccountBook {
    this.roll();
    const copy = new AccountBook(this.marks, this.options, this.prices);
    for (const [currency, amount] of this.cash) copy.cash.set(currency, amount);
    for (const [conId, holding] of this.holdings) copy.holdings.set(conId, holding.copy());
    copy.equityAtDayStart = this.equityAtDayStart;
    return copy;
  }

  /** What the account would be worth, and need, after these executions, at present prices. Nothing changes. */
  worthAfter(fills: Iterable<Fill>): Worth {
    const copy = this.copy();
    for (const fill of fills) copy.apply(fill);
    return copy.worth();
  }

  /** True while something is held or was held today: then midnight changes what the account shows. */
  get hasPositions(): boolean {
    return this.holdings.size > 0;
  }

  /** Puts a position into the account that was bought before its day, at the price with which the day began. */
  hold(instrument: SimInstrument, quantity: number): void {
    const midnightMs = momentOf(ACCOUNT_ZONE, this.day, 0);
    const holding = new Holding(instrument);
    holding.quantity = new Decimal(quantity);
    const value = holding.valueAt(this.markOf(instrument.conId, midnightMs));
    holding.cost = value;
    holding.grossCost = value;
    holding.startDay(value);
    this.holdings.set(instrument.conId, holding);
    this.known = undefined;
    this.equityAtDayStart = this.valuationAt(midnightMs).equityWithLoan;
  }

  /** Books an execution; returns the realised profit in the instrument's currency, null for an opening trade. */
  apply(fill: Fill): Decimal | null {
    this.roll();
    return this.enter(fill);
  }

  /**
   * Exercises an option, or assigns it when it is short: the contracts close at 0 and the underlying is traded at
   * the strike. An option on what cannot be held, such as an index or a future that has ended as well, closes at
   * what exercise is worth.
   */
  exercise(option: SimInstrument, contracts: Decimal, atMs: number): void {
    this.roll();
    this.deliver(option, contracts, atMs);
  }

  /** The whole account as of now. Asking again at the same moment gives the same answer until something is booked. */
  valuation(): Valuation {
    this.roll();
    const atMs = this.marks.nowMs();
    if (this.known?.atMs !== atMs) this.known = { atMs, value: this.valuationAt(atMs) };
    return this.known.value;
  }

  worth(): Worth {
    const { base, equityWithLoan, grossPositionValue, margin } = this.valuation();
    const { cash: totalCash, stockValue, optionValue, futureOptionValue, futuresPnl, netLiquidation } = base;
    return {
      totalCash,
      stockValue,
      optionValue,
      futureOptionValue,
      futuresPnl,
      netLiquidation,
      equityWithLoan,
      grossPositionValue,
      margin,
    };
  }

  /** Equity with loan value when the account's day began. */
  previousEquity(): Decimal {
    this.roll();
    return this.equityAtDayStart;
  }

  /** Units held, negative when short. */
  quantityOf(conId: number): Decimal {
    this.roll();
    return this.holdings.get(conId)?.quantity ?? ZERO;
  }

  /** Units of the base currency for one unit of a currency. */
  rateOf(currency: string, atMs = this.marks.nowMs()): Decimal {
    if (currency === this.base) return new Decimal(1);
    return crossRate(this.dollarsFor(currency, atMs), this.dollarsFor(this.base, atMs));
  }

  /** The price at which a position is valued: the last trade within bid and ask, else the middle of them. */
  markOf(conId: number, atMs = this.marks.nowMs()): Decimal {
    return this.prices.markAt(conId, atMs);
  }

  /** The next midnight at which the account's day ends. */
  nextDayMs(): number {
    return momentOf(ACCOUNT_ZONE, epochDayAt(ACCOUNT_ZONE, this.marks.nowMs()) + 1, 0);
  }

  /** Begins each day whose midnight has passed since the last look. */
  roll(): void {
    const today = epochDayAt(ACCOUNT_ZONE, this.marks.nowMs());
    while (this.day < today) {
      this.day += 1;
      // A long rest without positions needs no walk through every day of it.
      if (this.holdings.size === 0) this.day = today;
      this.startDay(momentOf(ACCOUNT_ZONE, this.day, 0));
    }
  }

  private startDay(midnightMs: number): void {
    this.known = undefined;
    this.equityAtDayStart = this.valuationAt(midnightMs).equityWithLoan;
    const expired: Holding[] = [];
    for (const [conId, holding] of this.holdings) {
      if (holding.quantity.isZero()) {
        this.holdings.delete(conId);
        continue;
      }
      holding.startDay(holding.valueAt(this.markOf(conId, midnightMs)));
      if (this.hasEnded(holding.instrument)) expired.push(holding);
    }
    for (const holding of expired) this.settle(holding, midnightMs);
  }

  private valuationAt(atMs: number): Valuation {
    return valuate(this.cash, this.holdings.values(), this.base, {
      markOf: (conId) => this.markOf(conId, atMs),
      rateOf: (currency) => this.rateOf(currency, atMs),
      period: marginPeriodAt(atMs).period,
    });
  }

  private enter(fill: Fill): Decimal | null {
    this.known = undefined;
    const { instrument } = fill;
    let holding = this.holdings.get(instrument.conId);
    if (holding === undefined) {
      holding = new Holding(instrument);
      this.holdings.set(instrument.conId, holding);
    }
    const { realized, grossRealized, value, commission } = holding.apply(fill);
    const paid = instrument.secType === 'FUT' ? grossRealized.negated() : value;
    this.addCash(instrument.currency, paid.plus(commission).negated());
    if (instrument.secType === 'CASH') {
      this.addCash(instrument.symbol, toCents(fill.side === 'BUY' ? fill.quantity : fill.quantity.negated()));
    }
    return realized;
  }

  /**
   * Ends an expired position. As at TWS there is no execution: the position is reported as 0 and the money is there.
   * A future pays its last price; an option in the money by a cent or more is exercised, any other is worth nothing.
   */
  private settle(holding: Holding, atMs: number): void {
    const { instrument, quantity } = holding;
    if (isOption(instrument)) {
      const spot = this.settlementOf(instrument, atMs);
      if (intrinsicValue(instrument, spot).greaterThanOrEqualTo('0.01')) {
        this.deliver(instrument, quantity.abs(), atMs);
      } else {
        this.close(instrument, quantity, ZERO, atMs);
      }
      return;
    }
    this.close(instrument, quantity, this.markOf(instrument.conId, atMs), atMs);
  }

  private hasEnded({ lastTradeDate }: SimInstrument): boolean {
    return lastTradeDate !== '' && parseDateText(lastTradeDate) < this.day;
  }

  /** The price that settles an option: its underlying's when it stops trading, or that which settles its future. */
  private settlementOf(option: SimInstrument, atMs: number): Decimal {
    const underlying = this.marks.instrument(option.underConId);
    const together = underlying !== undefined && this.hasEnded(underlying);
    return this.markOf(option.underConId, together ? atMs : Math.min(atMs, expiryMs(option) ?? atMs));
  }

  private deliver(option: SimInstrument, contracts: Decimal, atMs: number): void {
    const held = this.holdings.get(option.conId)?.quantity ?? ZERO;
    const signed = held.isNegative() ? contracts.negated() : contracts;
    const underlying = this.marks.instrument(option.underConId);
    if (underlying === undefined || !underlying.tradable || this.hasEnded(underlying)) {
      this.close(option, signed, intrinsicValue(option, this.settlementOf(option, atMs)), atMs);
      return;
    }
    this.close(option, signed, ZERO, atMs);
    const buys = signed.isPositive() === (option.right === 'C');
    this.enter({
      instrument: underlying,
      side: buys ? 'BUY' : 'SELL',
      quantity: contracts.times(deliveredUnits(option)),
      price: new Decimal(option.strike),
      commission: ZERO,
      atMs,
    });
  }

  private close(instrument: SimInstrument, signed: Decimal, price: Decimal, atMs: number): void {
    const side = signed.isPositive() ? 'SELL' : 'BUY';
    this.enter({ instrument, side, quantity: signed.abs(), price, commission: ZERO, atMs });
  }

  private dollarsFor(currency: string, atMs: number): Decimal {
    const pair = this.options.pairs.get(currency);
    if (currency === DOLLAR || pair === undefined) return new Decimal(1);
    return rateFromPair(this.markOf(pair.conId, atMs), pair.inverse);
  }

  private addCash(currency: string, amount: Decimal): void {
    this.cash.set(currency, (this.cash.get(currency) ?? ZERO).plus(amount));
  }
}
