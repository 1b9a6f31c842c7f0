import { describe, expect, it } from 'vitest';
import { makeTestWorld } from '../world-fixture';
import { incrementFor, MARKET_RULES } from './market-rules';

describe('market rules', () => {
  it('know the step of a price by its tier', () => {
    expect([0.5, 2.99, 3, 40].map((price) => incrementFor(109, price))).toEqual([0.01, 0.01, 0.05, 0.05]);
    expect([0.5, 3].map((price) => incrementFor(110, price))).toEqual([0.05, 0.1]);
    expect(incrementFor(4563, 0.5)).toBe(0.0001);
    expect(incrementFor(239, 1.1)).toBe(0.00005);
    expect(incrementFor(67, -12)).toBe(0.25);
    expect(incrementFor(1, 10)).toBeUndefined();
  });

  it('cover every listed instrument, and never a step finer than its own', () => {
    const used = new Map<string, { readonly id: number; readonly minTick: number }>();
    for (const { marketRuleIds, minTick } of makeTestWorld().world.catalogue.all) {
      for (const id of marketRuleIds) used.set(`${String(id)} ${String(minTick)}`, { id, minTick });
    }
    expect(used.size).toBeGreaterThan(8);
    for (const { id, minTick } of used.values()) {
      expect([id, MARKET_RULES.has(id)]).toEqual([id, true]);
      // Stocks have finer steps below a dollar, where none of them trades.
      expect([id, incrementFor(id, 2)]).toEqual([id, minTick]);
    }
  });
});
