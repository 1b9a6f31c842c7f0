import { assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionValue, type OptionTerms } from '../prices/black-scholes';
import { surfaceProfile } from './option-classes';
import { VolatilitySurface } from './volatility-surface';

const TODAY = 20_732;
const stock = new VolatilitySurface(surfaceProfile(0.26, false), { endOfDay: () => 0 }, 7);
const index = new VolatilitySurface(surfaceProfile(0.16, true), { endOfDay: () => 0 }, 7);
const surfaces = [stock, index];

const years = double({ min: 0.25 / 365, max: 3, noNaN: true });
/** A distance from the forward in standard deviations, as far as strikes are listed. */
const deviations = double({ min: -4, max: 4, noNaN: true });
const prices = double({ min: -0.4, max: 0.4, noNaN: true });
const days = integer({ min: TODAY - 2000, max: TODAY + 2000 });
const which = integer({ min: 0, max: 1 });

function surfaceAt(number: number): VolatilitySurface {
  return surfaces[number] ?? stock;
}

/** The value of a call in units of the forward price, without interest. */
function call(
  surface: VolatilitySurface,
  time: number,
  logMoneyness: number,
  day: number,
  value: number,
): number {
  const strike = Math.exp(logMoneyness);
  const terms: OptionTerms = { strike, right: 'C', rate: 0, dividendYield: 0, american: false };
  return optionValue(1, time, surface.volatility(time, logMoneyness, day, value), terms);
}

describe('the volatility surface', () => {
  it('has no calendar spread with a negative price: total variance grows with time at every moneyness', () => {
    assert(
      property(which, years, years, deviations, days, prices, (number, one, other, distance, day, value) => {
        const surface = surfaceAt(number);
        const [near, far] = one < other ? [one, other] : [other, one];
        const logMoneyness = distance * 0.25 * Math.sqrt(near);
        const variance = (time: number): number =>
          surface.volatility(time, logMoneyness, day, value) ** 2 * time;
        expect(variance(far)).toBeGreaterThanOrEqual(variance(near) - 1e-12);
      }),
      { numRuns: 500 },
    );
  });

  it('has no butterfly with a negative price: calls fall with the strike, ever more slowly', () => {
    assert(
      property(which, years, deviations, days, prices, (number, time, distance, day, value) => {
        const surface = surfaceAt(number);
        const strike = Math.exp(distance * 0.25 * Math.sqrt(time));
        const step = strike * Math.max(0.0005, 0.02 * Math.sqrt(time));
        const at = (price: number): number => call(surface, time, Math.log(price), day, value);
        const [low, middle, high] = [at(strike - step), at(strike), at(strike + step)];
        expect(low).toBeGreaterThanOrEqual(middle);
        expect(middle).toBeGreaterThanOrEqual(high);
        expect(low - 2 * middle + high).toBeGreaterThanOrEqual(-1e-12);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps calls dearer and puts cheaper the higher the underlying', () => {
    assert(
      property(which, years, deviations, days, prices, (number, time, distance, day, value) => {
        const surface = surfaceAt(number);
        const strike = Math.exp(value + distance * 0.25 * Math.sqrt(time));
        const at = (right: 'C' | 'P', log: number): number => {
          const terms: OptionTerms = { strike, right, rate: 0.04, dividendYield: 0.01, american: false };
          const logMoneyness = Math.log(strike) - log - 0.03 * time;
          return optionValue(Math.exp(log), time, surface.volatility(time, logMoneyness, day, log), terms);
        };
        const up = value + 0.01;
        // A hundredth of the smallest tick, for a spot of about 1 in place of 100.
        expect(at('C', up)).toBeGreaterThanOrEqual(at('C', value) - 1e-6);
        expect(at('P', up)).toBeLessThanOrEqual(at('P', value) + 1e-6);
      }),
      { numRuns: 500 },
    );
  });

  it('costs more below the money than above, the more so the shorter the time', () => {
    const skew = (surface: VolatilitySurface, time: number): number =>
      surface.volatility(time, -0.05, TODAY, 0) - surface.volatility(time, 0.05, TODAY, 0);
    expect(skew(index, 0.1)).toBeGreaterThan(skew(index, 1));
    expect(skew(index, 0.1)).toBeGreaterThan(skew(stock, 0.1));
    expect(skew(stock, 1)).toBeGreaterThan(0);
  });

  it('rises at the short end when the price falls, and less in the long run', () => {
    const rise = (time: number): number =>
      index.volatility(time, 0, TODAY, -0.05) / index.volatility(time, 0, TODAY, 0);
    expect(rise(0.05)).toBeGreaterThan(1.1);
    expect(rise(2)).toBeGreaterThan(1);
    expect(rise(2)).toBeLessThan(rise(0.05));
  });

  it('is the same for the same seed and differs for another', () => {
    const again = new VolatilitySurface(surfaceProfile(0.26, false), { endOfDay: () => 0 }, 7);
    const other = new VolatilitySurface(surfaceProfile(0.26, false), { endOfDay: () => 0 }, 8);
    expect(again.volatility(0.2, 0.1, TODAY, 0)).toBe(stock.volatility(0.2, 0.1, TODAY, 0));
    expect(other.volatility(0.2, 0.1, TODAY, 0)).not.toBe(stock.volatility(0.2, 0.1, TODAY, 0));
  });
});
