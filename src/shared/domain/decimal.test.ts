import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decimalFromWire,
  decimalOrNull,
  decimalsOf,
  decimalText,
  exact,
  isDecimalText,
  isMultipleOf,
  parseDecimalInput,
  priceDifference,
  roundToStep,
  type DecimalText,
} from './decimal';

function decimal(text: string): DecimalText {
  if (!isDecimalText(text)) throw new RangeError(text);
  return text;
}
const cents = fc
  .integer({ min: -10_000_000, max: 10_000_000 })
  .map((value) => decimalText(exact(value).dividedBy(100)));

describe('decimal numbers', () => {
  it.each([
    ['187.20', '187.2'],
    [' 1,234,567.5 ', '1234567.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['−3', '-3'],
    ['-0.10', '-0.1'],
    ['007', '7'],
  ])('reads %j as %s', (typed, read) => {
    expect(parseDecimalInput(typed)).toBe(read);
  });

  it.each([
    '',
    ' ',
    'abc',
    '1e5',
    '1,23',
    '12,34,567',
    '1.2.3',
    'NaN',
    'Infinity',
    '1 000',
    '--1',
    '1234567890123456',
    '0x10',
    '٣',
  ])('does not read %j', (typed) => {
    expect(parseDecimalInput(typed)).toBeNull();
  });

  it('writes what it reads, for every amount in cents', () => {
    fc.assert(fc.property(cents, (amount) => parseDecimalInput(amount) === amount));
  });

  it('adds without the noise of floats', () => {
    expect(decimalText(exact(decimal('0.1')).plus(exact(decimal('0.2'))))).toBe('0.3');
  });

  it('takes the markers of TWS and what is not finite for nothing', () => {
    for (const marker of [
      Number.MAX_VALUE,
      2147483647,
      2 ** 63,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      undefined,
      null,
      1e15,
    ]) {
      expect(decimalFromWire(marker)).toBeNull();
    }
    expect(decimalFromWire(0)).toBe('0');
    expect(decimalFromWire(-12.5)).toBe('-12.5');
  });

  it('refuses to write what is out of range', () => {
    expect(() => decimalText(exact(decimal('999999999999999')).times(10))).toThrow(RangeError);
  });

  it('knows multiples of a step and rounds to them', () => {
    expect(isMultipleOf(decimal('187.2'), decimal('0.01'))).toBe(true);
    expect(isMultipleOf(decimal('187.205'), decimal('0.01'))).toBe(false);
    expect(isMultipleOf(decimal('5012.25'), decimal('0.25'))).toBe(true);
    expect(isMultipleOf(decimal('1.5'), decimal('0'))).toBe(true);
    fc.assert(
      fc.property(cents, (price) => isMultipleOf(roundToStep(price, decimal('0.05')), decimal('0.05'))),
    );
  });

  it('counts the decimals of a step', () => {
    expect([decimal('1'), decimal('0.01'), decimal('0.00005'), decimal('0.25')].map(decimalsOf)).toEqual([
      0, 2, 5, 2,
    ]);
  });

  it('subtracts observed prices in whole units', () => {
    expect(priceDifference(187.23, 186.03, 2)).toBe(1.2);
    expect(priceDifference(1.08505, 1.085, 5)).toBe(0.00005);
    expect(priceDifference(null, 186, 2)).toBeNull();
  });

  it('keeps a text that is a number and nothing else', () => {
    expect(decimalOrNull('1.5')).toBe('1.5');
    expect(decimalOrNull('1e5')).toBeNull();
    expect(decimalOrNull(null)).toBeNull();
  });
});
