import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestId } from '../../simulator/wire/message-ids';
import { decimal, marketDraft, restingDraft } from './testing/drafts';
import { TerminalRig } from './testing/terminal-rig';

let rig: TerminalRig;

beforeEach(async () => {
  rig = await TerminalRig.start();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.errors).toEqual([]);
});

describe('a restart of the app', () => {
  it('recognises its own orders, changes and cancels them', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    const [entry, takeProfit] = await rig.place({
      ...restingDraft(rig, { quantity: decimal('50') }),
      bracket: { takeProfit: rig.price('AAPL', 'ask', '10'), stopLoss: null },
    });
    if (entry === undefined || takeProfit === undefined) throw new Error('no bracket');
    await rig.inState(id, 'working');
    await rig.inState(takeProfit, 'working');
    await rig.stopApp();
    await rig.startApp();
    await rig.ready();
    await rig.inState(id, 'working');
    expect(rig.order(id)).toMatchObject({ own: true, orderKey: id, message: null });
    expect(rig.order(takeProfit)).toMatchObject({ own: true, role: 'take-profit', parentId: entry });
    expect(rig.orders()).toHaveLength(3);
    const limitPrice = rig.price('AAPL', 'bid', '-15');
    await rig.request('order.modify', { idempotencyKey: crypto.randomUUID(), id, limitPrice });
    await rig.until(() => rig.order(id).limitPrice === limitPrice, 'the change');
    await rig.request('order.cancel', { id });
    await rig.inState(id, 'cancelled');
    expect(rig.tap.count(requestId.placeOrder)).toBe(4);
  });

  it('does not send an order again whose request is repeated', async () => {
    const input = { idempotencyKey: crypto.randomUUID(), epoch: rig.epoch, draft: restingDraft(rig) };
    const first = await rig.request('order.place', input);
    if (!first.ok) throw new Error(first.error.text);
    await rig.inState(first.value.orderIds[0] ?? '', 'working');
    await rig.stopApp();
    await rig.startApp();
    await rig.ready();
    expect(await rig.request('order.place', { ...input, epoch: rig.epoch })).toEqual(first);
    expect(rig.tap.count(requestId.placeOrder)).toBe(1);
    expect(rig.world.exchange.openOrders()).toHaveLength(1);
  });

  it('does not call an order unsent whose request is repeated before the gateway is ready', async () => {
    const input = { idempotencyKey: crypto.randomUUID(), epoch: rig.epoch, draft: restingDraft(rig) };
    const id = await rig.request('order.place', input).then((first) => {
      if (!first.ok) throw new Error(first.error.text);
      return first.value.orderIds[0] ?? '';
    });
    await rig.inState(id, 'working');
    await rig.stopApp();
    await rig.startApp();
    expect(rig.terminal.broker.snapshot().state.kind).not.toBe('ready');
    // Time stands still, so the terminal does not get ready meanwhile.
    expect(await rig.window.request('order.place', input)).toMatchObject({
      ok: false,
      error: { text: expect.stringContaining('asked for before') },
    });
    await rig.ready();
    expect(await rig.request('order.place', { ...input, epoch: rig.epoch })).toEqual({
      ok: true,
      value: { orderIds: [id] },
    });
    expect(rig.tap.count(requestId.placeOrder)).toBe(1);
  });

  it('shows the fills of the day once, with their commissions, and the end of what ended meanwhile', async () => {
    const filled = await rig.placeOne(marketDraft(rig, '500'));
    await rig.inState(filled, 'filled');
    await rig.until(() => rig.fills().every((fill) => fill.commission !== null), 'commissions');
    const fills = rig.fills();
    const open = await rig.placeOne(marketDraft(rig, '4000'));
    await rig.until(() => rig.order(open).state === 'partially-filled', 'a partial fill');
    await rig.stopApp();
    await rig.until(() => rig.atExchange(open)?.status === 'Filled', 'filled at the exchange');
    await rig.startApp();
    await rig.ready();
    await rig.inState(open, 'filled');
    const executions = rig.world.exchange.executions();
    expect(
      rig
        .fills()
        .map((fill) => fill.execId)
        .toSorted(),
    ).toEqual(executions.map((execution) => execution.execId).toSorted());
    for (const fill of fills) expect(rig.fills()).toContainEqual(fill);
    expect(await rig.request('journal.verify', {})).toMatchObject({ ok: true, value: { verdict: 'proven' } });
  });

  it('resolves an order that was on its way when the app ended', async () => {
    rig.tap.decide = (frame) => (frame.id === requestId.placeOrder ? 'mute' : 'pass');
    const id = await rig.placeOne(restingDraft(rig));
    await rig.until(() => rig.atExchange(id) !== undefined, 'the order at the exchange');
    await rig.stopApp();
    rig.tap.decide = () => 'pass';
    await rig.startApp();
    await rig.ready();
    await rig.inState(id, 'working');
    expect(rig.order(id)).toMatchObject({ own: true });
    expect(rig.tap.count(requestId.placeOrder)).toBe(1);
  });

  it('under another client id leaves its earlier orders to the client that placed them', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    await rig.inState(id, 'working');
    await rig.stopApp();
    await rig.startApp(2);
    await rig.ready();
    await rig.inState(id, 'working');
    expect(rig.order(id)).toMatchObject({ own: false, clientId: 1 });
    const own = await rig.placeOne(restingDraft(rig, { quantity: decimal('7') }));
    await rig.inState(own, 'working');
    expect(await rig.request('order.cancel', { id })).toMatchObject({ ok: false, error: { code: 'rule' } });
    expect(rig.tap.count(requestId.cancelOrder)).toBe(0);
    await rig.request('order.cancelAll', {});
    await rig.inState(id, 'cancelled');
    await rig.inState(own, 'cancelled');
  });

  it('shows the orders of the day that had ended before', async () => {
    const filled = await rig.placeOne(marketDraft(rig, '10'));
    await rig.inState(filled, 'filled');
    const rejected = await rig.placeOne(marketDraft(rig, '100000'));
    await rig.inState(rejected, 'rejected');
    const before = [rig.order(filled), rig.order(rejected)];
    await rig.stopApp();
    await rig.startApp();
    await rig.ready();
    expect([rig.order(filled), rig.order(rejected)]).toEqual(before);
    expect(rig.orders()).toHaveLength(2);
  });
});
