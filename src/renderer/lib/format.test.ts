import { Decimal } from 'decimal.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../testing/fake-market';
import {
  formatAge,
  formatCompact,
  formatDateTime,
  formatMoney,
  formatPercent,
  formatPrice,
  formatQuantity,
  formatSigned,
  formatTime,
  MISSING,
} from './format';

const decimals = fc.integer({ min: 0, max: 8 });
const price = fc.double({ min: -1e12, max: 1e12, noNaN: true });
const decimalTexts = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }), fc.integer({ min: 0, max: 9_999_999 }))
  .map(([whole, fraction]) => decimal(`${whole}.${String(fraction).padStart(7, '0')}`));

/** What a formatted number says, read back. */
function readBack(text: string): Decimal {
  return new Decimal(text.replaceAll(',', '').replace('−', '-').replace('+', ''));
}

describe('a price', () => {
  it.each([
    [187.2, 2, '187.20'],
    [1187.2, 2, '1,187.20'],
    [1234567.891, 2, '1,234,567.89'],
    [-0.001, 2, '0.00'],
    [-12.5, 2, '−12.50'],
    [1.08435, 5, '1.08435'],
    [5000, 0, '5,000'],
  ])('%d with %d decimals is %s', (value, digits, text) => {
    expect(formatPrice(value, digits)).toBe(text);
  });

  it.each([null, Number.NaN, Number.POSITIVE_INFINITY])('that is %s is missing', (value) => {
    expect(formatPrice(value, 2)).toBe(MISSING);
  });

  it('says the number that it was given, to its decimals', () => {
    fc.assert(
      fc.property(price, decimals, (value, digits) => {
        const half = new Decimal(10).pow(-digits).dividedBy(2);
        // Half a unit of the last place, and what a double of this size cannot hold.
        const error = readBack(formatPrice(value, digits)).minus(value).abs();
        expect(error.lessThanOrEqualTo(half.plus(Math.abs(value) * 1e-15))).toBe(true);
      }),
    );
  });

  it('keeps every digit of a decimal text', () => {
    fc.assert(
      fc.property(decimalTexts, (text) => {
        expect(readBack(formatPrice(text, 7)).equals(new Decimal(text))).toBe(true);
      }),
    );
  });

  it('always has its decimals, groups of three and at most one sign', () => {
    fc.assert(
      fc.property(price, fc.integer({ min: 1, max: 8 }), (value, digits) => {
        expect(formatPrice(value, digits)).toMatch(new RegExp(`^−?\\d{1,3}(,\\d{3})*\\.\\d{${digits}}$`));
      }),
    );
  });
});

describe('a change', () => {
  it('always shows its sign, and zero has none', () => {
    expect(formatSigned(1.2, 2)).toBe('+1.20');
    expect(formatSigned(-1.2, 2)).toBe('−1.20');
    expect(formatSigned(0, 2)).toBe('0.00');
    expect(formatSigned(-0.004, 2)).toBe('0.00');
    expect(formatSigned(0.004, 2)).toBe('0.00');
    expect(formatSigned(decimal('1204.1'), 2)).toBe('+1,204.10');
    expect(formatSigned(null, 2)).toBe(MISSING);
  });

  it('in per cent carries the unit, and missing does not', () => {
    expect(formatPercent(0.4213)).toBe('+0.42%');
    expect(formatPercent(null)).toBe(MISSING);
  });

  it('up and down of the same size have the same length', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e9, noNaN: true }), (value) => {
        expect(formatSigned(-value, 2)).toHaveLength(formatSigned(value, 2).length);
      }),
    );
  });
});

describe('a quantity', () => {
  it.each([
    ['100', '100'],
    ['1000.50', '1,000.5'],
    ['0.25', '0.25'],
    ['-20', '−20'],
  ])('%s is %s', (value, text) => {
    expect(formatQuantity(decimal(value))).toBe(text);
  });

  it('that is not known is missing', () => {
    expect(formatQuantity(null)).toBe(MISSING);
    expect(formatQuantity(Number.NaN)).toBe(MISSING);
  });
});

describe('money', () => {
  it('is grouped with two decimals', () => {
    expect(formatMoney(decimal('1020171.48'))).toBe('1,020,171.48');
    expect(formatMoney(decimal('4069407'), 0)).toBe('4,069,407');
    expect(formatMoney(null)).toBe(MISSING);
  });
});

describe('a large count', () => {
  it.each([
    [0, '0'],
    [9_999, '9,999'],
    [12_345, '12.3K'],
    [999_499, '999K'],
    [999_500, '1.00M'],
    [28_012_345, '28.0M'],
    [4_000_000_000, '4.00B'],
  ])('%d is %s', (value, text) => {
    expect(formatCompact(value)).toBe(text);
  });

  it('never takes more than six characters below a trillion', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_000_000_000 }), (value) => {
        expect(formatCompact(value).length).toBeLessThanOrEqual(6);
      }),
    );
  });

  it('that IB marks as absent is missing', () => {
    expect(formatCompact(-1)).toBe(MISSING);
    expect(formatCompact(null)).toBe(MISSING);
  });
});

describe('a time', () => {
  const winter = Date.UTC(2026, 0, 15, 15, 31, 7);
  const summer = Date.UTC(2026, 6, 15, 15, 31, 7);

  it('is that of the place, with its daylight saving', () => {
    expect(formatTime(winter, 'America/New_York')).toBe('10:31:07');
    expect(formatTime(summer, 'America/New_York')).toBe('11:31:07');
    expect(formatDateTime(winter, 'US/Eastern')).toBe('2026-01-15 10:31:07');
  });

  it('has midnight as 00', () => {
    expect(formatTime(Date.UTC(2026, 0, 15), 'UTC')).toBe('00:00:00');
  });

  it('in a zone that the platform does not know is UTC and says so', () => {
    expect(formatTime(winter, 'EST (Eastern Standard Time)')).toBe('15:31:07 UTC');
  });

  it.each([null, Number.NaN, 1e300])('%s is missing', (ms) => {
    expect(formatTime(ms, 'UTC')).toBe(MISSING);
  });
});

describe('an age', () => {
  it.each([
    [-5_000, 'now'],
    [1_999, 'now'],
    [12_400, '12 s'],
    [185_000, '3 min'],
    [7_300_000, '2 h'],
  ])('of %d ms is %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });
});
