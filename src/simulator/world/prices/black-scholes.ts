/** The standard normal distribution function (Abramowitz and Stegun 26.2.17, error below 1e-7). */
export function normalDistribution(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail =
    Math.exp((-x * x) / 2) *
    0.3989422804014327 *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}

export interface OptionTerms {
  readonly strike: number;
  readonly right: 'C' | 'P';
  /** Annual volatility, for example 0.28. */
  readonly volatility: number;
  /** Annual interest rate, for example 0.04. */
  readonly rate: number;
}

/** Value of a European option on a stock without dividends. `years` is the time to expiry, above 0. */
export function optionValue(spot: number, years: number, terms: OptionTerms): number {
  const deviation = terms.volatility * Math.sqrt(years);
  const drift = (terms.rate + (terms.volatility * terms.volatility) / 2) * years;
  const d1 = (Math.log(spot / terms.strike) + drift) / deviation;
  const d2 = d1 - deviation;
  const discounted = terms.strike * Math.exp(-terms.rate * years);
  return terms.right === 'C'
    ? spot * normalDistribution(d1) - discounted * normalDistribution(d2)
    : discounted * normalDistribution(-d2) - spot * normalDistribution(-d1);
}
