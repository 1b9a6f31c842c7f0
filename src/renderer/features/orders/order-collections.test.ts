import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../shared/ipc/streams';
import { conIdOf, dec } from '../ticket/instrument.fixture';
import { applyFills, applyNotices, applyOrders, applyPositions, maxNotices } from './order-collections';
import { fill, order, position } from './orders.fixture';

function notice(sequence: number): Notice {
  return { sequence, atMs: sequence, severity: 'information', source: 'app', code: null, text: 'Hello.' };
}

describe('orders from their stream', () => {
  it('are replaced by a snapshot and changed one by one after it', () => {
    const stale = applyOrders(new Map(), [{ kind: 'upsert', order: order({ id: 'old' }) }]);
    const orders = applyOrders(stale, [
      { kind: 'snapshot', orders: [order({ id: 'a' }), order({ id: 'b' })] },
      { kind: 'upsert', order: order({ id: 'b', state: 'filled' }) },
    ]);
    expect([...orders.values()].map(({ id, state }) => [id, state])).toEqual([
      ['a', 'working'],
      ['b', 'filled'],
    ]);
  });

  it('do not change the map that others hold', () => {
    const before = applyOrders(new Map(), [{ kind: 'snapshot', orders: [order({ id: 'a' })] }]);
    applyOrders(before, [{ kind: 'snapshot', orders: [] }]);
    expect(before.size).toBe(1);
  });
});

describe('fills from their stream', () => {
  it('take the commission that comes later', () => {
    const fills = applyFills(new Map(), [
      { kind: 'upsert', fill: fill() },
      { kind: 'upsert', fill: fill({ commission: dec('1') }) },
    ]);
    expect([...fills.values()].map(({ commission }) => commission)).toEqual(['1']);
  });

  it('let a correction replace what it corrects', () => {
    const fills = applyFills(new Map(), [
      { kind: 'upsert', fill: fill({ execId: '0000e0d5.1.01' }) },
      { kind: 'upsert', fill: fill({ execId: '0000e0d5.11.01' }) },
      { kind: 'upsert', fill: fill({ execId: '0000e0d5.1.02', price: dec('185') }) },
    ]);
    expect([...fills.keys()]).toEqual(['0000e0d5.11.01', '0000e0d5.1.02']);
  });
});

describe('positions from their stream', () => {
  it('are gone once closed', () => {
    const open = applyPositions(new Map(), [
      { kind: 'snapshot', positions: [position(), position({ conId: conIdOf(9) })] },
    ]);
    const closed = applyPositions(open, [{ kind: 'upsert', position: position({ quantity: dec('0') }) }]);
    expect([...closed.keys()]).toEqual([9]);
  });
});

describe('messages from their stream', () => {
  it('are kept newest first, each once and bounded, however they arrive', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 400 }), { maxLength: 6 }),
        (frames) => {
          const kept = frames.reduce<readonly Notice[]>(
            (before, frame) => applyNotices(before, frame.map(notice)),
            [],
          );
          const sequences = kept.map(({ sequence }) => sequence);
          expect(sequences.length).toBeLessThanOrEqual(maxNotices);
          expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => b - a));
        },
      ),
      { numRuns: 30 },
    );
  });
});
