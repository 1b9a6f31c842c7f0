import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import { ok } from '../../shared/domain/result';
import {
  createTradingScene,
  key,
  limitDraft,
  sceneWithOrder,
  settle,
  statusOf,
} from './testing/trading-scene';

const other = { ...limitDraft, quantity: decimalOf('7') };

describe('cancels skip the gate and the mode proof', () => {
  it.each(['active', 'reducing', 'halted'] as const)('while the gate is %s', async (state) => {
    const scene = await sceneWithOrder();
    await scene.trading.gate.setState(state);
    scene.answers.permission = () => ({ allowed: false, reason: 'Read-only.', needsLiveUnlock: false });
    expect((await scene.trading.cancel(scene.order().id)).ok).toBe(true);
    expect((await scene.trading.cancelAll()).ok).toBe(true);
    expect(scene.cancelled).toEqual([scene.sent.orderId]);
    expect(scene.globalCancels()).toBe(1);
  });
});

describe('the kill switch', () => {
  it('refuses every new order and every change afterwards, and journals each refusal', async () => {
    const scene = await sceneWithOrder();
    scene.emit.next({ kind: 'order-status', status: statusOf(scene.sent, 'Submitted') });
    await scene.trading.kill(false);
    expect(scene.globalCancels()).toBe(1);
    const answer = await scene.trading.place({ idempotencyKey: key(2), epoch: 1, draft: other });
    expect(answer.ok ? '' : answer.error.text).toContain('halted by the kill switch');
    expect(scene.placed).toHaveLength(1);
    expect(scene.journal.find(({ kind }) => kind === 'order-refused')?.body).toEqual({
      rule: 'state',
      value: 'halted',
      limit: null,
      draft: other,
    });
    const change = { quantity: decimalOf('50') };
    expect((await scene.trading.modify(scene.order().id, key(3), change)).ok).toBe(false);
    expect(scene.placed).toHaveLength(1);
    await scene.trading.gate.setState('active');
    expect((await scene.trading.place({ idempotencyKey: key(4), epoch: 1, draft: other })).ok).toBe(true);
  });

  it('holds back an order that waits for the disk when it is pressed', async () => {
    const scene = createTradingScene();
    scene.trading.start();
    const disk = Promise.withResolvers<void>();
    scene.answers.appended = async () => {
      await disk.promise;
      return ok(undefined);
    };
    const placing = scene.trading.place({ idempotencyKey: key(1), epoch: 1, draft: limitDraft });
    await settle();
    await scene.trading.kill(false);
    disk.resolve();
    const answer = await placing;
    expect(answer.ok ? '' : answer.error.text).toContain('while it was on its way');
    expect(scene.placed).toEqual([]);
    expect(scene.trading.orders().map(({ state }) => state)).toEqual(['refused']);
  });

  it('sends its cancel before anything else with the session after a restart', async () => {
    const scene = createTradingScene({ state: 'reconciling' });
    void scene.trading.gate.kill();
    scene.trading.start();
    await settle();
    expect(scene.globalCancels()).toBe(1);
    expect(scene.notices.join(' ')).toContain('the cancel of the kill switch went out');
  });
});
