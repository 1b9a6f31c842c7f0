import { FIRST_YEAR, LAST_YEAR, type DayNode } from '../calendar/trading-calendar';
import { epochDayOf, weekdayOf } from '../calendar/zone-time';
import { hash32, hashText, normal, uniform } from './random';

/** How the logarithm of a price moves from day to day. */
export interface PathProfile {
  /** Names the path: instruments with the same key share their ups and downs (SPX, ES and SPY). */
  readonly key: string;
  /** Sensitivity to the common market path. */
  readonly beta: number;
  /** Annual volatility of the part that is its own. */
  readonly ownVolatility: number;
  /** Expected annual growth of the logarithm. */
  readonly annualDrift: number;
  /** Two paths whose quotient this one is, at the nodes of every day; between them it moves by itself. */
  readonly quotientOf?: readonly [PathProfile, PathProfile];
}

/** The seed of everything that a path does by itself. */
export function pathSeed(market: MarketSteps, { key }: PathProfile): number {
  return hash32(market.seed, hashText(key), 7);
}

/** Annual volatility of the common market. */
export const MARKET_VOLATILITY = 0.16;

const DAYS_PER_YEAR = 260;
/** Monday 3 January 2000: its first weekday. */
const FIRST_DAY = epochDayOf(FIRST_YEAR, 1, 3);
const WEEKDAYS = Math.floor(((epochDayOf(LAST_YEAR, 12, 31) - FIRST_DAY) / 7) * 5) + 1;
/** On this day every path has its reference value, 0. */
const ANCHOR_DAY = epochDayOf(2026, 1, 2);
/** Variance of a day over its four steps: overnight gap, early hours, regular hours, late hours. */
const STEP_VARIANCE = [0.16, 0.07, 0.7, 0.07] as const;
/** Half-way return of an excursion to the trend takes about two years. */
const DAILY_PULL = 1 / (3 * DAYS_PER_YEAR);

/** Number of weekdays from the first day of the tables to a date (a weekend counts as its Friday). */
function weekdayIndex(epochDay: number): number {
  const days = epochDay - FIRST_DAY;
  const week = Math.floor(days / 7);
  const weekday = (weekdayOf(epochDay) + 6) % 7;
  const index = week * 5 + Math.min(weekday, 4);
  return Math.min(Math.max(index, 0), WEEKDAYS - 1);
}

/** Volatility against its long-term level: slow waves of about a month with daily noise, always positive. */
function volatilityFactor(seed: number, index: number): number {
  const knot = Math.floor(index / 20);
  const part = index / 20 - knot;
  const slow = normal(hash32(seed, 11, knot)) * (1 - part) + normal(hash32(seed, 11, knot + 1)) * part;
  return Math.exp(0.32 * slow + 0.15 * normal(hash32(seed, 12, index)) - 0.06);
}

/** Writes the four random steps of every weekday, in daily standard deviations. */
function randomSteps(seed: number): Float64Array {
  const steps = new Float64Array(WEEKDAYS * 4);
  for (let index = 0; index < WEEKDAYS; index++) {
    const factor = volatilityFactor(seed, index);
    // About once in 60 days news comes overnight: the fat tail of daily moves.
    const gapFactor = uniform(hash32(seed, 13, index)) < 1 / 60 ? 3.5 : 1;
    for (let step = 0; step < 4; step++) {
      const size = Math.sqrt(STEP_VARIANCE[step] ?? 0) * factor * (step === 0 ? gapFactor : 1);
      steps[index * 4 + step] = size * normal(hash32(seed, 20 + step, index));
    }
  }
  return steps;
}

/** The random steps of the common market, shared by all paths of one seed. */
export class MarketSteps {
  readonly seed: number;
  private steps: Float64Array | null = null;

  constructor(seed: number) {
    this.seed = seed;
  }

  all(): Float64Array {
    this.steps ??= randomSteps(hash32(this.seed, 1));
    return this.steps;
  }
}

/**
 * The logarithm of one path at the five nodes of every weekday from 2000 to 2050, 0 on 2 January 2026.
 * A holiday is a day like any other here: its moves go into the gap before the next session.
 */
export class DayTable {
  private readonly seed: number;
  private readonly market: MarketSteps;
  private readonly profile: PathProfile;
  private nodes: Float64Array | null = null;

  constructor(market: MarketSteps, profile: PathProfile) {
    this.market = market;
    this.profile = profile;
    this.seed = pathSeed(market, profile);
  }

  /** Value at a node of a weekday. */
  valueAt(epochDay: number, node: DayNode): number {
    const nodes = this.table();
    const index = weekdayIndex(epochDay);
    return nodes[index * 5 + node] ?? 0;
  }

  /** Standard deviation of the move between two nodes of a day. */
  sigma(epochDay: number, from: DayNode, to: DayNode): number {
    let variance = 0;
    for (let step: number = from; step < to; step++) variance += STEP_VARIANCE[step] ?? 0;
    const index = weekdayIndex(epochDay);
    return this.dailySigma() * Math.sqrt(variance) * volatilityFactor(this.seed, index);
  }

  private dailySigma(): number {
    const market = this.profile.beta * MARKET_VOLATILITY;
    return Math.hypot(market, this.profile.ownVolatility) / Math.sqrt(DAYS_PER_YEAR);
  }

  private table(): Float64Array {
    this.nodes ??=
      this.profile.quotientOf === undefined ? this.walk() : this.quotient(this.profile.quotientOf);
    return this.nodes;
  }

  private quotient([first, second]: readonly [PathProfile, PathProfile]): Float64Array {
    const dividend = new DayTable(this.market, first).table();
    const divisor = new DayTable(this.market, second).table();
    return dividend.map((value, at) => value - (divisor[at] ?? 0));
  }

  private walk(): Float64Array {
    const marketScale = (this.profile.beta * MARKET_VOLATILITY) / Math.sqrt(DAYS_PER_YEAR);
    const ownScale = this.profile.ownVolatility / Math.sqrt(DAYS_PER_YEAR);
    const market = marketScale === 0 ? null : this.market.all();
    const own = ownScale === 0 ? null : randomSteps(this.seed);
    const drift = this.profile.annualDrift / DAYS_PER_YEAR;
    const nodes = new Float64Array(WEEKDAYS * 5);
    let value = 0;
    for (let index = 0; index < WEEKDAYS; index++) {
      nodes[index * 5] = value;
      value += drift - DAILY_PULL * (value - drift * index);
      for (let step = 0; step < 4; step++) {
        const at = index * 4 + step;
        value += marketScale * (market?.[at] ?? 0) + ownScale * (own?.[at] ?? 0);
        nodes[index * 5 + step + 1] = value;
      }
    }
    const anchor = nodes[weekdayIndex(ANCHOR_DAY) * 5] ?? 0;
    for (let at = 0; at < nodes.length; at++) nodes[at] = (nodes[at] ?? 0) - anchor;
    return nodes;
  }
}
