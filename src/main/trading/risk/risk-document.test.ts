import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../../shared/domain/instrument-fixtures';
import { afterLoss, freshDocument as fresh, killed, onDay, withSetting, withState } from './risk-document';

const MONDAY = '2026-10-05';
const TUESDAY = '2026-10-06';
const raised = { on: true, limit: decimalOf('20000') };
const lowered = { on: true, limit: decimalOf('100') };

describe('a change of a limit', () => {
  it('holds at once, and is known to be looser or not', () => {
    expect(withSetting(fresh, 'order-shares', raised, MONDAY)).toMatchObject({
      kind: 'changed',
      looser: true,
      document: { policy: { 'order-shares': raised } },
    });
    expect(withSetting(fresh, 'order-shares', lowered, MONDAY)).toMatchObject({ looser: false });
    expect(withSetting(fresh, 'order-shares', { ...raised, on: false }, MONDAY)).toMatchObject({
      looser: true,
    });
    // The longer the span in which a repeat is a slip, the stricter.
    const longer = { on: true, limit: decimalOf('5000') };
    expect(withSetting(fresh, 'duplicate', longer, MONDAY)).toMatchObject({ looser: false });
  });

  it('is refused outside what the rule can be set to', () => {
    const refused = { kind: 'refused', text: expect.stringContaining('Shares in one order') };
    expect(withSetting(fresh, 'order-shares', { on: true, limit: decimalOf('0') }, MONDAY)).toMatchObject(
      refused,
    );
    expect(withSetting(fresh, 'order-shares', { on: true, limit: null }, MONDAY)).toMatchObject(refused);
    expect(withSetting(fresh, 'buying-power', raised, MONDAY)).toMatchObject({ kind: 'refused' });
  });

  it('waits for the next day when it is looser and the loss of the day has reached its limit', () => {
    const lost = afterLoss(fresh, MONDAY, 5);
    const asked = withSetting(lost, 'daily-loss', { on: false, limit: decimalOf('5') }, MONDAY);
    if (asked.kind !== 'waits') throw new Error(`it is ${asked.kind}`);
    expect(asked.fromDay).toBe(TUESDAY);
    expect(asked.document.policy['daily-loss'].on).toBe(true);
    expect(onDay(asked.document, MONDAY).policy['daily-loss'].on).toBe(true);
    expect(onDay(asked.document, TUESDAY).policy['daily-loss'].on).toBe(false);
    expect(onDay(asked.document, TUESDAY).pending).toEqual([]);
    // A stricter one does not wait, and takes the place of the one that does.
    const stricter = withSetting(asked.document, 'daily-loss', { on: true, limit: decimalOf('1') }, MONDAY);
    expect(stricter).toMatchObject({ kind: 'changed', document: { pending: [] } });
  });
});

describe('the state of the gate', () => {
  it('lets only what reduces pass after the loss, until the next day', () => {
    const lost = afterLoss(fresh, MONDAY, 5);
    expect(lost.state).toEqual({ kind: 'reducing', cause: 'daily-loss', sinceMs: 5 });
    expect(afterLoss(lost, MONDAY, 9)).toBe(lost);
    expect(withState(lost, 'active', MONDAY, 9)).toMatchObject({ kind: 'refused' });
    expect(onDay(lost, MONDAY).state.kind).toBe('reducing');
    expect(onDay(lost, TUESDAY).state).toEqual({ kind: 'active' });
  });

  it('cannot be opened on the day of the loss through another state', () => {
    const halted = withState(afterLoss(fresh, MONDAY, 5), 'halted', MONDAY, 6);
    if (halted.kind !== 'changed') throw new Error('not halted');
    expect(withState(halted.document, 'active', MONDAY, 7)).toMatchObject({ kind: 'refused' });
  });

  it('stays halted over days until the trader opens it', () => {
    const halted = killed(fresh, 5);
    expect(onDay(halted, TUESDAY)).toBe(halted);
    expect(withState(halted, 'active', TUESDAY, 6)).toMatchObject({
      kind: 'changed',
      looser: true,
      document: { state: { kind: 'active' } },
    });
  });

  it('is not opened by a loss', () => {
    expect(afterLoss(killed(fresh, 5), MONDAY, 6).state.kind).toBe('halted');
  });
});
