import type { Decimal } from 'decimal.js';
import { isOption } from '../options/is-option';
import type { SimInstrument } from '../world';
import type { Holding } from './holding';
import { foreignCashMargin, type MarginPeriod, marginOf, type MarginRequirement } from './margin';
import { toCents, ZERO } from './money';

/** What valuing needs to know of the markets at one moment. */
export interface Marks {
  /** Units of the base currency for one unit of a currency. */
  rateOf(currency: string): Decimal;
  /** Price of one unit, without the multiplier. */
  markOf(conId: number): Decimal;
  readonly period: MarginPeriod;
}

/** One position at its mark, in whole cents of the instrument's currency. */
export interface ValuedPosition {
  readonly holding: Holding;
  readonly mark: Decimal;
  readonly marketValue: Decimal;
  readonly unrealized: Decimal;
  readonly realized: Decimal;
  readonly daily: Decimal;
}

/** The amounts that the account keeps apart by currency, in whole cents. */
export interface Amounts {
  readonly cash: Decimal;
  readonly stockValue: Decimal;
  readonly optionValue: Decimal;
  /** Of options on futures. */
  readonly futureOptionValue: Decimal;
  readonly cryptoValue: Decimal;
  /** Profit of open futures that is not yet in cash. */
  readonly futuresPnl: Decimal;
  /** Profit of all open positions, currency pairs included, commissions included. */
  readonly unrealized: Decimal;
  /** Profit of what was closed today, commissions included. */
  readonly realized: Decimal;
  /** Profit since the start of the account's day. */
  readonly daily: Decimal;
  /** Cash, stocks, options of both kinds, cryptocurrencies and open profit of futures. */
  readonly netLiquidation: Decimal;
}

export interface CurrencyAmounts extends Amounts {
  readonly currency: string;
  /** Units of the base currency for one unit. */
  readonly rate: Decimal;
}

/**
 * The whole account at one moment. A position is rounded once, to the cent of its currency. A currency's amounts are
 * sums of its positions. The amounts in the base currency are those of each currency times its rate, rounded once
 * each, and added; net liquidation is the sum of its parts in every one of them.
 */
export interface Valuation {
  readonly positions: readonly ValuedPosition[];
  readonly byCurrency: readonly CurrencyAmounts[];
  readonly base: Amounts;
  /** Net liquidation without options of either kind, in the base currency. */
  readonly equityWithLoan: Decimal;
  readonly grossPositionValue: Decimal;
  /** Margin as of now, of intraday and of overnight rules. */
  readonly margin: MarginRequirement;
  readonly otherMargin: MarginRequirement;
  /** The part of `margin` and `otherMargin` that futures and their options need. */
  readonly futuresMargin: MarginRequirement;
  readonly otherFuturesMargin: MarginRequirement;
}

type Parts = Omit<Amounts, 'netLiquidation'>;

const NOTHING: Parts = {
  cash: ZERO,
  stockValue: ZERO,
  optionValue: ZERO,
  futureOptionValue: ZERO,
  cryptoValue: ZERO,
  futuresPnl: ZERO,
  unrealized: ZERO,
  realized: ZERO,
  daily: ZERO,
};

/** Values cash and positions. Positions that are flat count for what they realised today. */
export function valuate(
  cash: ReadonlyMap<string, Decimal>,
  holdings: Iterable<Holding>,
  base: string,
  marks: Marks,
): Valuation {
  const sums = new Map<string, Parts>(
    [...cash].map(([currency, amount]) => [currency, { ...NOTHING, cash: amount }]),
  );
  const rates = new Map([...sums.keys()].map((currency) => [currency, marks.rateOf(currency)]));
  const toBase = (amount: Decimal, currency: string): Decimal =>
    currency === base
      ? toCents(amount)
      : toCents(amount.times(rates.get(currency) ?? marks.rateOf(currency)));
  const positions: ValuedPosition[] = [];
  const margin = new MarginSums(toBase, marks);
  let gross = ZERO;
  for (const holding of holdings) {
    const { instrument } = holding;
    const position = valued(holding, marks);
    positions.push(position);
    sums.set(instrument.currency, withPosition(sums.get(instrument.currency) ?? NOTHING, position));
    margin.add(holding, position.mark);
    if (['STK', 'OPT', 'CRYPTO'].includes(instrument.secType)) {
      gross = gross.plus(toBase(position.marketValue.abs(), instrument.currency));
    }
  }
  const byCurrency: CurrencyAmounts[] = [];
  let total = NOTHING;
  for (const [currency, parts] of sums) {
    byCurrency.push({ currency, rate: rates.get(currency) ?? marks.rateOf(currency), ...withNet(parts) });
    const converted = converter(parts, (amount) => toBase(amount, currency));
    total = added(total, converted);
    if (currency !== base) margin.addForeignCash(converted.cash);
  }
  const amounts = withNet(total);
  return {
    positions,
    byCurrency,
    base: amounts,
    equityWithLoan: amounts.netLiquidation.minus(amounts.optionValue).minus(amounts.futureOptionValue),
    grossPositionValue: gross,
    ...margin.requirements(),
  };
}

function valued(holding: Holding, marks: Marks): ValuedPosition {
  const flat = holding.quantity.isZero();
  const mark = marks.markOf(holding.instrument.conId);
  const marketValue = flat ? ZERO : holding.valueAt(mark);
  return {
    holding,
    mark,
    marketValue,
    unrealized: marketValue.minus(holding.cost),
    realized: holding.realizedToday,
    daily: marketValue.minus(holding.valueAtDayStart).minus(holding.paidToday),
  };
}

function withPosition(parts: Parts, position: ValuedPosition): Parts {
  const { holding, marketValue } = position;
  const { secType } = holding.instrument;
  return {
    cash: parts.cash,
    stockValue: secType === 'STK' ? parts.stockValue.plus(marketValue) : parts.stockValue,
    optionValue: secType === 'OPT' ? parts.optionValue.plus(marketValue) : parts.optionValue,
    futureOptionValue:
      secType === 'FOP' ? parts.futureOptionValue.plus(marketValue) : parts.futureOptionValue,
    cryptoValue: secType === 'CRYPTO' ? parts.cryptoValue.plus(marketValue) : parts.cryptoValue,
    futuresPnl:
      secType === 'FUT' ? parts.futuresPnl.plus(marketValue).minus(holding.grossCost) : parts.futuresPnl,
    unrealized: parts.unrealized.plus(position.unrealized),
    realized: parts.realized.plus(position.realized),
    daily: parts.daily.plus(position.daily),
  };
}

function converter(parts: Parts, convert: (amount: Decimal) => Decimal): Parts {
  return {
    cash: convert(parts.cash),
    stockValue: convert(parts.stockValue),
    optionValue: convert(parts.optionValue),
    futureOptionValue: convert(parts.futureOptionValue),
    cryptoValue: convert(parts.cryptoValue),
    futuresPnl: convert(parts.futuresPnl),
    unrealized: convert(parts.unrealized),
    realized: convert(parts.realized),
    daily: convert(parts.daily),
  };
}

function added(a: Parts, b: Parts): Parts {
  return {
    cash: a.cash.plus(b.cash),
    stockValue: a.stockValue.plus(b.stockValue),
    optionValue: a.optionValue.plus(b.optionValue),
    futureOptionValue: a.futureOptionValue.plus(b.futureOptionValue),
    cryptoValue: a.cryptoValue.plus(b.cryptoValue),
    futuresPnl: a.futuresPnl.plus(b.futuresPnl),
    unrealized: a.unrealized.plus(b.unrealized),
    realized: a.realized.plus(b.realized),
    daily: a.daily.plus(b.daily),
  };
}

function withNet(parts: Parts): Amounts {
  const { cash, stockValue, optionValue, futureOptionValue, cryptoValue, futuresPnl } = parts;
  const options = optionValue.plus(futureOptionValue);
  return {
    ...parts,
    netLiquidation: cash.plus(stockValue).plus(options).plus(cryptoValue).plus(futuresPnl),
  };
}

/** Adds up margins, each position rounded once in the base currency. */
class MarginSums {
  private readonly toBase: (amount: Decimal, currency: string) => Decimal;
  private readonly marks: Marks;
  private now = { initial: ZERO, maintenance: ZERO };
  private other = { initial: ZERO, maintenance: ZERO };
  private futuresNow = { initial: ZERO, maintenance: ZERO };
  private futuresOther = { initial: ZERO, maintenance: ZERO };

  constructor(toBase: (amount: Decimal, currency: string) => Decimal, marks: Marks) {
    this.toBase = toBase;
    this.marks = marks;
  }

  add(holding: Holding, mark: Decimal): void {
    const { instrument, quantity } = holding;
    if (quantity.isZero()) return;
    const underlying = this.underlyingOf(instrument);
    const position = { instrument, quantity, mark, underlying };
    const { period } = this.marks;
    const now = this.inBase(marginOf(position, period), instrument.currency);
    this.now = plus(this.now, now);
    if (instrument.secType !== 'FUT' && instrument.secType !== 'FOP') {
      this.other = plus(this.other, now);
      return;
    }
    const opposite: MarginPeriod = period === 'intraday' ? 'overnight' : 'intraday';
    const other = this.inBase(marginOf(position, opposite), instrument.currency);
    this.other = plus(this.other, other);
    this.futuresNow = plus(this.futuresNow, now);
    this.futuresOther = plus(this.futuresOther, other);
  }

  addForeignCash(baseAmount: Decimal): void {
    const amount = toCents(foreignCashMargin(baseAmount));
    const both = { initial: amount, maintenance: amount };
    this.now = plus(this.now, both);
    this.other = plus(this.other, both);
  }

  requirements(): Pick<Valuation, 'margin' | 'otherMargin' | 'futuresMargin' | 'otherFuturesMargin'> {
    return {
      margin: this.now,
      otherMargin: this.other,
      futuresMargin: this.futuresNow,
      otherFuturesMargin: this.futuresOther,
    };
  }

  private underlyingOf(instrument: SimInstrument): Decimal {
    return isOption(instrument) ? this.marks.markOf(instrument.underConId) : ZERO;
  }

  private inBase(margin: MarginRequirement, currency: string): MarginRequirement {
    return {
      initial: this.toBase(margin.initial, currency),
      maintenance: this.toBase(margin.maintenance, currency),
    };
  }
}

function plus(a: MarginRequirement, b: MarginRequirement): MarginRequirement {
  return { initial: a.initial.plus(b.initial), maintenance: a.maintenance.plus(b.maintenance) };
}
