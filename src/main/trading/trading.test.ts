import { describe, expect, it } from 'vitest';
import { err, ok } from '../../shared/domain/result';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
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

describe('placing an order', () => {
  it('sends it once, with our key in orderRef, and journals the intent before', async () => {
    const { placed, journal, order } = await sceneWithOrder();
    expect(placed).toHaveLength(1);
    expect(placed[0]).toMatchObject({
      orderId: 11,
      accountId: 'DU1234567',
      side: 'BUY',
      quantity: '100',
      transmit: true,
    });
    expect(journal[0]).toMatchObject({ kind: 'order-intent', orderKey: placed[0]?.orderRef });
    expect(order().state).toBe('sending');
  });

  it('gives a repeated request with the same key the same answer and sends nothing more', async () => {
    const scene = createTradingScene();
    const input = { idempotencyKey: key(1), epoch: 1, draft: limitDraft };
    const [first, second] = await Promise.all([scene.trading.place(input), scene.trading.place(input)]);
    const third = await scene.trading.place(input);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(scene.placed).toHaveLength(1);
  });

  it('does not send when the journal cannot be written', async () => {
    const scene = createTradingScene();
    scene.answers.appendJournal = () => Promise.resolve(err('The disk is full.'));
    const answer = await scene.trading.place({ idempotencyKey: key(1), epoch: 1, draft: limitDraft });
    expect(answer).toMatchObject({ ok: false, error: { code: 'storage' } });
    expect(scene.placed).toHaveLength(0);
  });

  it('does not send when the mode proof fails, also when it fails while the journal is written', async () => {
    const scene = createTradingScene();
    scene.answers.appendJournal = () => {
      scene.answers.permission = () => ({
        allowed: false,
        reason: 'Live trading is locked.',
        needsLiveUnlock: true,
      });
      return Promise.resolve(ok(undefined));
    };
    const answer = await scene.trading.place({ idempotencyKey: key(1), epoch: 1, draft: limitDraft });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'rule', text: expect.stringContaining('Live trading is locked.') },
    });
    expect(scene.placed).toHaveLength(0);
    expect(scene.trading.orders().map((order) => order.state)).toEqual(['refused']);
  });

  it('does not send an order that was made for an earlier connection', async () => {
    const scene = createTradingScene();
    const answer = await scene.trading.place({ idempotencyKey: key(1), epoch: 0, draft: limitDraft });
    expect(answer).toMatchObject({ ok: false, error: { code: 'rule' } });
    expect(scene.placed).toHaveLength(0);
  });

  it('names the fields that the instrument does not allow', async () => {
    const scene = createTradingScene();
    const draft = {
      ...limitDraft,
      quantity: decimalOf('0'),
      pricing: { orderType: 'LMT', limitPrice: decimalOf('187.205') },
    } as const;
    const answer = await scene.trading.place({ idempotencyKey: key(1), epoch: 1, draft });
    expect(answer).toMatchObject({
      ok: false,
      error: { fields: [{ field: 'quantity' }, { field: 'limitPrice' }] },
    });
    expect(scene.placed).toHaveLength(0);
  });

  it('takes the same order within a second for a slip', async () => {
    const { trading, clock, placed } = await sceneWithOrder();
    expect(await trading.place({ idempotencyKey: key(2), epoch: 1, draft: limitDraft })).toMatchObject({
      ok: false,
      error: { code: 'rule' },
    });
    clock.advance(1_000);
    expect(await trading.place({ idempotencyKey: key(3), epoch: 1, draft: limitDraft })).toMatchObject({
      ok: true,
    });
    expect(placed).toHaveLength(2);
  });

  it('sends a bracket as entry and children, of which only the last is transmitted', async () => {
    const scene = createTradingScene();
    const draft = { ...limitDraft, bracket: { takeProfit: decimalOf('190'), stopLoss: decimalOf('185') } };
    const answer = await scene.trading.place({ idempotencyKey: key(1), epoch: 1, draft });
    expect(answer.ok && answer.value.orderIds).toHaveLength(3);
    expect(
      scene.placed.map(({ side, parentOrderId, transmit, pricing }) => ({
        side,
        parentOrderId,
        transmit,
        type: pricing.orderType,
      })),
    ).toEqual([
      { side: 'BUY', parentOrderId: null, transmit: false, type: 'LMT' },
      { side: 'SELL', parentOrderId: 11, transmit: false, type: 'LMT' },
      { side: 'SELL', parentOrderId: 11, transmit: true, type: 'STP' },
    ]);
    expect(new Set(scene.placed.map((order) => order.orderRef)).size).toBe(3);
  });

  it('says refused, not uncertain, when nothing reached the socket', async () => {
    const scene = createTradingScene();
    scene.answers.send = () => ({
      kind: 'not-sent',
      error: { kind: 'not-connected', code: null, text: 'The connection ended.' },
    });
    const answer = await scene.trading.place({ idempotencyKey: key(1), epoch: 1, draft: limitDraft });
    expect(answer).toMatchObject({ ok: false, error: { code: 'not-connected' } });
    expect(scene.trading.orders().map((order) => order.state)).toEqual(['refused']);
  });
});

describe('an order without an answer', () => {
  it('is uncertain after two seconds, and IB is asked instead of sending again', async () => {
    const { clock, order, answers, sent, placed } = await sceneWithOrder();
    answers.openOrders = [openOrderOf(sent)];
    clock.advance(1_999);
    expect(order().state).toBe('sending');
    clock.advance(1);
    expect(order().state).toBe('uncertain');
    await settle();
    expect(answers.asked).toBe(1);
    expect(order()).toMatchObject({ state: 'working', message: null, permId: 1_426_181_011 });
    expect(placed).toHaveLength(1);
  });

  it('never arrived when IB has it nowhere', async () => {
    const { clock, order, placed } = await sceneWithOrder();
    clock.advance(2_000);
    await settle();
    expect(order()).toMatchObject({ state: 'refused', message: { severity: 'rejection' } });
    expect(placed).toHaveLength(1);
  });

  it('is uncertain at once when the connection goes', async () => {
    const { double, order } = await sceneWithOrder();
    double.setConnection('reconnecting');
    expect(order().state).toBe('uncertain');
  });
});

describe('what IB says', () => {
  it('carries an order through partial fills to filled, however often it is repeated', async () => {
    const { emit, sent, order, trading } = await sceneWithOrder();
    for (let repeat = 0; repeat < 3; repeat += 1) {
      emit.next({ kind: 'open-order', order: openOrderOf(sent) });
      emit.next({ kind: 'order-status', status: statusOf(sent, 'Submitted') });
    }
    expect(order().state).toBe('working');
    emit.next({ kind: 'execution', execution: executionOf(sent, '0000e0d5.1.01.01', '40', '40') });
    emit.next({ kind: 'order-status', status: statusOf(sent, 'Submitted', '40') });
    emit.next({ kind: 'execution', execution: executionOf(sent, '0000e0d5.1.01.01', '40', '40') });
    expect(order()).toMatchObject({ state: 'partially-filled', filled: '40', remaining: '60' });
    emit.next({ kind: 'execution', execution: executionOf(sent, '0000e0d5.2.01.01', '60', '100') });
    emit.next({ kind: 'order-status', status: statusOf(sent, 'Filled', '100') });
    emit.next({ kind: 'order-status', status: statusOf(sent, 'Submitted', '40') });
    expect(order()).toMatchObject({ state: 'filled', filled: '100', remaining: '0' });
    expect(trading.fills()).toHaveLength(2);
  });

  it('keeps a commission that comes before its execution', async () => {
    const { emit, sent, trading } = await sceneWithOrder();
    emit.next({
      kind: 'commission',
      report: { execId: '0000e0d5.1.01.01', commission: decimalOf('1'), currency: 'USD', realizedPnl: null },
    });
    emit.next({ kind: 'execution', execution: executionOf(sent, '0000e0d5.1.01.01', '40', '40') });
    expect(trading.fills()).toMatchObject([
      { commission: '1', commissionCurrency: 'USD', realizedPnl: null },
    ]);
  });

  it('replaces an execution by its correction', async () => {
    const { emit, sent, trading } = await sceneWithOrder();
    emit.next({ kind: 'execution', execution: executionOf(sent, '0000e0d5.1.01.01', '40', '40') });
    emit.next({ kind: 'execution', execution: executionOf(sent, '0000e0d5.1.01.02', '30', '30') });
    expect(trading.fills()).toMatchObject([{ execId: '0000e0d5.1.01.02', quantity: '30' }]);
  });

  it('keeps the text of a rejection', async () => {
    const { emit, sent, order } = await sceneWithOrder();
    emit.next({
      kind: 'order-error',
      orderId: sent.orderId,
      code: 201,
      class: 'rejected',
      text: 'Order rejected - reason: margin',
    });
    emit.next({ kind: 'order-status', status: statusOf(sent, 'Inactive') });
    expect(order()).toMatchObject({
      state: 'rejected',
      message: { code: 201, text: 'Order rejected - reason: margin' },
    });
  });

  it('takes a warning for a warning', async () => {
    const { emit, sent, order } = await sceneWithOrder();
    emit.next({
      kind: 'order-error',
      orderId: sent.orderId,
      code: 399,
      class: 'warning',
      text: 'will not be placed until 09:30',
    });
    emit.next({ kind: 'order-status', status: statusOf(sent, 'PreSubmitted') });
    expect(order()).toMatchObject({ state: 'working', message: { severity: 'warning', code: 399 } });
  });

  it('leaves a working order as it was when a change of it is refused', async () => {
    const { emit, sent, order } = await sceneWithOrder();
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    emit.next({
      kind: 'order-error',
      orderId: sent.orderId,
      code: 201,
      class: 'rejected',
      text: 'price too far',
    });
    expect(order()).toMatchObject({
      state: 'working',
      message: { severity: 'rejection', text: 'price too far' },
    });
  });

  it('shows an order of another client as not ours, and does not pretend that it can be cancelled alone', async () => {
    const { emit, sent, trading, cancelled } = await sceneWithOrder();
    emit.next({
      kind: 'open-order',
      order: openOrderOf(sent, { orderRef: '', permId: 77, clientId: 5, orderId: 11 }),
    });
    const foreign = trading.orders().find((candidate) => candidate.id === 'perm-77');
    expect(foreign).toMatchObject({ own: false, clientId: 5 });
    expect(await trading.cancel('perm-77')).toMatchObject({ ok: false, error: { code: 'rule' } });
    expect(cancelled).toEqual([]);
  });

  it('does not take an old order id that came round again for an order that has ended', async () => {
    const { emit, sent, order, trading } = await sceneWithOrder();
    emit.next({ kind: 'order-status', status: statusOf(sent, 'Filled', '100') });
    const rolledBack = openOrderOf(sent, { orderRef: '22222222-2222-4222-8222-222222222222', permId: 99 });
    emit.next({ kind: 'open-order', order: rolledBack });
    expect(order().permId).toBe(1_426_181_011);
    expect(trading.orders()).toHaveLength(2);
  });
});

describe('changing and cancelling', () => {
  it('changes a working order under its own order id', async () => {
    const { emit, sent, trading, placed, order } = await sceneWithOrder();
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    expect(await trading.modify(order().id, key(2), { limitPrice: decimalOf('187') })).toEqual({
      ok: true,
      value: {},
    });
    expect(placed[1]).toMatchObject({
      orderId: 11,
      orderRef: sent.orderRef,
      pricing: { orderType: 'LMT', limitPrice: '187' },
      transmit: true,
    });
  });

  it('sends one change for one key', async () => {
    const { emit, sent, trading, placed, order } = await sceneWithOrder();
    emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    const change = { limitPrice: decimalOf('187') };
    await Promise.all([
      trading.modify(order().id, key(2), change),
      trading.modify(order().id, key(2), change),
    ]);
    await trading.modify(order().id, key(2), change);
    expect(placed).toHaveLength(2);
  });

  it('does not change an order that has ended', async () => {
    const { emit, sent, trading, placed, order } = await sceneWithOrder();
    emit.next({ kind: 'order-status', status: statusOf(sent, 'Filled', '100') });
    expect(await trading.modify(order().id, key(2), { limitPrice: decimalOf('187') })).toMatchObject({
      ok: false,
    });
    expect(placed).toHaveLength(1);
  });

  it('cancels while orders are locked and before IB has confirmed the order', async () => {
    const { trading, answers, cancelled, order } = await sceneWithOrder();
    answers.permission = () => ({ allowed: false, reason: 'locked', needsLiveUnlock: false });
    answers.appendJournal = () => Promise.resolve(err('The disk is full.'));
    expect(await trading.cancel(order().id)).toMatchObject({ ok: true });
    expect(cancelled).toEqual([11]);
    expect(order().state).toBe('cancelling');
  });

  it('counts a fill that won the race against the cancel', async () => {
    const { emit, sent, trading, order } = await sceneWithOrder();
    await trading.cancel(order().id);
    emit.next({ kind: 'order-status', status: statusOf(sent, 'Cancelled') });
    expect(order().state).toBe('cancelled');
    emit.next({ kind: 'execution', execution: executionOf(sent, '0000e0d5.1.01.01', '100', '100') });
    expect(order()).toMatchObject({ state: 'filled', filled: '100' });
  });

  it('cancels everything in one message', async () => {
    const { trading, globalCancels, order } = await sceneWithOrder();
    expect(await trading.cancelAll()).toMatchObject({ ok: true });
    expect(globalCancels()).toBe(1);
    expect(order().state).toBe('cancelling');
  });
});
