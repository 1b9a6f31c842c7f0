import { Decimal } from 'decimal.js';
import type { AccountBook } from '../account/book';
import type { OrderTerms, SimInstrument, WhatIfAnswer } from '../world';
import { orderCommission } from './commissions';

/** The price at which an order is reckoned before it has traded: its limit, its stop, or the market. */
function expectedPrice(book: AccountBook, instrument: SimInstrument, terms: OrderTerms): Decimal {
  return new Decimal(terms.limitPrice ?? terms.auxPrice ?? book.markOf(instrument.conId));
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
  const quantity = new Decimal(terms.quantity);
  const price = expectedPrice(book, instrument, terms);
  const commission = orderCommission(instrument, quantity, price.times(quantity));
  const copy = book.copy();
  copy.apply({ instrument, side: terms.side, quantity, price, commission, atMs });
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
    minCommission: null,
    maxCommission: null,
    commissionCurrency: instrument.currency,
    warningText: '',
  };
}

/** TWS's reason for refusing an order that the account cannot carry; null when it can. */
export function marginRefusal(answer: WhatIfAnswer): string | null {
  const worse =
    answer.equityWithLoanAfter - answer.initMarginAfter <
    answer.equityWithLoanBefore - answer.initMarginBefore;
  if (!worse || answer.equityWithLoanAfter >= answer.initMarginAfter) return null;
  return (
    'Order rejected - reason:YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR EQUITY ' +
    `WITH LOAN VALUE [${answer.equityWithLoanAfter.toFixed(2)} USD] MUST EXCEED THE INITIAL MARGIN ` +
    `[${answer.initMarginAfter.toFixed(2)} USD]`
  );
}
