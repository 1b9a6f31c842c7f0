import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import type { Order, OrderState } from '../../shared/domain/order';
import { maxDifferences, type PositionDifference } from '../../shared/domain/reconciliation';
import { aaplName, fillOf, orderOf } from '../../shared/domain/order-fixtures';
import { knownNow, reconciliationReport } from './reconciliation';

function bought(id: string, state: OrderState, changes: Partial<Order> = {}): Order {
  return orderOf({
    id,
    orderId: 11,
    permId: 77,
    state,
    filled: decimalOf(state === 'filled' ? '100' : '0'),
    remaining: decimalOf(state === 'filled' ? '0' : '100'),
    ...changes,
  });
}

const strange: PositionDifference = {
  ...aaplName,
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
    before: knownNow(before, [fillOf({ execId: 'a.1.01' })]),
    orders: after,
    fills: [fillOf({ execId: 'a.1.01' })],
    positions: [],
    ...rest,
  });
}

describe('what happened while the app was away', () => {
  it('is nothing when everything is as it was', () => {
    const orders = [bought('a', 'working'), bought('b', 'filled')];
    expect(reportOf(orders, orders)).toMatchObject({ sentence: null, orders: [], fills: [], positions: [] });
  });

  it('is said in one sentence', () => {
    const before = [
      bought('a', 'working'),
      bought('b', 'cancelling'),
      bought('c', 'uncertain'),
      bought('d', 'working'),
    ];
    const after = [
      bought('a', 'filled'),
      bought('b', 'cancelled'),
      bought('c', 'refused'),
      bought('d', 'rejected'),
      bought('e', 'working', { own: false }),
    ];
    const { sentence } = reportOf(before, after, {
      fills: [fillOf({ execId: 'a.1.01' }), fillOf({ execId: 'b.1.01' }), fillOf({ execId: 'c.1.01' })],
      positions: [strange, { ...strange, cause: 'fills' }],
    });
    expect(sentence).toBe(
      'While you were away: 2 fills, 1 order filled, 1 order cancelled, 1 order rejected, 1 order never arrived at IB, 1 order from elsewhere, 1 position changed without a known fill.',
    );
  });

  it('lists each order with where it was and where it is', () => {
    const after = bought('a', 'partially-filled', {
      filled: decimalOf('40'),
      message: { severity: 'warning', code: 399, text: 'Held.', atMs: 0 },
    });
    expect(reportOf([bought('a', 'working')], [after]).orders).toEqual([
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
    expect(reportOf([], [bought('a', 'working')], { cause: 'demand' }).sentence).toBe(
      'IB knew more than Tradewind: 1 order that was not known here.',
    );
  });

  it('counts what is too much to list', () => {
    const many = Array.from({ length: maxDifferences + 7 }, (_unused, index) =>
      bought(`o${index}`, 'working'),
    );
    const report = reportOf([], many);
    expect(report.orders).toHaveLength(maxDifferences);
    expect(report.leftOut).toBe(7);
  });
});
