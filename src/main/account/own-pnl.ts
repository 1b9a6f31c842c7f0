import type { Decimal } from 'decimal.js';
import { type DecimalText, exact } from '../../shared/domain/decimal';
import type { ConId, InstrumentName } from '../../shared/domain/instrument';
import { instrumentName } from '../../shared/domain/order-sentence';
import type { Fill } from '../../shared/domain/order';
import { costOfFills, signedQuantity } from './average-cost';

/** A position as far as its profit and loss is concerned. */
export interface PnlPosition extends InstrumentName {
  readonly currency: string;
  readonly multiplier: DecimalText;
  /** 0 for one that was closed today. */
  readonly quantity: DecimalText;
  /** IB's, per unit of the instrument's price. */
  readonly averagePrice: DecimalText | null;
  /** Newest value by IB, in the currency of the instrument. */
  readonly marketValue: DecimalText | null;
}

/** Last price and close of the session before. */
export interface PnlPrices {
  readonly last: DecimalText | null;
  readonly close: DecimalText | null;
}

/** What own figures are made of. */
export interface OwnPnlInput {
  readonly positions: readonly PnlPosition[];
  readonly prices: ReadonlyMap<ConId, PnlPrices>;
  /** Fills of the day, oldest first. */
  readonly fills: readonly Fill[];
  /** Units of the account's currency for one of another. */
  readonly rate: (currency: string) => DecimalText | null;
}

/** A sum, or why there is none. */
export interface OwnSum {
  readonly amount: Decimal | null;
  readonly remark: string | null;
}

export interface OwnPnl {
  readonly daily: OwnSum;
  readonly unrealized: OwnSum;
  readonly realized: OwnSum;
  /** How much of `unrealized` comes from our average cost being another than IB's, in the account's currency. */
  readonly fromCost: Decimal;
  /** How much of `unrealized` and `daily` comes from the last price being another than IB's mark. */
  readonly fromMarks: Decimal;
  /** How much of `daily` is the commission of fills of the day. */
  readonly commissions: Decimal;
}

/** Adds up, and remembers what was missing. */
class Sum {
  total = exact(0);
  readonly missing = new Set<string>();
  readonly remarks = new Set<string>();

  add(amount: Decimal): void {
    this.total = this.total.plus(amount);
  }

  result(): OwnSum {
    if (this.missing.size > 0) return { amount: null, remark: [...this.missing].slice(0, 5).join('; ') };
    return { amount: this.total, remark: [...this.remarks].slice(0, 5).join('; ') || null };
  }
}

/** IB's newest price of a position: its value over its size. */
export function markOf({ marketValue, quantity, multiplier }: PnlPosition): Decimal | null {
  const size = exact(quantity).times(exact(multiplier));
  return marketValue === null || size.isZero() ? null : exact(marketValue).dividedBy(size);
}

/**
 * Profit and loss from fills and last prices, in the account's currency. Where the fills of the day do not make up the
 * whole position, IB's average cost stands for what was bought before. Pure.
 */
export function ownPnl(input: OwnPnlInput): OwnPnl {
  const daily = new Sum();
  const unrealized = new Sum();
  const realized = new Sum();
  let fromCost = exact(0);
  let fromMarks = exact(0);
  let commissions = exact(0);
  for (const position of input.positions) {
    const name = instrumentName(position);
    const fills = input.fills.filter((fill) => fill.conId === position.conId);
    const rate = input.rate(position.currency);
    if (rate === null) {
      for (const sum of [daily, unrealized, realized])
        sum.missing.add(`no exchange rate for ${position.currency}`);
      continue;
    }
    const size = exact(position.quantity);
    const net = fills.reduce((sum, fill) => sum.plus(signedQuantity(fill)), exact(0));
    const start = size.minus(net);
    const cost = costOfFills(fills, position.multiplier);
    const toBase = (amount: Decimal) => amount.times(exact(position.multiplier)).times(exact(rate));
    const prices = input.prices.get(position.conId) ?? { last: null, close: null };
    const mark = markOf(position);
    const last = prices.last === null ? mark : exact(prices.last);
    if (prices.last === null && mark !== null)
      for (const sum of [daily, unrealized]) sum.remarks.add(`${name} has no last price, IB’s mark is taken`);
    if (prices.last !== null && mark !== null)
      fromMarks = fromMarks.plus(toBase(exact(prices.last).minus(mark).times(size)));

    if (!size.isZero()) {
      const theirs = position.averagePrice === null ? null : exact(position.averagePrice);
      const average = start.isZero() ? cost.averagePrice : theirs;
      if (last === null) unrealized.missing.add(`${name} has no price`);
      else if (average === null) unrealized.missing.add(`the average cost of ${name} is not known`);
      else unrealized.add(toBase(last.minus(average).times(size)));
      if (average !== null && theirs !== null)
        fromCost = fromCost.plus(toBase(theirs.minus(average).times(size)));
    }

    if (start.isZero()) realized.add(cost.realized.times(exact(rate)));
    else {
      for (const fill of fills) {
        if (fill.commission === null)
          realized.missing.add(`the commission of a fill of ${name} is not reported yet`);
        else if (fill.realizedPnl !== null) realized.add(exact(fill.realizedPnl).times(exact(rate)));
      }
    }

    // Without anything held at both ends, no price but those of the fills plays a part.
    const needsLast = !size.isZero();
    const needsClose = !start.isZero();
    if (needsLast && last === null) daily.missing.add(`${name} has no price`);
    else if (needsClose && prices.close === null)
      daily.missing.add(`the close of ${name} on the day before is not known`);
    else {
      const now = needsLast && last !== null ? last.times(size) : exact(0);
      const before = needsClose ? exact(prices.close ?? zero).times(start) : exact(0);
      const spent = fills.reduce(
        (sum, fill) => sum.plus(signedQuantity(fill).times(exact(fill.price))),
        exact(0),
      );
      daily.add(toBase(now.minus(before).minus(spent)));
    }
    for (const fill of fills) {
      if (fill.commission === null) continue;
      const paid = input.rate(fill.commissionCurrency ?? position.currency);
      if (paid === null)
        daily.missing.add(`no exchange rate for ${fill.commissionCurrency ?? position.currency}`);
      else commissions = commissions.plus(exact(fill.commission).times(exact(paid)));
    }
  }
  daily.add(commissions.negated());
  return {
    daily: daily.result(),
    unrealized: unrealized.result(),
    realized: realized.result(),
    fromCost,
    fromMarks,
    commissions,
  };
}

const zero = 0;
