import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { makeTestWorld, terms, type TestWorld } from '../world-fixture';
import { AccountBook } from './book';

/** Wednesday 7 October 2026, eleven o'clock in Frankfurt. */
const XETRA_MORNING_MS = Date.UTC(2026, 9, 7, 9);

function value(test: TestWorld, tag: string): number {
  return Number(test.world.account.summary(tag)?.value);
}

describe('the account', () => {
  it('starts with its cash and four times buying power', () => {
    const test = makeTestWorld();
    expect(test.world.account.summary('NetLiquidation')).toEqual({
      key: 'NetLiquidation',
      value: '1000000.00',
      currency: 'USD',
    });
    expect(test.world.account.summary('BuyingPower')?.value).toBe('4000000.00');
    expect(test.world.account.summary('$LEDGER-CashBalance')?.value).toBe('1000000.00');
    expect(test.world.account.summary('NoSuchTag')).toBeUndefined();
  });

  it('puts commissions into average cost and into the realised profit', () => {
    const test = makeTestWorld();
    const { exchange, account } = test.world;
    exchange.place(1, 1, test.aapl, terms({ quantity: 10 }));
    test.wall.advance(20);
    const bought = exchange.executions()[0];
    expect(account.positions()[0]?.averageCost).toBeCloseTo((bought?.price ?? 0) + 0.1, 6);
    exchange.place(1, 2, test.aapl, terms({ side: 'SELL', quantity: 10 }));
    test.wall.advance(20);
    const sold = exchange.executions()[1];
    const profit = ((sold?.price ?? 0) - (bought?.price ?? 0)) * 10 - 2;
    expect(sold?.realizedPnl).toBeCloseTo(profit, 6);
    expect(bought?.realizedPnl).toBeNull();
    expect(account.pnl()).toMatchObject({ unrealizedPnl: 0 });
    expect(account.pnl().realizedPnl).toBeCloseTo(profit, 6);
    expect(account.pnl().dailyPnl).toBeCloseTo(profit, 6);
    expect(value(test, 'NetLiquidation')).toBeCloseTo(1_000_000 + profit, 6);
  });

  it('buys currencies into the ledger', () => {
    const test = makeTestWorld();
    const euro = test.instrument('EUR', 'CASH');
    test.world.exchange.place(1, 1, euro, terms({ quantity: 20_000 }));
    test.wall.advance(20);
    const price = test.world.exchange.executions()[0]?.price ?? 0;
    const cash = test.world.account.ledger('ALL').filter((row) => row.key === '$LEDGER-CashBalance');
    expect(cash.find((row) => row.currency === 'EUR')?.value).toBe('20000.00');
    expect(Number(cash.find((row) => row.currency === 'USD')?.value)).toBeCloseTo(
      1_000_000 - 20_000 * price - 2,
      2,
    );
  });

  it('lends a currency that it does not have, and margins the loan', () => {
    const test = makeTestWorld({ startMs: XETRA_MORNING_MS });
    const sap = test.instrument('SAP', 'STK');
    test.world.exchange.place(1, 1, sap, terms({ quantity: 100 }));
    test.wall.advance(1000);
    const [fill] = test.world.exchange.executions();
    const paid = (fill?.price ?? 0) * 100 + (fill?.commission ?? 0);
    const rows = new Map(test.world.account.ledger('EUR').map((row) => [row.key, Number(row.value)]));
    expect(rows.get('$LEDGER-CashBalance')).toBeCloseTo(-paid, 2);
    expect(rows.get('$LEDGER-StockMarketValue')).toBe(test.world.account.positions()[0]?.marketValue);
    const rate = rows.get('$LEDGER-ExchangeRate') ?? 0;
    expect(rate).toBeGreaterThan(0.9);
    const stock = (rows.get('$LEDGER-StockMarketValue') ?? 0) * rate;
    expect(value(test, 'InitMarginReq')).toBeCloseTo(stock * 0.25 + paid * rate * 0.03, 1);
  });

  it('needs more for futures overnight, and says when', () => {
    const test = makeTestWorld();
    test.world.exchange.place(1, 1, test.instrument('ES', 'FUT'), terms({ quantity: 1 }));
    test.wall.advance(1000);
    const overnight = value(test, 'LookAheadInitMarginReq');
    expect(overnight).toBeGreaterThan(value(test, 'InitMarginReq'));
    const changeMs = value(test, 'LookAheadNextChange') * 1000;
    // 15:45 in Chicago.
    expect(changeMs).toBe(Date.UTC(2026, 9, 7, 20, 45));
    test.wall.advance(changeMs - test.world.clock.nowMs());
    expect(value(test, 'InitMarginReq')).toBe(overnight);
  });

  it('answers what several fills would do to it, without doing it', () => {
    const test = makeTestWorld();
    const before = test.world.account.values();
    const marks = {
      nowMs: () => test.world.clock.nowMs(),
      quoteAt: (conId: number) => test.world.market.quote(conId),
      instrument: (conId: number) => test.world.catalogue.byConId(conId),
    };
    const book = new AccountBook(marks, { startCash: 1_000_000, base: 'USD', pairs: new Map() });
    const price = book.markOf(test.aapl.conId);
    const fill = { instrument: test.aapl, side: 'BUY', quantity: new Decimal(100), price } as const;
    const both = [fill, fill].map((one) => ({ ...one, commission: new Decimal(1), atMs: 0 }));
    const after = book.worthAfter(both);
    expect(after.margin.initial.toNumber()).toBe(
      price.times(200).times('0.25').toDecimalPlaces(2).toNumber(),
    );
    expect(after.netLiquidation.toNumber()).toBe(999_998);
    expect(book.worth().netLiquidation.toNumber()).toBe(1_000_000);
    expect(test.world.account.values()).toEqual(before);
  });

  it('starts with positions that were bought before its day', () => {
    const startPositions = [
      { symbol: 'AAPL', quantity: 100 },
      { symbol: 'SAP', quantity: -10 },
    ];
    const test = makeTestWorld({ startPositions });
    const [apple, sap] = test.world.account.positions();
    expect([apple?.position, sap?.position]).toEqual([100, -10]);
    expect(apple?.realizedPnl).toBe(0);
    expect(apple?.dailyPnl).toBe(apple?.unrealizedPnl);
    expect(value(test, 'TotalCashValue')).toBe(1_000_000);
    expect(() => makeTestWorld({ startPositions: [{ symbol: 'NOPE', quantity: 1 }] })).toThrow(RangeError);
  });

  it('has another base currency on demand', () => {
    const test = makeTestWorld({ baseCurrency: 'EUR' });
    test.world.exchange.place(1, 1, test.aapl, terms({ quantity: 10 }));
    test.wall.advance(20);
    const [position] = test.world.account.positions();
    const euros = test.world.market.quote(test.instrument('EUR', 'CASH').conId);
    const rate = 2 / ((euros.bid ?? 0) + (euros.ask ?? 0));
    expect(test.world.account.summary('NetLiquidation')?.currency).toBe('EUR');
    expect(test.world.account.pnl().unrealizedPnl).toBeCloseTo((position?.unrealizedPnl ?? 0) * rate, 2);
    test.world.exchange.place(1, 2, test.aapl, terms({ quantity: 100_000 }));
    expect(test.world.exchange.completedOrders().at(-1)?.completedStatus).toMatch(
      /LOAN VALUE \[.* EUR\] MUST EXCEED THE INITIAL MARGIN \[.* EUR\]/,
    );
  });

  it('does not take a base currency that nothing prices', () => {
    expect(() => makeTestWorld({ baseCurrency: 'XAU' })).toThrow(RangeError);
  });

  it('starts a new day at midnight in New York', () => {
    const test = makeTestWorld({ startMs: Date.UTC(2026, 9, 8, 3, 59) });
    const future = test.instrument('ES', 'FUT');
    test.world.exchange.place(1, 1, future, terms({ quantity: 1 }));
    test.wall.advance(1000);
    const before = test.world.account.pnl();
    expect(before.dailyPnl).toBe(before.unrealizedPnl);
    test.wall.advance(120_000);
    const after = test.world.account.pnl();
    expect(after.dailyPnl - after.unrealizedPnl).not.toBe(0);
    expect(Math.abs(after.dailyPnl)).toBeLessThan(2000);
    expect(test.world.exchange.executions()).toEqual([]);
  });
});
