import { type DecimalText, exact } from '../../../shared/domain/decimal';
import { formatSigned, MISSING } from '../../lib/format';

/** Digits after the point that a value needs, at least two: for prices whose instrument is not known. */
export function decimalsNeeded(value: DecimalText | null): number {
  return value === null ? 2 : Math.max(2, exact(value).decimalPlaces());
}

/**
 * What a right-aligned number lacks for its point to stand below those of its column: it is set behind the number,
 * invisibly, in the same digits.
 */
export function paddingOnDecimal(text: string, columnDecimals: number): string {
  if (text === MISSING || columnDecimals === 0) return '';
  const point = text.indexOf('.');
  if (point === -1) return `.${'0'.repeat(columnDecimals)}`;
  return '0'.repeat(Math.max(0, columnDecimals - (text.length - point - 1)));
}

/** Up, down or neither: the class of a profit or loss. */
export function toneOf(value: DecimalText | number | null): 'up' | 'down' | '' {
  if (value === null) return '';
  const amount = exact(value);
  return amount.isZero() ? '' : amount.greaterThan(0) ? 'up' : 'down';
}

/** A profit or loss with its sign. */
export function signedMoney(value: DecimalText | null): string {
  return formatSigned(value, 2);
}
