import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText, exact } from '../../shared/domain/decimal';
import { isLive, type Order, orderStates } from '../../shared/domain/order';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import { nextOrder, type OrderEvent } from './order-lifecycle';
import { draftOrder, sentOrder } from './testing/order-events';
import { openOrderOf, statusOf } from './testing/trading-scene';

const filledAmount = fc.integer({ min: 0, max: 100 }).map((shares) => decimalOf(String(shares)));
const word = fc.constantFrom(
  'PendingSubmit',
  'PreSubmitted',
  'Submitted',
  'PendingCancel',
  'ApiCancelled',
  'Cancelled',
  'Filled',
  'Inactive',
  'Unheard',
);
const atMs = fc.integer({ min: 1, max: 1_000_000 });

/** Anything that can happen, in any order, with IB's own arithmetic kept: filled and remaining make the quantity. */
const event: fc.Arbitrary<OrderEvent> = fc.oneof(
  fc.record({ kind: fc.constant('sent' as const), orderId: fc.constant(11), clientId: fc.constant(1), atMs }),
  fc.record({ kind: fc.constant('not-sent' as const), text: fc.constant('not sent'), atMs }),
  fc.record({ kind: fc.constant('no-answer' as const), atMs }),
  fc.record({ kind: fc.constant('connection-lost' as const), atMs }),
  fc.record({ kind: fc.constant('cancel-sent' as const), atMs }),
  fc.record({ kind: fc.constant('unknown-at-ib' as const), atMs }),
  fc.tuple(word, atMs).map(([status, at]) => ({
    kind: 'open-order' as const,
    order: openOrderOf(sentOrder, { status }),
    atMs: at,
  })),
  fc.tuple(word, filledAmount, atMs).map(([status, filled, at]) => ({
    kind: 'status' as const,
    status: statusOf(sentOrder, status, status === 'Filled' ? '100' : filled),
    atMs: at,
  })),
  fc.tuple(filledAmount, atMs).map(([filled, at]) => ({
    kind: 'executed' as const,
    filled,
    averagePrice: decimalOf('187.19'),
    atMs: at,
  })),
  fc
    .tuple(
      fc.constantFrom(
        'warning' as const,
        'rejected' as const,
        'cancelled' as const,
        'cannot-cancel' as const,
        'cannot-modify' as const,
        'duplicate-id' as const,
      ),
      atMs,
    )
    .map(([errorClass, at]) => ({
      kind: 'error' as const,
      code: 201,
      text: 'text',
      class: errorClass,
      atMs: at,
    })),
);

const run = (events: readonly OrderEvent[]): Order => events.reduce(nextOrder, draftOrder);

describe('the life of an order', () => {
  it('never loses a fill and never shows more than was asked for', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let order = draftOrder;
        for (const happening of events) {
          const after = nextOrder(order, happening);
          expect(exact(after.filled).greaterThanOrEqualTo(exact(order.filled))).toBe(true);
          expect(exact(after.filled).lessThanOrEqualTo(exact(after.quantity))).toBe(true);
          expect(exact(after.remaining).isNegative()).toBe(false);
          order = after;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('stays filled once it is filled', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 15 }), fc.array(event, { maxLength: 15 }), (before, after) => {
        const filled = run([
          ...before,
          { kind: 'sent', orderId: 11, clientId: 1, atMs: 1 },
          { kind: 'executed', filled: decimalOf('100'), averagePrice: null, atMs: 2 },
        ]);
        expect(filled.state).toBe('filled');
        expect(after.reduce(nextOrder, filled).state).toBe('filled');
      }),
      { numRuns: 300 },
    );
  });

  it('ends in a state in which it cannot trade when IB says that it is cancelled, unless it was filled', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 15 }), (before) => {
        const order = nextOrder(run(before), {
          kind: 'status',
          status: statusOf(sentOrder, 'Cancelled'),
          atMs: 1,
        });
        expect(isLive(order.state)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('says nothing new when the same event is repeated', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 15 }), event, (before, happening) => {
        const once = nextOrder(run(before), happening);
        const twice = nextOrder(once, happening);
        expect(twice.state).toBe(once.state);
        expect(twice.filled).toBe(once.filled);
      }),
      { numRuns: 500 },
    );
  });

  it('never becomes draft or sending again after IB has spoken', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (after) => {
        const known = nextOrder(draftOrder, { kind: 'open-order', order: openOrderOf(sentOrder), atMs: 1 });
        for (let order = known, index = 0; index < after.length; index += 1) {
          const happening = after[index];
          if (happening === undefined) break;
          order = nextOrder(order, happening);
          expect(['draft', 'sending']).not.toContain(order.state);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each(orderStates)('has an answer for every event in state %s', (state) => {
    fc.assert(
      fc.property(event, (happening) => {
        expect(orderStates).toContain(nextOrder({ ...draftOrder, state }, happening).state);
      }),
    );
  });

  it('comes back to life when IB lists an order that we took for never arrived', () => {
    const refused = run([
      { kind: 'sent', orderId: 11, clientId: 1, atMs: 1 },
      { kind: 'no-answer', atMs: 2 },
      { kind: 'unknown-at-ib', atMs: 3 },
    ]);
    expect(refused.state).toBe('refused');
    expect(nextOrder(refused, { kind: 'open-order', order: openOrderOf(sentOrder), atMs: 4 })).toMatchObject({
      state: 'working',
      message: null,
    });
  });

  it('follows a changed quantity', () => {
    const working = run([
      { kind: 'open-order', order: openOrderOf(sentOrder), atMs: 1 },
      { kind: 'executed', filled: decimalOf('40'), averagePrice: null, atMs: 2 },
    ]);
    const smaller = nextOrder(working, {
      kind: 'open-order',
      order: openOrderOf(sentOrder, { quantity: decimalText(exact(60)) }),
      atMs: 3,
    });
    expect(smaller).toMatchObject({ quantity: '60', remaining: '20', state: 'partially-filled' });
  });

  it('goes back to working when IB cannot cancel it', () => {
    const cancelling = run([
      { kind: 'open-order', order: openOrderOf(sentOrder), atMs: 1 },
      { kind: 'cancel-sent', atMs: 2 },
    ]);
    expect(
      nextOrder(cancelling, {
        kind: 'error',
        code: 10147,
        text: 'not found',
        class: 'cannot-cancel',
        atMs: 3,
      }),
    ).toMatchObject({
      state: 'working',
      message: { code: 10147 },
    });
  });
});
