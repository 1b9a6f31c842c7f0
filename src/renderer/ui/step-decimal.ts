import { type DecimalText, decimalText, exact, parseDecimalInput } from '../../shared/domain/decimal';

/** What stepping a decimal field needs to know. */
export interface DecimalStep {
  /** The size of one step, greater than zero. */
  readonly step: DecimalText;
  readonly min?: DecimalText | undefined;
  readonly max?: DecimalText | undefined;
  /** Where stepping starts while the field is empty. */
  readonly startAt?: DecimalText | undefined;
}

/**
 * The text after `count` steps up (or, negative, down). A value between two steps goes to the next step first, so that
 * one press brings a wrong price onto the tick. Text that is no number is left as it is.
 */
export function stepDecimal(input: string, count: number, { step, min, max, startAt }: DecimalStep): string {
  const size = exact(step);
  if (count === 0 || !size.greaterThan(0)) return input;
  const empty = input.trim() === '';
  const current = empty ? (startAt ?? min ?? null) : parseDecimalInput(input);
  if (current === null) return input;
  const decimals = size.decimalPlaces();
  const steps = exact(current).dividedBy(size);
  // An empty field shows its starting value first: the trader sees where stepping begins.
  const moved = empty ? steps.round() : count > 0 ? steps.floor().plus(count) : steps.ceil().plus(count);
  let next = moved.times(size);
  if (min !== undefined && next.lessThan(exact(min))) next = exact(min);
  if (max !== undefined && next.greaterThan(exact(max))) next = exact(max);
  const text = decimalText(next);
  const has = exact(text).decimalPlaces();
  return has >= decimals ? text : exact(text).toFixed(decimals);
}
