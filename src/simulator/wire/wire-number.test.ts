import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { javaDouble, plainNumber } from './wire-number';

describe('numbers on the wire', () => {
  it.each([
    [0, '0.0'],
    [1, '1.0'],
    [187.25, '187.25'],
    [0.0005, '5.0E-4'],
    [12_345_678, '1.2345678E7'],
    [-250, '-250.0'],
  ])('%d in the spelling of Java is %s', (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });

  it.each([
    [0.0001, '0.0001'],
    [0.1 + 0.2, '0.3'],
    [1e-7, '0.0000001'],
    [1020171.48, '1020171.48'],
    [-1, '-1'],
  ])('%d in short is %s', (value, text) => {
    expect(plainNumber(value)).toBe(text);
  });

  it('are read back as they were', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
        expect(Number(javaDouble(value))).toBe(value === 0 ? 0 : value);
        expect(Number(plainNumber(value))).toBeCloseTo(value, 9);
      }),
    );
  });
});
