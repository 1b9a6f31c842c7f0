import { describe, expect, it } from 'vitest';
import type { GatewayMessage } from '../../../shared/ipc/diagnostics-schemas';
import { everything, isFullPage, queryOf, summaryOf, withEarlier, withNewest } from './message-query';

function message(sequence: number): GatewayMessage {
  return {
    sequence,
    atMs: sequence,
    epoch: 1,
    direction: 'received',
    messageId: 3,
    name: 'orderStatus',
    fields: [
      { name: 'orderId', value: '7' },
      { name: 'whyHeld', value: '' },
      { name: 'status', value: 'Submitted' },
    ],
  };
}

/** Messages of these sequence numbers, newest first. */
function page(newest: number, count: number): readonly GatewayMessage[] {
  return Array.from({ length: count }, (_, index) => message(newest - index));
}

const numbers = (messages: readonly GatewayMessage[]) => messages.map(({ sequence }) => sequence);

describe('the list of messages', () => {
  it('asks for both directions unless one is chosen, and for what was typed without its blanks', () => {
    expect(queryOf(everything, null)).toMatchObject({ direction: null, search: '', beforeSequence: null });
    expect(queryOf({ direction: 'sent', ordersOnly: true, search: ' AAPL ' }, 40)).toMatchObject({
      direction: 'sent',
      ordersOnly: true,
      search: 'AAPL',
      beforeSequence: 40,
    });
  });

  it('puts what is new on top, once', () => {
    expect(numbers(withNewest(page(10, 3), page(12, 5)))).toEqual([12, 11, 10, 9, 8]);
    expect(numbers(withNewest([], page(3, 3)))).toEqual([3, 2, 1]);
    const shown = page(10, 3);
    expect(withNewest(shown, page(10, 3))).toBe(shown);
  });

  it('begins anew when more came than a page holds, because what lies between is not known', () => {
    const full = page(1_000, 200);
    expect(isFullPage(full)).toBe(true);
    expect(withNewest(page(10, 3), full)).toBe(full);
  });

  it('puts earlier messages below', () => {
    expect(numbers(withEarlier(page(10, 2), page(9, 4)))).toEqual([10, 9, 8, 7, 6]);
  });

  it('says the fields that have a value in one line', () => {
    expect(summaryOf(message(1))).toBe('orderId 7, status Submitted');
  });
});
