import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exact } from '../../shared/domain/decimal';
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

describe('a market order', () => {
  it('fills in parts, each fill once with its commission, and ends where the exchange ends', async () => {
    const id = await rig.placeOne(marketDraft(rig, '3000'));
    await rig.until(() => rig.order(id).state === 'partially-filled', 'a partial fill');
    const partial = rig.order(id);
    expect(exact(partial.filled).plus(partial.remaining).toString()).toBe('3000');
    const filled = await rig.inState(id, 'filled');
    await rig.until(() => rig.fills().every((fill) => fill.commission !== null), 'commissions');

    const executions = rig.world.exchange.executions();
    expect(executions.length).toBeGreaterThan(1);
    expect(rig.fills()).toMatchObject(
      executions.map((execution) => ({
        execId: execution.execId,
        orderKey: id,
        accountId,
        side: 'BUY',
        quantity: String(execution.shares),
        price: String(execution.price),
        // Whole seconds on the wire.
        atMs: Math.floor(execution.atMs / 1_000) * 1_000,
        commission: String(execution.commission),
        commissionCurrency: 'USD',
        realizedPnl: null,
      })),
    );
    expect(filled).toMatchObject({ filled: '3000', remaining: '0', role: 'single', own: true });
    expect(Number(filled.averageFillPrice)).toBeCloseTo(rig.atExchange(id)?.averageFillPrice ?? 0, 6);
  });

  it('changes positions, profit and loss and account values as the account at the exchange has them', async () => {
    const id = await rig.placeOne(marketDraft(rig, '300'));
    await rig.inState(id, 'filled');
    const back = await rig.placeOne(marketDraft(rig, '100', { side: 'SELL' }));
    await rig.inState(back, 'filled');
    await rig.until(() => rig.positions()[0]?.quantity === '200', 'the position');
    const { account } = rig.world;
    const agrees = () => {
      const [held] = account.positions();
      const [shown] = rig.positions();
      if (held === undefined || shown === undefined) return false;
      return (
        Math.abs(Number(shown.unrealizedPnl) - held.unrealizedPnl) < 0.01 &&
        Math.abs(Number(shown.dailyPnl) - held.dailyPnl) < 0.01 &&
        Math.abs(Number(shown.marketValue) - held.marketValue) < 0.01
      );
    };
    await rig.until(agrees, 'the profit and loss of the position');
    const [held] = account.positions();
    const [shown] = rig.positions();
    expect(shown).toMatchObject({
      accountId,
      symbol: 'AAPL',
      quantity: '200',
      currency: 'USD',
      stale: false,
    });
    expect(Number(shown?.averagePrice)).toBeCloseTo(held?.averageCost ?? 0, 4);
    expect(Number(shown?.realizedPnl)).toBeCloseTo(held?.realizedPnl ?? 0, 2);

    const summary = () => rig.seen.account.at(-1);
    const matches = (tag: string, value: string | null | undefined) =>
      value !== null && value !== undefined && Number(account.summary(tag)?.value) === Number(value);
    await rig.until(
      () =>
        matches('NetLiquidation', summary()?.netLiquidation) &&
        matches('TotalCashValue', summary()?.totalCash) &&
        matches('InitMarginReq', summary()?.initMargin),
      'the values of the account',
    );
    await rig.until(
      () => Math.abs(Number(summary()?.dailyPnl) - account.pnl().dailyPnl) < 0.01,
      'the profit and loss of the account',
    );
    expect(summary()).toMatchObject({ accountId, currency: 'USD', stale: false });
    const sold = rig.fills().filter((fill) => fill.side === 'SELL');
    const realized = sold.reduce((sum, fill) => sum.plus(fill.realizedPnl ?? '0'), exact(0));
    expect(realized.toNumber()).toBeCloseTo(account.pnl().realizedPnl, 2);
  });
});

describe('a limit order', () => {
  it('rests, is changed, and is cancelled', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    await rig.inState(id, 'working');
    const limitPrice = rig.price('AAPL', 'bid', '-10');
    expect(
      await rig.request('order.modify', {
        idempotencyKey: crypto.randomUUID(),
        id,
        limitPrice,
        quantity: decimal('150'),
      }),
    ).toMatchObject({ ok: true });
    await rig.until(() => rig.order(id).limitPrice === limitPrice, 'the change');
    expect(rig.order(id)).toMatchObject({ state: 'working', quantity: '150', remaining: '150' });
    expect(rig.atExchange(id)).toMatchObject({
      revision: 1,
      terms: { quantity: 150, limitPrice: Number(limitPrice) },
    });

    expect(await rig.request('order.cancel', { id })).toMatchObject({ ok: true });
    await rig.inState(id, 'cancelled');
    expect(rig.atExchange(id)).toMatchObject({ status: 'Cancelled', filled: 0 });
    expect(rig.world.exchange.openOrders()).toEqual([]);
  });

  it('tells its story in order: sending before working, working before cancelling, never back', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    await rig.inState(id, 'working');
    await rig.request('order.cancel', { id });
    await rig.inState(id, 'cancelled');
    const story = rig.seen.orders.flatMap((item) =>
      item.kind === 'upsert' && item.order.id === id ? [item.order.state] : [],
    );
    const steps = story.filter((state, index) => state !== story[index - 1]);
    expect(steps).toEqual(['draft', 'sending', 'working', 'cancelling', 'cancelled']);
  });

  it('is sent once when the window repeats its request', async () => {
    const input = { idempotencyKey: crypto.randomUUID(), epoch: rig.epoch, draft: restingDraft(rig) };
    const [first, second] = await Promise.all([
      rig.request('order.place', input),
      rig.window.request('order.place', input),
    ]);
    expect(second).toEqual(first);
    expect(await rig.request('order.place', input)).toEqual(first);
    expect(rig.tap.count(requestId.placeOrder)).toBe(1);
  });
});

describe('a bracket', () => {
  const bracketDraft = () =>
    marketDraft(rig, '100', {
      bracket: { takeProfit: rig.price('AAPL', 'ask', '0.05'), stopLoss: rig.price('AAPL', 'bid', '-30') },
    });

  it('wakes its exits when the entry fills, and one exit ends the other', async () => {
    const [entry, takeProfit, stopLoss] = await rig.place(bracketDraft());
    if (entry === undefined || takeProfit === undefined || stopLoss === undefined)
      throw new Error('no bracket');
    await rig.inState(entry, 'filled');
    await rig.inState(takeProfit, 'filled');
    await rig.inState(stopLoss, 'cancelled');
    expect(rig.order(takeProfit)).toMatchObject({
      role: 'take-profit',
      parentId: entry,
      side: 'SELL',
      filled: '100',
    });
    expect(rig.order(stopLoss)).toMatchObject({ role: 'stop-loss', parentId: entry, filled: '0' });
    await rig.until(() => rig.positions().length === 0, 'the position closed');
    expect(rig.world.account.positions().filter((held) => held.position !== 0)).toEqual([]);
    expect(rig.tap.count(requestId.placeOrder)).toBe(3);
  });

  it('holds its exits while the entry rests, and takes them along when the entry is cancelled', async () => {
    const [entry, takeProfit, stopLoss] = await rig.place({
      ...restingDraft(rig),
      bracket: { takeProfit: rig.price('AAPL', 'ask', '10'), stopLoss: rig.price('AAPL', 'bid', '-30') },
    });
    if (entry === undefined || takeProfit === undefined || stopLoss === undefined)
      throw new Error('no bracket');
    await rig.inState(entry, 'working');
    await rig.until(() => rig.order(takeProfit).whyHeld.includes('child'), 'a held child');
    expect(rig.fills()).toEqual([]);
    await rig.request('order.cancel', { id: entry });
    await rig.inState(entry, 'cancelled');
    await rig.inState(takeProfit, 'cancelled');
    await rig.inState(stopLoss, 'cancelled');
    expect(rig.world.exchange.openOrders()).toEqual([]);
  });
});

describe('what must not become an order', () => {
  it('is a question about margin', async () => {
    const answer = await rig.request('order.whatIf', { draft: marketDraft(rig, '100') });
    if (!answer.ok) throw new Error(answer.error.text);
    expect(Number(answer.value.initMarginChange)).toBeGreaterThan(0);
    expect(Number(answer.value.commission)).toBeGreaterThan(0);
    expect(answer.value.commissionCurrency).toBe('USD');
    await rig.pass(1_000);
    expect(rig.world.exchange.openOrders()).toEqual([]);
    expect(rig.world.exchange.completedOrders()).toEqual([]);
    expect(rig.orders()).toEqual([]);
  });

  it('is a price off the tick, refused beside its field before anything is sent', async () => {
    const answer = await rig.request('order.place', {
      idempotencyKey: crypto.randomUUID(),
      epoch: rig.epoch,
      draft: restingDraft(rig, { pricing: { orderType: 'LMT', limitPrice: decimal('187.205') } }),
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'rule', fields: [{ field: 'limitPrice' }] } });
    expect(rig.tap.count(requestId.placeOrder)).toBe(0);
  });

  it('is an order that was refused; its request, once corrected, may be made again', async () => {
    const idempotencyKey = crypto.randomUUID();
    const { epoch } = rig;
    const draft = restingDraft(rig, { quantity: decimal('0') });
    expect(await rig.request('order.place', { idempotencyKey, epoch, draft })).toMatchObject({ ok: false });
    expect(await rig.storage.readJournal({ afterSeq: 0, limit: 10 })).not.toContainEqual(
      expect.objectContaining({ kind: 'order-intent' }),
    );
    const corrected = { idempotencyKey, epoch, draft: restingDraft(rig) };
    const [first, second] = await Promise.all([
      rig.request('order.place', corrected),
      rig.window.request('order.place', corrected),
    ]);
    if (!first.ok) throw new Error(first.error.text);
    expect(second).toEqual(first);
    await rig.inState(first.value.orderIds[0] ?? '', 'working');
    expect(rig.tap.count(requestId.placeOrder)).toBe(1);
  });

  it('is an index', async () => {
    const answer = await rig.request('order.place', {
      idempotencyKey: crypto.randomUUID(),
      epoch: rig.epoch,
      draft: marketDraft(rig, '1', { conId: rig.conId('SPX', 'IND') }),
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'rule' } });
    expect(rig.tap.count(requestId.placeOrder)).toBe(0);
  });

  it('is more than the account can carry: rejected by the exchange with its reason', async () => {
    const id = await rig.placeOne(marketDraft(rig, '100000'));
    const order = await rig.inState(id, 'rejected');
    expect(order.message).toMatchObject({ severity: 'rejection', code: 201 });
    expect(rig.fills()).toEqual([]);
    expect(rig.seen.notices.some((notice) => notice.code === 201 && notice.source === 'order')).toBe(true);
    expect(rig.world.exchange.openOrders()).toEqual([]);
  });
});

describe('cancel all', () => {
  it('ends every order of the account', async () => {
    const first = await rig.placeOne(restingDraft(rig));
    const second = await rig.placeOne(restingDraft(rig, { quantity: decimal('7') }));
    await rig.inState(first, 'working');
    await rig.inState(second, 'working');
    expect(await rig.request('order.cancelAll', {})).toMatchObject({ ok: true });
    await rig.inState(first, 'cancelled');
    await rig.inState(second, 'cancelled');
    expect(rig.world.exchange.openOrders()).toEqual([]);
  });
});

describe('the journal', () => {
  it('holds the intent of an order before its bytes reach the gateway', async () => {
    const intents: unknown[] = [];
    rig.tap.decide = async (frame): Promise<FrameFate> => {
      if (frame.id === requestId.placeOrder) {
        const entries = await rig.storage.readJournal({ afterSeq: 0, limit: 1_000 });
        intents.push(
          ...entries.filter((entry) => entry.kind === 'order-intent').map((entry) => entry.orderKey),
        );
      }
      return 'pass';
    };
    const id = await rig.placeOne(marketDraft(rig, '100'));
    await rig.inState(id, 'filled');
    expect(intents).toEqual([id]);
  });

  it('is intact after a day of trading, and tells it', async () => {
    const filled = await rig.placeOne(marketDraft(rig, '500'));
    await rig.inState(filled, 'filled');
    const resting = await rig.placeOne(restingDraft(rig));
    await rig.inState(resting, 'working');
    await rig.request('order.cancel', { id: resting });
    await rig.inState(resting, 'cancelled');
    expect(await rig.request('journal.verify', {})).toMatchObject({ ok: true, value: { verdict: 'proven' } });
    const entries = await rig.storage.readJournal({ afterSeq: 0, limit: 1_000 });
    const kindsOf = (id: string) =>
      entries.filter((entry) => entry.orderKey === id).map((entry) => entry.kind);
    expect(kindsOf(filled).slice(0, 1)).toEqual(['order-intent']);
    expect(kindsOf(filled)).toContain('order-sent');
    expect(kindsOf(filled)).toContain('fill');
    expect(kindsOf(resting)).toContain('cancel-sent');
  });
});
