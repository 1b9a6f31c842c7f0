import { describe, expect, it } from 'vitest';
import { makeTestWorld, terms } from '../world-fixture';
import { type LiveOrder, newOrder } from './live-order';
import { OrderRegister } from './order-register';

const { aapl } = makeTestWorld();

function orderOf(clientId: number, orderId: number): LiveOrder {
  const identity = { clientId, orderId, permId: orderId, manual: false };
  return newOrder({ ...identity, instrument: aapl, parent: null, placedMs: 0, terms: terms() });
}

function finished(register: OrderRegister, clientId: number, ids: readonly number[]): void {
  for (const id of ids) {
    const order = orderOf(clientId, id);
    register.add(order);
    order.completedMs = 0;
    register.finish(order);
  }
}

describe('the register of orders', () => {
  it('forgets the oldest orders that have ended, but not that their ids are used', () => {
    const register = new OrderRegister();
    const many = Array.from({ length: 10_002 }, (_one, index) => index + 1);
    finished(register, 1, many);
    expect([1, 2, 3].map((id) => register.get(1, id)?.orderId)).toEqual([undefined, undefined, 3]);
    expect([1, 2, 3, 20_000].map((id) => register.isForgotten(1, id))).toEqual([true, true, false, false]);
    // Each client has its own ids, and an order without one has none.
    expect([register.isForgotten(2, 1), register.isForgotten(1, 0), register.isForgotten(1, -1)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(register.completed()).toHaveLength(10_000);
  });
});
