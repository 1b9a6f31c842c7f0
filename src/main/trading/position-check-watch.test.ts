import { beforeEach, describe, expect, it } from 'vitest';
import type { Position } from '../../shared/domain/account';
import { conIdOf, decimalOf } from '../../shared/domain/instrument-fixtures';
import type { Fill } from '../../shared/domain/order';
import { err } from '../../shared/domain/result';
import { fillOf } from '../../shared/domain/order-fixtures';
import { positionOf } from '../../shared/domain/position-fixtures';
import { ManualClock } from '../platform/manual-clock';
import { PositionChecks } from './position-check-watch';
import { ReconciliationMemory } from './reconciliation-memory';
import { MemoryReconciliationStore } from './testing/memory-reconciliation-store';
import { settle } from './testing/trading-scene';
import type { NewRecord } from './trading-store';

const aapl = conIdOf(265598);
const dayMs = 86_400_000;

describe('positions that are checked against fills', () => {
  let clock: ManualClock;
  let store: MemoryReconciliationStore;
  let held: Position[] | null;
  let fills: Fill[];
  let onAsk: () => boolean;
  let journal: NewRecord[];
  let notices: string[];
  let flags: Map<number, string | null>;
  let checks: PositionChecks;

  async function open(): Promise<PositionChecks> {
    const memory = new ReconciliationMemory(store, (text) => notices.push(text));
    await memory.load();
    return new PositionChecks({
      clock,
      marketNowMs: () => clock.nowMs(),
      accountId: () => 'DU1234567',
      held: () => held,
      fills: () => fills,
      askAgain: () => Promise.resolve(onAsk()),
      memory,
      journal: (records) => journal.push(...records),
      notice: (severity, text) => notices.push(`${severity}: ${text}`),
      flag: (conId, difference) => flags.set(conId, difference),
      onChange: () => undefined,
    });
  }

  beforeEach(async () => {
    clock = new ManualClock();
    store = new MemoryReconciliationStore();
    held = [positionOf('100')];
    fills = [];
    onAsk = () => true;
    journal = [];
    notices = [];
    flags = new Map();
    checks = await open();
    checks.check(true);
    await settle();
  });

  const kinds = () => journal.map(({ kind }) => kind);
  async function secondLook(): Promise<void> {
    clock.advance(3_000);
    await settle();
  }

  it('begin with what IB has, journaled and kept', async () => {
    expect(journal).toMatchObject([
      {
        kind: 'position-baseline',
        body: {
          accountId: 'DU1234567',
          reason: 'first-sight',
          positions: [{ conId: aapl, quantity: '100' }],
        },
      },
    ]);
    checks = await open();
    held = [positionOf('150')];
    expect(checks.check(true)).toMatchObject([{ before: '100', after: '150', cause: 'checking' }]);
  });

  it('say nothing while fills make up the change', async () => {
    held = [positionOf('150')];
    fills = [fillOf({ execId: 'a.1.01', quantity: decimalOf('50') })];
    expect(checks.check(false)).toMatchObject([{ before: '100', after: '150', fills: '50', cause: 'fills' }]);
    expect(checks.check(false)).toEqual([]);
    await secondLook();
    expect(notices).toEqual([]);
    expect(checks.gaps()).toEqual([]);
  });

  it('ask for executions before they alarm: a fill from elsewhere explains it', async () => {
    held = [positionOf('150')];
    onAsk = () => {
      fills = [fillOf({ execId: 'a.1.01', quantity: decimalOf('50') })];
      return true;
    };
    checks.check(false);
    await secondLook();
    expect(notices).toEqual([]);
    expect(checks.gaps()).toEqual([]);
  });

  it('wait for a position that comes after its fill', async () => {
    fills = [fillOf({ execId: 'a.1.01', quantity: decimalOf('50') })];
    checks.check(false);
    held = [positionOf('150')];
    await secondLook();
    expect(notices).toEqual([]);
  });

  it('alarm once, with flag and journal, when nothing explains the difference', async () => {
    held = [positionOf('150')];
    checks.check(false);
    expect(notices).toEqual([]);
    await secondLook();
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^error: AAPL: IB has 150, but start position and fills make 100/);
    expect(flags.get(aapl)).toBe('50');
    expect(checks.gaps()).toMatchObject([{ quantity: '150', expected: '100', difference: '50' }]);
    checks.check(false);
    checks.check(true);
    await secondLook();
    expect(notices).toHaveLength(1);
    expect(kinds()).toEqual(['position-baseline', 'position-unexplained']);
  });

  it('keep the flag through further fills', async () => {
    held = [positionOf('150')];
    checks.check(false);
    await secondLook();
    held = [positionOf('170')];
    fills = [fillOf({ execId: 'a.1.01', quantity: decimalOf('20') })];
    checks.check(false);
    expect(checks.gaps()).toMatchObject([{ quantity: '170', expected: '120', difference: '50' }]);
    await secondLook();
    expect(notices).toHaveLength(1);
  });

  it('take the flag away when a late execution explains it', async () => {
    held = [positionOf('150')];
    checks.check(false);
    await secondLook();
    fills = [fillOf({ execId: 'a.1.01', quantity: decimalOf('50') })];
    checks.check(false);
    expect(checks.gaps()).toEqual([]);
    expect(flags.get(aapl)).toBeNull();
    expect(kinds().at(-1)).toBe('position-explained');
  });

  it('begin anew from what IB has when the trader accepts it', async () => {
    held = [positionOf('150')];
    checks.check(false);
    await secondLook();
    expect(checks.accept(aapl)).toMatchObject({ ok: true });
    expect(journal.at(-2)).toMatchObject({
      kind: 'position-baseline',
      body: { conId: aapl, quantity: '150', expected: '100', reason: 'accepted' },
    });
    expect(checks.gaps()).toEqual([]);
    expect(checks.check(false)).toEqual([]);
    expect(checks.accept(aapl)).toMatchObject({ ok: false });
  });

  it('tell a position that is gone without a fill', async () => {
    held = [];
    checks.check(false);
    await secondLook();
    expect(checks.gaps()).toMatchObject([{ quantity: '0', expected: '100', difference: '-100' }]);
    expect(checks.accept(aapl)).toMatchObject({ ok: true });
    expect(checks.check(false)).toEqual([]);
  });

  it('say nothing on half an answer, and ask again', async () => {
    held = [positionOf('150')];
    onAsk = () => false;
    checks.check(false);
    await secondLook();
    expect(notices).toEqual([]);
    onAsk = () => true;
    await secondLook();
    expect(checks.gaps()).toHaveLength(1);
  });

  it('are explained by days whose executions IB does not list any more', async () => {
    clock.advance(3 * dayMs);
    held = [positionOf('150')];
    expect(checks.check(true)).toMatchObject([{ before: '100', after: '150', cause: 'older' }]);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^warning: AAPL: .* earlier day/);
    expect(kinds().at(-1)).toBe('position-baseline');
    await secondLook();
    expect(checks.gaps()).toEqual([]);
    expect(checks.check(true)).toEqual([]);
  });

  it('are not, where the connection stood all the while', async () => {
    clock.advance(3 * dayMs);
    held = [positionOf('150')];
    checks.check(false);
    await secondLook();
    expect(checks.gaps()).toHaveLength(1);
  });

  it('are left alone while the disk cannot say where they began', async () => {
    store.load = () => Promise.resolve(err('The disk is full.'));
    checks = await open();
    held = [positionOf('150')];
    expect(checks.check(true)).toEqual([]);
    await secondLook();
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('positions are not checked');
  });

  it('are not compared before IB has listed them', () => {
    held = null;
    expect(checks.check(true)).toEqual([]);
  });
});
