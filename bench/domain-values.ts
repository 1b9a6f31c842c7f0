import { type DecimalText, isDecimalText } from '../src/shared/domain/decimal';
import { type ConId, isConId } from '../src/shared/domain/instrument';

/** A conId out of a number that is one. */
export function conIdOf(value: number): ConId {
  if (!isConId(value)) throw new RangeError(`not a conId: ${value}`);
  return value;
}

/** A decimal out of a text that is one. */
export function decimalText(text: string): DecimalText {
  if (!isDecimalText(text)) throw new RangeError(`not a decimal: ${text}`);
  return text;
}
