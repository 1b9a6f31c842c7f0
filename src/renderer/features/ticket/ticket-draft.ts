import {
  type DecimalText,
  decimalFromWire,
  decimalsOf,
  exact,
  parseDecimalInput,
  roundToStep,
} from '../../../shared/domain/decimal';
import type { Instrument } from '../../../shared/domain/instrument';
import type { OrderDraft, OrderPricing, OrderType, Side, Tif } from '../../../shared/domain/order';
import {
  type DraftField,
  priceErrors,
  quantityErrors,
  validateDraft,
} from '../../../shared/domain/order-validation';

/** What stands in the ticket; numbers as they were typed. */
export interface TicketValues {
  readonly side: Side;
  readonly quantity: string;
  readonly orderType: OrderType;
  readonly limitPrice: string;
  readonly stopPrice: string;
  readonly tif: Tif;
  readonly outsideRth: boolean;
  readonly takeProfitOn: boolean;
  readonly takeProfit: string;
  readonly stopLossOn: boolean;
  readonly stopLoss: string;
}

/** One sentence for each field that is wrong. */
export type FieldErrors = Partial<Readonly<Record<DraftField, string>>>;

/** The order that the values make, or what is wrong with them. */
export interface DraftReading {
  readonly draft: OrderDraft | null;
  readonly errors: FieldErrors;
}

/** The prices that an order type asks for. */
export function pricesAsked(orderType: OrderType): { readonly limit: boolean; readonly stop: boolean } {
  return {
    limit: orderType === 'LMT' || orderType === 'STP LMT',
    stop: orderType === 'STP' || orderType === 'STP LMT',
  };
}

/** What a fresh ticket holds: a round lot of a stock, the smallest quantity of anything else, no price. */
export function initialValues(instrument: Instrument | null): TicketValues {
  return {
    side: 'BUY',
    quantity: instrument === null ? '' : defaultQuantity(instrument),
    orderType: 'LMT',
    limitPrice: '',
    stopPrice: '',
    tif: 'DAY',
    outsideRth: false,
    takeProfitOn: false,
    takeProfit: '',
    stopLossOn: false,
    stopLoss: '',
  };
}

function defaultQuantity({ secType, minSize, sizeIncrement }: Instrument): string {
  if (secType === 'STK' && exact(minSize).lessThanOrEqualTo(100)) return '100';
  const smallest = exact(minSize).greaterThan(exact(sizeIncrement)) ? minSize : sizeIncrement;
  return exact(smallest).greaterThan(0) ? smallest : '1';
}

/** Reads the values as an order of the instrument. Pure. */
export function readDraft(values: TicketValues, instrument: Instrument): DraftReading {
  const errors: { -readonly [Field in keyof FieldErrors]: string } = {};
  const read = (field: DraftField, input: string, missing: string): DecimalText | null => {
    if (input.trim() === '') {
      errors[field] = missing;
      return null;
    }
    const value = parseDecimalInput(input);
    if (value === null) errors[field] = 'This is not a number.';
    return value;
  };
  const asked = pricesAsked(values.orderType);
  const quantity = read('quantity', values.quantity, 'Enter a quantity.');
  const limitPrice = asked.limit ? read('limitPrice', values.limitPrice, 'Enter a limit price.') : null;
  const stopPrice = asked.stop ? read('stopPrice', values.stopPrice, 'Enter a stop price.') : null;
  const takeProfit = values.takeProfitOn
    ? read('takeProfit', values.takeProfit, 'Enter the price of the take profit.')
    : null;
  const stopLoss = values.stopLossOn
    ? read('stopLoss', values.stopLoss, 'Enter the price of the stop loss.')
    : null;

  const pricing = pricingOf(values.orderType, limitPrice, stopPrice);
  if (quantity !== null && pricing !== null && Object.keys(errors).length === 0) {
    const draft: OrderDraft = {
      conId: instrument.conId,
      side: values.side,
      quantity,
      pricing,
      tif: values.tif,
      outsideRth: values.outsideRth,
      bracket: takeProfit === null && stopLoss === null ? null : { takeProfit, stopLoss },
    };
    for (const { field, text } of validateDraft(draft, instrument)) errors[field] ??= text;
    return { draft: Object.keys(errors).length === 0 ? draft : null, errors };
  }

  // The rest can already be checked field by field, so that a wrong price is told before the quantity is typed.
  if (quantity !== null)
    for (const { field, text } of quantityErrors(quantity, instrument)) errors[field] ??= text;
  const prices = { limitPrice, stopPrice, takeProfit, stopLoss };
  for (const field of ['limitPrice', 'stopPrice', 'takeProfit', 'stopLoss'] as const) {
    const price = prices[field];
    if (price === null) continue;
    for (const { text } of priceErrors(field, price, instrument)) errors[field] ??= text;
  }
  return { draft: null, errors };
}

function pricingOf(
  orderType: OrderType,
  limitPrice: DecimalText | null,
  stopPrice: DecimalText | null,
): OrderPricing | null {
  switch (orderType) {
    case 'MKT':
      return { orderType };
    case 'LMT':
      return limitPrice === null ? null : { orderType, limitPrice };
    case 'STP':
      return stopPrice === null ? null : { orderType, stopPrice };
    case 'STP LMT':
      return limitPrice === null || stopPrice === null ? null : { orderType, stopPrice, limitPrice };
  }
}

/** A price of the market as the ticket writes it: on the tick, with the instrument's decimals. Null when unknown. */
export function ticketPrice(price: number | null, instrument: Instrument): DecimalText | null {
  const exactPrice = decimalFromWire(price);
  if (exactPrice === null) return null;
  return parseDecimalInput(padded(roundToStep(exactPrice, instrument.minTick), instrument));
}

/** A price as text with the instrument's decimals. */
export function padded(price: DecimalText, instrument: Instrument): string {
  const decimals = decimalsOf(instrument.minTick);
  const value = exact(price);
  return value.decimalPlaces() > decimals ? value.toFixed() : value.toFixed(decimals);
}
