import { Decimal } from 'decimal.js';
import type { OrderTerms, Refusal, SimInstrument } from '../world';
import { orderTypeOf, takesOrderType } from './order-types/order-types';
import { invalid, NO_SUCH_CONTRACT } from './refusals';
import { refuseTimes } from './times-in-force';
import { TRIGGER_METHODS } from './triggers';

/** Greatest quantity of one order. */
const MOST_QUANTITY = 1_000_000_000;

/** Refusals of a gateway before an order reaches the exchange; null when the order is fine. */
export function refuseTerms(
  instrument: SimInstrument,
  terms: OrderTerms,
  accountId: string,
  nowMs: number,
): Refusal | null {
  if (!instrument.tradable) return NO_SUCH_CONTRACT;
  if (terms.account !== '' && terms.account !== accountId) return invalid('Invalid account code');
  if (!takesOrderType(instrument, terms.orderType)) {
    return { code: 387, text: 'Unsupported order type for this exchange and security type.' };
  }
  return (
    refuseTimes(instrument, terms, nowMs) ??
    refuseQuantity(instrument, terms) ??
    orderTypeOf(terms.orderType).refuse(terms, instrument) ??
    refuseAttributes(instrument, terms)
  );
}

function refuseQuantity(instrument: SimInstrument, { quantity, minQuantity }: OrderTerms): Refusal | null {
  if (!Number.isFinite(quantity) || quantity < 0) return invalid('Order size must be above 0');
  if (quantity === 0) return { code: 434, text: 'The order size cannot be zero.' };
  if (quantity > MOST_QUANTITY) return invalid('Order size is too large');
  if (quantity < instrument.minSize) {
    const least = String(instrument.minSize);
    const text = `Order size ${String(quantity)} is smaller than the minimum required size of ${least}.`;
    return { code: 388, text };
  }
  if (!new Decimal(quantity).mod(instrument.sizeIncrement).isZero()) {
    return { code: 355, text: 'Order size does not conform to market rule.' };
  }
  if (minQuantity !== null && minQuantity > quantity) {
    return invalid('The minimum quantity must not be above the order size');
  }
  return null;
}

/** Attributes that a security's contract details have to list, by their names there. */
function refuseAttributes(instrument: SimInstrument, terms: OrderTerms): Refusal | null {
  const { displaySize, discretionaryAmount, allOrNone, hidden, ocaType, triggerMethod } = terms;
  const takes = (code: string): boolean => instrument.orderTypes.includes(code);
  if (hidden && !takes('HID')) {
    return { code: 152, text: 'The "hidden" order attribute may not be specified for this order.' };
  }
  if (displaySize !== null && discretionaryAmount > 0) {
    const text =
      'An order can be EITHER Iceberg or Discretionary. Please remove either the Discretionary amount or the ' +
      'Display size.';
    return { code: 157, text };
  }
  if (displaySize !== null && !takes('ICE')) return notTaken('Display size');
  if (discretionaryAmount !== 0 && !takes('DIS')) return notTaken('Discretionary amount');
  if (allOrNone && !takes('AON')) return notTaken('All or none');
  if (!(discretionaryAmount >= 0)) return invalid('The discretionary amount must not be below 0');
  if (!Number.isInteger(ocaType) || ocaType < 0 || ocaType > 3) return invalid('Invalid OCA type');
  if (!TRIGGER_METHODS.includes(triggerMethod)) return { code: 146, text: 'Invalid trigger method.' };
  return null;
}

function notTaken(attribute: string): Refusal {
  return invalid(`${attribute} is not supported for this combination of exchange and security type`);
}
