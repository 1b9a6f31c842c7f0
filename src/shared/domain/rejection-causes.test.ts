import { describe, expect, it } from 'vitest';
import { canResubmit, causeFor, rejectionCause } from './rejection-causes';
import type { Order, OrderMessage } from './order';
import { decimalOf } from './instrument-fixtures';
import { orderOf } from './order-fixtures';

function rejected(message: Partial<OrderMessage> | null, changes: Partial<Order> = {}): Order {
  return orderOf({
    permId: null,
    state: 'rejected',
    message: message === null ? null : { severity: 'rejection', code: 201, text: '', atMs: 1, ...message },
    ...changes,
  });
}

describe('the plain cause of a rejection', () => {
  it.each([
    [
      201,
      'Order rejected - reason:YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR EQUITY WITH LOAN VALUE MUST EXCEED THE INITIAL MARGIN',
      'enough money',
      'quantity',
    ],
    [201, 'Order rejected - reason:No shares to borrow', 'borrow', 'quantity'],
    [201, 'Order rejected - reason:No trading permissions', 'may not trade', null],
    [201, 'Order rejected - reason:Limit price too far outside of NBBO', 'price', 'limitPrice'],
    [201, 'Order rejected - reason:something unheard of', 'rejected', null],
    [
      110,
      'The price does not conform to the minimum price variation for this contract.',
      'price steps',
      'limitPrice',
    ],
    [103, 'Duplicate order id', 'number', null],
    [200, 'No security definition has been found for the request', 'instrument', 'conId'],
    [203, 'The security is not available or allowed for this account.', 'account', 'conId'],
    [
      321,
      "Error validating request:-'bN' : cause - The API interface is currently in Read-Only mode.",
      'read-only',
      null,
    ],
    [321, 'Error validating request: something else', 'invalid', null],
    [387, 'Unsupported order type for this exchange and security type.', 'type', 'orderType'],
    [161, 'Cancel attempted when order is not in a cancellable state.', 'cannot be cancelled', null],
    [10147, 'OrderId 5 that needs to be cancelled is not found.', 'does not know', null],
    [10148, 'OrderId 5 that needs to be cancelled cannot be cancelled, state: Filled.', 'any more', null],
  ] as const)('%i %s', (code, text, word, field) => {
    const cause = rejectionCause(code, text);
    expect(cause?.cause).toContain(word);
    expect(cause?.field).toBe(field);
    expect(cause?.advice).not.toBe('');
  });

  it('is left out for a code that is not known: the text of IB stands alone', () => {
    expect(rejectionCause(9_999, 'something new')).toBeNull();
    expect(rejectionCause(null, 'ours')).toBeNull();
  });

  it('is not looked for behind a warning, but is behind a cancel that failed', () => {
    expect(causeFor(rejected({ severity: 'warning', code: 399, text: 'held until the open' }))).toBeNull();
    expect(causeFor(rejected({ severity: 'warning', code: 10_148 }, { state: 'filled' }))?.cause).toContain(
      'any more',
    );
  });

  it('points at the price that the order has', () => {
    const tick = { code: 110, text: 'minimum price variation' };
    expect(causeFor(rejected(tick))?.field).toBe('limitPrice');
    const stop = { limitPrice: null, stopPrice: decimalOf('180'), orderType: 'STP' };
    expect(causeFor(rejected(tick, stop))?.field).toBe('stopPrice');
    expect(causeFor(rejected(tick, { ...stop, role: 'stop-loss' }))?.field).toBe('stopLoss');
    expect(causeFor(rejected(tick, { role: 'take-profit' }))?.field).toBe('takeProfit');
  });
});

describe('"fix and resubmit"', () => {
  it('is for what was rejected or refused and may be mended', () => {
    expect(canResubmit(rejected({ text: 'margin' }))).toBe(true);
    expect(canResubmit(rejected({ code: null, text: 'never arrived' }, { state: 'refused' }))).toBe(true);
    expect(canResubmit(rejected(null))).toBe(true);
    expect(canResubmit(rejected({ code: 203 }))).toBe(false);
    expect(canResubmit(rejected({}, { state: 'working' }))).toBe(false);
    expect(canResubmit(rejected({}, { state: 'cancelled' }))).toBe(false);
  });
});
