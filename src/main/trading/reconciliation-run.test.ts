import { describe, expect, it } from 'vitest';
import { err, ok } from '../../shared/domain/result';
import { positionOf } from '../../shared/domain/position-fixtures';
import type { BrokerError } from '../broker/port';
import { MemoryReconciliationStore } from './testing/memory-reconciliation-store';
import {
  createTradingScene,
  executionOf,
  key,
  limitDraft,
  openOrderOf,
  settle,
} from './testing/trading-scene';

const noAnswer: BrokerError = { kind: 'timeout', code: null, text: 'No answer in time.' };

type Scene = ReturnType<typeof createTradingScene>;

async function connected(store = new MemoryReconciliationStore()) {
  const scene = createTradingScene({ reconciliationStore: store });
  scene.trading.start();
  await connect(scene, 1);
  return scene;
}

async function connect(scene: Scene, epoch: number): Promise<void> {
  scene.double.setConnection('reconciling', epoch);
  await settle();
  scene.double.setConnection('ready', epoch);
}

async function placed(scene: Scene) {
  await scene.trading.place({ idempotencyKey: key(1), epoch: 1, draft: limitDraft });
  const [sent] = scene.placed;
  if (sent === undefined) throw new Error('the order was not sent');
  scene.emit.next({ kind: 'open-order', order: openOrderOf(sent) });
  return sent;
}

const away = (scene: Scene) => scene.notices.filter((text) => text.startsWith('While you were away'));

describe('the comparison after a connect', () => {
  it('is told once, not again by connects that bring nothing new', async () => {
    const scene = await connected();
    const sent = await placed(scene);
    scene.answers.executions = [executionOf(sent, 'a.1.01', '100', '100')];
    await connect(scene, 2);
    await connect(scene, 3);
    await connect(scene, 4);
    expect(away(scene)).toEqual(['While you were away: 1 fill, 1 order filled.']);
    expect(scene.trading.reconciliation.state()).toMatchObject({
      unseen: true,
      report: {
        cause: 'connect',
        compared: { executions: 1 },
        orders: [{ id: sent.orderRef, from: 'working', to: 'filled', filledBefore: '0', filledAfter: '100' }],
        fills: [{ execId: 'a.1.01' }],
      },
    });
  });

  it('is journaled with its details', async () => {
    const scene = await connected();
    const sent = await placed(scene);
    scene.answers.executions = [executionOf(sent, 'a.1.01', '100', '100')];
    await connect(scene, 2);
    expect(scene.journal.filter(({ kind }) => kind === 'reconciled').at(-1)?.body).toMatchObject({
      epoch: 2,
      cause: 'connect',
      compared: { openOrders: 0, executions: 1 },
      orders: [{ id: sent.orderRef, from: 'working', to: 'filled' }],
      fills: ['a.1.01'],
    });
  });

  it('counts everything since the connection went, also what came in a try that failed', async () => {
    const scene = await connected();
    const sent = await placed(scene);
    scene.answers.executions = [executionOf(sent, 'a.1.01', '100', '100')];
    scene.broker.requestCompletedOrders = () => {
      scene.emit.next({ kind: 'execution', execution: executionOf(sent, 'a.1.01', '100', '100') });
      return Promise.resolve(err(noAnswer));
    };
    scene.double.setConnection('reconciling', 2);
    await settle();
    expect(scene.trading.orders().map(({ state }) => state)).toEqual(['filled']);
    scene.broker.requestCompletedOrders = () => Promise.resolve(ok([]));
    scene.clock.advance(5_000);
    await settle();
    expect(away(scene)).toEqual(['While you were away: 1 fill, 1 order filled.']);
  });

  it('is not done before the positions were listed; that is told once', async () => {
    const scene = createTradingScene();
    scene.trading.start();
    scene.answers.positionsListed = false;
    scene.double.setConnection('reconciling', 1);
    await settle();
    scene.clock.advance(5_000);
    await settle();
    expect(scene.reconciledEpochs).toEqual([]);
    expect(scene.notices.filter((text) => text.startsWith('Positions could not'))).toHaveLength(1);
    scene.answers.positionsListed = true;
    scene.clock.advance(5_000);
    await settle();
    expect(scene.reconciledEpochs).toEqual([1]);
  });

  it('can be read again after a restart, until the trader has seen it', async () => {
    const store = new MemoryReconciliationStore();
    const first = await connected(store);
    const sent = await placed(first);
    first.answers.executions = [executionOf(sent, 'a.1.01', '100', '100')];
    await connect(first, 2);
    first.trading.stop();
    const second = await connected(store);
    expect(second.trading.reconciliation.state()).toMatchObject({
      unseen: true,
      report: { fills: [{ execId: 'a.1.01' }] },
    });
    second.trading.reconciliation.markSeen();
    await settle();
    const third = await connected(store);
    expect(third.trading.reconciliation.state()).toMatchObject({ unseen: false, report: { orders: [{}] } });
  });
});

describe('a comparison that the trader asks for', () => {
  it('locks orders until it is done', async () => {
    const scene = await connected();
    const answer = Promise.withResolvers<void>();
    scene.broker.requestExecutions = () => answer.promise.then(() => ok([]));
    const outcome = scene.trading.reconciliation.compareNow();
    await settle();
    expect(scene.trading.lockReason()).toBe('Orders and positions are being compared with IB.');
    answer.resolve();
    expect(await outcome).toMatchObject({ ok: true, value: { cause: 'demand', sentence: null } });
    expect(scene.trading.lockReason()).toBeNull();
    expect(away(scene)).toEqual([]);
  });

  it('shows what IB knew and Tradewind did not', async () => {
    const scene = await connected();
    const sent = await placed(scene);
    scene.answers.openOrders = [openOrderOf(sent)];
    scene.answers.executions = [executionOf(sent, 'a.1.01', '40', '40')];
    const outcome = await scene.trading.reconciliation.compareNow();
    expect(outcome).toMatchObject({
      ok: true,
      value: { sentence: 'IB knew more than Tradewind: 1 fill.', fills: [{ execId: 'a.1.01' }] },
    });
  });

  it('keeps orders locked without an answer, and is tried again', async () => {
    const scene = await connected();
    scene.broker.requestExecutions = () => Promise.resolve(err(noAnswer));
    expect(await scene.trading.reconciliation.compareNow()).toMatchObject({ ok: false });
    expect(scene.trading.lockReason()).not.toBeNull();
    scene.broker.requestExecutions = () => Promise.resolve(ok([]));
    scene.clock.advance(5_000);
    await settle();
    expect(scene.trading.lockReason()).toBeNull();
  });

  it('does not hold the kill switch back', async () => {
    const scene = await connected();
    scene.broker.requestExecutions = () => Promise.resolve(err(noAnswer));
    await scene.trading.reconciliation.compareNow();
    expect(scene.trading.lockReason()).not.toBeNull();
    void scene.trading.kill(true);
    expect(scene.trading.lockReason()).toBeNull();
  });

  it('is refused while there is no connection', async () => {
    const scene = await connected();
    scene.double.setConnection('reconnecting', 1);
    expect(await scene.trading.reconciliation.compareNow()).toMatchObject({
      ok: false,
      error: { code: 'not-connected' },
    });
    expect(scene.trading.lockReason()).toBeNull();
  });

  it('checks positions as well', async () => {
    const scene = await connected();
    scene.answers.held = [positionOf('50')];
    const outcome = await scene.trading.reconciliation.compareNow();
    expect(outcome).toMatchObject({ ok: true, value: { positions: [{ before: '0', after: '50' }] } });
    scene.clock.advance(3_000);
    await settle();
    expect(scene.trading.reconciliation.state().gaps).toMatchObject([{ difference: '50' }]);
    const [gap] = scene.trading.reconciliation.state().gaps;
    if (gap === undefined) throw new Error('no gap');
    expect(scene.flags.get(gap.conId)).toBe('50');
    expect(scene.trading.reconciliation.acceptPosition(gap.conId)).toEqual(ok({}));
    expect(scene.flags.get(gap.conId)).toBeNull();
  });
});
