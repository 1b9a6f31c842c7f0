import { Decimal } from 'decimal.js';
import type { AccountBook, Worth } from '../account/book';
import type { OrderTerms, SimInstrument, WhatIfAnswer } from '../world';
import { isSameInstrument, prospectOf } from './combos/combo-order';
import { orderCommission } from './commissions';
import { isDone, type LiveOrder, remainingOf } from './live-order';
import { orderTypeOf } from './order-types/order-types';

/** An order, or what is left of it, as a trade that may come. */
interface Prospect {
  readonly instrument: SimInstrument;
  readonly terms: OrderTerms;
  readonly quantity: Decimal;
}

/** The price at which an order is reckoned before it has traded: its limit, its stop, or the market. */
function expectedPrice(book: AccountBook, { instrument, terms }: Prospect): Decimal {
  return new Decimal(orderTypeOf(terms.orderType).expectedPrice(terms) ?? book.markOf(instrument.conId));
}

/** Books a prospect as if it filled as a whole now; returns its commission. */
function applyProspect(book: AccountBook, prospect: Prospect, atMs: number): Decimal {
  const { instrument, terms, quantity } = prospect;
  if (instrument.legs !== undefined) {
    let paid = new Decimal(0);
    for (const fill of prospectOf(book, instrument.legs, terms, quantity, atMs)) {
      book.apply(fill);
      paid = paid.plus(fill.commission);
    }
    return paid;
  }
  const price = expectedPrice(book, prospect);
  const commission = orderCommission(instrument, quantity, price.times(quantity));
  book.apply({ instrument, side: terms.side, quantity, price, commission, atMs });
  return commission;
}

function cents(amount: Decimal): number {
  return amount.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toNumber();
}

/** What an order would do to margin and equity if it filled as a whole now. The account stays as it is. */
export function whatIfOrder(
  book: AccountBook,
  instrument: SimInstrument,
  terms: OrderTerms,
  atMs: number,
): WhatIfAnswer {
  const before = book.worth();
  const copy = book.copy();
  const commission = applyProspect(copy, { instrument, terms, quantity: new Decimal(terms.quantity) }, atMs);
  const after = copy.worth();
  return {
    initMarginBefore: cents(before.margin.initial),
    maintMarginBefore: cents(before.margin.maintenance),
    equityWithLoanBefore: cents(before.equityWithLoan),
    initMarginChange: cents(after.margin.initial.minus(before.margin.initial)),
    maintMarginChange: cents(after.margin.maintenance.minus(before.margin.maintenance)),
    equityWithLoanChange: cents(after.equityWithLoan.minus(before.equityWithLoan)),
    initMarginAfter: cents(after.margin.initial),
    maintMarginAfter: cents(after.margin.maintenance),
    equityWithLoanAfter: cents(after.equityWithLoan),
    commission: cents(commission),
    // What an order costs does not depend on where it fills here, so the range is one amount.
    minCommission: cents(commission),
    maxCommission: cents(commission),
    commissionCurrency: instrument.currency,
    warningText: '',
  };
}

function excessOf(worth: Worth): Decimal {
  return worth.equityWithLoan.minus(worth.margin.initial);
}

/** What all live orders hold back beside one. Of a one-cancels-all group only one order can fill, so the dearest counts. */
function reservedBeside(one: LiveOrder, orders: readonly LiveOrder[]): Decimal {
  const groups = new Map<string, Decimal>();
  let total = new Decimal(0);
  for (const order of orders) {
    const sameGroup = order.terms.ocaGroup !== '' && order.terms.ocaGroup === one.terms.ocaGroup;
    if (order === one || sameGroup || isDone(order)) continue;
    const reserved = order.reservedPerUnit.times(remainingOf(order));
    const { ocaGroup } = order.terms;
    if (ocaGroup === '') total = total.plus(reserved);
    else groups.set(ocaGroup, Decimal.max(groups.get(ocaGroup) ?? 0, reserved));
  }
  for (const reserved of groups.values()) total = total.plus(reserved);
  return total;
}

/** Whether the account can carry an order beside its positions and the other live orders. */
export type MarginAnswer =
  | {
      readonly ok: true /** What each unit holds back of the excess over margin. */;
      readonly reservedPerUnit: Decimal;
    }
  | { readonly ok: false /** TWS's reason. */; readonly reason: string };

/**
 * Checks an order with the terms that it has or would get. Orders on the same side of the same contract are taken to
 * fill before it, so that several orders cannot each close the same position. An order that only reduces holds
 * nothing back and is never refused.
 */
export function checkMargin(
  book: AccountBook,
  order: LiveOrder,
  terms: OrderTerms,
  open: readonly LiveOrder[],
  atMs: number,
): MarginAnswer {
  const { instrument } = order;
  const quantity = new Decimal(terms.quantity).minus(order.filled);
  const copy = book.copy();
  for (const other of open) {
    const sameSide = other.terms.side === terms.side && isSameInstrument(other.instrument, instrument);
    if (other === order || !sameSide || !other.transmitted || other.parent !== null) continue;
    if (other.terms.ocaGroup !== '' && other.terms.ocaGroup === terms.ocaGroup) continue;
    applyProspect(copy, { instrument, terms: other.terms, quantity: remainingOf(other) }, atMs);
  }
  const before = excessOf(copy.worth());
  applyProspect(copy, { instrument, terms, quantity }, atMs);
  const drop = before.minus(excessOf(copy.worth()));
  if (!drop.greaterThan(0)) return { ok: true, reservedPerUnit: new Decimal(0) };
  const reserved = reservedBeside(order, open);
  const current = book.worth();
  if (excessOf(current).minus(reserved).lessThan(drop)) {
    const alone = whatIfOrder(book, instrument, { ...terms, quantity: quantity.toNumber() }, atMs);
    const margin = reserved.plus(alone.initMarginAfter);
    return { ok: false, reason: marginReason(alone.equityWithLoanAfter, margin, book.base) };
  }
  return { ok: true, reservedPerUnit: drop.div(quantity) };
}

function marginReason(equity: number, margin: Decimal, currency: string): string {
  return (
    'Order rejected - reason:YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR EQUITY ' +
    `WITH LOAN VALUE [${equity.toFixed(2)} ${currency}] MUST EXCEED THE INITIAL MARGIN [${margin.toFixed(2)} ${currency}]`
  );
}
