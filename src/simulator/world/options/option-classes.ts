import type { ExpiryPlan, MonthPlan, WeeksPlan } from './expiries';
import type { StrikePlan } from './strikes';
import type { SurfaceProfile } from './volatility-surface';

/** Money market rate at which options are valued. */
export const OPTION_RATE = 0.04;
/** What the shares of the index pay a year; with the rate it makes the growth of index futures. */
const INDEX_DIVIDENDS = 0.01;

/** One trading class of options. */
export interface OptionClass {
  /** Part of the conIds of its options: never changed, never given to another class. At most 20. */
  readonly number: number;
  readonly tradingClass: string;
  readonly underlying: string;
  /** Options on a future are on the contract of its series that is the next to expire when they do. */
  readonly underlyingSecType: 'STK' | 'IND' | 'FUT';
  /** Units of the underlying, or what its price is multiplied by when it is a future. */
  readonly multiplier: string;
  /** American options may be exercised early, European ones on their last day alone. Those on an index pay cash. */
  readonly style: 'american' | 'european';
  /** Trading ends on the day before the nominal expiry, whose opening prices settle the option. */
  readonly morningSettled: boolean;
  /** Options on a future that end with it, rather than before it does. */
  readonly endsWithFuture?: true;
  /** Of the underlying, by which its forward price falls behind the rate: all of it for a future. */
  readonly dividendYield: number;
  readonly expiries: ExpiryPlan;
  readonly strikes: StrikePlan;
  /** Ticks in one unit of price, and the price from which `coarseTicks` of them make one step. */
  readonly ticksPerUnit: number;
  readonly coarseFrom: number;
  readonly coarseTicks: number;
  readonly marketRuleId: number;
  /** Contracts a day at the money. */
  readonly averageVolume: number;
}

const STOCK_EXPIRIES: WeeksPlan = {
  dailyWeeks: 0,
  fridays: 6,
  monthlies: 6,
  januaries: 3,
  withoutThirdFridays: false,
};

const STOCK_STRIKES: StrikePlan = {
  fineStep: 2.5,
  fineWidth: 0.1,
  middleStep: 5,
  middleWidth: 0.25,
  coarseStep: 10,
  width: 0.4,
};

const FUND_STRIKES: StrikePlan = {
  fineStep: 1,
  fineWidth: 0.03,
  middleStep: 5,
  middleWidth: 0.12,
  coarseStep: 10,
  width: 0.45,
};

const INDEX_STRIKES: StrikePlan = {
  fineStep: 5,
  fineWidth: 0.015,
  middleStep: 25,
  middleWidth: 0.08,
  coarseStep: 100,
  width: 0.3,
};

function stockClass(number: number, symbol: string, averageVolume: number): OptionClass {
  return {
    number,
    tradingClass: symbol,
    underlying: symbol,
    underlyingSecType: 'STK',
    multiplier: '100',
    style: 'american',
    morningSettled: false,
    dividendYield: 0,
    expiries: STOCK_EXPIRIES,
    strikes: STOCK_STRIKES,
    ticksPerUnit: 100,
    coarseFrom: 3,
    coarseTicks: 5,
    marketRuleId: 109,
    averageVolume,
  };
}

/** A fund whose options trade in cents at any price. */
function fundClass(number: number, symbol: string, averageVolume: number): OptionClass {
  return {
    ...stockClass(number, symbol, averageVolume),
    expiries: { ...STOCK_EXPIRIES, dailyWeeks: 2, decembers: 2 },
    strikes: FUND_STRIKES,
    coarseFrom: 0,
    coarseTicks: 1,
    marketRuleId: 26,
  };
}

const INDEX_CLASS: OptionClass = {
  ...stockClass(6, 'SPX', 4_000),
  underlyingSecType: 'IND',
  style: 'european',
  morningSettled: true,
  dividendYield: INDEX_DIVIDENDS,
  expiries: { dailyWeeks: 0, fridays: 0, monthlies: 6, januaries: 3, withoutThirdFridays: false },
  strikes: INDEX_STRIKES,
  ticksPerUnit: 20,
  coarseTicks: 2,
  marketRuleId: 110,
};

/** An option on the E-mini S&P 500 future; its forward price is the future's own, as Black's formula of 1976 has it. */
function emini(
  number: number,
  tradingClass: string,
  expiries: MonthPlan,
  averageVolume: number,
): OptionClass {
  return {
    ...INDEX_CLASS,
    number,
    tradingClass,
    underlying: 'ES',
    underlyingSecType: 'FUT',
    multiplier: '50',
    morningSettled: false,
    dividendYield: OPTION_RATE,
    expiries,
    coarseFrom: 10,
    coarseTicks: 5,
    marketRuleId: 3541,
    averageVolume,
  };
}

/** Every class with options. */
export const OPTION_CLASSES: readonly OptionClass[] = [
  stockClass(0, 'AAPL', 6_000),
  stockClass(1, 'MSFT', 4_000),
  stockClass(2, 'NVDA', 9_000),
  stockClass(3, 'TSLA', 8_000),
  fundClass(4, 'SPY', 12_000),
  fundClass(5, 'QQQ', 8_000),
  stockClass(14, 'IBM', 1_500),
  INDEX_CLASS,
  {
    ...INDEX_CLASS,
    number: 7,
    tradingClass: 'SPXW',
    morningSettled: false,
    expiries: { dailyWeeks: 2, fridays: 6, monthlies: 0, januaries: 0, withoutThirdFridays: true },
    averageVolume: 9_000,
  },
  {
    ...emini(8, 'ES', { day: 3, every: 'quarter', count: 4 }, 3_000),
    style: 'american',
    endsWithFuture: true,
  },
  emini(9, 'EW', { day: 'last', every: 'month', count: 6 }, 2_500),
  emini(10, 'EW1', { day: 1, every: 'month', count: 3 }, 2_000),
  emini(11, 'EW2', { day: 2, every: 'month', count: 3 }, 2_000),
  emini(12, 'EW3', { day: 3, every: 'month', count: 6 }, 2_500),
  emini(13, 'EW4', { day: 4, every: 'month', count: 3 }, 2_000),
];

/** What option prices expect above what the past shows. */
const PREMIUM = 1.1;

/**
 * How an underlying's implied volatility behaves.
 * @param volatility annual volatility of its price path.
 * @param diversified an index or a fund: its smile is steeper than a single stock's.
 */
export function surfaceProfile(volatility: number, diversified: boolean): SurfaceProfile {
  const level = volatility * PREMIUM;
  return diversified
    ? { level, skew: -0.62, curvature: 0.95, leverage: 4 }
    : { level, skew: -0.32, curvature: 0.75, leverage: 2 };
}
