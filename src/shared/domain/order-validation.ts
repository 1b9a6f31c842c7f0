import { type DecimalText, exact, isMultipleOf } from './decimal';
import type { Instrument } from './instrument';
import type { OrderDraft, OrderPricing, OrderType } from './order';

/** A field of the ticket. */
export type DraftField =
  | 'conId'
  | 'quantity'
  | 'limitPrice'
  | 'stopPrice'
  | 'orderType'
  | 'tif'
  | 'takeProfit'
  | 'stopLoss';

/** What is wrong with one field, as a sentence that is shown beside it. */
export interface FieldError {
  readonly field: DraftField;
  readonly text: string;
}

/** How contractDetails spells our order types. */
const listedName: Readonly<Record<OrderType, string>> = {
  MKT: 'MKT',
  LMT: 'LMT',
  STP: 'STP',
  'STP LMT': 'STPLMT',
};

/**
 * Checks a draft against the rules of its instrument: sizes, price steps, order types, and the sense of a bracket.
 * An empty list means that the instrument allows it. Pure; used in the ticket and again in main.
 */
export function validateDraft(draft: OrderDraft, instrument: Instrument): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!instrument.tradable) {
    errors.push({
      field: 'conId',
      text: `${instrument.symbol} is an index: it has quotes but cannot be traded.`,
    });
  }
  errors.push(...quantityErrors(draft.quantity, instrument));
  if (
    instrument.orderTypes.length > 0 &&
    !instrument.orderTypes.includes(listedName[draft.pricing.orderType])
  ) {
    errors.push({
      field: 'orderType',
      text: `${instrument.symbol} does not take ${draft.pricing.orderType} orders.`,
    });
  }
  const { limitPrice, stopPrice } = pricesOf(draft.pricing);
  if (limitPrice !== null) errors.push(...priceErrors('limitPrice', limitPrice, instrument));
  if (stopPrice !== null) errors.push(...priceErrors('stopPrice', stopPrice, instrument));
  if (draft.bracket !== null) errors.push(...bracketErrors(draft, instrument));
  return errors;
}

/** Limit and stop price of a pricing; null where the type has none. */
export function pricesOf(pricing: OrderPricing): {
  readonly limitPrice: DecimalText | null;
  readonly stopPrice: DecimalText | null;
} {
  switch (pricing.orderType) {
    case 'MKT':
      return { limitPrice: null, stopPrice: null };
    case 'LMT':
      return { limitPrice: pricing.limitPrice, stopPrice: null };
    case 'STP':
      return { limitPrice: null, stopPrice: pricing.stopPrice };
    case 'STP LMT':
      return { limitPrice: pricing.limitPrice, stopPrice: pricing.stopPrice };
  }
}

/** What is wrong with a quantity. */
export function quantityErrors(quantity: DecimalText, instrument: Instrument): readonly FieldError[] {
  if (!exact(quantity).greaterThan(0))
    return [{ field: 'quantity', text: 'The quantity must be greater than zero.' }];
  if (exact(quantity).lessThan(exact(instrument.minSize))) {
    return [{ field: 'quantity', text: `The smallest quantity is ${instrument.minSize}.` }];
  }
  if (!isMultipleOf(quantity, instrument.sizeIncrement)) {
    return [{ field: 'quantity', text: `The quantity must be a multiple of ${instrument.sizeIncrement}.` }];
  }
  return [];
}

/** Futures and their options, and currency crosses, may trade at zero or below; nothing else does. */
function mayBeNegative(instrument: Instrument): boolean {
  return instrument.secType === 'FUT' || instrument.secType === 'FOP';
}

/** What is wrong with a price. */
export function priceErrors(
  field: DraftField,
  price: DecimalText,
  instrument: Instrument,
): readonly FieldError[] {
  if (!exact(price).greaterThan(0) && !mayBeNegative(instrument))
    return [{ field, text: 'The price must be greater than zero.' }];
  if (!isMultipleOf(price, instrument.minTick))
    return [{ field, text: `The price must be a multiple of ${instrument.minTick}.` }];
  return [];
}

function bracketErrors(draft: OrderDraft, instrument: Instrument): readonly FieldError[] {
  const errors: FieldError[] = [];
  const bracket = draft.bracket;
  if (bracket === null) return errors;
  const { takeProfit, stopLoss } = bracket;
  if (takeProfit === null && stopLoss === null) {
    errors.push({ field: 'takeProfit', text: 'A bracket needs a take profit, a stop loss, or both.' });
  }
  if (takeProfit !== null) errors.push(...priceErrors('takeProfit', takeProfit, instrument));
  if (stopLoss !== null) errors.push(...priceErrors('stopLoss', stopLoss, instrument));
  if (draft.tif === 'IOC')
    errors.push({
      field: 'tif',
      text: 'A bracket needs DAY or GTC: an IOC entry may end before its exits start.',
    });
  const { limitPrice, stopPrice } = pricesOf(draft.pricing);
  const entry = limitPrice ?? stopPrice;
  const direction = draft.side === 'BUY' ? 1 : -1;
  const beyond = (price: DecimalText, reference: DecimalText) =>
    exact(price).minus(exact(reference)).times(direction).greaterThan(0);
  if (entry !== null && takeProfit !== null && !beyond(takeProfit, entry)) {
    errors.push({
      field: 'takeProfit',
      text: `The take profit must be ${direction > 0 ? 'above' : 'below'} the entry at ${entry}.`,
    });
  }
  if (entry !== null && stopLoss !== null && !beyond(entry, stopLoss)) {
    errors.push({
      field: 'stopLoss',
      text: `The stop loss must be ${direction > 0 ? 'below' : 'above'} the entry at ${entry}.`,
    });
  }
  if (entry === null && takeProfit !== null && stopLoss !== null && !beyond(takeProfit, stopLoss)) {
    errors.push({
      field: 'stopLoss',
      text: `The stop loss must be ${direction > 0 ? 'below' : 'above'} the take profit.`,
    });
  }
  return errors;
}
