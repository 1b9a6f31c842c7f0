import { describe, expect, it } from 'vitest';
import { RecordingSink } from '../broker-fixtures';
import type { HistoricalBarsRequest } from '../port';
import { FaultScene } from './testing/fault-scene';

async function quoted(): Promise<{ readonly scene: FaultScene; readonly sink: RecordingSink }> {
  const scene = await FaultScene.ready();
  const sink = new RecordingSink();
  scene.broker.subscribeQuote(await scene.stock(), sink);
  await scene.untilQuoted(sink);
  return { scene, sink };
}

const bars: Omit<HistoricalBarsRequest, 'contract' | 'duration'> = {
  barSize: '1 hour',
  endMs: null,
  whatToShow: 'TRADES',
  regularHoursOnly: true,
};

describe('market data', () => {
  it('taken by a competing session is shown as stale with the reason, and comes back when that ends', async () => {
    const { scene, sink } = await quoted();
    scene.gateway.faults.inject({ kind: 'competing-session' }, { forMs: 20_000 });
    await scene.until(() => (sink.lines.at(-1) ?? '').startsWith('stale true: 10197 '), '10197');
    const from = sink.lines.length;
    const newcomer = new RecordingSink();
    scene.broker.subscribeQuote(await scene.stock('MSFT'), newcomer);
    await scene.until(() => newcomer.lines.some((line) => line.startsWith('stale true: 10197')), '10197');
    await scene.untilQuoted(sink, from);
    await scene.untilQuoted(newcomer);
    expect(sink.lines.slice(from)).toContain('stale false');
  });

  it('that is delayed is called delayed, and asked for live on the next connection', async () => {
    const scene = await FaultScene.ready();
    scene.gateway.faults.inject({ kind: 'delayed-data' }, { forMs: 30_000 });
    const sink = new RecordingSink();
    scene.broker.subscribeQuote(await scene.stock(), sink);
    await scene.until(() => sink.lines.includes('type delayed'), 'delayed');
    await scene.until(() => sink.lines.some((line) => line.startsWith('notice 10167 remark')), '10167');
    await scene.pass(30_000);
    const from = scene.sequence;
    scene.gateway.faults.inject({ kind: 'drop', how: 'reset' });
    await scene.untilReadyAgain();
    await scene.untilQuoted(sink);
    expect(sink.lines.filter((line) => line.startsWith('type ')).at(-1)).toBe('type live');
    expect(scene.sentAfter(from).filter((name) => name === 'reqMarketDataType')).toHaveLength(1);
  });

  it.each([354, 10_089, 10_168] as const)(
    'without permission (%d) falls back to delayed data',
    async (code) => {
      const scene = await FaultScene.ready();
      // Refused once; TWS gives delayed data to who asks for it.
      scene.gateway.faults.inject({ kind: 'no-permission', code }, { forMs: 500 });
      const sink = new RecordingSink();
      const contract = await scene.stock();
      scene.broker.subscribeQuote(contract, sink);
      await scene.until(
        () => sink.lines.some((line) => line.startsWith(`notice ${code} fatal`)),
        String(code),
      );
      expect(scene.sentAfter(0).filter((name) => name === 'reqMarketDataType')).toHaveLength(3);
    },
  );

  it('that dies without a word is found out, shown as stale, and asked for again', async () => {
    const { scene, sink } = await quoted();
    await scene.pass(30_000);
    const from = scene.sequence;
    scene.gateway.faults.inject({ kind: 'dead-feeds' });
    await scene.until(() => (sink.lines.at(-1) ?? '').startsWith('stale true: 0 '), 'stale');
    await scene.untilQuoted(sink);
    expect(sink.lines).toContain('stale false');
    expect(scene.sentAfter(from).filter((name) => name === 'reqMktData')).toHaveLength(1);
  });

  it('comes twice and out of order, and is shown as it is in the end', async () => {
    const scene = await FaultScene.ready({
      steps: [
        {
          when: { on: 'message', direction: 'out', message: 'tickPrice', nth: 3 },
          times: 50,
          fault: { kind: 'duplicate', count: 3 },
        },
        {
          when: { on: 'message', direction: 'out', message: 'tickSize', nth: 3 },
          times: 50,
          fault: { kind: 'delay', messages: 2 },
        },
      ],
    });
    const sink = new RecordingSink();
    const contract = await scene.stock();
    scene.broker.subscribeQuote(contract, sink);
    await scene.until(() => sink.lines.length > 300, 'many ticks');
    expect(scene.errors).toEqual([]);
    expect(scene.epoch).toBe(1);
  });

  it('goes on under a new id when the gateway calls the id a duplicate', async () => {
    const scene = await FaultScene.ready({
      steps: [
        {
          when: { on: 'message', direction: 'in', message: 'reqMktData' },
          fault: { kind: 'answer-error', code: 322, text: 'Error processing request.-Duplicate ticker id' },
        },
        {
          when: { on: 'message', direction: 'in', message: 'reqHistoricalData' },
          fault: { kind: 'answer-error', code: 322, text: 'Error processing request.-Duplicate ticker id' },
        },
      ],
    });
    const sink = new RecordingSink();
    const contract = await scene.stock();
    scene.broker.subscribeQuote(contract, sink);
    await scene.untilQuoted(sink);
    await scene.value(scene.broker.historicalBars({ ...bars, contract, duration: '1 D' }));
    expect(sink.lines.some((line) => line.startsWith('notice'))).toBe(false);
  });
});

describe('the clock of the gateway', () => {
  it.each([-3_600_000, 7_200_000])(
    'is wrong by %d ms: the offset is known, and nothing else changes',
    async (offsetMs) => {
      const scene = await FaultScene.open({
        steps: [{ when: { on: 'connection' }, fault: { kind: 'wrong-clock', offsetMs } }],
      });
      scene.connect();
      await scene.untilState('ready');
      await scene.until(() => scene.broker.snapshot().latencyMs !== null, 'a heartbeat');
      expect(Math.abs((scene.broker.snapshot().clockOffsetMs ?? 0) - offsetMs)).toBeLessThanOrEqual(1_000);
      const sink = new RecordingSink();
      scene.broker.subscribeQuote(await scene.stock(), sink);
      await scene.untilQuoted(sink);
      await scene.pass(60_000);
      expect(scene.epoch).toBe(1);
    },
  );
});

describe('pacing violations', () => {
  it.each([162, 420, 100] as const)(
    '%d again and again: bars are paused, then tried, then they come',
    async (code) => {
      const text =
        code === 162
          ? 'Historical Market Data Service error message:Historical data request pacing violation'
          : undefined;
      const scene = await FaultScene.ready({
        steps: [
          {
            when: { on: 'message', direction: 'in', message: 'reqHistoricalData' },
            times: 4,
            fault: { kind: 'answer-error', code, ...(text === undefined ? {} : { text }) },
          },
        ],
      });
      const contract = await scene.stock();
      const ask = (duration: string) =>
        scene.settled(scene.broker.historicalBars({ ...bars, contract, duration }));
      for (const duration of ['1 D', '2 D', '3 D']) {
        expect(await ask(duration)).toMatchObject({ ok: false, error: { kind: 'refused', code } });
      }
      const from = scene.sequence;
      const paused = await ask('4 D');
      expect(paused).toMatchObject({ ok: false, error: { kind: 'paused' } });
      const untilMs = paused.ok ? null : (paused.error.untilMs ?? null);
      expect(untilMs).toBeGreaterThan(scene.clock.nowMs());
      expect(scene.sentAfter(from)).not.toContain('reqHistoricalData');
      // What is no bar is not held back.
      await scene.value(scene.broker.newsProviders());
      await scene.value(scene.broker.requestOpenOrders());
      await scene.until(() => scene.clock.nowMs() >= (untilMs ?? 0), 'the end of the pause');
      // The one that tries is refused as well: the next pause is longer.
      expect(await ask('5 D')).toMatchObject({ ok: false, error: { kind: 'refused', code } });
      const again = await ask('6 D');
      const nextMs = again.ok ? 0 : (again.error.untilMs ?? 0);
      expect(nextMs - scene.clock.nowMs()).toBeGreaterThan(15_000);
      await scene.until(() => scene.clock.nowMs() >= nextMs, 'the end of the longer pause');
      expect(await ask('7 D')).toMatchObject({ ok: true });
      expect(await ask('8 D')).toMatchObject({ ok: true });
    },
  );

  it('are not caused by the app, whatever is asked of it', async () => {
    const scene = await FaultScene.ready();
    const contract = await scene.stock();
    const asked = Array.from({ length: 12 }, (_, index) =>
      scene.broker.historicalBars({
        contract,
        barSize: '5 secs',
        endMs: scene.clock.nowMs() - index * 60_000,
        duration: '60 S',
        whatToShow: 'TRADES',
        regularHoursOnly: true,
      }),
    );
    for (const answer of await scene.settled(Promise.all(asked)))
      expect(answer.ok ? null : answer.error).toBeNull();
  });
});
