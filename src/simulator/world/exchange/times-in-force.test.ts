import { describe, expect, it } from 'vitest';
import { OPEN_MARKET_MS, cents, makeTestWorld, storyOf, terms, type TestWorld } from '../world-fixture';

const HOUR_MS = 3_600_000;
/** Wednesday 7 October 2026, 16:00 in New York. */
const CLOSE_MS = Date.UTC(2026, 9, 7, 20);
/** Thursday 8 October 2026, 9:30 in New York. */
const NEXT_OPEN_MS = Date.UTC(2026, 9, 8, 13, 30);

function place(test: TestWorld, orderId: number, different: Parameters<typeof terms>[0] = {}) {
  return test.world.exchange.place(1, orderId, test.aapl, terms({ quantity: 10, ...different }));
}

function orderOf(test: TestWorld, orderId: number) {
  const all = [...test.world.exchange.openOrders(), ...test.world.exchange.completedOrders()];
  return all.find((order) => order.orderId === orderId);
}

function fillsOf(test: TestWorld, orderId: number) {
  return test.events.flatMap((event) =>
    event.kind === 'filled' && event.order.orderId === orderId ? [event.execution] : [],
  );
}

/** The close of the day's regular bar. */
function closingPrice(test: TestWorld): number | undefined {
  const [bar] = test.world.history.bars({
    instrument: test.aapl,
    endMs: CLOSE_MS,
    duration: '1 D',
    barSize: '1 day',
    whatToShow: 'TRADES',
    regularHoursOnly: true,
  });
  return bar?.close;
}

describe('market on close and limit on close', () => {
  it('are held until the close and get the closing price', () => {
    const test = makeTestWorld({ startMs: CLOSE_MS - HOUR_MS });
    place(test, 1, { orderType: 'MOC' });
    place(test, 2, { orderType: 'LOC', limitPrice: 1000, quantity: 20 });
    place(test, 3, { orderType: 'LOC', limitPrice: 1 });
    test.wall.advance(HOUR_MS - 1);
    expect([1, 2, 3].map((id) => orderOf(test, id)?.filled)).toEqual([0, 0, 0]);
    test.wall.advance(2);
    const close = closingPrice(test);
    expect(fillsOf(test, 1)).toMatchObject([{ shares: 10, price: close, atMs: CLOSE_MS }]);
    expect(fillsOf(test, 2)).toMatchObject([{ shares: 20, price: close }]);
    expect(orderOf(test, 3)).toMatchObject({ status: 'Cancelled', filled: 0 });
  });

  it('wait for the next close when they come in the evening, and are refused after the cut-off', () => {
    const test = makeTestWorld({ startMs: CLOSE_MS - 4 * 60_000 });
    expect(place(test, 1, { orderType: 'MOC' })).toMatchObject({
      ok: false,
      refusal: { code: 201, text: 'Order rejected - reason:Exchange is closed.' },
    });
    test.wall.advance(5 * 60_000);
    place(test, 2, { orderType: 'MOC' });
    expect(storyOf(test.events, 2)).toEqual(['accepted PreSubmitted', 'warning PreSubmitted']);
    test.wall.advance(24 * HOUR_MS);
    expect(orderOf(test, 2)?.status).toBe('Filled');
  });

  it('are for the day alone', () => {
    const test = makeTestWorld();
    expect(place(test, 1, { orderType: 'MOC', tif: 'GTC' })).toMatchObject({ refusal: { code: 113 } });
  });
});

describe('on the open', () => {
  it('a market and a limit order get the opening price, and a limit that misses it ends', () => {
    const test = makeTestWorld({ startMs: CLOSE_MS + HOUR_MS });
    place(test, 1, { tif: 'OPG' });
    place(test, 2, { orderType: 'LMT', limitPrice: 1000, tif: 'OPG' });
    place(test, 3, { orderType: 'LMT', limitPrice: 1, tif: 'OPG' });
    expect(storyOf(test.events, 1)).toEqual(['accepted PreSubmitted', 'warning PreSubmitted']);
    test.wall.advance(NEXT_OPEN_MS - CLOSE_MS - HOUR_MS + 10);
    const { open } = test.world.market.quote(test.aapl.conId);
    for (const id of [1, 2]) expect(fillsOf(test, id)).toMatchObject([{ price: open, atMs: NEXT_OPEN_MS }]);
    expect(orderOf(test, 3)?.status).toBe('Cancelled');
  });

  it('is refused two minutes before, and for other types', () => {
    const test = makeTestWorld({ startMs: NEXT_OPEN_MS - 60_000 });
    expect(place(test, 1, { tif: 'OPG' })).toMatchObject({ refusal: { code: 201 } });
    const stop = { orderType: 'STP', auxPrice: 300, tif: 'OPG' };
    expect(place(test, 2, stop)).toMatchObject({ refusal: { code: 111 } });
    const future = test.instrument('ES', 'FUT');
    const asked = test.world.exchange.place(1, 3, future, terms({ quantity: 1, tif: 'OPG' }));
    expect(asked).toMatchObject({ refusal: { code: 10052, text: 'Invalid time in force:OPG' } });
  });
});

describe('good till date', () => {
  it('lives through the night and ends at its moment', () => {
    const test = makeTestWorld();
    const goodTillMs = NEXT_OPEN_MS + HOUR_MS;
    place(test, 1, { orderType: 'LMT', limitPrice: 1, tif: 'GTD', goodTillMs });
    test.wall.advance(goodTillMs - OPEN_MARKET_MS - 1);
    expect(orderOf(test, 1)?.status).toBe('Submitted');
    test.wall.advance(2);
    expect(orderOf(test, 1)?.status).toBe('Cancelled');
  });

  it('needs a moment that is to come', () => {
    const test = makeTestWorld();
    for (const goodTillMs of [null, OPEN_MARKET_MS - 1]) {
      expect(place(test, 1, { tif: 'GTD', goodTillMs })).toMatchObject({ refusal: { code: 334 } });
    }
  });
});

describe('good after time', () => {
  it('keeps an order out of the market until then', () => {
    const test = makeTestWorld();
    place(test, 1, { goodAfterMs: OPEN_MARKET_MS + 60_000 });
    test.wall.advance(59_000);
    expect(orderOf(test, 1)).toMatchObject({ status: 'PreSubmitted', filled: 0 });
    test.wall.advance(2_000);
    expect(storyOf(test.events, 1)).toEqual(['accepted PreSubmitted', 'status Submitted', 'filled Filled']);
    expect(fillsOf(test, 1)[0]?.atMs).toBeGreaterThanOrEqual(OPEN_MARKET_MS + 60_000);
  });
});

describe('fill or kill', () => {
  it('fills as a whole at once or not at all', () => {
    const test = makeTestWorld({ cash: 100_000_000 });
    const { ask, askSize } = test.world.market.quote(test.aapl.conId);
    const limitPrice = cents(ask, 0);
    place(test, 1, { orderType: 'LMT', limitPrice, quantity: askSize + 100, tif: 'FOK' });
    place(test, 2, { orderType: 'LMT', limitPrice, quantity: askSize, tif: 'FOK' });
    test.wall.advance(20);
    expect(orderOf(test, 1)).toMatchObject({ status: 'Cancelled', filled: 0 });
    expect(orderOf(test, 2)).toMatchObject({ status: 'Filled', filled: askSize });
    expect(fillsOf(test, 2)).toHaveLength(1);
  });
});
