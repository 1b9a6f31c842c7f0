import { Decimal } from 'decimal.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../testing/fake-market';
import { stepDecimal } from './step-decimal';

const cent = { step: decimal('0.01') };

describe('stepping a decimal field', () => {
  it.each([
    ['187.20', 1, '187.21'],
    ['187.20', -1, '187.19'],
    ['187.2', 10, '187.30'],
    ['1,187.20', 1, '1187.21'],
  ])('%s by %d steps of a cent is %s', (input, count, next) => {
    expect(stepDecimal(input, count, cent)).toBe(next);
  });

  it('brings a price between two ticks onto the tick with one press', () => {
    const quarter = { step: decimal('0.25') };
    expect(stepDecimal('5148.30', 1, quarter)).toBe('5148.50');
    expect(stepDecimal('5148.30', -1, quarter)).toBe('5148.25');
  });

  it('starts an empty field where it is told, on the tick', () => {
    expect(stepDecimal('', 1, { ...cent, startAt: decimal('187.234') })).toBe('187.23');
    expect(stepDecimal('', 1, { step: decimal('1'), min: decimal('1') })).toBe('1');
    expect(stepDecimal('', 1, cent)).toBe('');
  });

  it('leaves alone what is no number', () => {
    expect(stepDecimal('abc', 1, cent)).toBe('abc');
  });

  it('stays within its bounds', () => {
    const bounded = { step: decimal('1'), min: decimal('1'), max: decimal('5') };
    expect(stepDecimal('1', -3, bounded)).toBe('1');
    expect(stepDecimal('5', 1, bounded)).toBe('5');
  });

  it('lands on a multiple of the step in the direction of the press', () => {
    const step = fc.constantFrom('0.01', '0.25', '0.00005', '5', '1').map(decimal);
    fc.assert(
      fc.property(
        step,
        fc.integer({ min: -10_000_000, max: 10_000_000 }),
        fc.integer({ min: -10, max: 10 }).filter((count) => count !== 0),
        (size, thousandths, count) => {
          const input = new Decimal(thousandths).dividedBy(1_000);
          const next = new Decimal(stepDecimal(input.toFixed(), count, { step: size }));
          expect(next.modulo(size).isZero()).toBe(true);
          expect(next.minus(input).times(count).greaterThan(0)).toBe(true);
        },
      ),
    );
  });
});
