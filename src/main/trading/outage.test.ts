import { describe, expect, it } from 'vitest';
import { createTradingScene, key, limitDraft, openOrderOf, settle } from './testing/trading-scene';

describe('Interactive Brokers is away and comes back on the same connection', () => {
  it('has orders compared before new ones may go, and shows what was never told', async () => {
    const scene = createTradingScene({ state: 'reconciling' });
    scene.trading.start();
    await settle();
    expect(scene.reconciledEpochs).toEqual([1]);
    scene.double.setConnection('ready');
    await scene.trading.place({ idempotencyKey: key(1), epoch: 1, draft: limitDraft });
    const [sent] = scene.placed;
    if (sent === undefined) throw new Error('the order was not sent');
    scene.emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    const asked = scene.answers.asked;

    scene.double.setConnection('degraded');
    await settle();
    expect(scene.answers.asked).toBe(asked);
    scene.answers.completedOrders = [
      {
        permId: 1_426_181_000 + sent.orderId,
        orderRef: sent.orderRef,
        accountId: sent.accountId,
        conId: sent.contract.conId,
        symbol: 'AAPL',
        side: 'BUY',
        quantity: sent.quantity,
        filled: null,
        status: 'Cancelled',
        completedStatus: 'Cancelled by Trader',
      },
    ];
    scene.double.setConnection('reconciling');
    await settle();
    expect(scene.answers.asked).toBe(asked + 1);
    expect(scene.trading.orders().map(({ state }) => state)).toEqual(['cancelled']);
    expect(scene.reconciledEpochs).toEqual([1, 1]);
  });
});
