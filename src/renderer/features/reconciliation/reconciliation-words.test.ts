import { describe, expect, it } from 'vitest';
import { conIdOf, decimalOf } from '../../../shared/domain/instrument-fixtures';
import type { OrderDifference, PositionGap } from '../../../shared/domain/reconciliation';
import {
  agreementSentence,
  gapsSentence,
  orderChangeWords,
  positionCauseWords,
} from './reconciliation-words';

const name = { conId: conIdOf(265598), symbol: 'AAPL', secType: 'STK', localSymbol: 'AAPL' } as const;

const change: OrderDifference = {
  ...name,
  id: 'perm-77',
  side: 'BUY',
  quantity: decimalOf('100'),
  orderType: 'LMT',
  from: 'working',
  to: 'filled',
  filledBefore: decimalOf('40'),
  filledAfter: decimalOf('100'),
  elsewhere: false,
  text: null,
};

const gap: PositionGap = {
  ...name,
  accountId: 'DU1234567',
  quantity: decimalOf('150'),
  expected: decimalOf('100'),
  difference: decimalOf('50'),
  sinceMs: 0,
};

describe('the words for what was found', () => {
  it('say where an order was and where it is', () => {
    expect(orderChangeWords(change)).toBe('working → filled, 60 more filled');
    expect(orderChangeWords({ ...change, from: null, to: 'working', filledAfter: decimalOf('40') })).toBe(
      'not known → working',
    );
    expect(orderChangeWords({ ...change, from: 'partially-filled', to: 'partially-filled' })).toBe(
      'partly filled, 60 more filled',
    );
  });

  it('say why a position changed', () => {
    const position = { ...name, before: decimalOf('0'), after: decimalOf('-5'), fills: decimalOf('-5') };
    expect(positionCauseWords({ ...position, cause: 'fills' })).toBe('fills of −5');
    expect(positionCauseWords({ ...position, cause: 'older' })).toContain('earlier day');
  });

  it('name the positions that do not add up, a few of them', () => {
    expect(gapsSentence([])).toBeNull();
    expect(gapsSentence([gap])).toBe('A position does not add up: AAPL +50. No fill explains it.');
    expect(gapsSentence([gap, gap, gap, gap, gap])).toBe(
      '5 positions do not add up: AAPL +50, AAPL +50, AAPL +50, and 2 more. No fill explains it.',
    );
  });

  it('say that everything agrees', () => {
    expect(
      agreementSentence({
        atMs: 0,
        cause: 'demand',
        sentence: null,
        compared: { openOrders: 1, completedOrders: 0, executions: 0, positions: 2 },
        orders: [],
        fills: [],
        positions: [],
        leftOut: 0,
      }),
    ).toBe('Everything agrees with IB: 1 open order, 0 executions, 2 positions.');
  });
});
