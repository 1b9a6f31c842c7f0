import { describe, expect, it } from 'vitest';
import { exact } from '../../shared/domain/decimal';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import { type Order, type OrderState, orderStates } from '../../shared/domain/order';
import { firstSeen, transition } from './order-transition';
import { everyEvent, orderIn } from './testing/order-events';

const pairs = orderStates.flatMap((state) =>
  Object.entries(everyEvent).map(([name, event]) => ({ state, name, event })),
);
/** IB's own word on the order, which beats what we concluded. */
const ibsWord = new Set(['open-order', 'status', 'executed', 'completed']);
const ended = new Set<OrderState>(['filled', 'cancelled', 'rejected']);

describe('every pair of state and event', () => {
  it('is covered: eleven states, twelve kinds of events', () => {
    expect(orderStates).toHaveLength(11);
    expect(new Set(pairs.map(({ event }) => event.kind)).size).toBe(12);
  });

  it.each(pairs)('$state, $name', ({ state, event }) => {
    const before = orderIn(state);
    const { order, effects } = transition(before, event);

    if (ended.has(state) && order.state !== state) {
      // Only a fill turns an end around: it counts whatever was said before.
      expect(ibsWord).toContain(event.kind);
      expect(order.state).toBe('filled');
    }
    if (before.permId !== null) expect(order.permId).toBe(before.permId);
    expect(exact(order.filled).greaterThanOrEqualTo(exact(before.filled))).toBe(true);
    expect(exact(order.filled).lessThanOrEqualTo(exact(order.quantity))).toBe(true);
    expect(exact(order.remaining).isNegative()).toBe(false);
    if (order.state === 'draft') expect(state).toBe('draft');
    if (order.state === 'sending') expect(['draft', 'sending']).toContain(state);
    const { id, orderKey, side, conId, accountId } = order;
    expect({ id, orderKey, side, conId, accountId }).toEqual({
      id: before.id,
      orderKey: before.orderKey,
      side: before.side,
      conId: before.conId,
      accountId: before.accountId,
    });

    const again = transition(order, event);
    expect(again.order, 'the same event twice').toBe(order);
    expect(again.effects.filter(({ kind }) => kind === 'journal')).toEqual([]);

    if (order === before) expect(effects.some(({ kind }) => kind === 'store' || kind === 'show')).toBe(false);
    else expect(effects.slice(0, 3).map(({ kind }) => kind)).toEqual(['journal', 'store', 'show']);
    expect(transition(before, event), 'pure').toEqual({ order, effects });
  });
});

/** What a trader would expect; a state that is not named stays as it is. */
const expected: Readonly<Record<string, Partial<Record<OrderState, OrderState>>>> = {
  sent: { draft: 'sending' },
  'not sent': { draft: 'refused', sending: 'refused', uncertain: 'refused' },
  'no answer': { sending: 'uncertain' },
  'connection lost': { draft: 'uncertain', sending: 'uncertain', cancelling: 'working' },
  'cancel sent': {
    sending: 'cancelling',
    uncertain: 'cancelling',
    working: 'cancelling',
    'partially-filled': 'cancelling',
    inactive: 'cancelling',
  },
  'cancel unanswered': { cancelling: 'working' },
  'unknown at IB': {
    sending: 'refused',
    uncertain: 'refused',
    working: 'cancelled',
    'partially-filled': 'cancelled',
    cancelling: 'cancelled',
    inactive: 'cancelled',
  },
  'status Submitted': {
    draft: 'working',
    refused: 'working',
    sending: 'working',
    uncertain: 'working',
    inactive: 'working',
  },
  'open order Submitted': {
    draft: 'working',
    refused: 'working',
    sending: 'working',
    uncertain: 'working',
    inactive: 'working',
  },
  'status Cancelled': {
    draft: 'cancelled',
    refused: 'cancelled',
    sending: 'cancelled',
    uncertain: 'cancelled',
    working: 'cancelled',
    'partially-filled': 'cancelled',
    cancelling: 'cancelled',
    inactive: 'cancelled',
  },
  '100 executed': {
    draft: 'filled',
    refused: 'filled',
    sending: 'filled',
    uncertain: 'filled',
    working: 'filled',
    'partially-filled': 'filled',
    cancelling: 'filled',
    cancelled: 'filled',
    rejected: 'filled',
    inactive: 'filled',
  },
  rejected: {
    draft: 'rejected',
    refused: 'rejected',
    sending: 'rejected',
    uncertain: 'rejected',
    inactive: 'rejected',
  },
  'error cancelled': {
    draft: 'cancelled',
    refused: 'cancelled',
    sending: 'cancelled',
    uncertain: 'cancelled',
    working: 'cancelled',
    'partially-filled': 'cancelled',
    cancelling: 'cancelled',
    inactive: 'cancelled',
  },
  'cannot cancel': { cancelling: 'working' },
  'cannot modify': {},
  warning: {},
};

describe.each(Object.entries(expected))('after "%s"', (name, moves) => {
  const event = everyEvent[name];
  if (event === undefined) throw new Error(`no such event: ${name}`);
  it.each(orderStates)('an order that is %s is as the table says', (state) => {
    expect(transition(orderIn(state), event).order.state).toBe(moves[state] ?? state);
  });
});

describe('an order that is filled as far as we know', () => {
  const change = everyEvent['open order Submitted'];
  if (change?.kind !== 'open-order') throw new Error('no such event');
  const greater = { ...change, order: { ...change.order, quantity: decimalOf('150') } };

  it('lives when IB works more of it: the echo of a change was lost. IB is asked, in case that this is an old word', () => {
    const { order, effects } = transition(orderIn('filled'), greater);
    expect(order).toMatchObject({
      state: 'partially-filled',
      quantity: '150',
      filled: '100',
      remaining: '50',
    });
    expect(effects.at(-1)).toMatchObject({ kind: 'ask-ib' });
  });

  it('stays filled when IB only repeats itself', () => {
    expect(transition(orderIn('filled'), change).order.state).toBe('filled');
  });
});

describe('an order that is cancelled before IB has answered for it', () => {
  it('never arrived when IB does not know it, and has not been cancelled', () => {
    const event = everyEvent['unknown at IB'];
    if (event === undefined) throw new Error('no such event');
    const early: Order = { ...orderIn('cancelling'), permId: null };
    expect(transition(early, event).order.state).toBe('refused');
  });
});

describe('a warning', () => {
  it('is no rejection: the order stays as it is, and the text is kept and told', () => {
    const event = everyEvent['warning'];
    if (event === undefined) throw new Error('no warning');
    const { order, effects } = transition(orderIn('working'), event);
    expect(order).toMatchObject({ state: 'working', message: { severity: 'warning', code: 399 } });
    expect(effects).toContainEqual(
      expect.objectContaining({ kind: 'notice', severity: 'warning', code: 399 }),
    );
  });
});

describe('the effects', () => {
  const effectsOf = (order: Order, name: string) => {
    const event = everyEvent[name];
    if (event === undefined) throw new Error(`no such event: ${name}`);
    return transition(order, event).effects.map(({ kind }) => kind);
  };

  it('ask IB when it cannot cancel what we take for alive', () => {
    expect(effectsOf(orderIn('cancelling'), 'cannot cancel')).toEqual([
      'journal',
      'store',
      'show',
      'notice',
      'ask-ib',
    ]);
  });

  it('withdraw the entry when an exit is rejected or never arrived, and not for an order on its own', () => {
    const exit: Order = { ...orderIn('sending'), role: 'stop-loss', parentId: 'entry' };
    expect(effectsOf(exit, 'rejected')).toContain('withdraw-entry');
    expect(effectsOf({ ...exit, state: 'uncertain' }, 'unknown at IB')).toContain('withdraw-entry');
    expect(effectsOf(orderIn('sending'), 'rejected')).not.toContain('withdraw-entry');
    expect(effectsOf(exit, 'status Submitted')).not.toContain('withdraw-entry');
  });

  it('raise an alarm when a second copy is seen first', () => {
    const copy: Order = { ...orderIn('working'), copyOf: 'original' };
    expect(firstSeen(copy).at(-1)).toMatchObject({ kind: 'notice', severity: 'error' });
    expect(firstSeen(orderIn('working')).some(({ kind }) => kind === 'notice')).toBe(false);
  });
});
