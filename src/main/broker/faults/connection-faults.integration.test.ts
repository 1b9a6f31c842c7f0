import { describe, expect, it } from 'vitest';
import { refusalManners } from '../../../simulator/faults';
import type { RefusalManner } from '../../../simulator/faults';
import { RecordingSink } from '../broker-fixtures';
import { FaultScene } from './testing/fault-scene';

describe('a connection that is not let in', () => {
  const shown: Readonly<Record<RefusalManner, string>> = {
    reset: 'not-allowed',
    close: 'not-allowed',
    'reset-after-handshake': 'dropped',
    'close-after-handshake': 'dropped',
    silent: 'no-answer',
    'client-id-in-use': 'client-id-in-use',
  };

  it.each(refusalManners)('%s: is told as what it is, and tried again', async (how) => {
    const scene = await FaultScene.open({
      steps: [{ when: { on: 'connection' }, fault: { kind: 'refuse', how } }],
    });
    scene.connect();
    await scene.untilState('reconnecting');
    expect(scene.cause).toBe(shown[how]);
    await scene.untilState('ready');
    expect(scene.epoch).toBe(2);
  });

  it('is tried for ever while nothing listens', async () => {
    const scene = await FaultScene.ready();
    scene.gateway.faults.inject({ kind: 'stop-listening' }, { forMs: 300_000 });
    scene.gateway.faults.inject({ kind: 'drop', how: 'reset' });
    await scene.untilState('reconnecting');
    await scene.pass(200_000);
    expect(scene.state).toMatchObject({ kind: 'reconnecting', reason: { cause: 'refused' } });
    await scene.untilState('ready');
  });
});

describe('a connection that breaks', () => {
  const messages = [
    ['in', 'startApi'],
    ['out', 'managedAccounts'],
    ['out', 'nextValidId'],
    ['in', 'reqCurrentTime'],
    ['out', 'currentTime'],
    ['in', 'reqContractDetails'],
    ['out', 'contractDetails'],
    ['in', 'reqMktData'],
    ['out', 'tickPrice'],
    ['in', 'reqHistoricalData'],
    ['out', 'historicalData'],
    ['in', 'reqAccountUpdates'],
    ['out', 'accountValue'],
    ['in', 'reqPositions'],
    ['out', 'positionEnd'],
  ] as const;

  it.each(messages)(
    'at the message %s %s comes back, and with it what was watched',
    async (direction, message) => {
      const scene = await FaultScene.open({
        steps: [{ when: { on: 'message', direction, message }, fault: { kind: 'drop', how: 'reset' } }],
      });
      scene.connect();
      const sink = new RecordingSink();
      scene.broker.watchAccount('DU1234567');
      scene.broker.subscribeQuote(scene.apple, sink);
      void scene.broker.requestPositions();
      await scene.until(() => scene.broker.snapshot().latencyMs !== null, 'a heartbeat');
      expect(
        await scene.eventually(() => scene.broker.contractDetails({ conId: scene.apple.conId })),
      ).toHaveLength(1);
      await scene.eventually(() => scene.broker.requestPositions());
      const bars = await scene.eventually(() =>
        scene.broker.historicalBars({
          contract: scene.apple,
          barSize: '1 hour',
          endMs: null,
          duration: '1 D',
          whatToShow: 'TRADES',
          regularHoursOnly: true,
        }),
      );
      expect(bars.timeMs.length).toBeGreaterThan(0);
      await scene.until(() => scene.epoch >= 2 && scene.state.kind === 'ready', 'ready on a new connection');
      await scene.untilQuoted(sink);
      expect(sink.lines.lastIndexOf('stale false')).toBeGreaterThanOrEqual(
        sink.lines.lastIndexOf('stale true'),
      );
      expect(scene.errors).toEqual([]);
    },
  );

  it.each(['both', 'in', 'out'] as const)(
    'half-open, silent %s: the heartbeat finds it',
    async (direction) => {
      const scene = await FaultScene.ready();
      const sink = new RecordingSink();
      scene.broker.subscribeQuote(await scene.stock(), sink);
      await scene.until(() => sink.lines.length > 5, 'quotes');
      scene.gateway.faults.inject({ kind: 'silence', direction });
      const { epoch } = scene;
      const sinceMs = scene.clock.monotonicMs();
      await scene.until(() => scene.epoch > epoch, 'a new connection');
      expect(scene.causes).toContain('dropped');
      expect(scene.clock.monotonicMs() - sinceMs).toBeLessThan(70_000);
      await scene.untilState('ready');
      await scene.until(
        () => sink.lines.lastIndexOf('stale false') > sink.lines.lastIndexOf('stale true'),
        'quotes',
      );
    },
  );

  it('half-open, and the gateway does not notice that we went: the client id is in use until it does', async () => {
    const scene = await FaultScene.ready();
    scene.gateway.faults.inject(
      { kind: 'silence', direction: 'both', noticesClose: false },
      { forMs: 60_000 },
    );
    await scene.until(() => scene.cause === 'client-id-in-use', 'client id in use');
    await scene.untilState('ready');
  });
});

describe('a connection that is slow, or cut in odd pieces', () => {
  it('is not given up while it is alive', async () => {
    const scene = await FaultScene.ready();
    const sink = new RecordingSink();
    scene.broker.subscribeQuote(await scene.stock(), sink);
    scene.gateway.faults.inject({ kind: 'slow', latencyMs: 9_000 });
    const { epoch } = scene;
    await scene.until(() => (scene.broker.snapshot().latencyMs ?? 0) >= 9_000, 'a slow heartbeat');
    await scene.pass(60_000);
    expect(scene.epoch).toBe(epoch);
    expect(scene.state.kind).toBe('ready');
  });

  it('is not given up while answers come later than a heartbeat has time, as long as something comes', async () => {
    const scene = await FaultScene.ready();
    const sink = new RecordingSink();
    scene.broker.subscribeQuote(await scene.stock(), sink);
    const { epoch } = scene;
    for (const latencyMs of [9_000, 18_000, 25_000]) {
      scene.gateway.faults.inject({ kind: 'slow', latencyMs });
      await scene.pass(30_000);
    }
    await scene.until(() => (scene.broker.snapshot().latencyMs ?? 0) >= 25_000, 'a very slow heartbeat');
    expect(scene.epoch).toBe(epoch);
  });

  it.each([
    ['byte by byte', { kind: 'split', bytes: 1 }],
    ['in packets of three', { kind: 'split', bytes: 3 }],
    ['in big packets', { kind: 'merge', everyMs: 700 }],
  ] as const)('%s: nothing is lost', async (_name, fault) => {
    const scene = await FaultScene.open({ steps: [{ when: { on: 'connection' }, fault }] });
    scene.turnsPerStep = 500;
    scene.connect();
    await scene.untilState('ready');
    expect(await scene.stock()).toMatchObject({ exchange: 'SMART' });
    expect(scene.epoch).toBe(1);
  });
});

describe('the restart of the gateway', () => {
  it('is expected, tried quickly, and its lower order ids are survived', async () => {
    const scene = await FaultScene.ready();
    const [before = 0] = await scene.value(Promise.resolve(scene.broker.takeOrderIds(1)));
    scene.gateway.faults.inject({ kind: 'restart', nextValidId: 1 }, { forMs: 90_000 });
    await scene.untilState('reconnecting');
    expect(scene.state).toMatchObject({ reason: { cause: 'restart' } });
    await scene.pass(60_000);
    const { state } = scene;
    if (state.kind !== 'reconnecting') throw new Error(state.kind);
    expect(state.reason.cause).toBe('restart');
    expect(state.retryAtMs - scene.clock.nowMs()).toBeLessThanOrEqual(3_000);
    await scene.untilState('ready');
    const [after = 0] = await scene.value(Promise.resolve(scene.broker.takeOrderIds(1)));
    expect(after).toBeGreaterThan(before);
  });

  it('is expected at night without a word', async () => {
    // 23:46 in New York.
    const scene = await FaultScene.ready({ steps: [] }, Date.UTC(2026, 9, 6, 3, 46));
    scene.gateway.faults.inject({ kind: 'restart', goodbye: false, away: 'resetting' }, { forMs: 30_000 });
    await scene.untilState('reconnecting');
    expect(scene.cause).toBe('restart');
    await scene.untilState('ready');
    expect([...scene.causes]).toEqual(['restart']);
  });

  it('is not what is told of a connection that is lost by day', async () => {
    const scene = await FaultScene.ready();
    scene.gateway.faults.inject({ kind: 'drop', how: 'close' });
    await scene.untilState('reconnecting');
    expect(scene.cause).toBe('dropped');
  });
});
