import { assert, constantFrom, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  impliedVolatility,
  normalDistribution,
  optionGreeks,
  type OptionTerms,
  optionValue,
} from './black-scholes';

const european: OptionTerms = { strike: 100, right: 'C', rate: 0.05, dividendYield: 0, american: false };

const spots = double({ min: 60, max: 160, noNaN: true });
const years = double({ min: 1 / 365, max: 3, noNaN: true });
const volatilities = double({ min: 0.05, max: 1.2, noNaN: true });
const rights = constantFrom('C' as const, 'P' as const);

describe('the normal distribution', () => {
  it('has the values of the tables', () => {
    expect(normalDistribution(0)).toBeCloseTo(0.5, 15);
    expect(normalDistribution(1)).toBeCloseTo(0.841344746068543, 14);
    expect(normalDistribution(-2)).toBeCloseTo(0.0227501319481792, 14);
    expect(normalDistribution(8)).toBeCloseTo(1, 14);
    expect(normalDistribution(-40)).toBe(0);
  });
});

describe('the value of an option', () => {
  it('is that of the textbook', () => {
    // Hull, Options, Futures, and Other Derivatives: S 42, K 40, r 10 %, volatility 20 %, half a year.
    const terms: OptionTerms = { ...european, strike: 40, rate: 0.1 };
    expect(optionValue(42, 0.5, 0.2, terms)).toBeCloseTo(4.76, 2);
    expect(optionValue(42, 0.5, 0.2, { ...terms, right: 'P' })).toBeCloseTo(0.81, 2);
  });

  it('is never below what early exercise brings', () => {
    const put: OptionTerms = { ...european, right: 'P' };
    expect(optionValue(60, 2, 0.1, put)).toBeLessThan(40);
    expect(optionValue(60, 2, 0.1, { ...put, american: true })).toBe(40);
  });

  it('gives back the volatility that it was made from', () => {
    assert(
      property(spots, years, volatilities, rights, (spot, time, volatility, right) => {
        const terms: OptionTerms = { ...european, right };
        const { price, vega } = optionGreeks(spot, time, volatility, terms);
        // Where a point of volatility is worth next to nothing, the price does not tell it.
        if (vega < 1e-4) return;
        expect(impliedVolatility(price, spot, time, terms)).toBeCloseTo(volatility, 6);
      }),
    );
  });

  it('has no volatility below its least and above its greatest value', () => {
    expect(impliedVolatility(0, 100, 1, european)).toBeUndefined();
    expect(impliedVolatility(101, 100, 1, european)).toBeUndefined();
    expect(impliedVolatility(30, 130, 1, european)).toBeUndefined();
    expect(impliedVolatility(30, 70, 1, { ...european, right: 'P', american: true })).toBeUndefined();
  });

  it('has the sensitivities that small moves show', () => {
    assert(
      property(spots, years, volatilities, rights, (spot, time, volatility, right) => {
        const terms: OptionTerms = { ...european, right, dividendYield: 0.01 };
        const at = (s: number, t: number, v: number): number => optionValue(s, t, v, terms);
        const greeks = optionGreeks(spot, time, volatility, terms);
        // Small beside how far the price spreads until expiry: there the value bends.
        const step = spot * volatility * Math.sqrt(time) * 1e-3;
        const up = at(spot + step, time, volatility);
        const down = at(spot - step, time, volatility);
        expect(greeks.delta).toBeCloseTo((up - down) / (2 * step), 4);
        expect(greeks.vega).toBeCloseTo((at(spot, time, volatility + 1e-5) - greeks.price) / 1e-3, 2);
        const day = 1 / 365;
        const hundredth = day / 100;
        const decay = (at(spot, time - hundredth, volatility) - at(spot, time, volatility)) * 100;
        if (time > 5 * day) expect(greeks.theta).toBeCloseTo(decay, 2);
      }),
    );
  });
});
