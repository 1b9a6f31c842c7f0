import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bar, BarSize } from '../../shared/domain/bar';
import { ManualClock } from '../platform/manual-clock';
import { apple, brokerFixture, inState, ready } from './broker-fixtures';
import { HistoryQueue } from './history-queue';
import type { HistoricalBarsRequest } from './port';
import { recordedFrame } from './recorded-frames';
import { clientMessages } from './test-gateway';
import type { TestGateway } from './test-gateway';

const request: HistoricalBarsRequest = {
  contract: apple,
  barSize: '1 min',
  endMs: Date.UTC(2026, 9, 5, 15),
  duration: '3600 S',
  whatToShow: 'TRADES',
  regularHoursOnly: true,
};

const bars = [
  '1791207000',
  '1',
  '2',
  '0.5',
  '1.5',
  '100',
  '1.2',
  '7',
  '1791207060',
  '1.5',
  '2',
  '1',
  '2',
  '50',
  '1.6',
  '3',
];

function answerBars(gateway: TestGateway, fields: readonly string[]): boolean {
  if (fields[0] !== clientMessages.reqHistoricalData) return false;
  gateway.send(['17', fields[1] ?? '', 'from', 'to', '2', ...bars]);
  return true;
}

describe('historical bars', () => {
  it('are asked for in UTC and epoch seconds, and come in columns', async () => {
    const fixture = await brokerFixture({ answer: answerBars });
    await ready(fixture);
    const answer = await fixture.broker.historicalBars(request);
    const fields = await fixture.gateway.message(clientMessages.reqHistoricalData);
    expect(fields.slice(15, 21)).toEqual(['20261005-15:00:00', '1 min', '3600 S', '1', 'TRADES', '2']);
    expect(answer.ok && [...answer.value.timeMs]).toEqual([1_791_207_000_000, 1_791_207_060_000]);
    expect(answer.ok && [...answer.value.high]).toEqual([2, 2]);
    expect(answer.ok && [...answer.value.low]).toEqual([0.5, 1]);
    expect(answer.ok && [...answer.value.count]).toEqual([7, 3]);
  });

  it('are empty when there is no data, and refused with the text of IB otherwise', async () => {
    let text = 'Historical Market Data Service error message:HMDS query returned no data: AAPL@SMART Trades';
    const fixture = await brokerFixture({
      answer: (gateway, fields) => {
        if (fields[0] !== clientMessages.reqHistoricalData) return false;
        gateway.send(recordedFrame('historicalRefused', { 2: fields[1] ?? '', 4: text }));
        return true;
      },
    });
    await ready(fixture);
    const empty = await fixture.broker.historicalBars(request);
    expect(empty.ok && empty.value.timeMs.length).toBe(0);
    text =
      'Historical Market Data Service error message:Trading TWS session is connected from a different IP address';
    expect(await fixture.broker.historicalBars(request)).toEqual({
      ok: false,
      error: { kind: 'refused', code: 162, text },
    });
  });

  it('end with the connection, whether they were sent or wait for their turn', async () => {
    const fixture = await brokerFixture({}, { historyConcurrency: 1 });
    await ready(fixture);
    const sent = fixture.broker.historicalBars(request);
    const waiting = fixture.broker.historicalBars({ ...request, barSize: '1 day' });
    await fixture.gateway.message(clientMessages.reqHistoricalData);
    expect(fixture.broker.usage()).toMatchObject({ historicalRequests: 1, queuedRequests: 1 });
    fixture.gateway.drop();
    expect(await sent).toMatchObject({ ok: false, error: { kind: 'not-connected' } });
    expect(await waiting).toMatchObject({ ok: false, error: { kind: 'not-connected' } });
    expect(fixture.broker.usage()).toMatchObject({ historicalRequests: 0, queuedRequests: 0 });
  });

  it('are given up and cancelled when no answer comes', async () => {
    const fixture = await brokerFixture({}, { historyTimeoutMs: 3_000 });
    await ready(fixture);
    const answer = fixture.broker.historicalBars(request);
    const [, reqId] = await fixture.gateway.message(clientMessages.reqHistoricalData);
    fixture.clock.advance(3_000);
    expect(await answer).toMatchObject({ ok: false, error: { kind: 'timeout' } });
    expect((await fixture.gateway.message('25'))[2]).toBe(reqId);
  });

  it.each([
    ['duration', { duration: '1 X' }],
    ['bar size', { barSize: '7 mins' }],
    ['end', { endMs: Number.NaN }],
    ['instrument', { contract: { conId: 0, exchange: 'SMART' } }],
  ])('are not asked for with a %s that is not valid', async (_name, changes) => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const bad = Object.assign({ ...request }, changes);
    expect(await fixture.broker.historicalBars(bad)).toMatchObject({ ok: false, error: { kind: 'invalid' } });
  });

  it('say where the data begins', async () => {
    const fixture = await brokerFixture({
      answer: (gateway, fields) => {
        if (fields[0] !== '87') return false;
        gateway.send(['88', fields[1] ?? '', '345479400']);
        return true;
      },
    });
    await ready(fixture);
    expect(await fixture.broker.headTimestamp(apple, 'TRADES', true)).toEqual({
      ok: true,
      value: 345_479_400_000,
    });
  });
});

describe('live bars', () => {
  it('give the newest bar, then updates, and after a reconnect tell of the gap first', async () => {
    const fixture = await brokerFixture({ answer: answerBars });
    await ready(fixture);
    const seen: (number | 'gap')[] = [];
    let tell: () => void = () => undefined;
    const length = (count: number) =>
      new Promise<void>((resolve) => {
        tell = () => {
          if (seen.length >= count) resolve();
        };
        tell();
      });
    const note = (entry: number | 'gap') => {
      seen.push(entry);
      tell();
    };
    const subscription = fixture.broker.liveBars(
      request,
      (bar: Bar) => note(bar.close),
      () => note('gap'),
    );
    const fields = await fixture.gateway.message(clientMessages.reqHistoricalData);
    expect(fields.slice(15, 22)).toEqual(['', '1 min', '3600 S', '1', 'TRADES', '2', '1']);
    fixture.gateway.send(['90', fields[1] ?? '', '4', '1791207060', '1.5', '2.25', '2.5', '1', '1.7', '60']);
    await length(2);
    fixture.gateway.drop();
    await inState(fixture.broker, 'reconnecting');
    fixture.clock.advance(500);
    await length(4);
    expect(seen).toEqual([2, 2.25, 'gap', 2]);
    subscription.unsubscribe();
    expect((await fixture.gateway.message('25'))[0]).toBe('25');
    expect(fixture.broker.usage().historicalRequests).toBe(0);
  });
});

describe('HistoryQueue', () => {
  function most(times: readonly number[], spanMs: number): number {
    return Math.max(
      0,
      ...times.map((start) => times.filter((time) => time >= start && time <= start + spanMs).length),
    );
  }

  /** Times of requests, twice for those that count twice. */
  function counted(sent: readonly { readonly atMs: number; readonly cost: number }[]): readonly number[] {
    return sent.flatMap(({ atMs, cost }) => Array.from({ length: cost }, () => atMs));
  }

  it('keeps the pacing rules for small bars, and sends everything in the end', () => {
    const step = fc.record({
      source: fc.constantFrom('a', 'b', 'c'),
      part: fc.nat(12),
      cost: fc.constantFrom(1 as const, 2 as const),
      waitMs: fc.nat(3_000),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 90 }), (steps) => {
        const clock = new ManualClock();
        const queue = new HistoryQueue(clock, 6);
        const sent: {
          readonly atMs: number;
          readonly source: string;
          readonly identity: string;
          readonly cost: 1 | 2;
        }[] = [];
        for (const { source, part, cost, waitMs } of steps) {
          const identity = `${source}/${part}/${cost}`;
          queue.enqueue({ barSize: '5 secs', source, identity, cost }, (done) => {
            sent.push({ atMs: clock.monotonicMs(), source, identity, cost });
            clock.after(300, done);
          });
          clock.advance(waitMs);
        }
        clock.advance(3_000_000);
        expect(sent).toHaveLength(steps.length);
        for (const { source, identity } of sent) {
          expect(
            most(
              sent.filter((other) => other.identity === identity).map(({ atMs }) => atMs),
              15_000,
            ),
          ).toBe(1);
          expect(most(counted(sent.filter((other) => other.source === source)), 2_000)).toBeLessThan(6);
        }
        expect(most(counted(sent), 600_000)).toBeLessThanOrEqual(60);
      }),
      { numRuns: 15 },
    );
  });

  it('sends five of one source in 2 s and sixty in 10 minutes when 70 wait', () => {
    const clock = new ManualClock();
    const queue = new HistoryQueue(clock, 6);
    const times: number[] = [];
    for (let index = 0; index < 70; index += 1) {
      queue.enqueue({ barSize: '1 secs', source: 's', identity: String(index), cost: 1 }, (done) => {
        times.push(clock.monotonicMs());
        done();
      });
    }
    clock.advance(599_000);
    expect(times).toHaveLength(60);
    expect(most(times, 2_000)).toBe(5);
    clock.advance(60_000);
    expect(times).toHaveLength(70);
    expect(most(times, 600_000)).toBe(60);
  });

  it('lets long bars pass small ones that have to wait, and no more than a few at once', () => {
    const clock = new ManualClock();
    const queue = new HistoryQueue(clock, 2);
    const sent: string[] = [];
    const dones: (() => void)[] = [];
    const add = (name: string, barSize: BarSize) =>
      queue.enqueue({ barSize, source: 's', identity: barSize, cost: 1 }, (done) => {
        sent.push(name);
        dones.push(done);
      });
    add('small', '5 secs');
    dones[0]?.();
    add('small again', '5 secs');
    add('day', '1 day');
    add('hour', '1 hour');
    add('week', '1 week');
    expect(sent).toEqual(['small', 'day', 'hour']);
    dones[1]?.();
    dones[1]?.();
    expect(sent).toEqual(['small', 'day', 'hour', 'week']);
    for (const done of dones) done();
    clock.advance(15_100);
    expect(sent.at(-1)).toBe('small again');
  });

  it('waits after a pacing violation', () => {
    const clock = new ManualClock();
    const queue = new HistoryQueue(clock, 6);
    const sent: string[] = [];
    queue.backOff();
    queue.enqueue({ barSize: '1 day', source: 's', identity: 'i', cost: 1 }, () => sent.push('day'));
    clock.advance(9_999);
    expect(sent).toEqual([]);
    clock.advance(1);
    expect(sent).toEqual(['day']);
  });
});
