import type { OrderTerms, Refusal, SimInstrument } from '../world';
import { refuseCashModify } from './cash-quantity';
import { isSameInstrument } from './combos/combo-order';
import type { LiveOrder } from './live-order';

/** The reason why a live order may not become what is asked for; null when it may. */
export function refuseModify(order: LiveOrder, instrument: SimInstrument, terms: OrderTerms): Refusal | null {
  const { terms: current } = order;
  if (order.status === 'PendingCancel') {
    return { code: 161, text: `Order is being cancelled. Order permId =${String(order.permId)}` };
  }
  const same =
    isSameInstrument(instrument, order.instrument) &&
    terms.side === current.side &&
    terms.account === current.account &&
    terms.parentOrderId === current.parentOrderId &&
    terms.ocaGroup === current.ocaGroup;
  if (!same) return { code: 105, text: 'Order being modified does not match original order.' };
  if (!isSameAlgo(terms, current)) {
    return { code: 440, text: 'Order modify failed. Algorithm cannot be modified.' };
  }
  const cash = refuseCashModify(current, terms);
  if (cash !== null) return cash;
  if (order.filled.greaterThanOrEqualTo(terms.quantity)) {
    const filled = order.filled.toString();
    return {
      code: 321,
      text: `Error validating request.-'bN' : cause - Order size must be above the filled size ${filled}`,
    };
  }
  return null;
}

function isSameAlgo(one: OrderTerms, other: OrderTerms): boolean {
  return JSON.stringify(one.algo) === JSON.stringify(other.algo);
}
