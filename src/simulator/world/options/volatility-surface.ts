import { BoundedCache } from '../prices/bounded-cache';
import { hash32, normal } from '../prices/random';

/** The character of one underlying's implied volatility. */
export interface SurfaceProfile {
  /** Annual volatility at the money in the long run, for example 0.28. */
  readonly level: number;
  /** Correlation of price and volatility, -1 to 0: the steeper the smile, the lower. */
  readonly skew: number;
  /** Curvature of the smile, above 0. With `curvature * (1 + |skew|)` up to 2 there is no arbitrage. */
  readonly curvature: number;
  /** By how much in relation the shortest volatility rises when the price falls below its recent mean. */
  readonly leverage: number;
}

/** Where the price path has ended on past days, as a logarithm; weekends stand for the Friday before. */
export interface PastPrices {
  endOfDay(epochDay: number): number;
}

/** How fast the term structure returns to its long-run level, a year. */
const RETURN_SPEED = 3;
/** Standard deviation of the shortest volatility's own waves, in logarithm. */
const WAVE = 0.14;
/** Length of one wave, in days. */
const WAVE_DAYS = 30;
/** Days whose mean the present price is compared with. */
const MEAN_DAYS = 28;
/** The leverage bends for moves beyond this. */
const LARGEST_MOVE = 0.3;

/**
 * The implied volatility of one underlying over strike and expiry, a pure function of the seed, the day and the price.
 *
 * It is a surface of Gatheral and Jacquier's SSVI family ("Arbitrage-free SVI volatility surfaces", 2014): the variance
 * at the money grows with time, and the smile's steepness follows from it by a power law, so neither a butterfly nor a
 * calendar spread has a negative price. A fall below the mean of recent weeks raises the short end.
 */
export class VolatilitySurface {
  private readonly profile: SurfaceProfile;
  private readonly past: PastPrices;
  private readonly seed: number;
  private readonly means = new BoundedCache<number>(512);

  constructor(profile: SurfaceProfile, past: PastPrices, seed: number) {
    this.profile = profile;
    this.past = past;
    this.seed = seed;
  }

  /**
   * Annual volatility of an option.
   * @param years time to expiry, above 0.
   * @param logMoneyness logarithm of the strike against the forward price.
   * @param value logarithm of the underlying's price, as its path has it.
   */
  volatility(years: number, logMoneyness: number, epochDay: number, value: number): number {
    const atTheMoney = this.varianceAtTheMoney(years, epochDay, value);
    const { skew, curvature } = this.profile;
    const steepness = curvature / Math.sqrt(atTheMoney * (1 + atTheMoney));
    const scaled = steepness * logMoneyness;
    const total = (atTheMoney / 2) * (1 + skew * scaled + Math.sqrt((scaled + skew) ** 2 + 1 - skew * skew));
    return Math.sqrt(total / years);
  }

  /** Total variance at the money, rising with the time to expiry. */
  private varianceAtTheMoney(years: number, epochDay: number, value: number): number {
    const { level, leverage } = this.profile;
    const longRun = level * level;
    const below = this.meanBefore(epochDay) - value;
    const lift = leverage * LARGEST_MOVE * Math.tanh(below / LARGEST_MOVE);
    const short = longRun * Math.exp(2 * (this.wave(epochDay) + lift));
    return longRun * years + ((short - longRun) * (1 - Math.exp(-RETURN_SPEED * years))) / RETURN_SPEED;
  }

  private meanBefore(epochDay: number): number {
    return this.means.get(epochDay, () => {
      let sum = 0;
      for (let back = 1; back <= MEAN_DAYS; back++) sum += this.past.endOfDay(epochDay - back);
      return sum / MEAN_DAYS;
    });
  }

  private wave(epochDay: number): number {
    const knot = Math.floor(epochDay / WAVE_DAYS);
    const part = epochDay / WAVE_DAYS - knot;
    const at = (index: number): number => normal(hash32(this.seed, 51, index));
    return WAVE * (at(knot) * (1 - part) + at(knot + 1) * part);
  }
}
