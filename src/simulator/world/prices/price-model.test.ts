import { describe, expect, it } from 'vitest';
import type { SimBar, SimInstrument } from '../world';
import { makeTestWorld, OPEN_MARKET_MS } from '../world-fixture';
import { optionValue } from './black-scholes';

const { world, aapl, instrument } = makeTestWorld();

function daily(of: SimInstrument): readonly SimBar[] {
  return world.history.bars({
    instrument: of,
    endMs: OPEN_MARKET_MS,
    duration: '2000 D',
    barSize: '1 day',
    whatToShow: 'TRADES',
    regularHoursOnly: true,
  });
}

function returnsOf(bars: readonly SimBar[]): readonly number[] {
  return bars.slice(1).map((bar, index) => Math.log(bar.close / (bars[index]?.close ?? bar.close)));
}

function moment(values: readonly number[], power: number): number {
  return values.reduce((sum, value) => sum + value ** power, 0) / values.length;
}

describe('daily prices', () => {
  const returns = returnsOf(daily(aapl));

  it('vary about as much as a large stock does', () => {
    const annual = Math.sqrt(moment(returns, 2) * 252);
    expect(annual).toBeGreaterThan(0.15);
    expect(annual).toBeLessThan(0.45);
  });

  it('have fatter tails than the normal distribution', () => {
    expect(moment(returns, 4) / moment(returns, 2) ** 2).toBeGreaterThan(3.5);
  });

  it('do not tell tomorrow from today', () => {
    const products = returns.slice(1).map((value, index) => value * (returns[index] ?? 0));
    expect(Math.abs(moment(products, 1) / moment(returns, 2))).toBeLessThan(0.08);
  });

  it('gap overnight', () => {
    const bars = daily(aapl);
    const gaps = bars.filter((bar, index) => index > 0 && bar.open !== bars[index - 1]?.close);
    expect(gaps.length).toBeGreaterThan(bars.length * 0.95);
  });

  it('of a stock follow the market in part', () => {
    const market = returnsOf(daily(instrument('SPY', 'STK')));
    const product =
      returns.reduce((sum, value, index) => sum + value * (market[index] ?? 0), 0) / returns.length;
    const correlation = product / Math.sqrt(moment(returns, 2) * moment(market, 2));
    expect(correlation).toBeGreaterThan(0.4);
    expect(correlation).toBeLessThan(0.95);
  });
});

describe('the day', () => {
  it('is busiest at the open and the close, and calm before it begins', () => {
    const sums = new Map<number, number>();
    const bars = world.history.bars({
      instrument: aapl,
      endMs: OPEN_MARKET_MS - 3 * 86_400_000,
      duration: '30 D',
      barSize: '30 mins',
      whatToShow: 'TRADES',
      regularHoursOnly: false,
    });
    for (const bar of bars) {
      const date = new Date(bar.startMs);
      const minute = date.getUTCHours() * 60 + date.getUTCMinutes();
      sums.set(minute, (sums.get(minute) ?? 0) + bar.volume);
    }
    // UTC in summer: 13:30 open, 16:30 noon, 19:30 the last half hour, 11:00 before the open.
    const at = (hour: number, minutes: number) => sums.get(hour * 60 + minutes) ?? 0;
    expect(at(13, 30)).toBeGreaterThan(1.5 * at(16, 30));
    expect(at(19, 30)).toBeGreaterThan(1.3 * at(16, 30));
    expect(at(11, 0)).toBeLessThan(0.1 * at(16, 30));
  });
});

describe('options', () => {
  it('keep put-call parity', () => {
    const common = { strike: 250, rate: 0.04, dividendYield: 0.01, american: false } as const;
    const call = optionValue(260, 0.5, 0.3, { ...common, right: 'C' });
    const put = optionValue(260, 0.5, 0.3, { ...common, right: 'P' });
    expect(call - put).toBeCloseTo(260 * Math.exp(-0.005) - 250 * Math.exp(-0.02), 10);
  });

  it('cost less the further out of the money', () => {
    const calls = world.catalogue.all.filter((one) => one.right === 'C');
    const first = calls[0];
    const marks = calls
      .filter((one) => one.lastTradeDate === first?.lastTradeDate && one.tradingClass === first.tradingClass)
      .sort((a, b) => a.strike - b.strike)
      .map((one) => world.market.quote(one.conId).last ?? 0);
    expect(marks.length).toBeGreaterThanOrEqual(9);
    expect(marks).toEqual(marks.toSorted((a, b) => b - a));
  });
});
