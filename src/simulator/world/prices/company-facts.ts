import type { SimInstrument } from '../listing';
import { hash32, uniform } from './random';

/** Dividends of a stock, in its currency. */
export interface DividendFacts {
  /** Sums of the past and of the next twelve months. */
  readonly past12Months: number;
  readonly next12Months: number;
  /** The next one: `20261112`, and its amount. */
  readonly nextDate: string;
  readonly nextAmount: number;
}

/** Share of companies that pay no dividend. */
const NO_DIVIDEND = 0.3;
/** Dividends are paid in the middle of these months, counted from 0. */
const PAYING_MONTHS = [1, 4, 7, 10];
const PAYING_DAY = 12;

function part(conId: number, what: number): number {
  return uniform(hash32(conId, what, 97));
}

/** The dividends of a stock as of a moment; undefined when it pays none or is no stock. */
export function dividendsOf(
  instrument: SimInstrument,
  price: number,
  atMs: number,
): DividendFacts | undefined {
  const { conId, secType, stockType } = instrument;
  if (secType !== 'STK') return undefined;
  if (stockType !== 'ETF' && part(conId, 1) < NO_DIVIDEND) return undefined;
  const yearly = 0.004 + 0.028 * part(conId, 2);
  const quarter = cents((price * yearly) / 4);
  if (quarter === 0) return undefined;
  const now = new Date(atMs);
  const passed = PAYING_MONTHS.filter(
    (month) => Date.UTC(now.getUTCFullYear(), month, PAYING_DAY + 1) <= atMs,
  ).length;
  const year = now.getUTCFullYear() + (passed === PAYING_MONTHS.length ? 1 : 0);
  const month = PAYING_MONTHS[passed % PAYING_MONTHS.length] ?? 1;
  const date = new Date(Date.UTC(year, month, PAYING_DAY)).toISOString().slice(0, 10).replaceAll('-', '');
  const past = cents(quarter * 0.96);
  return {
    past12Months: cents(past * 4),
    next12Months: cents(quarter * 4),
    nextDate: date,
    nextAmount: quarter,
  };
}

/** Ratios of a company under the names that TWS gives them, consistent with its price. Undefined for a fund. */
export function fundamentalRatios(
  instrument: SimInstrument,
  range: { readonly price: number; readonly low52Weeks: number; readonly high52Weeks: number },
  atMs: number,
): ReadonlyMap<string, number> | undefined {
  const { conId, secType, stockType } = instrument;
  if (secType !== 'STK' || stockType === 'ETF' || range.price <= 0) return undefined;
  const { price } = range;
  const priceToEarnings = 9 + 32 * part(conId, 3);
  const earnings = price / priceToEarnings;
  const margin = 6 + 24 * part(conId, 4);
  const revenue = (earnings * 100) / margin;
  const shares = 300 + 9_000 * part(conId, 5) ** 2;
  const dividends = dividendsOf(instrument, price, atMs)?.next12Months ?? 0;
  const book = price / (1.5 + 10 * part(conId, 6));
  return new Map([
    ['NPRICE', price],
    ['NLOW', range.low52Weeks],
    ['NHIG', range.high52Weeks],
    ['MKTCAP', shares * price],
    ['PEEXCLXOR', priceToEarnings],
    ['TTMEPSXCLX', earnings],
    ['TTMNPMGN', margin],
    ['TTMREVPS', revenue],
    ['TTMPR2REV', price / revenue],
    ['PRICE2BK', price / book],
    ['QBVPS', book],
    ['TTMROEPCT', (earnings / book) * 100],
    ['TTMDIVSHR', dividends],
    ['YIELD', (dividends / price) * 100],
    ['BETA', 0.6 + 1.1 * part(conId, 7)],
  ]);
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}
