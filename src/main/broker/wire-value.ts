import { decimalFromWire } from '../../shared/domain/decimal';
import type { DecimalText } from '../../shared/domain/decimal';
import { secTypes } from '../../shared/domain/instrument';
import type { SecType } from '../../shared/domain/instrument';
import type { Side } from '../../shared/domain/order';

/*
 * Readers for single values as the library hands them over. Its types promise more than the wire keeps: any field may
 * be undefined, NaN, or one of TWS's markers for "unset".
 */

/** Text of bounded length; anything else becomes empty. */
export function wireText(value: unknown, maxLength = 1_000): string {
  return typeof value === 'string' ? value.slice(0, maxLength) : '';
}

/** A number, or null when it is absent, not finite or "unset". */
export function wireNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e15 && value !== 2147483647
    ? value
    : null;
}

/** An exact decimal, or null when it is absent, not finite or "unset". */
export function wireDecimal(value: unknown): DecimalText | null {
  return typeof value === 'number' ? decimalFromWire(value) : null;
}

/** A quantity that must be there; `0` when it is not. */
export function wireQuantity(value: unknown): DecimalText {
  return wireDecimal(value) ?? zero;
}

/** A whole, positive number such as a permId, or null. */
export function wireId(value: unknown): number | null {
  const number = wireNumber(value);
  return number !== null && Number.isInteger(number) && number > 0 ? number : null;
}

/** A security type that the terminal knows, or null. */
export function wireSecType(value: unknown): SecType | null {
  return secTypes.find((secType) => secType === value) ?? null;
}

/** BUY and BOT buy; SELL, SLD and the two short spellings sell. */
export function wireSide(value: unknown): Side | null {
  switch (value) {
    case 'BUY':
    case 'BOT':
      return 'BUY';
    case 'SELL':
    case 'SLD':
    case 'SSHORT':
    case 'SLONG':
      return 'SELL';
    default:
      return null;
  }
}

function decimalConstant(value: number): DecimalText {
  const text = decimalFromWire(value);
  if (text === null) throw new RangeError(`not a decimal constant: ${value}`);
  return text;
}

export const zero = decimalConstant(0);
export const one = decimalConstant(1);
