import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import type { OrderTerms, SimInstrument } from '../world';
import { contractQuery, makeTestWorld, optionsOn, terms, type TestWorld } from '../world-fixture';
import { resolveCombo } from './combos/resolve-combo';
import { priceStep, toTick } from './price-steps';

const OFF_TICK = 110;

function optionOn(test: TestWorld, symbol: string): SimInstrument {
  const [option] = optionsOn(test.world, { symbol });
  if (option === undefined) throw new Error(`no options on ${symbol}`);
  return option;
}

function codeOf(test: TestWorld, instrument: SimInstrument, different: Partial<OrderTerms>): number | null {
  const answer = test.world.exchange.whatIf(1, instrument, terms({ orderType: 'LMT', ...different }));
  return answer.ok ? null : answer.refusal.code;
}

describe('the step of a price', () => {
  const test = makeTestWorld();
  const option = optionOn(test, 'AAPL');
  const index = optionOn(test, 'SPX');

  it('follows the market rule of the instrument', () => {
    expect([0.5, 2.99, 3, 12].map((price) => priceStep(option, price))).toEqual([0.01, 0.01, 0.05, 0.05]);
    expect([2, 3].map((price) => priceStep(index, price))).toEqual([0.05, 0.1]);
    expect([0.4, 250].map((price) => priceStep(test.aapl, price))).toEqual([0.0001, 0.01]);
    expect(priceStep({ marketRuleIds: [], minTick: 0.01 }, 250)).toBe(0.01);
  });

  it('rounds to prices that may be named, across the edge of a tier too, and never to nothing', () => {
    const rounded = (price: number, direction: 'down' | 'up') =>
      toTick(new Decimal(price), option, direction).toNumber();
    expect([rounded(3.07, 'down'), rounded(3.07, 'up')]).toEqual([3.05, 3.1]);
    expect([rounded(2.996, 'up'), rounded(3.04, 'down'), rounded(2.987, 'down')]).toEqual([3, 3, 2.98]);
    expect(rounded(0.004, 'down')).toBe(0.01);
  });

  it('is asked of every price that an order names', () => {
    const priced: readonly (readonly [string, (price: number) => Partial<OrderTerms>])[] = [
      ['LMT', (price) => ({ limitPrice: price })],
      ['STP', (price) => ({ auxPrice: price })],
      ['STP LMT', (price) => ({ auxPrice: price, limitPrice: 5 })],
      ['STP LMT', (price) => ({ auxPrice: 5, limitPrice: price })],
      ['TRAIL', (price) => ({ auxPrice: 0.11, trailStopPrice: price })],
    ];
    for (const [orderType, at] of priced) {
      const code = (instrument: SimInstrument, price: number): number | null =>
        codeOf(test, instrument, { quantity: 1, orderType, ...at(price) });
      expect([orderType, code(option, 2.97), code(option, 3.05)]).toEqual([orderType, null, null]);
      expect([orderType, code(option, 3.07), code(option, 2.975)]).toEqual([orderType, OFF_TICK, OFF_TICK]);
      expect([orderType, code(index, 2.95), code(index, 3.1)]).toEqual([orderType, null, null]);
      expect([orderType, code(index, 3.15), code(index, 2.97)]).toEqual([orderType, OFF_TICK, OFF_TICK]);
    }
  });

  it('of a stop that trails is that of where it has got to', () => {
    const { exchange, market } = test.world;
    const dear = optionsOn(test.world, { symbol: 'AAPL' }).find(
      ({ conId }) => (market.quote(conId).bid ?? 0) > 4,
    );
    if (dear === undefined) throw new Error('no option above 4');
    const trail = terms({ side: 'SELL', quantity: 1, orderType: 'TRAIL', auxPrice: 0.53 });
    expect(exchange.place(1, 1, dear, trail).ok).toBe(true);
    test.wall.advance(5_000);
    const stop = exchange.openOrders()[0]?.terms.trailStopPrice ?? 0;
    expect(stop).toBeGreaterThan(3);
    expect(new Decimal(stop).mod(0.05).toNumber()).toBe(0);
  });

  it('of a combination is the finest of its legs, at any price and below zero', () => {
    const [one, other] = optionsOn(test.world, { symbol: 'AAPL' });
    const comboLegs = [one, other].map((leg, index) => {
      const action = index === 0 ? 'BUY' : 'SELL';
      return { conId: leg?.conId ?? 0, ratio: 1, action, exchange: 'SMART' };
    });
    const asked = contractQuery({
      secType: 'BAG',
      symbol: 'AAPL',
      currency: 'USD',
      exchange: 'SMART',
      comboLegs,
    });
    const combo = resolveCombo(test.world.catalogue, asked);
    if (!combo.ok) throw new Error(combo.refusal.text);
    const code = (limitPrice: number): number | null =>
      codeOf(test, combo.instrument, { quantity: 1, limitPrice });
    expect([3.07, -3.07, 0, 3.075].map(code)).toEqual([null, null, null, OFF_TICK]);
  });
});
