import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReconciliationState } from '../../shared/domain/reconciliation';
import { orderTerms } from '../../simulator/world/order-terms';
import { requestId } from '../../simulator/wire/message-ids';
import { marketDraft, restingDraft } from './testing/drafts';
import { TerminalRig } from './testing/terminal-rig';

let rig: TerminalRig;

beforeEach(async () => {
  rig = await TerminalRig.start();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rig.stop();
  expect(rig.errors).toEqual([]);
});

async function whileAway(act: () => void | Promise<void>): Promise<void> {
  await rig.tap.close();
  await rig.until(() => rig.seen.status.at(-1)?.connection.state.kind === 'reconnecting', 'reconnecting');
  await act();
  await rig.tap.open();
  await rig.ready();
}

const told = () =>
  rig.seen.notices.map(({ text }) => text).filter((text) => text.startsWith('While you were away'));
const state = () => rig.terminal.trading.reconciliation.state();

async function last(): Promise<ReconciliationState> {
  const answer = await rig.request('reconcile.last', {});
  if (!answer.ok) throw new Error(answer.error.text);
  return answer.value;
}

/** IB moves shares without an execution from now on. */
function transfer(quantity: number): void {
  const { account } = rig.world;
  const positions = account.positions.bind(account);
  vi.spyOn(account, 'positions').mockImplementation(() =>
    positions().map((position) => ({ ...position, position: position.position + quantity })),
  );
}

describe('while the app was away', () => {
  it('an order filled: shown once, with the fill, the order and the position', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    const { permId } = await rig.inState(id, 'working');
    if (permId === null) throw new Error('no permId');
    await whileAway(() => {
      expect(rig.world.exchange.levers.fill(permId, null, null)).toBe(true);
    });
    expect(told()).toEqual(['While you were away: 1 fill, 1 order filled.']);
    const { report, unseen } = await last();
    expect(unseen).toBe(true);
    expect(report).toMatchObject({
      cause: 'connect',
      orders: [{ id, from: 'working', to: 'filled', filledBefore: '0', filledAfter: '100' }],
      fills: [{ orderKey: id, quantity: '100' }],
      positions: [{ symbol: 'AAPL', before: '0', after: '100', fills: '100', cause: 'fills' }],
    });
    await whileAway(() => undefined);
    await whileAway(() => undefined);
    expect(told()).toHaveLength(1);
    expect((await last()).report).toEqual(report);
    expect(await rig.request('reconcile.seen', {})).toMatchObject({ ok: true });
    expect((await last()).unseen).toBe(false);
  });

  it('an order was cancelled', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    const { permId } = await rig.inState(id, 'working');
    if (permId === null) throw new Error('no permId');
    await whileAway(() => {
      expect(rig.world.exchange.cancelManually(permId).ok).toBe(true);
    });
    expect(told()).toEqual(['While you were away: 1 order cancelled.']);
    expect((await last()).report).toMatchObject({
      orders: [{ id, from: 'working', to: 'cancelled' }],
      fills: [],
    });
  });

  it('an order was entered by hand', async () => {
    const apple = rig.world.catalogue.withoutOptions.find(({ conId }) => conId === rig.conId('AAPL', 'STK'));
    if (apple === undefined) throw new Error('AAPL is not listed');
    await whileAway(() => {
      const placed = rig.world.exchange.placeManually(
        apple,
        orderTerms({ orderType: 'LMT', limitPrice: 50, orderRef: 'by hand' }),
      );
      expect(placed.ok).toBe(true);
    });
    expect(told()).toEqual(['While you were away: 1 order from elsewhere.']);
    expect((await last()).report).toMatchObject({ orders: [{ from: null, to: 'working', elsewhere: true }] });
  });

  it('what happened is journaled with its details', async () => {
    const id = await rig.placeOne(restingDraft(rig));
    const { permId } = await rig.inState(id, 'working');
    await whileAway(() => {
      rig.world.exchange.levers.fill(permId ?? 0, 40, null);
    });
    const entries = await rig.storage.readJournal({ afterSeq: 0, limit: 1_000 });
    expect(entries.filter(({ kind }) => kind === 'reconciled').at(-1)?.body).toMatchObject({
      cause: 'connect',
      orders: [{ id, from: 'working', to: 'partially-filled' }],
      fills: rig.fills().map(({ execId }) => execId),
    });
  });
});

describe('orders stay locked', () => {
  it('until the positions were listed', async () => {
    rig.tap.decide = (frame) => (frame.id === requestId.reqPositions ? 'drop' : 'pass');
    rig.tap.cut();
    await rig.until(
      () => rig.seen.notices.some(({ text }) => text.startsWith('Positions could not be read')),
      'the warning',
    );
    const asked = rig.tap.count(requestId.reqPositions);
    await rig.until(() => rig.tap.count(requestId.reqPositions) >= asked + 2, 'two more requests');
    expect(rig.seen.status.at(-1)).toMatchObject({
      connection: { state: { kind: 'reconciling' } },
      trading: { allowed: false },
    });
    expect(rig.seen.notices.filter(({ text }) => text.startsWith('Positions could not'))).toHaveLength(1);
    rig.tap.decide = () => 'pass';
    await rig.ready();
  });

  it('while the trader has everything compared', async () => {
    rig.tap.decide = (frame) => (frame.id === requestId.reqCompletedOrders ? 'drop' : 'pass');
    expect(await rig.request('reconcile.now', {})).toMatchObject({ ok: false, error: { code: 'timeout' } });
    expect(rig.seen.status.at(-1)?.trading).toMatchObject({ allowed: false });
    expect(
      await rig.request('order.place', {
        idempotencyKey: crypto.randomUUID(),
        epoch: rig.epoch,
        draft: restingDraft(rig),
      }),
    ).toMatchObject({ ok: false });
    rig.tap.decide = () => 'pass';
    await rig.ready();
    expect(await rig.request('reconcile.now', {})).toMatchObject({
      ok: true,
      value: { cause: 'demand', sentence: null, orders: [], fills: [] },
    });
  });
});

describe('a position that changed without an execution', () => {
  async function transferred() {
    await rig.inState(await rig.placeOne(marketDraft(rig, '100')), 'filled');
    await rig.until(() => rig.positions()[0]?.quantity === '100', 'the position');
    await rig.pass(5_000);
    expect(state().gaps).toEqual([]);
    await whileAway(() => transfer(50));
    await rig.until(() => rig.positions()[0]?.unexplained === '50', 'the flag in the window');
  }

  it('is alarmed, flagged and journaled, and stays so over a restart', async () => {
    await transferred();
    const alarms = () => rig.seen.notices.filter(({ severity }) => severity === 'error');
    expect(alarms()).toMatchObject([{ text: expect.stringContaining('IB has 150') }]);
    expect((await last()).gaps).toMatchObject([{ quantity: '150', expected: '100', difference: '50' }]);
    await rig.stopApp();
    await rig.startApp();
    await rig.ready();
    await rig.until(() => rig.positions()[0]?.unexplained === '50', 'the flag after the restart');
    const entries = await rig.storage.readJournal({ afterSeq: 0, limit: 1_000 });
    expect(entries.map(({ kind }) => kind)).toContain('position-unexplained');
  });

  it('adds up again once the trader takes IB’s figure', async () => {
    await transferred();
    const { gaps } = await last();
    const [gap] = gaps;
    if (gap === undefined) throw new Error('no gap');
    expect(await rig.request('position.accept', { conId: gap.conId })).toMatchObject({ ok: true });
    await rig.until(() => rig.positions()[0]?.unexplained === null, 'the flag is gone');
    const entries = await rig.storage.readJournal({ afterSeq: 0, limit: 1_000 });
    expect(entries.findLast(({ kind }) => kind === 'position-baseline')?.body).toMatchObject({
      quantity: '150',
      reason: 'accepted',
    });
    await rig.inState(await rig.placeOne(marketDraft(rig, '10')), 'filled');
    await rig.until(() => rig.positions()[0]?.quantity === '160', 'the position');
    await rig.pass(10_000);
    expect(state().gaps).toEqual([]);
  });
});

describe('profit and loss by three sources', () => {
  it('adds up on a day of trading, with every gap explained', async () => {
    await rig.inState(await rig.placeOne(marketDraft(rig, '200')), 'filled');
    await rig.until(() => rig.fills().every(({ commission }) => commission !== null), 'commissions');
    await rig.pass(2_000);
    await rig.inState(await rig.placeOne(marketDraft(rig, '80', { side: 'SELL' })), 'filled');
    await rig.until(() => rig.fills().every(({ commission }) => commission !== null), 'commissions');
    // IB sends the portfolio anew within three minutes.
    await rig.pass(200_000);
    const answer = await rig.request('account.pnl', {});
    if (!answer.ok) throw new Error(answer.error.text);
    const { rows } = answer.value;
    const verdicts = rows.map(({ figure, gaps }) => [figure, ...gaps.map(({ verdict }) => verdict)]);
    for (const [, ...found] of verdicts)
      for (const verdict of found) expect(['none', 'explained'], JSON.stringify(rows)).toContain(verdict);
    expect(rows.flatMap(({ values }) => values.filter(({ amount }) => amount === null))).toMatchObject([
      { source: 'portfolio', remark: 'the portfolio has no daily figure' },
    ]);
  });
});
