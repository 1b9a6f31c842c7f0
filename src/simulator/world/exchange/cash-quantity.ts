import { Decimal } from 'decimal.js';
import type { OrderTerms, Refusal, SimInstrument, SimQuote, SimSide } from '../world';

/** Security types of which an amount of money can be traded. */
const FOR_CASH: ReadonlySet<string> = new Set(['CASH', 'CRYPTO']);

const CASH_NOT_HERE: Refusal = { code: 10244, text: 'Cash Quantity cannot be used for this order' };

/**
 * TWS's refusal of an order that names an amount of money; null when it may. Currency pairs and
 * cryptocurrencies take one: an amount of the currency that they are priced in, of no more than two decimals.
 */
export function refuseCashQuantity(instrument: SimInstrument, { cashQuantity }: OrderTerms): Refusal | null {
  if (cashQuantity === null) return null;
  if (!FOR_CASH.has(instrument.secType)) return CASH_NOT_HERE;
  if (new Decimal(cashQuantity).decimalPlaces() > 2) {
    return { code: 10206, text: 'Non-zero cash quantity cannot contain more than 2 decimals.' };
  }
  return null;
}

/**
 * The terms with the quantity that an amount of money comes to, at the order's limit or else at the price that the
 * market asks or bids, rounded down to what may be traded. An amount that is not to be had yet leaves them as they are.
 */
export function withQuantityForCash(
  instrument: SimInstrument,
  terms: OrderTerms,
  quoteNow: () => SimQuote,
): OrderTerms {
  const { cashQuantity, limitPrice, side } = terms;
  if (cashQuantity === null || !FOR_CASH.has(instrument.secType)) return terms;
  const price = limitPrice ?? marketPrice(quoteNow(), side);
  if (price === null || price <= 0) return terms;
  const step = instrument.sizeIncrement;
  const quantity = new Decimal(cashQuantity).div(price).div(step).floor().times(step);
  return { ...terms, quantity: quantity.toNumber() };
}

function marketPrice({ bid, ask, close }: SimQuote, side: SimSide): number | null {
  return (side === 'BUY' ? ask : bid) ?? close;
}

/** An order for an amount of money cannot be changed through the API. */
export function refuseCashModify(current: OrderTerms, terms: OrderTerms): Refusal | null {
  if (current.cashQuantity === null && terms.cashQuantity === null) return null;
  const text =
    'Order Quantity is expressed in monetary terms. Modification is not supported via API. Please use desktop ' +
    'version to revise this order.';
  return { code: 10241, text };
}
