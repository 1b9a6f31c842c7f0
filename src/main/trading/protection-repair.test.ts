import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import type { OrderDraft } from '../../shared/domain/order';
import type { BrokerOrder } from '../broker/port';
import {
  aapl,
  createTradingScene,
  executionOf,
  key,
  limitDraft,
  openOrderOf,
  settle,
  statusOf,
} from './testing/trading-scene';

const bracket: OrderDraft = {
  ...limitDraft,
  bracket: { takeProfit: null, stopLoss: decimalOf('180') },
};

/** A bracket of 100 whose entry has filled; the position is `held`. */
async function openBracket(held: string) {
  const scene = createTradingScene();
  scene.trading.start();
  await scene.trading.place({ idempotencyKey: key(1), epoch: 1, draft: bracket });
  const [entry, stop] = scene.placed;
  if (entry === undefined || stop === undefined) throw new Error('no bracket');
  const say = (order: BrokerOrder, changes = {}) =>
    scene.emit.next({ kind: 'open-order', order: openOrderOf(order, changes) });
  say(entry);
  say(stop, { status: 'PreSubmitted' });
  scene.emit.next({ kind: 'execution', execution: executionOf(entry, '0001.01', '100', '100') });
  scene.answers.positions = [{ conId: aapl.conId, symbol: 'AAPL', quantity: decimalOf(held) }];
  return { ...scene, entry, stop, say };
}

describe('the repair of an unprotected position', () => {
  it('has nothing to do where the stops have its size', async () => {
    const { trading, placed, journal } = await openBracket('100');
    const lines = journal.length;
    expect(await trading.protect(aapl.conId, key(2))).toMatchObject({ ok: false, error: { code: 'rule' } });
    expect(placed).toHaveLength(2);
    expect(journal).toHaveLength(lines);
  });

  it.each([
    ['grows', '140', '140'],
    ['shrinks', '60', '60'],
  ])('%s the stop to the size of the position', async (_how, held, quantity) => {
    const { trading, placed, stop, journal } = await openBracket(held);
    expect(await trading.protect(aapl.conId, key(2))).toMatchObject({ ok: true });
    expect(placed).toHaveLength(3);
    expect(placed[2]).toMatchObject({ orderId: stop.orderId, orderRef: stop.orderRef, quantity });
    expect(journal.some((record) => record.kind === 'modify-intent')).toBe(true);
  });

  it('places a new stop at the last stop price when the old one is gone, once', async () => {
    const { trading, placed, stop, emit, answers } = await openBracket('100');
    emit.next({ kind: 'order-status', status: statusOf(stop, 'Cancelled') });
    const answersOfTwo = await Promise.all([
      trading.protect(aapl.conId, key(2)),
      trading.protect(aapl.conId, key(3)),
    ]);
    expect(answersOfTwo[0]).toMatchObject({ ok: true, value: { done: 'SELL 100 AAPL stop was sent.' } });
    expect(answersOfTwo[1]).toEqual(answersOfTwo[0]);
    expect(placed).toHaveLength(3);
    expect(placed[2]).toMatchObject({
      side: 'SELL',
      quantity: '100',
      pricing: { orderType: 'STP', stopPrice: '180' },
      parentOrderId: null,
      transmit: true,
    });
    // On its way it counts: a press before IB's answer does not send a second one.
    answers.positions = [{ conId: aapl.conId, symbol: 'AAPL', quantity: decimalOf('100') }];
    expect(await trading.protect(aapl.conId, key(4))).toMatchObject({ ok: false });
    await settle();
    expect(placed).toHaveLength(3);
  });

  it('cancels a stop that protects nothing any more', async () => {
    const scene = await openBracket('100');
    const extra: OrderDraft = {
      ...limitDraft,
      side: 'SELL',
      pricing: { orderType: 'STP', stopPrice: decimalOf('179') },
      quantity: decimalOf('50'),
    };
    await scene.trading.place({ idempotencyKey: key(5), epoch: 1, draft: extra });
    const second = scene.placed[2];
    if (second === undefined) throw new Error('no second stop');
    scene.say(second);
    scene.emit.next({ kind: 'order-status', status: statusOf(scene.stop, 'Cancelled') });
    scene.answers.positions = [{ conId: aapl.conId, symbol: 'AAPL', quantity: decimalOf('20') }];
    expect(await scene.trading.protect(aapl.conId, key(6))).toMatchObject({ ok: true });
    expect(scene.placed[3]).toMatchObject({ orderId: second.orderId, quantity: '20' });
  });

  it('is refused like any other order when the mode proof refuses', async () => {
    const { trading, placed, stop, emit, answers } = await openBracket('100');
    emit.next({ kind: 'order-status', status: statusOf(stop, 'Cancelled') });
    answers.permission = () => ({ allowed: false, reason: 'Locked.', needsLiveUnlock: false });
    expect(await trading.protect(aapl.conId, key(2))).toMatchObject({ ok: false, error: { code: 'rule' } });
    answers.positions = null;
    expect(await trading.protect(aapl.conId, key(3))).toMatchObject({ error: { code: 'not-connected' } });
    expect(placed).toHaveLength(2);
  });
});
