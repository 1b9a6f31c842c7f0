import { describe, expect, it } from 'vitest';
import { draftOrder } from './testing/order-events';
import { unsentOrders } from './unsent-intents';

const intent = { kind: 'order-intent', orderKey: draftOrder.orderKey, body: { order: draftOrder } };
const { accountId, id } = draftOrder;

describe('an intent in the journal', () => {
  it('of which nothing else was kept is an order to be asked about', () => {
    expect(unsentOrders([intent], new Set(), accountId, 0)).toEqual([draftOrder]);
  });

  it('is left out when its order was kept, is of another account, or is too old', () => {
    expect(unsentOrders([intent], new Set([id]), accountId, 0)).toEqual([]);
    expect(unsentOrders([intent], new Set(), 'DU7654321', 0)).toEqual([]);
    expect(unsentOrders([intent], new Set(), accountId, draftOrder.createdMs + 1)).toEqual([]);
  });

  it('is left out when it is none, or does not hold the order that it names', () => {
    const lines = [
      { ...intent, kind: 'order-sent' },
      { ...intent, orderKey: null },
      { ...intent, body: {} },
      { ...intent, body: null },
      { ...intent, body: { order: { ...draftOrder, side: 'HOLD' } } },
      { ...intent, body: { order: { ...draftOrder, id: '00000000-0000-4000-8000-000000000009' } } },
    ];
    expect(unsentOrders(lines, new Set(), accountId, 0)).toEqual([]);
  });
});
