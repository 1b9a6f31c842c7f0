import { describe, expect, it } from 'vitest';
import type { BrokerOrder, SendOutcome } from '../broker/port';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import { createTradingScene, executionOf, limitDraft, openOrderOf, settle } from './testing/trading-scene';

const bracket = { ...limitDraft, bracket: { takeProfit: decimalOf('190'), stopLoss: decimalOf('185') } };
const key = '11111111-1111-4111-8111-000000000001';

const sent: SendOutcome = { kind: 'sent', epoch: 1, atMs: 0 };
const notSent: SendOutcome = {
  kind: 'not-sent',
  error: { kind: 'not-connected', code: null, text: 'The gateway is not connected.' },
};

/** Places a bracket whose orders have these fates, in their order. */
async function placeWith(outcomes: readonly SendOutcome[]) {
  const scene = createTradingScene();
  let turn = -1;
  scene.broker.placeOrder = (_epoch: number, order: BrokerOrder) => {
    turn += 1;
    scene.placed.push(order);
    return Promise.resolve(outcomes[turn] ?? notSent);
  };
  await scene.trading.place({ idempotencyKey: key, epoch: 1, draft: bracket });
  await Promise.resolve();
  return scene;
}

describe('a bracket of which only a part was sent', () => {
  it('has its entry cancelled, once, and says so', async () => {
    const { cancelled, placed, trading, notices } = await placeWith([sent, notSent, notSent]);
    expect(cancelled).toEqual([placed[0]?.orderId]);
    expect(trading.orders().map((order) => order.state)).toEqual(['cancelling', 'refused', 'refused']);
    expect(notices.filter((text) => text.includes('without its exits'))).toHaveLength(1);
  });

  it('is left alone when all of it was sent, and when nothing was', async () => {
    expect((await placeWith([sent, sent, sent])).cancelled).toEqual([]);
    expect((await placeWith([notSent, notSent, notSent])).cancelled).toEqual([]);
  });
});

describe('a bracket whose exits IB has not confirmed', () => {
  it('has its entry left as it is: a change would transmit it alone', async () => {
    const { trading, emit, placed, clock } = await placeWith([sent, sent, sent, sent]);
    trading.start();
    const [entry, takeProfit, stopLoss] = placed;
    if (entry === undefined || takeProfit === undefined || stopLoss === undefined)
      throw new Error('no bracket');
    const change = { limitPrice: decimalOf('187.1') };
    const second = '11111111-1111-4111-8111-000000000002';
    emit.next({ kind: 'open-order', order: openOrderOf(entry, { status: 'PendingSubmit' }) });
    emit.next({ kind: 'open-order', order: openOrderOf(takeProfit, { status: 'PendingSubmit' }) });
    expect(await trading.modify(entry.orderRef, second, change)).toMatchObject({
      ok: false,
      error: { text: expect.stringContaining('exits') },
    });
    expect(placed).toHaveLength(3);
    emit.next({ kind: 'open-order', order: openOrderOf(stopLoss, { status: 'PreSubmitted' }) });
    clock.advance(1_000);
    expect(await trading.modify(entry.orderRef, second, change)).toMatchObject({ ok: true });
    expect(placed).toHaveLength(4);
  });

  it('has its entry withdrawn when IB rejects one, once, and not when the entry has traded', async () => {
    const { trading, emit, placed, cancelled } = await placeWith([sent, sent, sent]);
    trading.start();
    const [entry, , stopLoss] = placed;
    if (entry === undefined || stopLoss === undefined) throw new Error('no bracket');
    emit.next({ kind: 'open-order', order: openOrderOf(entry, { status: 'PendingSubmit' }) });
    const refuse = () =>
      emit.next({
        kind: 'order-error',
        orderId: stopLoss.orderId,
        code: 201,
        text: 'Order rejected',
        class: 'rejected',
      });
    refuse();
    refuse();
    await settle();
    expect(cancelled).toEqual([entry.orderId]);
    expect(trading.orders().map((order) => order.state)).toEqual(['cancelling', 'sending', 'rejected']);

    const traded = await placeWith([sent, sent, sent]);
    traded.trading.start();
    const [filledEntry, , rejectedStop] = traded.placed;
    if (filledEntry === undefined || rejectedStop === undefined) throw new Error('no bracket');
    traded.emit.next({ kind: 'execution', execution: executionOf(filledEntry, '0001.01', '40', '40') });
    traded.emit.next({
      kind: 'order-error',
      orderId: rejectedStop.orderId,
      code: 201,
      text: 'Order rejected',
      class: 'rejected',
    });
    await settle();
    expect(traded.cancelled).toEqual([]);
  });
});
