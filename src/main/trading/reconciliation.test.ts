import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import type { Order, OrderState } from '../../shared/domain/order';
import { maxDifferences, type PositionDifference } from '../../shared/domain/reconciliation';
import { knownNow, reconciliationReport } from './reconciliation';
import { fillOf } from './testing/fills';

function orderOf(id: string, state: OrderState, changes: Partial<Order> = {}): Order {
  const { conId, symbol, secType, localSymbol } = fillOf('any');
  return {
    id,
    orderKey: null,
    orderId: 11,
    permId: 77,
    clientId: 1,
    own: true,
    accountId: 'DU1234567',
    conId,
    symbol,
    secType,
    localSymbol,
    side: 'BUY',
    quantity: decimalOf('100'),
    orderType: 'LMT',
    limitPrice: decimalOf('187.2'),
    stopPrice: null,
    tif: 'DAY',
    outsideRth: false,
    parentId: null,
    copyOf: null,
    role: 'single',
    state,
    filled: decimalOf(state === 'filled' ? '100' : '0'),
    remaining: decimalOf(state === 'filled' ? '0' : '100'),
    averageFillPrice: null,
    whyHeld: '',
    message: null,
    createdMs: 0,
    updatedMs: 0,
    ...changes,
  };
}

const strange: PositionDifference = {
  conId: fillOf('any').conId,
  symbol: 'AAPL',
  secType: 'STK',
  localSymbol: 'AAPL',
  before: decimalOf('0'),
  after: decimalOf('5'),
  fills: decimalOf('0'),
  cause: 'checking',
};

function reportOf(
  before: readonly Order[],
  after: readonly Order[],
  rest: Partial<Parameters<typeof reconciliationReport>[0]> = {},
) {
  return reconciliationReport({
    atMs: 1,
    cause: 'connect',
    compared: { openOrders: 0, completedOrders: 0, executions: 0, positions: 0 },
    before: knownNow(before, [fillOf('a.1.01')]),
    orders: after,
    fills: [fillOf('a.1.01')],
    positions: [],
    ...rest,
  });
}

describe('what happened while the app was away', () => {
  it('is nothing when everything is as it was', () => {
    const orders = [orderOf('a', 'working'), orderOf('b', 'filled')];
    expect(reportOf(orders, orders)).toMatchObject({ sentence: null, orders: [], fills: [], positions: [] });
  });

  it('is said in one sentence', () => {
    const before = [
      orderOf('a', 'working'),
      orderOf('b', 'cancelling'),
      orderOf('c', 'uncertain'),
      orderOf('d', 'working'),
    ];
    const after = [
      orderOf('a', 'filled'),
      orderOf('b', 'cancelled'),
      orderOf('c', 'refused'),
      orderOf('d', 'rejected'),
      orderOf('e', 'working', { own: false }),
    ];
    const { sentence } = reportOf(before, after, {
      fills: [fillOf('a.1.01'), fillOf('b.1.01'), fillOf('c.1.01')],
      positions: [strange, { ...strange, cause: 'fills' }],
    });
    expect(sentence).toBe(
      'While you were away: 2 fills, 1 order filled, 1 order cancelled, 1 order rejected, 1 order never arrived at IB, 1 order from elsewhere, 1 position changed without a known fill.',
    );
  });

  it('lists each order with where it was and where it is', () => {
    const after = orderOf('a', 'partially-filled', {
      filled: decimalOf('40'),
      message: { severity: 'warning', code: 399, text: 'Held.', atMs: 0 },
    });
    expect(reportOf([orderOf('a', 'working')], [after]).orders).toEqual([
      expect.objectContaining({
        id: 'a',
        from: 'working',
        to: 'partially-filled',
        filledBefore: '0',
        filledAfter: '40',
        elsewhere: false,
        text: 'Held.',
      }),
    ]);
  });

  it('is no news of the comparison when the trader asked for it', () => {
    expect(reportOf([], [orderOf('a', 'working')], { cause: 'demand' }).sentence).toBe(
      'IB knew more than Tradewind: 1 order that was not known here.',
    );
  });

  it('counts what is too much to list', () => {
    const many = Array.from({ length: maxDifferences + 7 }, (_unused, index) =>
      orderOf(`o${index}`, 'working'),
    );
    const report = reportOf([], many);
    expect(report.orders).toHaveLength(maxDifferences);
    expect(report.leftOut).toBe(7);
  });
});
