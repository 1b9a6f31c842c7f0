import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBroker } from '../broker/create-broker';
import type { OrderPricing } from '../../shared/domain/order';
import type { Broker } from '../broker/port';
import { silentLogger } from '../platform/logger';
import { systemRandom } from '../platform/random';
import { requestId } from '../../simulator/wire/message-ids';
import { decimal, marketDraft, restingDraft } from './testing/drafts';
import { accountId, TerminalRig } from './testing/terminal-rig';
import type { FrameFate } from './testing/wire-tap';

let rig: TerminalRig;

beforeEach(async () => {
  rig = await TerminalRig.start();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.errors).toEqual([]);
});

const connectionStates = () => rig.seen.status.map((status) => status.connection.state.kind);

async function lost(): Promise<void> {
  await rig.until(() => rig.seen.status.at(-1)?.connection.state.kind === 'reconnecting', 'reconnecting');
}

describe('a connection that is lost and comes back', () => {
  it('shows reconnecting, compares with the gateway, and is ready again', async () => {
    const from = rig.seen.status.length;
    await rig.tap.close();
    await lost();
    expect(rig.seen.status.at(-1)?.trading).toMatchObject({ allowed: false });
    await rig.tap.open();
    await rig.ready();
    const kinds = connectionStates().slice(from);
    expect(kinds.indexOf('reconnecting')).toBeGreaterThanOrEqual(0);
    expect(kinds.at(-1)).toBe('ready');
    const entries = await rig.storage.readJournal({ afterSeq: 0, limit: 1_000 });
    expect(entries.filter((entry) => entry.kind === 'reconciled')).toHaveLength(2);
  });

  it('shows what was filled meanwhile exactly once', async () => {
    const id = await rig.placeOne(marketDraft(rig, '5000'));
    await rig.until(() => rig.order(id).state === 'partially-filled', 'a partial fill');
    await rig.tap.close();
    await lost();
    await rig.until(() => rig.atExchange(id)?.status === 'Filled', 'the order filled at the exchange');
    const shownBefore = rig.fills().length;
    await rig.tap.open();
    await rig.ready();
    await rig.inState(id, 'filled');
    const executions = rig.world.exchange.executions();
    expect(executions.length).toBeGreaterThan(shownBefore);
    await rig.until(() => rig.fills().length === executions.length, 'all fills');
    expect(
      rig
        .fills()
        .map((fill) => fill.execId)
        .toSorted(),
    ).toEqual(executions.map((execution) => execution.execId).toSorted());
    await rig.until(() => rig.fills().every((fill) => fill.commission !== null), 'commissions');
    expect(rig.seen.notices.some((notice) => notice.text.startsWith('While you were away'))).toBe(true);
    await rig.until(() => rig.positions()[0]?.quantity === '5000', 'the position');
    const entries = await rig.storage.readJournal({ afterSeq: 0, limit: 1_000 });
    const journaled = new Set(
      entries.flatMap((entry) =>
        entry.kind === 'fill' &&
        typeof entry.body === 'object' &&
        entry.body !== null &&
        'execId' in entry.body
          ? [entry.body.execId]
          : [],
      ),
    );
    expect(journaled).toEqual(new Set(executions.map((execution) => execution.execId)));
  });

  it('has a new epoch, and an order that was made for the old one is refused', async () => {
    const { epoch } = rig;
    await rig.tap.close();
    await lost();
    await rig.tap.open();
    await rig.ready();
    expect(rig.epoch).toBeGreaterThan(epoch);
    const answer = await rig.request('order.place', {
      idempotencyKey: crypto.randomUUID(),
      epoch,
      draft: restingDraft(rig),
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'rule' } });
    expect(rig.tap.count(requestId.placeOrder)).toBe(0);
  });

  it('refuses orders and cancels while it is away, and the orders are as they were afterwards', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    await rig.inState(id, 'working');
    await rig.tap.close();
    await lost();
    expect(
      await rig.request('order.place', {
        idempotencyKey: crypto.randomUUID(),
        epoch: rig.epoch,
        draft: marketDraft(rig, '1'),
      }),
    ).toMatchObject({ ok: false });
    expect(await rig.request('order.cancel', { id })).toMatchObject({
      ok: false,
      error: { code: 'not-connected' },
    });
    await rig.tap.open();
    await rig.ready();
    expect(rig.order(id)).toMatchObject({ state: 'working', own: true });
    await rig.request('order.cancel', { id });
    await rig.inState(id, 'cancelled');
  });
});

describe('a reconnect that the trader asks for', () => {
  it('settles what was under way', async () => {
    rig.tap.decide = (frame) => (frame.id === requestId.placeOrder ? 'mute' : 'pass');
    const id = await rig.placeOne(restingDraft(rig));
    await rig.until(() => rig.atExchange(id) !== undefined, 'the order at the exchange');
    rig.tap.decide = () => 'pass';
    const { epoch } = rig;
    expect(await rig.request('connection.reconnect', {})).toMatchObject({ ok: true });
    await rig.inState(id, 'working');
    await rig.ready();
    expect(rig.epoch).toBeGreaterThan(epoch);
    expect(rig.tap.count(requestId.placeOrder)).toBe(1);
  });
});

describe('while orders are compared', () => {
  it('an order waits and a cancel goes', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    await rig.inState(id, 'working');
    const gate = Promise.withResolvers<FrameFate>();
    rig.tap.decide = (frame) => (frame.id === requestId.reqCompletedOrders ? gate.promise : 'pass');
    rig.tap.cut();
    await rig.until(() => rig.terminal.broker.snapshot().state.kind === 'reconciling', 'reconciling');
    const refused = await rig.request('order.place', {
      idempotencyKey: crypto.randomUUID(),
      epoch: rig.epoch,
      draft: marketDraft(rig, '1'),
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'rule' } });
    expect(await rig.request('order.cancel', { id })).toMatchObject({ ok: true });
    gate.resolve('pass');
    rig.tap.decide = () => 'pass';
    await rig.ready();
    await rig.inState(id, 'cancelled');
    expect(rig.tap.count(requestId.placeOrder)).toBe(1);
  });
});

describe('an order of another API client', () => {
  let other: Broker;

  beforeEach(async () => {
    other = createBroker({ clock: rig.clock, random: systemRandom, log: silentLogger });
    other.connect({ kind: 'local', path: rig.gatewayPath, clientId: 9 });
    await rig.until(() => other.snapshot().state.kind === 'reconciling', 'the other client');
    other.markReconciled(other.snapshot().epoch);
  });

  afterEach(async () => {
    await other.stop();
  });

  async function placeElsewhere(pricing?: OrderPricing): Promise<number> {
    const [orderId] = (() => {
      const ids = other.takeOrderIds(1);
      return ids.ok ? ids.value : [];
    })();
    if (orderId === undefined) throw new Error('no order id');
    await rig.settled(
      other.placeOrder(other.snapshot().epoch, {
        orderId,
        orderRef: 'elsewhere',
        contract: { conId: rig.conId('AAPL', 'STK'), exchange: 'SMART' },
        accountId,
        side: 'BUY',
        quantity: decimal('10'),
        pricing: pricing ?? { orderType: 'LMT', limitPrice: rig.price('AAPL', 'bid', '-20') },
        tif: 'DAY',
        outsideRth: false,
        parentOrderId: null,
        transmit: true,
      }),
    );
    await rig.until(() => rig.atExchange('elsewhere') !== undefined, 'the order at the exchange');
    return orderId;
  }

  it('is shown as foreign without a reconnect, cannot be cancelled alone, and goes with cancel all', async () => {
    await placeElsewhere();
    await rig.until(() => rig.orders().length === 1, 'the order in the window');
    const [shown] = rig.orders();
    if (shown === undefined) throw new Error('no order');
    expect(shown).toMatchObject({
      own: false,
      clientId: 9,
      orderKey: null,
      state: 'working',
      quantity: '10',
    });
    expect(await rig.request('order.cancel', { id: shown.id })).toMatchObject({
      ok: false,
      error: { code: 'rule' },
    });
    expect(
      await rig.request('order.modify', {
        idempotencyKey: crypto.randomUUID(),
        id: shown.id,
        quantity: decimal('5'),
      }),
    ).toMatchObject({ ok: false, error: { code: 'rule' } });
    expect(await rig.request('order.cancelAll', {})).toMatchObject({ ok: true });
    await rig.inState(shown.id, 'cancelled');
    expect(rig.world.exchange.openOrders()).toEqual([]);
  });

  it('is not taken for an own order that has the same order id', async () => {
    const own = await rig.placeOne(restingDraft(rig));
    await rig.inState(own, 'working');
    await placeElsewhere();
    await rig.tap.close();
    await lost();
    await rig.tap.open();
    await rig.ready();
    expect(new Set(rig.orders().map((order) => order.own))).toEqual(new Set([false, true]));
    expect(rig.orders()).toHaveLength(2);
    expect(rig.order(own)).toMatchObject({ state: 'working', quantity: '100', own: true });
  });

  it('shows its fills with their commissions and the position that it made', async () => {
    await placeElsewhere({ orderType: 'MKT' });
    await rig.until(() => rig.positions()[0]?.quantity === '10', 'the position');
    await rig.until(() => rig.fills().some((fill) => fill.commission !== null), 'its fills');
    expect(rig.fills().map((fill) => fill.execId)).toEqual(
      rig.world.exchange.executions().map((execution) => execution.execId),
    );
    expect(rig.fills()[0]).toMatchObject({ orderKey: null, side: 'BUY', quantity: '10' });
  });

  it('is shown as ended when the other client ends it', async () => {
    const orderId = await placeElsewhere();
    await rig.until(() => rig.orders().length === 1, 'the order in the window');
    await rig.settled(other.cancelOrder(orderId));
    await rig.until(() => rig.orders()[0]?.state === 'cancelled', 'cancelled');
  });
});
