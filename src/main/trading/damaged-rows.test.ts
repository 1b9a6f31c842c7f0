import { describe, expect, it } from 'vitest';
import { conIdOf, decimalOf } from '../../shared/domain/instrument-fixtures';
import type { CompletedOrder } from '../broker/port';
import { executionOf, openOrderOf, sceneWithOrder, settle } from './testing/trading-scene';

/** As of a message whose numbers were damaged on their way: its texts, our key among them, are whole. */
const damaged = {
  conId: conIdOf(2_000_000_000),
  permId: 2_000_000_000,
  orderId: 2_000_000_000,
  quantity: decimalOf('2000000000'),
};
const execId = '0000e0d5.1.01.01';

describe('a row of IB under our key about another instrument or side than the order has', () => {
  it.each([true, false])('is no fill, also not of a second order; permId known %s', async (permIdKnown) => {
    const { order, sent, emit, trading, notices } = await sceneWithOrder();
    if (permIdKnown) emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    const before = order();
    const execution = executionOf(sent, execId, '40', '40');
    emit.next({ kind: 'execution', execution: { ...execution, ...damaged } });
    expect(trading.orders()).toEqual([before]);
    expect(trading.fills()).toEqual([]);
    expect(notices).toEqual([
      'IB sent a message about BUY 100 AAPL that does not fit this order. It was not believed, and IB is asked again.',
    ]);

    emit.next({ kind: 'execution', execution });
    expect(order()).toMatchObject({ state: 'partially-filled', filled: '40' });
    expect(trading.fills()).toMatchObject([{ execId, quantity: '40' }]);
  });

  it('is neither the state of the order nor a second one', async () => {
    const { order, sent, emit, trading } = await sceneWithOrder();
    const open = openOrderOf(sent);
    for (const wrong of [damaged, { side: 'SELL' as const }, { side: 'SELL' as const, permId: 7 }])
      emit.next({ kind: 'open-order', order: { ...open, ...wrong } });
    expect(trading.orders()).toHaveLength(1);
    expect(order()).toMatchObject({ state: 'sending', permId: null, quantity: '100' });
    emit.next({ kind: 'open-order', order: open });
    expect(order().state).toBe('working');
  });

  it('does not end the order, and is asked about once', async () => {
    const { answers, clock, order, sent, emit, notices } = await sceneWithOrder();
    const { permId } = openOrderOf(sent);
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    const { orderRef, accountId, side, quantity } = sent;
    const ended: CompletedOrder = {
      permId: permId ?? 0,
      orderRef,
      accountId,
      conId: damaged.conId,
      symbol: 'AAPL',
      side,
      quantity,
      filled: null,
      status: 'Cancelled',
      completedStatus: 'Cancelled',
    };
    answers.openOrders = [openOrderOf(sent)];
    answers.completedOrders = [ended];
    const asked = answers.asked;
    emit.next({ kind: 'open-order', order: { ...openOrderOf(sent), ...damaged } });
    clock.advance(2_000);
    await settle();
    expect(answers.asked).toBe(asked + 1);
    expect(order().state).toBe('working');
    emit.next({ kind: 'open-order', order: { ...openOrderOf(sent), ...damaged } });
    clock.advance(2_000);
    await settle();
    expect(answers.asked).toBe(asked + 1);
    expect(notices).toHaveLength(1);
  });
});
