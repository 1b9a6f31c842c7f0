import { Decimal } from 'decimal.js';
import { deliveredUnits } from '../account/expiry';
import { isOption } from '../options/is-option';
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
const NO_SUCH_DELTA: Refusal = { code: 10010, text: 'Invalid delta hedge order.' };
const NOT_AN_OPTION: Refusal = {
  code: 320,
  text: 'Error reading request:Invalid delta hedge order. The parent order has to be option order',
};

/**
 * TWS's refusal of an order that hedges its parent; null when it may. A delta hedge trades what the option of its
 * parent is on.
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
      if (!isOption(parent.instrument)) return NOT_AN_OPTION;
      if (parent.instrument.underConId !== instrument.conId) return NO_SUCH_DELTA;
      break;
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
 * The terms with the quantity that hedges the whole parent: its ratio for a pair, its ratio by value for a beta, the
 * parent's value for a currency, and as much as its option moves with its underlying, now, for a delta. Rounded to what
 * may be traded, at least the smallest size.
 *
 * @param priceOf the price of one unit of an instrument, at which it is reckoned.
 * @param deltaOf the delta of an option, -1 to 1.
 */
export function withHedgeQuantity(
  instrument: SimInstrument,
  terms: OrderTerms,
  parent: LiveOrder,
  priceOf: (instrument: SimInstrument) => Decimal,
  deltaOf: (option: SimInstrument) => number,
): OrderTerms {
  const { hedge } = terms;
  if (hedge === null) return terms;
  if (hedge.type === 'D') {
    const contracts = new Decimal(parent.terms.quantity).times(deliveredUnits(parent.instrument));
    return withWhole(instrument, terms, contracts.times(deltaOf(parent.instrument)).abs());
  }
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
  return withWhole(instrument, terms, exact);
}

/** The terms with the quantity next to an exact one that may be traded. */
function withWhole(instrument: SimInstrument, terms: OrderTerms, exact: Decimal): OrderTerms {
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
