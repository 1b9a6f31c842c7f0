import { describe, expect, it } from 'vitest';
import { formatPrice } from '../../lib/format';
import { dec } from '../ticket/instrument.fixture';
import { decimalsNeeded, paddingOnDecimal, signedMoney, toneOf } from './decimal-alignment';

describe('numbers of a column', () => {
  it('have their points below each other', () => {
    const texts = [formatPrice(187.2, 2), formatPrice(1.08455, 5), formatPrice(4500, 0)];
    const padded = texts.map((text) => text + paddingOnDecimal(text, 5));
    expect(padded).toEqual(['187.20000', '1.08455', '4,500.00000']);
  });

  it('show what is missing at the right edge', () => {
    expect(paddingOnDecimal('—', 5)).toBe('');
  });

  it('take as many decimals as a value has when the instrument is not known', () => {
    expect(decimalsNeeded(dec('184.9'))).toBe(2);
    expect(decimalsNeeded(dec('1.08455'))).toBe(5);
  });

  it('always carry the sign of a profit or loss', () => {
    expect(signedMoney(dec('223'))).toBe('+223.00');
    expect(signedMoney(dec('-1204.1'))).toBe('−1,204.10');
    expect(signedMoney(dec('0'))).toBe('0.00');
    expect([toneOf(dec('1')), toneOf(dec('-1')), toneOf(dec('0')), toneOf(null)]).toEqual([
      'up',
      'down',
      '',
      '',
    ]);
  });
});
