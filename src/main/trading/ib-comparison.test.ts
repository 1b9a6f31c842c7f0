import { describe, expect, it } from 'vitest';
import { err, ok } from '../../shared/domain/result';
import { createTradingScene, limitDraft, openOrderOf, statusOf } from './testing/trading-scene';

const key = '11111111-1111-4111-8111-000000000001';

/** Lets everything that was resolved run to its end. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** A scene after its first comparison, in which one order was sent. */
async function sceneWithOrder() {
  const scene = createTradingScene();
  scene.trading.start();
  scene.double.setConnection('reconciling', 1);
  await settle();
  scene.double.setConnection('ready', 1);
  await scene.trading.place({ idempotencyKey: key, epoch: 1, draft: limitDraft });
  const [sent] = scene.placed;
  if (sent === undefined) throw new Error('the order was not sent');
  const order = () => {
    const found = scene.trading.orders().find((candidate) => candidate.id === sent.orderRef);
    if (found === undefined) throw new Error('the order is not in the book');
    return found;
  };
  return { ...scene, sent, order };
}

describe('a cancel that the connection took along', () => {
  it('leaves the order working, with a warning, so that it can be cancelled again', async () => {
    const { emit, sent, trading, double, order, answers, cancelled } = await sceneWithOrder();
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    await trading.cancel(order().id);
    double.setConnection('reconnecting');
    answers.openOrders = [openOrderOf(sent)];
    double.setConnection('reconciling', 2);
    await settle();
    expect(order()).toMatchObject({ state: 'working', message: { severity: 'warning' } });
    double.setConnection('ready', 2);
    await trading.cancel(order().id);
    expect(cancelled).toEqual([sent.orderId, sent.orderId]);
    expect(order().state).toBe('cancelling');
  });

  it('is taken for unconfirmed also when the connection is exchanged without a word', async () => {
    const { emit, sent, trading, double, order, answers } = await sceneWithOrder();
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    await trading.cancel(order().id);
    answers.openOrders = [openOrderOf(sent)];
    double.setConnection('connecting', 2);
    double.setConnection('reconciling', 2);
    await settle();
    expect(order().state).toBe('working');
  });

  it('does not make an order work that IB never confirmed', async () => {
    const { trading, double, order } = await sceneWithOrder();
    await trading.cancel(order().id);
    double.setConnection('reconnecting');
    expect(order().state).toBe('uncertain');
    double.setConnection('reconciling', 2);
    await settle();
    expect(order().state).toBe('refused');
  });
});

describe('a cancel behind an order that IB never confirmed', () => {
  it('does not keep the order from being asked about', async () => {
    const { trading, clock, order } = await sceneWithOrder();
    await trading.cancel(order().id);
    clock.advance(2_000);
    expect(order().state).toBe('uncertain');
    await settle();
    expect(order().state).toBe('refused');
  });
});

describe('a cancel that IB refuses', () => {
  it('makes us ask, and an order that IB lists nowhere has ended', async () => {
    const { emit, sent, trading, order } = await sceneWithOrder();
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    await trading.cancel(order().id);
    emit.next({
      kind: 'order-error',
      orderId: sent.orderId,
      code: 10_147,
      text: 'OrderId 11 that needs to be cancelled is not found.',
      class: 'cannot-cancel',
    });
    await settle();
    expect(order().state).toBe('cancelled');
  });

  it('leaves an order alone that IB still lists', async () => {
    const { emit, sent, trading, order, answers } = await sceneWithOrder();
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    await trading.cancel(order().id);
    answers.openOrders = [openOrderOf(sent)];
    emit.next({
      kind: 'order-error',
      orderId: sent.orderId,
      code: 161,
      text: 'Cancel attempted when order is not in a cancellable state.',
      class: 'cannot-cancel',
    });
    await settle();
    expect(order()).toMatchObject({ state: 'working', message: { code: 161 } });
  });
});

describe('orders that were placed elsewhere', () => {
  it('are asked for again and again, because IB tells their changes to their own client alone', async () => {
    const { sent, trading, clock, answers } = await sceneWithOrder();
    const foreign = openOrderOf(sent, { orderId: 5, clientId: 9, permId: 77, orderRef: 'elsewhere' });
    const states = () => trading.orders().flatMap((order) => (order.own ? [] : [order.state]));
    answers.openOrders = [openOrderOf(sent), foreign];
    clock.advance(15_000);
    await settle();
    expect(states()).toEqual(['working']);
    answers.openOrders = [openOrderOf(sent)];
    clock.advance(15_000);
    await settle();
    expect(states()).toEqual(['cancelled']);
    trading.stop();
    const { asked } = answers;
    clock.advance(60_000);
    await settle();
    expect(answers.asked).toBe(asked);
  });
});

describe('an order that IB does not list', () => {
  it('is shown as ended, and comes back to life when IB lists it again', async () => {
    const { emit, sent, double, order, answers } = await sceneWithOrder();
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    double.setConnection('reconciling', 2);
    await settle();
    expect(order().state).toBe('cancelled');
    answers.openOrders = [openOrderOf(sent)];
    double.setConnection('reconciling', 3);
    await settle();
    expect(order()).toMatchObject({ state: 'working', message: null });
  });

  it('stays ended once IB itself has said so', async () => {
    const { emit, sent, order } = await sceneWithOrder();
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    emit.next({ kind: 'order-status', status: statusOf(sent, 'Cancelled') });
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    expect(order().state).toBe('cancelled');
  });

  it('is left as it was when the gateway is logged in to another account', async () => {
    const { emit, sent, double, order } = await sceneWithOrder();
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    double.setConnection('reconciling', 2, ['DU7654321']);
    await settle();
    expect(order().state).toBe('working');
  });
});

describe('a comparison that fails', () => {
  it('shows what it learnt all the same, keeps orders locked, and is tried again', async () => {
    const scene = createTradingScene();
    scene.broker.requestExecutions = () =>
      Promise.resolve(err({ kind: 'timeout', code: null, text: 'No answer in time.' }));
    scene.trading.start();
    scene.double.setConnection('reconciling', 1);
    await settle();
    expect(scene.resets()).toBe(1);
    expect(scene.reconciledEpochs).toEqual([]);
    scene.broker.requestExecutions = () => Promise.resolve(ok([]));
    scene.clock.advance(5_000);
    await settle();
    expect(scene.reconciledEpochs).toEqual([1]);
  });
});
