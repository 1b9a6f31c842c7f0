import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../platform/manual-clock';
import { LaneScheduler, lanes } from './scheduler';
import type { Lane } from './scheduler';

const limits = { messagesPerSecond: 40, dataMessagesPerSecond: 30 };

function most(times: readonly number[], spanMs: number): number {
  return Math.max(
    0,
    ...times.map((start) => times.filter((time) => time >= start && time <= start + spanMs).length),
  );
}

describe('LaneScheduler', () => {
  it('never lets more than the limit out in any second', () => {
    const lane = fc.constantFrom<Lane>(...lanes);
    const steps = fc.array(
      fc.record({ lane, cost: fc.integer({ min: 1, max: 3 }), count: fc.nat(60), waitMs: fc.nat(1_500) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(steps, (script) => {
        const clock = new ManualClock();
        const scheduler = new LaneScheduler(clock, limits);
        const all: number[] = [];
        const data: number[] = [];
        let asked = 0;
        for (const step of script) {
          for (let index = 0; index < step.count; index += 1) {
            asked += step.cost;
            scheduler.enqueue(
              step.lane,
              () => {
                for (let message = 0; message < step.cost; message += 1) {
                  all.push(clock.monotonicMs());
                  if (step.lane !== 'order' && step.lane !== 'cancel') data.push(clock.monotonicMs());
                }
              },
              step.cost,
            );
          }
          clock.advance(step.waitMs);
        }
        clock.advance(200_000);
        expect(all).toHaveLength(asked);
        expect(most(all, 1_000)).toBeLessThanOrEqual(limits.messagesPerSecond);
        expect(scheduler.queued).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('sends an order in the same turn although 500 data requests wait', () => {
    const clock = new ManualClock();
    const scheduler = new LaneScheduler(clock, limits);
    const sent: string[] = [];
    for (let index = 0; index < 500; index += 1) scheduler.enqueue('market-data', () => sent.push('data'));
    expect(scheduler.queued).toBe(470);
    for (let index = 0; index < 10; index += 1) scheduler.enqueue('order', () => sent.push('order'));
    expect(sent.slice(30)).toEqual(Array.from({ length: 10 }, () => 'order'));
  });

  it('serves the lanes in their order and each lane in turn', () => {
    const clock = new ManualClock();
    const scheduler = new LaneScheduler(clock, { messagesPerSecond: 1, dataMessagesPerSecond: 1 });
    const sent: string[] = [];
    scheduler.enqueue('history', () => sent.push('first'));
    for (const lane of lanes.toReversed()) {
      scheduler.enqueue(lane, () => sent.push(`${lane} 1`));
      scheduler.enqueue(lane, () => sent.push(`${lane} 2`));
    }
    clock.advance(20_000);
    expect(sent).toEqual(['first', ...lanes.flatMap((lane) => [`${lane} 1`, `${lane} 2`])]);
  });

  it('forgets what is withdrawn or cleared', () => {
    const clock = new ManualClock();
    const scheduler = new LaneScheduler(clock, { messagesPerSecond: 1, dataMessagesPerSecond: 1 });
    const sent: string[] = [];
    scheduler.enqueue('account', () => sent.push('a'));
    scheduler.enqueue('account', () => sent.push('b'))();
    scheduler.enqueue('account', () => sent.push('c'));
    clock.advance(5_000);
    expect(sent).toEqual(['a', 'c']);
    scheduler.enqueue('account', () => sent.push('d'));
    scheduler.enqueue('account', () => sent.push('e'));
    scheduler.clear();
    clock.advance(5_000);
    expect(sent).toEqual(['a', 'c', 'd']);
    expect(clock.pending).toBe(0);
  });

  it('goes on after a job that throws', () => {
    const clock = new ManualClock();
    const scheduler = new LaneScheduler(clock, limits);
    const sent: string[] = [];
    expect(() =>
      scheduler.enqueue('account', () => {
        throw new Error('job');
      }),
    ).toThrow('job');
    scheduler.enqueue('account', () => sent.push('next'));
    expect(sent).toEqual(['next']);
  });
});
