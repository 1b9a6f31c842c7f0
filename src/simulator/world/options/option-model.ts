/** An option's numbers at one price of its underlying; null where there is none. */
export interface OptionComputation {
  /** Annual, 0.25 is 25 %. */
  readonly impliedVolatility: number | null;
  readonly delta: number | null;
  readonly optionPrice: number | null;
  /** Present value of the dividends until expiry, per unit of the underlying. */
  readonly pvDividend: number | null;
  readonly gamma: number | null;
  /** For one percentage point of volatility. */
  readonly vega: number | null;
  /** For one calendar day. */
  readonly theta: number | null;
  readonly underlyingPrice: number | null;
}

/** A computation of which nothing is known. */
export const NOTHING_COMPUTED: OptionComputation = {
  impliedVolatility: null,
  delta: null,
  optionPrice: null,
  pvDividend: null,
  gamma: null,
  vega: null,
  theta: null,
  underlyingPrice: null,
};

/** Contracts of all options on an underlying. */
export interface OptionTotals {
  readonly callVolume: number;
  readonly putVolume: number;
  readonly callOpenInterest: number;
  readonly putOpenInterest: number;
  /** Contracts a day, calls and puts together. */
  readonly averageVolume: number;
}

/**
 * Values options from the one volatility surface of their underlying: prices in the market, implied volatilities and
 * sensitivities all come from it. An unknown conId, or one that is no option, has nothing computed.
 */
export interface OptionModel {
  /** By the surface, at the underlying's price as of a moment. */
  model(conId: number, atMs: number): OptionComputation;
  /** What a market price of the option implies as of a moment; a null price implies nothing. */
  ofPrice(conId: number, price: number | null, atMs: number): OptionComputation;
  /** The volatility that an option's price implies at a price of the underlying. */
  volatilityOf(conId: number, price: number, underlyingPrice: number): OptionComputation;
  /** What an option is worth at a volatility and a price of the underlying. */
  priceAt(conId: number, volatility: number, underlyingPrice: number): OptionComputation;
  /** Annual volatility at the money in 30 days; null for an instrument that has no options in this world. */
  thirtyDayVolatility(underConId: number): number | null;
  /** Open contracts of one option, constant over a day. */
  openInterest(conId: number): number;
  /** Mean contracts a day of one option. */
  averageVolume(conId: number): number;
  totals(underConId: number): OptionTotals | null;
}
