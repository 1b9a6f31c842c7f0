import { describe, expect, it } from 'vitest';
import type { SimInstrument, SimPosition } from '../world';
import { makeTestWorld, OPEN_MARKET_MS, terms, type TestWorld, optionsOn } from '../world-fixture';
import { expiryMs } from './expiry';

const DAY_MS = 86_400_000;

/** The nearest options of a right, lowest strike first. */
function nearest(test: TestWorld, right: 'C' | 'P'): readonly SimInstrument[] {
  const options = optionsOn(test.world, { symbol: 'AAPL', right });
  const first = options.map((one) => one.lastTradeDate).sort()[0];
  return options.filter((one) => one.lastTradeDate === first).sort((a, b) => a.strike - b.strike);
}

function positionOf(test: TestWorld, instrument: SimInstrument): SimPosition | undefined {
  return test.world.account.positions().find((one) => one.instrument.conId === instrument.conId);
}

function trade(test: TestWorld, orderId: number, instrument: SimInstrument, side: 'BUY' | 'SELL'): number {
  test.world.exchange.place(1, orderId, instrument, terms({ side, quantity: 1 }));
  test.wall.advance(5000);
  return test.world.exchange.executions().at(-1)?.price ?? 0;
}

/** Lets time pass to the midnight after an expiry and returns the moments at which the account spoke. */
function passExpiry(test: TestWorld, option: SimInstrument): readonly number[] {
  const told: number[] = [];
  const unsubscribe = test.world.account.subscribe(() => told.push(test.world.clock.nowMs()));
  const expiry = expiryMs(option) ?? 0;
  test.wall.advance(expiry + 9 * 3_600_000 - test.world.clock.nowMs());
  unsubscribe();
  return told;
}

function money(test: TestWorld, tag: string): number {
  return Number(test.world.account.summary(tag)?.value);
}

describe('expiry', () => {
  it('knows when an option and a stock expire', () => {
    const test = makeTestWorld();
    const [call] = nearest(test, 'C');
    // Friday 9 October 2026, four o'clock in New York.
    expect(call === undefined ? 0 : expiryMs(call)).toBe(Date.UTC(2026, 9, 9, 20));
    expect(expiryMs(test.aapl)).toBeUndefined();
  });

  it('exercises a call that is in the money: shares at the strike, the option at 0, no execution', () => {
    const test = makeTestWorld();
    const call = nearest(test, 'C')[0] ?? test.aapl;
    const paid = trade(test, 1, call, 'BUY');
    expect(test.world.exchange.executions()).toHaveLength(1);
    const told = passExpiry(test, call);
    expect(told.at(-1)).toBe(Date.UTC(2026, 9, 10, 4));
    expect(positionOf(test, call)?.position).toBe(0);
    const shares = positionOf(test, test.aapl);
    expect(shares).toMatchObject({ position: 100, averageCost: call.strike });
    expect(money(test, 'TotalCashValue')).toBe(1_000_000 - paid * 100 - 1 - call.strike * 100);
    expect(money(test, 'NetLiquidation')).toBe(money(test, 'TotalCashValue') + (shares?.marketValue ?? 0));
    expect(test.world.exchange.executions()).toEqual([]);
    expect(test.world.exchange.place(1, 2, call, terms({ quantity: 1 }))).toMatchObject({
      ok: false,
      refusal: { code: 200 },
    });
    test.wall.advance(DAY_MS);
    expect(positionOf(test, call)).toBeUndefined();
  });

  it('assigns a short put that is in the money', () => {
    const test = makeTestWorld();
    const put = nearest(test, 'P').at(-1) ?? test.aapl;
    const received = trade(test, 1, put, 'SELL');
    passExpiry(test, put);
    expect(positionOf(test, put)?.position).toBe(0);
    expect(positionOf(test, test.aapl)).toMatchObject({ position: 100, averageCost: put.strike });
    expect(money(test, 'TotalCashValue')).toBeCloseTo(1_000_000 + received * 100 - 1 - put.strike * 100, 2);
  });

  it('lets an option out of the money end worthless', () => {
    const test = makeTestWorld();
    const call = nearest(test, 'C').at(-1) ?? test.aapl;
    const paid = trade(test, 1, call, 'BUY');
    passExpiry(test, call);
    expect(positionOf(test, call)).toMatchObject({ position: 0, unrealizedPnl: 0, marketValue: 0 });
    expect(positionOf(test, call)?.realizedPnl).toBeCloseTo(-paid * 100 - 1, 6);
    expect(money(test, 'NetLiquidation')).toBe(1_000_000 - paid * 100 - 1);
  });

  /** Buys the option on ES of a class and date that is nearest to a share of the future's price. */
  function future(test: TestWorld, tradingClass: string, date: string, share: number): SimInstrument {
    const chain = optionsOn(test.world, {
      symbol: 'ES',
      secType: 'FOP',
      tradingClass,
      lastTradeDateOrContractMonth: date,
      right: 'C',
    });
    const wanted = share * (test.world.market.quote(chain[0]?.underConId ?? 0).last ?? 0);
    const [option] = chain.toSorted((a, b) => Math.abs(a.strike - wanted) - Math.abs(b.strike - wanted));
    return option ?? test.aapl;
  }

  it('exercises a call on a future into one future at the strike', () => {
    const test = makeTestWorld();
    const call = future(test, 'EW2', '20261009', 0.9);
    const paid = trade(test, 1, call, 'BUY');
    passExpiry(test, call);
    expect(positionOf(test, call)?.position).toBe(0);
    const held = test.world.account.positions().find((one) => one.instrument.conId === call.underConId);
    expect(held).toMatchObject({ position: 1, averageCost: call.strike * 50 });
    // A future is not paid for: what the option was worth is its open profit.
    expect(money(test, 'TotalCashValue')).toBeCloseTo(1_000_000 - paid * 50 - 1.42, 6);
    expect(money(test, 'NetLiquidation')).toBeCloseTo(
      money(test, 'TotalCashValue') + (held?.unrealizedPnl ?? 0),
      6,
    );
  });

  it('pays a call that ends with its future what the future is settled at', () => {
    const test = makeTestWorld();
    const call = future(test, 'ES', '20261218', 0.9);
    const paid = trade(test, 1, call, 'BUY');
    const underlying = test.world.catalogue.byConId(call.underConId) ?? test.aapl;
    trade(test, 2, underlying, 'SELL');
    const sold = test.world.exchange.executions().at(-1)?.price ?? 0;
    test.wall.advance((expiryMs(call) ?? 0) + DAY_MS - test.world.clock.nowMs());
    expect(positionOf(test, call)?.position).toBe(0);
    expect(positionOf(test, underlying)?.position).toBe(0);
    // Call and future together have locked in the strike.
    const locked = (sold - call.strike - paid) * 50 - 1.42 - 2.25;
    expect(money(test, 'NetLiquidation')).toBeCloseTo(1_000_000 + locked, 2);
  });

  it('pays a future at its last price', () => {
    const test = makeTestWorld({ startMs: OPEN_MARKET_MS });
    const future = test.instrument('ES', 'FUT');
    trade(test, 1, future, 'BUY');
    const { averageCost } = positionOf(test, future) ?? { averageCost: 0 };
    test.wall.advance((expiryMs(future) ?? 0) + DAY_MS - test.world.clock.nowMs());
    const last = test.world.market.quote(future.conId);
    const ended = positionOf(test, future);
    expect(ended?.position).toBe(0);
    expect(money(test, 'NetLiquidation')).toBeCloseTo(1_000_000 + (ended?.realizedPnl ?? 0), 6);
    expect(Math.abs((ended?.realizedPnl ?? 0) - ((last.last ?? 0) * 50 - averageCost))).toBeLessThan(100);
  });
});
