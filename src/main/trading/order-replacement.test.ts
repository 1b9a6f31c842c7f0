import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import type { OrderDraft } from '../../shared/domain/order';
import {
  createTradingScene,
  executionOf,
  key,
  limitDraft,
  openOrderOf,
  sceneWithOrder,
  settle,
  statusOf,
} from './testing/trading-scene';

const stopDraft: OrderDraft = {
  ...limitDraft,
  pricing: { orderType: 'STP', stopPrice: decimalOf('190') },
};

/** A working order whose replacement was asked for; its cancel is at IB. */
async function replacing(draft: OrderDraft = stopDraft) {
  const scene = await sceneWithOrder();
  scene.emit.next({ kind: 'open-order', order: openOrderOf(scene.sent) });
  const input = { id: scene.order().id, idempotencyKey: key(2), epoch: 1, draft };
  const answer = scene.trading.replace(input);
  await settle();
  return { ...scene, input, answer };
}

describe('a replacement', () => {
  it('is cancelled, confirmed, then new', async () => {
    const { answer, sent, placed, cancelled, order, emit, journal } = await replacing();
    expect(cancelled).toEqual([sent.orderId]);
    expect(order().state).toBe('cancelling');
    expect(placed, 'nothing new before the confirmation').toHaveLength(1);
    emit.next({ kind: 'order-status', status: statusOf(sent, 'Cancelled') });
    expect(await answer).toMatchObject({ ok: true, value: { orderIds: [placed[1]?.orderRef] } });
    expect(placed[1]).toMatchObject({ pricing: { orderType: 'STP' } });
    const kinds = journal.map((record) => record.kind);
    expect(kinds.indexOf('replace-intent')).toBeLessThan(kinds.indexOf('cancel-intent'));
    expect(kinds.indexOf('cancel-intent')).toBeLessThan(kinds.lastIndexOf('order-intent'));
  });

  it('sends nothing new when the old one filled, all or more of it, and says so', async () => {
    const all = await replacing();
    all.emit.next({ kind: 'order-status', status: statusOf(all.sent, 'Filled', '100') });
    expect(await all.answer).toMatchObject({
      ok: false,
      error: { text: expect.stringContaining('filled before') },
    });
    const some = await replacing();
    some.emit.next({ kind: 'execution', execution: executionOf(some.sent, '0001.01', '40', '40') });
    some.emit.next({ kind: 'order-status', status: statusOf(some.sent, 'Cancelled', '40') });
    expect(await some.answer).toMatchObject({
      ok: false,
      error: { text: expect.stringContaining('40 more') },
    });
    for (const { placed, notices } of [all, some]) {
      expect(placed).toHaveLength(1);
      expect(notices.some((text) => text.includes('The new order was not sent'))).toBe(true);
    }
  });

  it('sends nothing new when IB does not confirm the cancel in time, refuses it, or the connection goes', async () => {
    const silent = await replacing();
    silent.clock.advance(10_000);
    const refused = await replacing();
    refused.emit.next({
      kind: 'order-error',
      orderId: refused.sent.orderId,
      code: 10_148,
      text: 'cannot be cancelled',
      class: 'cannot-cancel',
    });
    const cut = await replacing();
    cut.double.setConnection('reconnecting', 1);
    for (const { answer, placed } of [silent, refused, cut]) {
      expect(await answer).toMatchObject({
        ok: false,
        error: { text: expect.stringContaining('not confirmed') },
      });
      expect(placed).toHaveLength(1);
    }
  });

  it('leaves the order alone when the new one does not fit, or may not be sent', async () => {
    const scene = await sceneWithOrder();
    const id = scene.order().id;
    const input = { id, idempotencyKey: key(2), epoch: 1, draft: stopDraft };
    expect(await scene.trading.replace(input)).toMatchObject({
      error: { text: expect.stringContaining('not confirmed this order yet') },
    });
    scene.emit.next({ kind: 'open-order', order: openOrderOf(scene.sent) });
    const offTick: OrderDraft = {
      ...stopDraft,
      pricing: { orderType: 'STP', stopPrice: decimalOf('190.001') },
    };
    expect(await scene.trading.replace({ ...input, draft: offTick })).toMatchObject({
      error: { code: 'rule', fields: [{ field: 'stopPrice' }] },
    });
    expect(await scene.trading.replace({ ...input, epoch: 0 })).toMatchObject({ ok: false });
    scene.answers.permission = () => ({ allowed: false, reason: 'Locked.', needsLiveUnlock: false });
    expect(await scene.trading.replace(input)).toMatchObject({
      error: { text: 'The order was left as it is. Locked.' },
    });
    expect(scene.cancelled).toEqual([]);
    expect(scene.order().state).toBe('working');
  });

  it('happens once per key, and once per order', async () => {
    const { answer, input, trading, sent, placed, cancelled, emit } = await replacing();
    const repeated = trading.replace(input);
    const other = trading.replace({ ...input, idempotencyKey: key(3) });
    await settle();
    emit.next({ kind: 'order-status', status: statusOf(sent, 'Cancelled') });
    const first = await answer;
    expect(await repeated).toEqual(first);
    expect(await other).toMatchObject({ ok: false });
    expect(await trading.replace(input)).toEqual(first);
    expect(placed).toHaveLength(2);
    expect(cancelled).toHaveLength(1);
  });

  it('is not finished by a later run of the app: the old one is cancelled, and nothing new goes out', async () => {
    const first = await replacing();
    // The app ends here; its disk knows the order as it was.
    const order = first.order();
    const later = createTradingScene({
      state: 'reconciling',
      claims: first.claims,
      storeOrders: () => Promise.resolve({ ok: true, value: [order] }),
    });
    later.trading.start();
    await settle();
    expect(later.trading.orders()).toMatchObject([{ id: order.id, state: 'cancelled' }]);
    later.double.setConnection('ready', 1);
    expect(await later.trading.replace(first.input)).toMatchObject({ ok: false });
    later.clock.advance(60_000);
    await settle();
    expect(later.placed).toEqual([]);
  });
});
