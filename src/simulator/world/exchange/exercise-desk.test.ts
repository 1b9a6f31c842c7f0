import { describe, expect, it } from 'vitest';
import type { ExerciseRequest } from '../exercises';
import type { SimInstrument } from '../world';
import { makeTestWorld, optionsOn, storyOf, type TestWorld, terms } from '../world-fixture';

/** Options of the expiry of Friday 9 October 2026, two days ahead, by symbol and right, lowest strike first. */
function options(test: TestWorld, symbol: string, right: 'C' | 'P'): readonly SimInstrument[] {
  return optionsOn(test.world, { symbol, lastTradeDateOrContractMonth: '20261009', right });
}

interface Held {
  readonly test: TestWorld;
  readonly option: SimInstrument;
}

/** Holds `quantity` contracts, in the money by a tenth or out of it by as much. */
function holding(symbol: string, right: 'C' | 'P', inTheMoney: boolean, quantity: number): Held {
  const test = makeTestWorld();
  const [some] = options(test, symbol, right);
  const spot = test.world.market.quote(some?.underConId ?? 0).last ?? 0;
  const wanted = spot * (inTheMoney === (right === 'C') ? 0.9 : 1.1);
  const [option] = options(test, symbol, right).toSorted(
    (a, b) => Math.abs(a.strike - wanted) - Math.abs(b.strike - wanted),
  );
  if (option === undefined) throw new Error('no such option');
  test.world.exchange.place(1, 1, option, terms({ quantity }));
  test.wall.advance(5_000);
  expect(position(test, option.conId)).toBe(quantity);
  return { test, option };
}

function position({ world }: TestWorld, conId: number): number {
  return world.account.positions().find(({ instrument }) => instrument.conId === conId)?.position ?? 0;
}

function cash({ world }: TestWorld): number {
  return Number(world.account.values().find(({ key }) => key === 'TotalCashBalance')?.value);
}

function instruct({ test, option }: Held, request: Partial<ExerciseRequest>, orderId = 2): string {
  const result = test.world.exchange.exercises.instruct(1, orderId, {
    instrument: option,
    action: 'exercise',
    quantity: 1,
    account: '',
    override: false,
    ...request,
  });
  return result.ok ? 'taken' : `${String(result.refusal.code)} ${result.refusal.text}`;
}

describe('exercising an option', () => {
  it('buys the shares of a call at the strike', () => {
    const held = holding('AAPL', 'C', true, 3);
    const { test, option } = held;
    const before = cash(test);
    expect(instruct(held, { quantity: 2 })).toBe('taken');
    test.wall.advance(2_000);
    expect(position(test, option.conId)).toBe(1);
    expect(position(test, test.aapl.conId)).toBe(200);
    expect(cash(test)).toBeCloseTo(before - 200 * option.strike, 2);
    expect(storyOf(test.events, 2)).toEqual(['accepted PreSubmitted', 'filled Filled']);
    const [sold, bought] = test.world.exchange.executions().slice(-2);
    expect(sold).toMatchObject({ side: 'SLD', shares: 2, price: 0, commission: 0 });
    expect(sold?.realizedPnl).toBeLessThan(0);
    expect(bought).toMatchObject({ side: 'BOT', shares: 200, price: option.strike, realizedPnl: null });
    expect(new Set(test.world.exchange.executions().map(({ execId }) => execId)).size).toBe(3);
  });

  it('sells the shares of a put at the strike', () => {
    const held = holding('AAPL', 'P', true, 1);
    instruct(held, {});
    held.test.wall.advance(2_000);
    expect(position(held.test, held.test.aapl.conId)).toBe(-100);
  });

  it('takes no more than is held, and the same contracts only once', () => {
    const held = holding('AAPL', 'C', true, 2);
    expect(instruct(held, { quantity: 50 })).toBe('taken');
    expect(instruct(held, { quantity: 1 }, 3)).toContain('322 Error processing request.No unlapsed position');
    held.test.wall.advance(2_000);
    expect(position(held.test, held.option.conId)).toBe(0);
    expect(position(held.test, held.test.aapl.conId)).toBe(200);
  });

  it('goes against what the option would do by itself only when told to', () => {
    const out = holding('AAPL', 'C', false, 1);
    expect(instruct(out, {})).toBe(
      '322 Error processing request.Exercise ignored because option is not in-the-money.',
    );
    expect(instruct(out, { override: true })).toBe('taken');
    out.test.wall.advance(2_000);
    expect(position(out.test, out.test.aapl.conId)).toBe(100);
    const into = holding('AAPL', 'C', true, 1);
    expect(instruct(into, { action: 'lapse' })).toBe(
      '322 Error processing request.Lapse ignored because option is in-the-money.',
    );
  });

  it('is refused for another account and for an order id in use', () => {
    const held = holding('AAPL', 'C', true, 1);
    expect(instruct(held, { account: 'DU7654321' })).toContain('in account DU7654321');
    expect(instruct(held, {}, 1)).toBe('103 Duplicate order id');
  });

  it('can be cancelled until it is done', () => {
    const held = holding('AAPL', 'C', true, 1);
    instruct(held, {});
    expect(held.test.world.exchange.cancel(1, 2).ok).toBe(true);
    held.test.wall.advance(3_000);
    expect(position(held.test, held.option.conId)).toBe(1);
    expect(storyOf(held.test.events, 2).at(-1)).toBe('cancelled Cancelled');
  });

  it('is rejected for an index option before its last day, and pays cash on it', () => {
    const held = holding('SPX', 'C', true, 1);
    const { test, option } = held;
    instruct(held, {});
    test.wall.advance(2_000);
    expect(storyOf(test.events, 2)).toEqual([
      'accepted PreSubmitted',
      'warning PreSubmitted',
      'cancelled Cancelled',
    ]);
    test.wall.advance(Date.UTC(2026, 9, 9, 15) - test.world.clock.nowMs());
    const before = cash(test);
    instruct(held, {}, 3);
    test.wall.advance(2_000);
    expect(position(test, option.conId)).toBe(0);
    const [paid] = test.world.exchange.executions().slice(-1);
    expect(paid?.price).toBeGreaterThan(0);
    expect(cash(test)).toBeCloseTo(before + (paid?.price ?? 0) * 100, 1);
  });
});

describe('exercising an option on a future', () => {
  function onFuture(tradingClass: string, date: string): Held {
    const test = makeTestWorld();
    const puts = optionsOn(test.world, {
      secType: 'FOP',
      tradingClass,
      lastTradeDateOrContractMonth: date,
      right: 'P',
    });
    const option = puts.at(-1) ?? test.aapl;
    test.world.exchange.place(1, 1, option, terms({ quantity: 2 }));
    test.wall.advance(5_000);
    return { test, option };
  }

  it('sells one future for each put of the quarterly class, at any time', () => {
    const held = onFuture('ES', '20261218');
    const { test, option } = held;
    const before = cash(test);
    expect(instruct(held, { quantity: 2 })).toBe('taken');
    test.wall.advance(2_000);
    expect([position(test, option.conId), position(test, option.underConId)]).toEqual([0, -2]);
    expect(cash(test)).toBeCloseTo(before, 6);
    expect(test.world.exchange.executions().slice(-2)).toMatchObject([
      { side: 'SLD', shares: 2, price: 0, exchange: 'CME' },
      { side: 'SLD', shares: 2, price: option.strike, exchange: 'CME' },
    ]);
  });

  it('waits for the last day of a weekly class, in the evening as by day', () => {
    const held = onFuture('EW2', '20261009');
    const { test, option } = held;
    test.wall.advance(Date.UTC(2026, 9, 8, 2) - test.world.clock.nowMs());
    instruct(held, {});
    test.wall.advance(2_000);
    expect(storyOf(test.events, 2).at(-1)).toBe('cancelled Cancelled');
    test.wall.advance(Date.UTC(2026, 9, 9, 15) - test.world.clock.nowMs());
    instruct(held, {}, 3);
    test.wall.advance(2_000);
    expect([position(test, option.conId), position(test, option.underConId)]).toEqual([1, -1]);
  });
});

describe('letting an option lapse', () => {
  it('keeps it from being exercised at its expiry', () => {
    const held = holding('AAPL', 'C', true, 1);
    const { test, option } = held;
    expect(instruct(held, { action: 'lapse', override: true })).toBe('taken');
    test.wall.advance(2_000);
    expect(position(test, option.conId)).toBe(1);
    test.wall.advance(Date.UTC(2026, 9, 10, 12) - test.world.clock.nowMs());
    expect(position(test, option.conId)).toBe(0);
    expect(position(test, test.aapl.conId)).toBe(0);
    expect(storyOf(test.events, 2).at(-1)).toBe('filled Filled');
  });
});
