import { describe, expect, it } from 'vitest';
import type { BrokerNotice, HistoricalBarsRequest, LoggedMessage } from '../port';
import { decimal, limitOrder, RecordingSink } from '../broker-fixtures';
import { accountId, FaultScene } from './testing/fault-scene';

/** A broker that has one of everything: quotes, live bars, account, positions, P&L. */
async function watching(): Promise<{ readonly scene: FaultScene; readonly sink: RecordingSink }> {
  const scene = await FaultScene.ready();
  const apple = await scene.stock();
  const sink = new RecordingSink();
  scene.broker.watchAccount(accountId);
  scene.broker.subscribeQuote(apple, sink);
  scene.broker.liveBars(
    { contract: apple, barSize: '1 min', whatToShow: 'TRADES', regularHoursOnly: true },
    () => undefined,
    () => undefined,
  );
  scene.broker.subscribePositionPnl(accountId, apple.conId, () => undefined);
  await scene.value(scene.broker.requestPositions());
  await scene.untilQuoted(sink);
  return { scene, sink };
}

const subscriptions = [
  'reqMktData',
  'reqHistoricalData',
  'reqAccountUpdates',
  'reqAccountSummary',
  'reqPnL',
  'reqPnLSingle',
  'reqPositions',
];

const codesAfter = (messages: readonly LoggedMessage[]) =>
  messages
    .filter(({ name }) => name === 'error')
    .map(({ fields }) => Number(fields.find(({ name }) => name === 'errorCode')?.value));

describe('the gateway loses Interactive Brokers', () => {
  it('1101: locks orders, marks values as stale, and asks for everything again', async () => {
    const { scene, sink } = await watching();
    const from = scene.sequence;
    scene.gateway.faults.inject({ kind: 'connectivity', comesBack: 1101 }, { forMs: 5_000 });
    await scene.untilState('degraded');
    expect(scene.cause).toBe('connectivity-lost');
    expect(sink.lines.at(-1)).toBe('stale true');
    expect(await scene.settled(scene.broker.placeOrder(scene.epoch, limitOrder()))).toMatchObject({
      kind: 'not-sent',
    });
    await scene.untilState('ready');
    await scene.untilQuoted(sink);
    await scene.pass(2_000);
    const sent = scene.sentAfter(from);
    for (const name of subscriptions) expect(sent.filter((other) => other === name)).toContain(name);
    expect(sent.filter((name) => name === 'reqMktData')).toHaveLength(1);
    // Orders come without a subscription; what happened to them meanwhile is asked for.
    expect(sent).toEqual(expect.arrayContaining(['reqAllOpenOrders', 'reqExecutions']));
    expect(scene.epoch).toBe(1);
  });

  it.each([1100, 2110] as const)('%d then 1102: nothing is asked for again but orders', async (says) => {
    const { scene, sink } = await watching();
    const from = scene.sequence;
    scene.gateway.faults.inject({ kind: 'connectivity', comesBack: 1102, says }, { forMs: 5_000 });
    await scene.untilState('degraded');
    expect(sink.lines.at(-1)).toBe('stale true');
    await scene.untilState('ready');
    await scene.pass(3_000);
    const sent = scene.sentAfter(from).filter((name) => name !== 'reqCurrentTime');
    expect(sent.toSorted()).toEqual(['reqAllOpenOrders', 'reqExecutions']);
    expect(sink.lines.lastIndexOf('stale false')).toBeGreaterThan(sink.lines.lastIndexOf('stale true'));
  });

  it('is calm about it at the time of the nightly reset', async () => {
    // 00:20 in New York.
    const scene = await FaultScene.ready({ steps: [] }, Date.UTC(2026, 9, 6, 4, 20));
    const notices: BrokerNotice[] = [];
    scene.broker.notices$.subscribe((notice) => notices.push(notice));
    scene.gateway.faults.inject({ kind: 'connectivity', comesBack: 1101 }, { forMs: 5_000 });
    await scene.untilState('degraded');
    expect(scene.cause).toBe('restart');
    await scene.untilState('ready');
    expect(notices.filter(({ severity }) => severity !== 'information')).toEqual([]);
  });

  it('is found to be over although the gateway’s word was missed', async () => {
    const scene = await FaultScene.ready();
    scene.gateway.faults.inject({ kind: 'connectivity', comesBack: 1101 }, { forMs: 5_000 });
    await scene.untilState('degraded');
    // The bytes of 1101 vanish.
    await scene.pass(4_000);
    scene.gateway.faults.inject({ kind: 'silence', direction: 'out' }, { forMs: 3_000 });
    await scene.pass(10_000);
    expect(scene.state.kind).toBe('degraded');
    const sinceMs = scene.clock.monotonicMs();
    await scene.untilReadyAgain();
    expect(scene.clock.monotonicMs() - sinceMs).toBeLessThan(130_000);
  });

  it('ends the pauses that it caused', async () => {
    const { scene } = await watching();
    const ask = (duration: string) =>
      scene.settled(
        scene.broker.historicalBars({
          contract: scene.apple,
          barSize: '1 hour',
          endMs: null,
          duration,
          whatToShow: 'TRADES',
          regularHoursOnly: true,
        }),
      );
    scene.gateway.faults.inject({ kind: 'silence', direction: 'in' }, { forMs: 15_000 });
    const late = await scene.settled(Promise.all([ask('1 D'), ask('2 D'), ask('3 D')]));
    for (const answer of late) expect(answer).toMatchObject({ error: { kind: 'timeout' } });
    expect(await ask('4 D')).toMatchObject({ error: { kind: 'paused' } });
    scene.gateway.faults.inject({ kind: 'connectivity', comesBack: 1102 }, { forMs: 1_000 });
    await scene.untilState('degraded');
    await scene.untilState('ready');
    expect(await ask('5 D')).toMatchObject({ ok: true });
  });

  it('is looked at again and again while it lasts, and never taken to be over', async () => {
    const scene = await FaultScene.ready();
    scene.gateway.faults.inject({ kind: 'connectivity', comesBack: 1102 }, { forMs: 700_000 });
    await scene.untilState('degraded');
    const from = scene.snapshots.length;
    await scene.pass(600_000);
    expect(scene.snapshots.slice(from).some(({ state }) => state.kind === 'ready')).toBe(false);
    expect(scene.epoch).toBe(3);
    await scene.untilState('ready');
  });

  it('finds fills that were never told', async () => {
    const scene = await FaultScene.ready();
    const contract = await scene.stock();
    const order = limitOrder({
      orderId: 50,
      contract,
      orderRef: 'rests',
      pricing: { orderType: 'LMT', limitPrice: decimal('5.00') },
    });
    await scene.settled(scene.broker.placeOrder(scene.epoch, order));
    await scene.until(() => scene.events.some(({ kind }) => kind === 'open-order'), 'the order');
    scene.gateway.faults.inject(
      { kind: 'connectivity', comesBack: 1102, orderCallbacks: 'lost' },
      { forMs: 4_000 },
    );
    await scene.untilState('degraded');
    scene.gateway.faults.inject({ kind: 'fill-order', orderRef: 'rests' });
    await scene.pass(1_000);
    expect(scene.events.some(({ kind }) => kind === 'execution')).toBe(false);
    await scene.until(() => scene.events.some(({ kind }) => kind === 'execution'), 'the fill');
    expect(scene.events.find((event) => event.kind === 'execution')).toMatchObject({
      execution: { orderRef: 'rests', cumulativeQuantity: '100' },
    });
  });
});

describe('farms', () => {
  it('of market data that are down mark prices as stale, and let orders go', async () => {
    const { scene, sink } = await watching();
    scene.gateway.faults.inject({ kind: 'farm', farm: 'market-data' }, { forMs: 8_000 });
    await scene.until(() => scene.broker.snapshot().farmsDown.length > 0, 'the farm down');
    expect(sink.lines.at(-1)).toMatch(/^stale true: 2103 .*usfarm/);
    const later = new RecordingSink();
    scene.broker.subscribeQuote(scene.apple, later);
    expect(later.lines.at(-1)).toMatch(/^stale true: 2103 /);
    expect(scene.state.kind).toBe('ready');
    const order = limitOrder({
      orderId: 60,
      contract: scene.apple,
      pricing: { orderType: 'LMT', limitPrice: decimal('5.00') },
    });
    expect(await scene.settled(scene.broker.placeOrder(scene.epoch, order))).toMatchObject({ kind: 'sent' });
    await scene.until(() => scene.broker.snapshot().farmsDown.length === 0, 'the farm up');
    await scene.untilQuoted(sink);
    expect(sink.lines.lastIndexOf('stale false')).toBeGreaterThan(
      sink.lines.findLastIndex((line) => line.startsWith('stale true')),
    );
  });

  it('that come back without data get their feeds asked for again', async () => {
    const { scene, sink } = await watching();
    const from = scene.sequence;
    scene.gateway.faults.inject({ kind: 'farm', farm: 'market-data', data: 'dead' }, { forMs: 4_000 });
    await scene.until(() => codesAfter(scene.messagesAfter(from)).includes(2104), '2104');
    await scene.untilQuoted(sink);
    expect(scene.sentAfter(from).filter((name) => name === 'reqMktData')).toHaveLength(1);
  });

  const bars: Omit<HistoricalBarsRequest, 'contract'> = {
    barSize: '1 hour',
    endMs: null,
    duration: '1 D',
    whatToShow: 'TRADES',
    regularHoursOnly: true,
  };

  it('of history: a chart waits for a short trouble, and is told why in a long one', async () => {
    const { scene, sink } = await watching();
    scene.gateway.faults.inject({ kind: 'farm', farm: 'history' }, { forMs: 5_000 });
    await scene.until(() => scene.broker.snapshot().farmsDown.length > 0, 'the farm down');
    expect(scene.state.kind).toBe('ready');
    expect(sink.lines.at(-1)).not.toMatch(/^stale true/);
    const waited = await scene.value(scene.broker.historicalBars({ ...bars, contract: scene.apple }));
    expect(waited.timeMs.length).toBeGreaterThan(0);
    scene.gateway.faults.inject({ kind: 'farm', farm: 'history' }, { forMs: 60_000 });
    await scene.until(() => scene.broker.snapshot().farmsDown.length > 0, 'the farm down');
    expect(
      await scene.settled(scene.broker.historicalBars({ ...bars, duration: '2 D', contract: scene.apple })),
    ).toMatchObject({ ok: false, error: { kind: 'paused', text: expect.stringContaining('ushmds') } });
  });

  it('of definitions: a search that finds nothing says why', async () => {
    const scene = await FaultScene.ready();
    scene.gateway.faults.inject({ kind: 'farm', farm: 'definitions' }, { forMs: 60_000 });
    await scene.until(() => scene.broker.snapshot().farmsDown.length > 0, 'the farm down');
    const answer = await scene.settled(scene.broker.contractDetails({ symbol: 'MSFT', secType: 'STK' }));
    expect(answer).toMatchObject({
      ok: false,
      error: { kind: 'paused', text: expect.stringContaining('secdefnj') },
    });
  });

  it('are believed at the end of a storm of notices', async () => {
    const { scene, sink } = await watching();
    scene.gateway.faults.inject({ kind: 'notice-storm', count: 300 });
    await scene.pass(10_000);
    await scene.until(() => scene.broker.snapshot().farmsDown.length === 0, 'all farms up');
    expect(scene.state.kind).toBe('ready');
    await scene.untilQuoted(sink);
  });
});
