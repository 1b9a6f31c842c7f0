import { type DecimalText, exact } from '../../../shared/domain/decimal';

/** What a column sorts by; null is unknown. */
export type SortValue = string | number | null;

/** Ascending order of two values of a column: numbers by size, words by the alphabet, unknown ones last. */
export function compareValues(a: SortValue | undefined, b: SortValue | undefined): number {
  const left = a ?? null;
  const right = b ?? null;
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left).localeCompare(String(right), 'en', { numeric: true });
}

/** A decimal as a number to sort by: exact enough to order what is shown. */
export function sortNumber(value: DecimalText | null): number | null {
  return value === null ? null : exact(value).toNumber();
}
