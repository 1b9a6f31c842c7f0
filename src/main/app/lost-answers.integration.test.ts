import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestId } from '../../simulator/wire/message-ids';
import { marketDraft, restingDraft } from './testing/drafts';
import { TerminalRig } from './testing/terminal-rig';
import type { FrameFate, TappedFrame } from './testing/wire-tap';

let rig: TerminalRig;

beforeEach(async () => {
  rig = await TerminalRig.start();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.errors).toEqual([]);
});

async function lost(): Promise<void> {
  await rig.until(() => rig.seen.status.at(-1)?.connection.state.kind === 'reconnecting', 'reconnecting');
}

describe('a cancel whose answer never comes', () => {
  const breakAt = (id: number, fate: FrameFate) => {
    rig.tap.decide = (frame) => (frame.id === id ? fate : 'pass');
  };

  it('leaves the order working when the gateway never got it, so that it can be cancelled again', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    await rig.inState(id, 'working');
    breakAt(requestId.cancelOrder, 'cut');
    await rig.request('order.cancel', { id });
    await lost();
    rig.tap.decide = () => 'pass';
    await rig.ready();
    expect(rig.atExchange(id)?.status).toBe('Submitted');
    expect(rig.order(id)).toMatchObject({ state: 'working', message: { severity: 'warning' } });
    await rig.request('order.cancel', { id });
    await rig.inState(id, 'cancelled');
  });

  it('shows the order cancelled when the gateway got it', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    await rig.inState(id, 'working');
    breakAt(requestId.cancelOrder, 'mute');
    await rig.request('order.cancel', { id });
    await rig.until(() => rig.atExchange(id)?.status === 'Cancelled', 'cancelled at the exchange');
    rig.tap.cut();
    rig.tap.decide = () => 'pass';
    await rig.until(() => rig.order(id).state === 'cancelled', 'cancelled');
  });
});

describe('a change whose answer never comes', () => {
  async function changeAndBreak(fate: FrameFate) {
    const id = await rig.placeOne(restingDraft(rig));
    const { limitPrice: before } = await rig.inState(id, 'working');
    rig.tap.decide = (frame) => (frame.id === requestId.placeOrder ? fate : 'pass');
    const after = rig.price('AAPL', 'bid', '-12');
    await rig.request('order.modify', { idempotencyKey: crypto.randomUUID(), id, limitPrice: after });
    return { id, before, after };
  }

  it('leaves the order as it was when the gateway never got it', async () => {
    const { id, before } = await changeAndBreak('cut');
    await lost();
    rig.tap.decide = () => 'pass';
    await rig.ready();
    await rig.pass(5_000);
    expect(rig.order(id)).toMatchObject({ state: 'working', limitPrice: before });
    expect(rig.atExchange(id)).toMatchObject({ revision: 0 });
    expect(rig.tap.count(requestId.placeOrder)).toBe(2);
  });

  it('is shown after the reconnect when the gateway took it', async () => {
    const { id, after } = await changeAndBreak('mute');
    await rig.until(() => rig.atExchange(id)?.revision === 1, 'the change at the exchange');
    rig.tap.cut();
    rig.tap.decide = () => 'pass';
    await rig.until(() => rig.order(id).limitPrice === after, 'the change in the window');
    await rig.ready();
    expect(rig.atExchange(id)).toMatchObject({ revision: 1 });
    expect(rig.tap.count(requestId.placeOrder)).toBe(2);
  });
});

describe('an order whose answer never comes', () => {
  const placeOrderFrames = (frame: TappedFrame) => frame.id === requestId.placeOrder;

  it('is uncertain, and then refused when the gateway never got it', async () => {
    rig.tap.decide = (frame) => (placeOrderFrames(frame) ? 'cut' : 'pass');
    const id = await rig.placeOne(restingDraft(rig));
    await rig.inState(id, 'uncertain');
    rig.tap.decide = () => 'pass';
    await rig.inState(id, 'refused');
    await rig.ready();
    expect(rig.atExchange(id)).toBeUndefined();
    await rig.pass(10_000);
    expect(rig.tap.count(requestId.placeOrder)).toBe(1);
    expect(rig.order(id).state).toBe('refused');
  });

  it('is uncertain, and then working when the gateway had taken it', async () => {
    rig.tap.decide = (frame) => (placeOrderFrames(frame) ? 'mute' : 'pass');
    const id = await rig.placeOne(restingDraft(rig));
    await rig.until(() => rig.atExchange(id) !== undefined, 'the order at the exchange');
    expect(rig.order(id).state).toBe('sending');
    rig.tap.cut();
    await rig.inState(id, 'uncertain');
    rig.tap.decide = () => 'pass';
    await rig.inState(id, 'working');
    expect(rig.order(id)).toMatchObject({ message: null, permId: rig.atExchange(id)?.permId });
    await rig.pass(10_000);
    expect(rig.tap.count(requestId.placeOrder)).toBe(1);
    expect(rig.world.exchange.openOrders().filter((order) => order.terms.orderRef === id)).toHaveLength(1);
  });

  it('is filled when it filled before the connection came back', async () => {
    rig.tap.decide = (frame) => (placeOrderFrames(frame) ? 'mute' : 'pass');
    const id = await rig.placeOne(marketDraft(rig, '100'));
    await rig.until(() => rig.atExchange(id)?.status === 'Filled', 'filled at the exchange');
    rig.tap.cut();
    rig.tap.decide = () => 'pass';
    await rig.inState(id, 'filled');
    expect(rig.fills().map((fill) => fill.orderKey)).toEqual(rig.world.exchange.executions().map(() => id));
    expect(rig.tap.count(requestId.placeOrder)).toBe(1);
  });

  it('is asked about when the connection stands but the gateway stays silent', async () => {
    // The gateway never sees the order, and answers everything else.
    rig.tap.decide = (frame) => (placeOrderFrames(frame) ? new Promise<FrameFate>(() => undefined) : 'pass');
    const id = await rig.placeOne(restingDraft(rig));
    await rig.inState(id, 'uncertain');
    expect(rig.tap.count(requestId.placeOrder)).toBe(1);
    rig.tap.cut();
    rig.tap.decide = () => 'pass';
    await rig.inState(id, 'refused');
  });

  it('keeps a bracket together: all of it refused when the gateway got nothing, all of it working when it got all', async () => {
    const draft = {
      ...restingDraft(rig),
      bracket: { takeProfit: rig.price('AAPL', 'ask', '10'), stopLoss: rig.price('AAPL', 'bid', '-30') },
    };
    rig.tap.decide = (frame) => (placeOrderFrames(frame) ? 'cut' : 'pass');
    const lostBracket = await rig.place(draft);
    for (const id of lostBracket) await rig.inState(id, 'refused');
    rig.tap.decide = (frame) => (placeOrderFrames(frame) ? 'mute' : 'pass');
    await rig.ready();
    // The same order within a second would be taken for a slip.
    await rig.pass(1_000);
    const bracket = await rig.place(draft);
    await rig.until(() => rig.world.exchange.openOrders().length === 3, 'the bracket at the exchange');
    rig.tap.cut();
    rig.tap.decide = () => 'pass';
    for (const id of bracket) await rig.inState(id, 'working');
    expect(bracket.slice(1).map((id) => rig.order(id).parentId)).toEqual([bracket[0], bracket[0]]);
    expect(rig.tap.count(requestId.placeOrder)).toBeLessThanOrEqual(6);
    expect(rig.world.exchange.openOrders()).toHaveLength(3);
  });
});

describe('a bracket of which only the entry arrived', () => {
  it('is withdrawn, because the entry must never trade without its exits', async () => {
    let orders = 0;
    const theEntryIsThere = Promise.withResolvers<FrameFate>();
    rig.tap.decide = (frame) => {
      if (frame.id === requestId.placeOrder) orders += 1;
      return orders > 1 ? theEntryIsThere.promise : 'pass';
    };
    const [entry, takeProfit, stopLoss] = await rig.place({
      ...restingDraft(rig),
      bracket: { takeProfit: rig.price('AAPL', 'ask', '10'), stopLoss: rig.price('AAPL', 'bid', '-30') },
    });
    if (entry === undefined || takeProfit === undefined || stopLoss === undefined)
      throw new Error('no bracket');
    await rig.until(() => rig.atExchange(entry) !== undefined, 'the entry at the exchange');
    theEntryIsThere.resolve('cut');
    await lost();
    expect(rig.atExchange(entry)).toMatchObject({ terms: { transmit: false } });
    rig.tap.decide = () => 'pass';
    await rig.inState(takeProfit, 'refused');
    await rig.inState(stopLoss, 'refused');
    await rig.inState(entry, 'cancelled');
    expect(rig.world.exchange.openOrders()).toEqual([]);
    expect(rig.seen.notices.some((notice) => notice.text.includes('without its exits'))).toBe(true);
    expect(rig.tap.count(requestId.placeOrder)).toBe(2);
  });
});
