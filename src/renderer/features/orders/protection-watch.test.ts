import { describe, expect, it } from 'vitest';
import { type ProtectionGap, protectionGaps } from '../../../shared/domain/protection';
import { conIdOf, dec } from '../ticket/instrument.fixture';
import { order, position } from './orders.fixture';
import { createProtectionWatch, settlingMs } from './protection-watch';

function setUp() {
  let nowMs = 0;
  const timers: { readonly atMs: number; readonly run: () => void }[] = [];
  let gaps: readonly ProtectionGap[] = [];
  let shown: readonly number[] = [];
  const alarms: number[] = [];
  const watch = createProtectionWatch({
    read: () => gaps,
    nowMs: () => nowMs,
    after: (delayMs, run) => {
      const timer = { atMs: nowMs + delayMs, run };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
    show: (lasting, fresh) => {
      shown = lasting.map((gap) => gap.conId);
      alarms.push(...fresh.map((gap) => gap.conId));
    },
  });
  const pass = (ms: number) => {
    const endMs = nowMs + ms;
    for (;;) {
      const next = timers.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > endMs) break;
      timers.splice(timers.indexOf(next), 1);
      nowMs = next.atMs;
      next.run();
    }
    nowMs = endMs;
  };
  return {
    pass,
    watch,
    alarms,
    shown: () => shown,
    now: (next: readonly ProtectionGap[]) => {
      gaps = next;
      watch.look();
    },
  };
}

const stop = order({ side: 'SELL', orderType: 'STP', stopPrice: dec('180'), quantity: dec('50') });
const [gap] = protectionGaps([stop], [position({ quantity: dec('100') })]);
if (gap === undefined) throw new Error('the position is protected');

describe('an unprotected position', () => {
  it('is shown once it has lasted, with one alarm, until it is repaired', () => {
    const { now, pass, shown, alarms } = setUp();
    now([gap]);
    pass(settlingMs);
    expect(shown()).toEqual([]);
    pass(1_000);
    expect(shown()).toEqual([conIdOf(265598)]);
    now([gap]);
    pass(5_000);
    expect(alarms).toHaveLength(1);
    now([]);
    pass(1_000);
    expect(shown()).toEqual([]);
  });

  it('is not shown while fill and position only come one after the other', () => {
    const { now, pass, shown, alarms } = setUp();
    now([gap]);
    pass(500);
    now([]);
    pass(500);
    now([gap]);
    pass(1_000);
    now([]);
    pass(5_000);
    expect(shown()).toEqual([]);
    expect(alarms).toEqual([]);
  });
});
