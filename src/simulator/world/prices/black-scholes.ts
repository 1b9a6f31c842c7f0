/**
 * The standard normal distribution function, exact to about 15 digits (Hart's rational approximation with a continued
 * fraction in the tail, as G. West, "Better approximations to cumulative normal functions", 2005).
 */
export function normalDistribution(x: number): number {
  const size = Math.abs(x);
  if (size > 37) return x > 0 ? 1 : 0;
  const tail = Math.exp((-size * size) / 2) * tailFactor(size);
  return x > 0 ? 1 - tail : tail;
}

function tailFactor(size: number): number {
  if (size >= 7.071) {
    const fraction = size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))));
    return 1 / (fraction * 2.506628274631);
  }
  let above = 3.52624965998911e-2 * size + 0.700383064443688;
  above = above * size + 6.37396220353165;
  above = above * size + 33.912866078383;
  above = above * size + 112.079291497871;
  above = above * size + 221.213596169931;
  above = above * size + 220.206867912376;
  let below = 8.83883476483184e-2 * size + 1.75566716318264;
  below = below * size + 16.064177579207;
  below = below * size + 86.7807322029461;
  below = below * size + 296.564248779674;
  below = below * size + 637.333633378831;
  below = below * size + 793.826512519948;
  below = below * size + 440.413735824752;
  return above / below;
}

function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** What an option gives a right to, and at which rates it is valued. */
export interface OptionTerms {
  readonly strike: number;
  readonly right: 'C' | 'P';
  /** Annual interest rate, continuously compounded, for example 0.04. */
  readonly rate: number;
  /** Annual dividend yield of the underlying, continuously compounded. */
  readonly dividendYield: number;
  /** True when it may be exercised before its last day: it is then never worth less than that brings. */
  readonly american: boolean;
}

/** Value and sensitivities of one option, per unit of the underlying. */
export interface OptionGreeks {
  readonly price: number;
  readonly delta: number;
  readonly gamma: number;
  /** For one percentage point of volatility. */
  readonly vega: number;
  /** For one calendar day. */
  readonly theta: number;
}

const DAYS_A_YEAR = 365;

/** The price of the underlying for delivery in so many years. */
export function forwardPrice(spot: number, years: number, terms: OptionTerms): number {
  return spot * Math.exp((terms.rate - terms.dividendYield) * years);
}

/** What exercising now brings, at least 0. */
export function exerciseValue(spot: number, terms: OptionTerms): number {
  return Math.max(0, terms.right === 'C' ? spot - terms.strike : terms.strike - spot);
}

/**
 * The value of an option by Black, Scholes and Merton; one that may be exercised early is worth at least what that
 * brings. `years` is the time to expiry and `volatility` the annual one, both above 0.
 */
export function optionValue(spot: number, years: number, volatility: number, terms: OptionTerms): number {
  const value = europeanValue(spot, years, volatility, terms);
  return terms.american ? Math.max(value, exerciseValue(spot, terms)) : value;
}

function europeanValue(spot: number, years: number, volatility: number, terms: OptionTerms): number {
  const deviation = volatility * Math.sqrt(years);
  const forward = forwardPrice(spot, years, terms);
  const d1 = Math.log(forward / terms.strike) / deviation + deviation / 2;
  const d2 = d1 - deviation;
  const discount = Math.exp(-terms.rate * years);
  const value =
    terms.right === 'C'
      ? forward * normalDistribution(d1) - terms.strike * normalDistribution(d2)
      : terms.strike * normalDistribution(-d2) - forward * normalDistribution(-d1);
  return Math.max(0, discount * value);
}

/** Value and sensitivities at a fixed volatility. What is worth its exercise moves with the underlying alone. */
export function optionGreeks(
  spot: number,
  years: number,
  volatility: number,
  terms: OptionTerms,
): OptionGreeks {
  const price = europeanValue(spot, years, volatility, terms);
  const sign = terms.right === 'C' ? 1 : -1;
  const exercised = exerciseValue(spot, terms);
  if (terms.american && exercised > price)
    return { price: exercised, delta: sign, gamma: 0, vega: 0, theta: 0 };
  const root = Math.sqrt(years);
  const deviation = volatility * root;
  const forward = forwardPrice(spot, years, terms);
  const d1 = Math.log(forward / terms.strike) / deviation + deviation / 2;
  const d2 = d1 - deviation;
  const carried = Math.exp(-terms.dividendYield * years);
  const density = carried * normalDensity(d1);
  const decay =
    (-spot * density * volatility) / (2 * root) -
    sign * terms.rate * terms.strike * Math.exp(-terms.rate * years) * normalDistribution(sign * d2) +
    sign * terms.dividendYield * spot * carried * normalDistribution(sign * d1);
  return {
    price,
    delta: sign * carried * normalDistribution(sign * d1),
    gamma: density / (spot * deviation),
    vega: (spot * density * root) / 100,
    theta: decay / DAYS_A_YEAR,
  };
}

const LOWEST_VOLATILITY = 0.001;
const HIGHEST_VOLATILITY = 10;
/** Halvings of the range, enough for about 12 digits. */
const STEPS = 50;

/**
 * The volatility at which an option is worth a price, between 0.1 % and 1000 %; undefined when there is none: the price
 * is not above what the option is worth without any, or beyond what it is ever worth.
 */
export function impliedVolatility(
  price: number,
  spot: number,
  years: number,
  terms: OptionTerms,
): number | undefined {
  if (!(price > 0 && spot > 0 && years > 0)) return undefined;
  if (terms.american && price <= exerciseValue(spot, terms)) return undefined;
  let low = LOWEST_VOLATILITY;
  let high = HIGHEST_VOLATILITY;
  if (price <= europeanValue(spot, years, low, terms)) return undefined;
  if (price >= europeanValue(spot, years, high, terms)) return undefined;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (europeanValue(spot, years, middle, terms) < price) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
