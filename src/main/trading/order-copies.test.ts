import { describe, expect, it } from 'vitest';
import { ok } from '../../shared/domain/result';
import { executionOf, openOrderOf, sceneWithOrder, settle, statusOf } from './testing/trading-scene';

const secondPermId = 1_426_189_999;

/** A scene in which IB lists a second live order under the key of the first. */
async function sceneWithCopy(own = true) {
  const scene = await sceneWithOrder();
  const { sent, emit } = scene;
  emit.next({ kind: 'open-order', order: openOrderOf(sent) });
  const second = openOrderOf(sent, {
    permId: secondPermId,
    orderId: own ? 99 : 5,
    clientId: own ? 1 : 7,
  });
  emit.next({ kind: 'open-order', order: second });
  const copy = () => scene.trading.orders().find((order) => order.copyOf !== null);
  return { ...scene, second, copy };
}

describe('two live copies of one order', () => {
  it('are both held, the second by its permId, and raise one alarm', async () => {
    const { order, copy, sent, second, emit, notices, trading } = await sceneWithCopy();
    expect(trading.orders()).toHaveLength(2);
    expect(order()).toMatchObject({ permId: openOrderOf(sent).permId, orderId: sent.orderId, copyOf: null });
    expect(copy()).toMatchObject({
      id: `perm-${secondPermId}`,
      orderKey: null,
      copyOf: order().id,
      permId: secondPermId,
      orderId: 99,
      own: true,
      state: 'working',
    });
    for (const open of [second, openOrderOf(sent), second]) emit.next({ kind: 'open-order', order: open });
    expect(trading.orders()).toHaveLength(2);
    expect(notices.filter((text) => text.includes('second copy'))).toHaveLength(1);
  });

  it('keep their statuses and fills apart', async () => {
    const { order, copy, sent, emit } = await sceneWithCopy();
    emit.next({
      kind: 'order-status',
      status: statusOf(sent, 'Submitted', '40', { permId: secondPermId, orderId: 99 }),
    });
    emit.next({
      kind: 'execution',
      execution: { ...executionOf(sent, '0000e0d5.1.01.01', '60', '100'), permId: secondPermId, orderId: 99 },
    });
    expect(copy()).toMatchObject({ state: 'filled', filled: '100' });
    expect(order()).toMatchObject({ state: 'working', filled: '0' });
  });

  it('can be brought back to one: the surplus is cancelled by its own order id', async () => {
    const { order, copy, sent, emit, cancelled, trading } = await sceneWithCopy();
    const id = copy()?.id ?? '';
    expect(await trading.cancel(id)).toMatchObject({ ok: true });
    expect(cancelled).toEqual([99]);
    emit.next({
      kind: 'order-status',
      status: statusOf(sent, 'Cancelled', '0', { permId: secondPermId, orderId: 99 }),
    });
    expect(copy()?.state).toBe('cancelled');
    expect(order().state).toBe('working');
  });

  it('say whose the surplus is when it cannot be cancelled from here', async () => {
    const { copy, trading, notices } = await sceneWithCopy(false);
    expect(copy()).toMatchObject({ own: false, clientId: 7 });
    expect(await trading.cancel(copy()?.id ?? '')).toMatchObject({
      ok: false,
      error: { text: expect.stringContaining('client id 7') },
    });
    expect(notices.at(-1)).toContain('client id 7');
  });

  it('are noticed also when the second is first heard of by a fill', async () => {
    const { sent, emit, order, trading, notices } = await sceneWithOrder();
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    emit.next({
      kind: 'execution',
      execution: {
        ...executionOf(sent, '0000e0d5.1.01.01', '100', '100'),
        permId: secondPermId,
        orderId: 99,
      },
    });
    expect(order()).toMatchObject({ state: 'working', filled: '0' });
    expect(trading.orders().find(({ copyOf }) => copyOf === order().id)).toMatchObject({ state: 'filled' });
    expect(notices.filter((text) => text.includes('second copy'))).toHaveLength(1);
  });

  it('are not seen where the order got its permId late, or was asked about again', async () => {
    const { sent, emit, trading } = await sceneWithOrder();
    emit.next({ kind: 'open-order', order: openOrderOf(sent, { permId: null }) });
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    emit.next({ kind: 'order-status', status: statusOf(sent, 'Submitted') });
    expect(trading.orders()).toHaveLength(1);
  });

  it('are settled apart: the one that IB lists no more has ended, the other lives on', async () => {
    const { order, copy, second, answers, trading, double, clock } = await sceneWithCopy();
    answers.openOrders = [second];
    double.setConnection('reconciling', 2);
    await settle();
    clock.advance(1);
    expect(order().state).toBe('cancelled');
    expect(copy()?.state).toBe('working');
    trading.stop();
  });
});

describe('an order that is on its way while IB is asked', () => {
  it('is not taken for lost because the lists do not hold it yet', async () => {
    const { order, sent, emit, answers, broker, trading } = await sceneWithOrder();
    const lists = Promise.withResolvers<void>();
    broker.requestCompletedOrders = async () => {
      await lists.promise;
      return ok([]);
    };
    answers.openOrders = [];
    const compared = trading.reconciliation.compareNow();
    await settle();
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    lists.resolve();
    await compared;
    expect(order().state).toBe('working');
  });
});
