import { describe, expect, it } from 'vitest';
import { openOrderOf, sceneWithOrder, settle, statusOf } from './testing/trading-scene';

async function cancelling() {
  const scene = await sceneWithOrder();
  scene.emit.next({ kind: 'open-order', order: openOrderOf(scene.sent) });
  await scene.trading.cancel(scene.order().id);
  expect(scene.order().state).toBe('cancelling');
  return scene;
}

describe('a cancel without an answer', () => {
  it('leaves the order working after five seconds, asks IB, and can be sent again', async () => {
    const { clock, order, answers, sent, cancelled, trading } = await cancelling();
    answers.openOrders = [openOrderOf(sent)];
    const asked = answers.asked;
    clock.advance(4_999);
    expect(order().state).toBe('cancelling');
    clock.advance(1);
    await settle();
    expect(order()).toMatchObject({
      state: 'working',
      message: { severity: 'warning', text: expect.stringContaining('cancel it again') },
    });
    expect(answers.asked).toBeGreaterThan(asked);
    expect(await trading.cancel(order().id)).toMatchObject({ ok: true });
    expect(cancelled).toHaveLength(2);
  });

  it('stays a cancel while IB says that it is pending', async () => {
    const { clock, order, answers, sent } = await cancelling();
    answers.openOrders = [openOrderOf(sent, { status: 'PendingCancel' })];
    clock.advance(5_000);
    await settle();
    expect(order().state).toBe('cancelling');
  });

  it('has ended when IB lists the order no more', async () => {
    const { clock, order } = await cancelling();
    clock.advance(5_000);
    await settle();
    expect(order().state).toBe('cancelled');
  });
});

describe('a cancel with an answer', () => {
  it('is not asked about', async () => {
    const { clock, emit, sent, order, answers } = await cancelling();
    emit.next({ kind: 'order-status', status: statusOf(sent, 'Cancelled') });
    const asked = answers.asked;
    clock.advance(10_000);
    await settle();
    expect(order()).toMatchObject({ state: 'cancelled', message: null });
    expect(answers.asked).toBe(asked);
  });
});
