import { Decimal } from 'decimal.js';
import type { OrderTerms, Refusal, SimInstrument } from '../world';
import type { LiveOrder } from './live-order';

/** Recorded refusals of a real gateway; it computes the size of a hedge itself. */
const SIZE_NOT_ALLOWED: Refusal = {
  code: 10032,
  text: 'Specifying size for hedge order is not allowed, send zero.',
};
const NO_SUCH_PAIR: Refusal = {
  code: 10063,
  text:
    'Invalid FX hedge order. Hedging contract can only be a currency pair where one of the currencies is the same ' +
    'as in parent order.',
};
const NOT_AN_OPTION: Refusal = {
  code: 320,
  text: 'Error reading request:Invalid delta hedge order. The parent order has to be option order',
};

/**
 * TWS's refusal of an order that hedges its parent; null when it may. Beta, pair and currency hedges are worked.
 * A delta hedge would need the delta of the parent's option at every moment and is refused.
 */
export function refuseHedge(
  instrument: SimInstrument,
  { hedge, quantity }: OrderTerms,
  parent: LiveOrder | undefined,
): Refusal | null {
  if (hedge === null) return null;
  if (parent === undefined) return { code: 10006, text: 'Missing parent order.' };
  switch (hedge.type) {
    case 'D':
      return parent.instrument.secType === 'OPT'
        ? { code: 10010, text: 'Invalid delta hedge order.' }
        : NOT_AN_OPTION;
    case 'B':
      if (ratioOf(hedge.param) === null) return { code: 10008, text: 'Invalid beta value.' };
      break;
    case 'P':
      if (ratioOf(hedge.param) === null) return { code: 10009, text: 'Invalid hedge ratio.' };
      break;
    case 'F': {
      const { currency } = parent.instrument;
      const sharesCurrency = instrument.symbol === currency || instrument.currency === currency;
      if (instrument.secType !== 'CASH' || !sharesCurrency) return NO_SUCH_PAIR;
      break;
    }
    default:
      return { code: 10007, text: 'Invalid hedge type.' };
  }
  return quantity === 0 ? null : SIZE_NOT_ALLOWED;
}

/**
 * The terms with the quantity that hedges the whole parent: its ratio for a pair, its ratio by value for a beta, and
 * the parent's value for a currency. Rounded to what may be traded, at least the smallest size.
 *
 * @param priceOf the price of one unit of an instrument, at which it is reckoned.
 */
export function withHedgeQuantity(
  instrument: SimInstrument,
  terms: OrderTerms,
  parent: LiveOrder,
  priceOf: (instrument: SimInstrument) => Decimal,
): OrderTerms {
  const { hedge } = terms;
  if (hedge === null) return terms;
  const own = priceOf(instrument);
  const parentPrice = new Decimal(parent.terms.limitPrice ?? priceOf(parent.instrument));
  const value = parentPrice.times(parent.terms.quantity).times(parent.instrument.multiplier || 1);
  const ratio = ratioOf(hedge.param) ?? new Decimal(1);
  const exact = own.isZero()
    ? new Decimal(0)
    : hedge.type === 'P'
      ? ratio.times(parent.terms.quantity)
      : hedge.type === 'B'
        ? ratio
            .times(value)
            .div(own)
            .div(instrument.multiplier || 1)
        : instrument.symbol === parent.instrument.currency
          ? value
          : value.div(own);
  const step = instrument.sizeIncrement;
  const quantity = Decimal.max(instrument.minSize, exact.div(step).round().times(step));
  return { ...terms, quantity: quantity.toNumber() };
}

/** How much of a hedge may trade: as much of it as has filled of its parent. */
export function hedgedBy(order: LiveOrder, parent: LiveOrder): Decimal {
  const step = order.instrument.sizeIncrement;
  const share = parent.filled.div(parent.terms.quantity);
  return share.times(order.terms.quantity).div(step).floor().times(step).minus(order.filled);
}

function ratioOf(text: string): Decimal | null {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) && value > 0 ? new Decimal(value) : null;
}
