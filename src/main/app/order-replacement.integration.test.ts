import { randomUUID } from 'node:crypto';
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

describe('an order that is replaced', () => {
  const stopDraft = () =>
    restingDraft(rig, {
      pricing: { orderType: 'STP', stopPrice: rig.price('AAPL', 'ask', '15') },
      tif: 'GTC',
    });

  it('is cancelled, confirmed, then new: never are both at the exchange', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    await rig.inState(id, 'working');
    let most = 0;
    const stop = rig.world.exchange.subscribe(() => {
      most = Math.max(most, rig.world.exchange.openOrders().length);
    });
    const input = { idempotencyKey: randomUUID(), id, epoch: rig.epoch, draft: stopDraft() };
    const answer = await rig.request('order.replace', input);
    if (!answer.ok) throw new Error(answer.error.text);
    const [next = ''] = answer.value.orderIds;
    await rig.inState(next, 'working');
    stop();
    expect(most).toBe(1);
    expect(rig.order(id).state).toBe('cancelled');
    expect(rig.order(next)).toMatchObject({ orderType: 'STP', tif: 'GTC' });
    expect(await rig.request('order.replace', input)).toEqual(answer);
    expect(rig.world.exchange.openOrders()).toHaveLength(1);
  });

  it('is not followed by a new one when the app ends before IB has confirmed the cancel', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    await rig.inState(id, 'working');
    rig.tap.decide = (frame) => (frame.id === requestId.cancelOrder ? 'mute' : 'pass');
    const input = { idempotencyKey: randomUUID(), id, epoch: rig.epoch, draft: stopDraft() };
    void rig.window.request('order.replace', input);
    await rig.until(() => rig.world.exchange.openOrders().length === 0, 'the cancel at the exchange');
    await rig.stopApp();
    rig.tap.decide = () => 'pass';
    await rig.startApp();
    await rig.ready();
    await rig.inState(id, 'cancelled');
    await rig.pass(15_000);
    expect(rig.world.exchange.openOrders()).toEqual([]);
    expect(rig.tap.count(requestId.placeOrder)).toBe(1);
    expect(await rig.request('order.replace', { ...input, epoch: rig.epoch })).toMatchObject({ ok: false });
  });
});

describe('a position whose stop has not its size', () => {
  const conId = () => rig.conId('AAPL', 'STK');
  const held = () => rig.positions().find((position) => position.conId === conId())?.quantity;

  async function openBracket(quantity: string) {
    const ids = await rig.place(
      marketDraft(rig, quantity, {
        bracket: { takeProfit: null, stopLoss: rig.price('AAPL', 'bid', '-30') },
        tif: 'GTC',
      }),
    );
    const [entry = '', stop = ''] = ids;
    await rig.inState(entry, 'filled');
    await rig.until(() => held() === quantity, 'the position');
    await rig.inState(stop, 'working');
    return stop;
  }

  const protect = () => rig.request('position.protect', { idempotencyKey: randomUUID(), conId: conId() });
  const liveStops = () =>
    rig.orders().filter((order) => order.orderType === 'STP' && order.state === 'working');

  it('has its stop changed to its size', async () => {
    const stop = await openBracket('100');
    expect(await protect()).toMatchObject({ ok: false, error: { code: 'rule' } });
    const more = await rig.placeOne(marketDraft(rig, '40'));
    await rig.inState(more, 'filled');
    await rig.until(() => held() === '140', 'the greater position');
    expect(await protect()).toMatchObject({ ok: true });
    await rig.until(() => rig.order(stop).quantity === '140', 'the greater stop');
    expect(liveStops()).toHaveLength(1);
  });

  it('gets a new stop at the last stop price when the old one is gone', async () => {
    const stop = await openBracket('100');
    const { stopPrice } = rig.order(stop);
    await rig.request('order.cancel', { id: stop });
    await rig.inState(stop, 'cancelled');
    expect(await protect()).toMatchObject({ ok: true });
    await rig.until(() => liveStops().length === 1, 'the new stop');
    expect(liveStops()).toMatchObject([{ side: 'SELL', quantity: '100', stopPrice, tif: 'GTC' }]);
    expect(await protect()).toMatchObject({ ok: false });
    expect(rig.world.exchange.openOrders()).toHaveLength(1);
    expect(await rig.request('journal.verify', {})).toMatchObject({ ok: true });
  });

  it('is protected while its entry fills in parts: the exits follow it', async () => {
    const [entry = '', stop = ''] = await rig.place(
      marketDraft(rig, '4000', {
        bracket: { takeProfit: null, stopLoss: rig.price('AAPL', 'bid', '-30') },
      }),
    );
    await rig.until(() => rig.order(entry).state === 'partially-filled', 'a partial fill');
    await rig.until(() => held() === rig.order(entry).filled, 'its position');
    expect(await protect()).toMatchObject({ ok: false, error: { code: 'rule' } });
    await rig.request('order.cancel', { id: entry });
    await rig.until(() => ['cancelled', 'filled'].includes(rig.order(entry).state), 'the end of the entry');
    await rig.until(() => held() === rig.order(entry).filled, 'the position');
    await rig.until(() => rig.order(stop).quantity === decimal(held() ?? '0'), 'the stop follows');
    expect(await protect()).toMatchObject({ ok: false, error: { code: 'rule' } });
  });
});
