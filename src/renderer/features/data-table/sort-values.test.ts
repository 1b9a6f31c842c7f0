import { describe, expect, it } from 'vitest';
import { dec } from '../ticket/instrument.fixture';
import { compareValues, sortNumber } from './sort-values';

describe('sorting a column', () => {
  it('orders numbers by size and words by the alphabet', () => {
    expect([10, 9, -1].sort(compareValues)).toEqual([-1, 9, 10]);
    expect(['TSLA', 'AAPL', 'MSFT'].sort(compareValues)).toEqual(['AAPL', 'MSFT', 'TSLA']);
  });

  it('puts what is not known last', () => {
    expect([null, 2, null, 1].sort(compareValues)).toEqual([1, 2, null, null]);
  });

  it('reads decimals as numbers', () => {
    expect([dec('10'), dec('9.5'), null].map(sortNumber)).toEqual([10, 9.5, null]);
  });
});
