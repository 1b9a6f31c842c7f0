import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../../shared/domain/instrument-fixtures';
import type { PnlGap } from '../../../shared/domain/pnl-comparison';
import { gapWords } from './pnl-words';

const gap: PnlGap = {
  from: 'ours',
  to: 'account',
  amount: decimalOf('30'),
  causes: [{ text: 'Last prices are not marks.', amount: decimalOf('30') }],
  rest: decimalOf('0'),
  verdict: 'explained',
};

describe('the words for a gap between two figures', () => {
  it('name its causes with their amounts', () => {
    expect(gapWords(gap)).toBe('Tradewind is +30.00 from IB account. Last prices are not marks: +30.00.');
  });

  it('say what a cause without an amount may make', () => {
    const open: PnlGap = {
      ...gap,
      causes: [{ text: 'A commission is not reported yet.', amount: null }],
      rest: decimalOf('30'),
      verdict: 'open',
    };
    expect(gapWords(open)).toBe(
      'Tradewind is +30.00 from IB account. A commission is not reported yet. +30.00 may be due to that.',
    );
  });

  it('say what is unexplained', () => {
    const unexplained: PnlGap = { ...gap, causes: [], rest: decimalOf('-30'), verdict: 'unexplained' };
    expect(gapWords(unexplained)).toBe('Tradewind is +30.00 from IB account. −30.00 is unexplained.');
  });

  it('are none where the two agree or cannot be compared', () => {
    expect(gapWords({ ...gap, verdict: 'none' })).toBeNull();
    expect(gapWords({ ...gap, amount: null, verdict: 'unknown' })).toBeNull();
  });
});
