import { type DecimalText, exact, parseDecimalInput } from '../../../shared/domain/decimal';
import type { Instrument } from '../../../shared/domain/instrument';
import type { Order } from '../../../shared/domain/order';
import { padded } from '../ticket/ticket-draft';
import { priceErrors, quantityErrors } from '../../../shared/domain/order-validation';

/** What stands in the editor, as it was typed. */
export interface ModificationValues {
  readonly quantity: string;
  readonly limitPrice: string;
  readonly stopPrice: string;
}

export type ModificationField = keyof ModificationValues;

/** The values that differ from the order's. */
export interface Modification {
  readonly quantity?: DecimalText;
  readonly limitPrice?: DecimalText;
  readonly stopPrice?: DecimalText;
}

/** What the editor asks main to do, or why it cannot. */
export interface ModificationReading {
  /** Null while something is wrong or nothing differs. */
  readonly modification: Modification | null;
  readonly errors: Partial<Readonly<Record<ModificationField, string>>>;
}

/** The fields that this order has. */
export function fieldsOf(order: Order): readonly ModificationField[] {
  return [
    'quantity',
    ...(order.limitPrice === null ? [] : (['limitPrice'] as const)),
    ...(order.stopPrice === null ? [] : (['stopPrice'] as const)),
  ];
}

/** The order as it stands, its prices with the instrument's decimals. */
export function valuesOf(order: Order, instrument: Instrument | null): ModificationValues {
  const write = (price: DecimalText | null) =>
    price === null ? '' : instrument === null ? price : padded(price, instrument);
  return {
    quantity: order.quantity,
    limitPrice: write(order.limitPrice),
    stopPrice: write(order.stopPrice),
  };
}

/** Reads the editor. Pure; without the instrument its steps cannot be checked here and main checks them. */
export function readModification(
  order: Order,
  values: ModificationValues,
  instrument: Instrument | null,
): ModificationReading {
  const errors: { -readonly [Field in ModificationField]?: string } = {};
  const changed: { -readonly [Field in ModificationField]?: DecimalText } = {};
  for (const field of fieldsOf(order)) {
    const value = parseDecimalInput(values[field]);
    if (value === null) {
      errors[field] = values[field].trim() === '' ? 'Enter a number.' : 'This is not a number.';
      continue;
    }
    const before = order[field];
    if (before !== null && exact(before).equals(exact(value))) continue;
    const error =
      field === 'quantity' ? quantityError(order, value, instrument) : priceError(field, value, instrument);
    if (error === null) changed[field] = value;
    else errors[field] = error;
  }
  const valid = Object.keys(errors).length === 0 && Object.keys(changed).length > 0;
  return { modification: valid ? changed : null, errors };
}

function quantityError(order: Order, quantity: DecimalText, instrument: Instrument | null): string | null {
  if (!exact(quantity).greaterThan(0)) return 'The quantity must be greater than zero.';
  if (!exact(quantity).greaterThan(exact(order.filled)))
    return `${order.filled} are filled already: the quantity must be greater, or cancel the rest.`;
  return instrument === null ? null : (quantityErrors(quantity, instrument)[0]?.text ?? null);
}

function priceError(
  field: 'limitPrice' | 'stopPrice',
  price: DecimalText,
  instrument: Instrument | null,
): string | null {
  return instrument === null ? null : (priceErrors(field, price, instrument)[0]?.text ?? null);
}
