import { Decimal } from 'decimal.js';
import type { Brand } from './brand';

/** 34 significant digits: more than any price times any quantity needs. */
const Exact = Decimal.clone({ precision: 34, toExpNeg: -30, toExpPos: 30 });

/**
 * A decimal number as text, such as `187.20` or `-3`: how money, prices and quantities of orders travel and are
 * stored. Plain notation, no exponent, at most 15 digits before and 10 after the point.
 */
export type DecimalText = Brand<string, 'DecimalText'>;

const decimalPattern = /^-?\d{1,15}(?:\.\d{1,10})?$/;

/** Tells whether `text` is a plain decimal number within the accepted range. */
export function isDecimalText(text: string): text is DecimalText {
  return decimalPattern.test(text);
}

/**
 * Reads a number that a person typed: surrounding blanks, a leading `.`, a trailing `.`, a real minus and grouping
 * commas (in groups of three) are accepted. Returns null for anything else.
 */
export function parseDecimalInput(input: string): DecimalText | null {
  let text = input.trim().replace('−', '-');
  if (text.includes(',')) {
    if (!/^-?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(text)) return null;
    text = text.replaceAll(',', '');
  }
  text = text.replace(/^(-?)\./, '$10.').replace(/\.$/, '');
  if (!isDecimalText(text)) return null;
  return decimalText(exact(text));
}

/** The text itself when it is a plain decimal number, null otherwise. */
export function decimalOrNull(text: string | null): DecimalText | null {
  return text !== null && isDecimalText(text) ? text : null;
}

/** Reads a decimal text for exact arithmetic. */
export function exact(text: DecimalText | number): Decimal {
  return new Exact(text);
}

/**
 * Writes an exact number as text without trailing zeros and without an exponent.
 * @throws RangeError when it is not finite or too large for a DecimalText.
 */
export function decimalText(value: Decimal): DecimalText {
  const text = value.toDecimalPlaces(10).toFixed();
  if (!isDecimalText(text)) throw new RangeError(`not a decimal number in range: ${text}`);
  return text;
}

/**
 * The text of a number that came over the wire as a double, or null when it is not finite, is one of the "unset"
 * markers of TWS (1.7976931348623157E308, 2147483647, 9223372036854775807), or is out of range.
 */
export function decimalFromWire(value: number | undefined | null): DecimalText | null {
  if (value === undefined || value === null || !Number.isFinite(value) || isUnset(value)) return null;
  if (Math.abs(value) >= 1e15) return null;
  return decimalText(exact(value));
}

/** Tells whether a number is one of TWS's markers for "no value". Source: recorded frames. */
export function isUnset(value: number): boolean {
  return value === Number.MAX_VALUE || value === 2147483647 || value >= 9.2233720368547e18;
}

/** Tells whether `value` is a whole multiple of `step`; a step of zero allows anything. */
export function isMultipleOf(value: DecimalText, step: DecimalText): boolean {
  const size = exact(step);
  return size.isZero() || exact(value).modulo(size).isZero();
}

/** The multiple of `step` nearest to `value`. */
export function roundToStep(value: DecimalText, step: DecimalText): DecimalText {
  const size = exact(step);
  if (size.isZero()) return value;
  return decimalText(exact(value).dividedBy(size).round().times(size));
}

/** How many digits after the point a step needs, for example 2 for `0.01` and 5 for `0.00005`. */
export function decimalsOf(step: DecimalText): number {
  return exact(step).decimalPlaces();
}

/**
 * The difference of two observed prices without float noise: both are scaled to whole units of `10^-decimals`.
 * Null when either is unknown.
 */
export function priceDifference(a: number | null, b: number | null, decimals: number): number | null {
  if (a === null || b === null) return null;
  const scale = 10 ** decimals;
  return (Math.round(a * scale) - Math.round(b * scale)) / scale;
}
