import { describe, expect, it } from 'vitest';
import { cents, makeTestWorld, storyOf, terms, type TestWorld } from '../world-fixture';

/** A bracket as TWS clients send it: parent and first child held back, the last one sends all. */
function placeBracket(test: TestWorld, entry: number, profit: number, stop: number, quantity = 100): void {
  const { exchange } = test.world;
  const send = (orderId: number, different: Parameters<typeof terms>[0]): void => {
    const result = exchange.place(1, orderId, test.aapl, terms({ quantity, ...different }));
    expect(result.ok).toBe(true);
  };
  send(1, { orderType: 'LMT', limitPrice: entry, transmit: false });
  send(2, { side: 'SELL', orderType: 'LMT', limitPrice: profit, parentOrderId: 1, transmit: false });
  send(3, { side: 'SELL', orderType: 'STP', auxPrice: stop, parentOrderId: 1 });
}

function statuses(test: TestWorld): readonly string[] {
  const all = [...test.world.exchange.openOrders(), ...test.world.exchange.completedOrders()];
  return all.sort((a, b) => a.orderId - b.orderId).map((order) => `${order.status} ${order.whyHeld}`.trim());
}

function bracketAround(test: TestWorld, entryAway: number, away: number, quantity?: number): void {
  const { ask } = test.world.market.quote(test.aapl.conId);
  const entry = cents(ask, entryAway);
  placeBracket(test, entry, cents(ask, away), cents(ask, -away), quantity);
}

describe('a bracket', () => {
  it('waits until its last order is transmitted, then its children wait for the parent', () => {
    const test = makeTestWorld();
    const { exchange } = test.world;
    exchange.place(1, 1, test.aapl, terms({ orderType: 'LMT', limitPrice: 1, transmit: false }));
    test.wall.advance(1000);
    expect(statuses(test)).toEqual(['PendingSubmit']);
    const fresh = makeTestWorld();
    placeBracket(fresh, 1, 2000, 0.5);
    fresh.wall.advance(1000);
    expect(statuses(fresh)).toEqual(['Submitted', 'PreSubmitted child', 'PreSubmitted child,trigger']);
    const [parent, profit] = fresh.world.exchange.openOrders();
    expect(profit?.parentPermId).toBe(parent?.permId);
  });

  it('wakes its children when the parent fills', () => {
    const test = makeTestWorld();
    bracketAround(test, 20, 500);
    test.wall.advance(2000);
    expect(statuses(test)).toEqual(['Filled', 'Submitted', 'PreSubmitted trigger']);
  });

  it('ends flat: one child fills and the other is cancelled', () => {
    const test = makeTestWorld();
    bracketAround(test, 20, 8);
    for (let step = 0; step < 6000 && test.world.exchange.openOrders().length > 0; step++)
      test.wall.advance(100);
    expect(statuses(test).toSorted()).toEqual(['Cancelled', 'Filled', 'Filled']);
    expect(test.world.account.positions()[0]?.position).toBe(0);
  });

  it('reduces one child by what the other has filled, and never sells more than was bought', () => {
    const test = makeTestWorld({ cash: 50_000_000 });
    bracketAround(test, 20, 12, 6000);
    let most = 0;
    let least = 0;
    for (let step = 0; step < 20_000 && test.world.exchange.openOrders().length > 0; step++) {
      test.wall.advance(100);
      const [parent, profit, stop] = [1, 2, 3].map((id) =>
        [...test.world.exchange.openOrders(), ...test.world.exchange.completedOrders()].find(
          (order) => order.orderId === id,
        ),
      );
      most = Math.max(most, (profit?.filled ?? 0) + (stop?.filled ?? 0) - (parent?.filled ?? 0));
      least = Math.min(least, test.world.account.positions()[0]?.position ?? 0);
      if (profit?.status === 'Submitted' && stop?.status === 'PreSubmitted') {
        expect(stop.remaining).toBe(6000 - profit.filled);
      }
    }
    expect([most, least]).toEqual([0, 0]);
    expect(test.world.account.positions()[0]?.position).toBe(0);
  });

  it('goes as a whole when the parent is cancelled', () => {
    const test = makeTestWorld();
    placeBracket(test, 1, 2000, 0.5);
    test.world.exchange.cancel(1, 1);
    expect(statuses(test)[0]).toBe('PendingCancel');
    expect(statuses(test)[1]).toBe('PreSubmitted child');
    test.wall.advance(20);
    expect(statuses(test)).toEqual(['Cancelled', 'Cancelled', 'Cancelled']);
    expect(storyOf(test.events, 3).at(-1)).toBe('cancelled Cancelled');
  });

  it('keeps protecting the filled part when a partly filled parent is cancelled', () => {
    const test = makeTestWorld({ cash: 50_000_000 });
    const { ask } = test.world.market.quote(test.aapl.conId);
    placeBracket(test, ask ?? 0, cents(ask, 900), cents(ask, -900), 60_000);
    test.wall.advance(100);
    const filled = test.world.exchange.openOrders()[0]?.filled ?? 0;
    expect(filled).toBeGreaterThan(0);
    test.world.exchange.cancel(1, 1);
    test.wall.advance(100);
    expect(test.world.exchange.openOrders().map((order) => order.remaining)).toEqual([filled, filled]);
  });
});

describe('a one-cancels-all group', () => {
  it('is over when one of its orders fills', () => {
    const test = makeTestWorld();
    const { exchange } = test.world;
    const group = { ocaGroup: 'either', ocaType: 1, orderType: 'LMT' } as const;
    exchange.place(1, 1, test.aapl, terms({ ...group, limitPrice: 1 }));
    exchange.place(1, 2, test.aapl, terms({ ...group, limitPrice: 2 }));
    exchange.place(1, 3, test.aapl, terms({ orderType: 'LMT', limitPrice: 3 }));
    const { ask } = test.world.market.quote(test.aapl.conId);
    exchange.place(1, 4, test.aapl, terms({ ...group, limitPrice: cents(ask, 50), quantity: 1 }));
    test.wall.advance(100);
    expect(statuses(test)).toEqual(['Cancelled', 'Cancelled', 'Submitted', 'Filled']);
  });
});
