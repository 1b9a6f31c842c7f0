import { describe, expect, it } from 'vitest';
import type { Order } from '../../../shared/domain/order';
import { dec } from '../ticket/instrument.fixture';
import {
  canCancel,
  canModify,
  canReplace,
  whyLocked,
  orderRows,
  originWord,
  statusWord,
  workingCount,
} from './order-rows';
import { order } from './orders.fixture';

function book(...orders: readonly Order[]): ReadonlyMap<string, Order> {
  return new Map(orders.map((one) => [one.id, one]));
}

function ids(orders: ReadonlyMap<string, Order>, filter: 'working' | 'all'): string[] {
  return orderRows(orders, filter).map((row) => row.order.id);
}

describe('the rows of the orders table', () => {
  it('show a bracket together under its entry, exits in a fixed order', () => {
    const orders = book(
      order({ id: 'stop', role: 'stop-loss', parentId: 'entry', createdMs: 5 }),
      order({ id: 'other', createdMs: 3 }),
      order({ id: 'profit', role: 'take-profit', parentId: 'entry', createdMs: 5 }),
      order({ id: 'entry', role: 'entry', createdMs: 5 }),
    );
    expect(ids(orders, 'working')).toEqual(['entry', 'profit', 'stop', 'other']);
  });

  it('show an exit whose entry is not known on its own', () => {
    const [row] = orderRows(book(order({ id: 'stop', role: 'stop-loss', parentId: 'gone' })), 'all');
    expect(row).toMatchObject({ order: { id: 'stop' }, entry: null });
  });

  it('put what can still trade first, then the newest', () => {
    const orders = book(
      order({ id: 'done', state: 'filled', createdMs: 9 }),
      order({ id: 'old', createdMs: 1 }),
      order({ id: 'new', createdMs: 2 }),
    );
    expect(ids(orders, 'all')).toEqual(['new', 'old', 'done']);
    expect(ids(orders, 'working')).toEqual(['new', 'old']);
  });

  it('keep a bracket whole while one exit works', () => {
    const orders = book(
      order({ id: 'entry', role: 'entry', state: 'filled' }),
      order({ id: 'stop', role: 'stop-loss', parentId: 'entry' }),
    );
    expect(ids(orders, 'working')).toEqual(['entry', 'stop']);
    expect(workingCount(orders)).toBe(1);
  });
});

describe('the words of an order', () => {
  it('say in plain language what it does', () => {
    expect(statusWord(order({ state: 'uncertain' }))).toBe('not confirmed by IB, checking');
    expect(statusWord(order({ whyHeld: 'child' }))).toBe('waits for its entry');
    expect(statusWord(order({ whyHeld: 'child,trigger' }))).toBe('waits for its entry');
    expect(statusWord(order({ whyHeld: 'trigger' }))).toBe('waits for its trigger');
    expect(statusWord(order({ state: 'cancelled', filled: dec('3') }))).toBe('cancelled, partly filled');
    expect(statusWord(order({ state: 'inactive' }))).toBe('held by IB, not working');
  });

  it('say who placed it, unless it was this app', () => {
    expect(originWord(order())).toBe('');
    expect(originWord(order({ own: false, clientId: 0, orderId: null }))).toBe('placed in TWS');
    expect(originWord(order({ own: false, clientId: 0 }))).toBe('client 0');
    expect(originWord(order({ own: false, clientId: 4 }))).toBe('client 4');
  });
});

describe('what can be done with an order', () => {
  it('is nothing for an order of another client', () => {
    expect(canCancel(order({ own: false }))).toBe(false);
    expect(canModify(order({ own: false }))).toBe(false);
  });

  it('is said where it is switched off: "Cancel all" reaches it', () => {
    const locked = whyLocked(order({ own: false, clientId: 0, orderId: null }));
    expect(locked).toContain('placed in TWS');
    expect(locked).toContain('"Cancel all" reaches it');
    expect(whyLocked(order({ own: false, clientId: 7 }))).toContain('client id 7');
    expect(whyLocked(order())).toBeNull();
    expect(whyLocked(order({ own: false, state: 'filled' }))).toBeNull();
  });

  it('is a change of prices where IB lets them change, and a replacement for the rest', () => {
    expect(canModify(order())).toBe(true);
    expect(canModify(order({ orderType: 'TRAIL' }))).toBe(false);
    expect(canModify(order({ tif: 'OPG' }))).toBe(false);
    expect(canReplace(order({ orderType: 'TRAIL' }))).toBe(true);
    expect(canReplace(order({ role: 'stop-loss' }))).toBe(false);
    expect(canReplace(order({ state: 'uncertain' }))).toBe(false);
  });

  it('is a cancel but no change while its state is not known', () => {
    expect(canCancel(order({ state: 'uncertain' }))).toBe(true);
    expect(canModify(order({ state: 'uncertain' }))).toBe(false);
  });

  it('is nothing once it ended or a cancel is under way', () => {
    for (const state of ['filled', 'cancelled', 'rejected', 'refused', 'cancelling'] as const)
      expect(canCancel(order({ state }))).toBe(false);
  });
});
