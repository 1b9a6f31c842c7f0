import { DAY_MS, dateText } from '../calendar/zone-time';
import { OPTION_RATE, type OptionClass } from '../options/option-classes';
import type { VolatilitySurface } from '../options/volatility-surface';
import { OPTION_EXCHANGES, OPTION_MARKET_RULES, OPTION_ORDER_TYPES } from './contract-lists';
import type { PriceModel } from '../prices/price-view';
import type { SimInstrument } from '../world';
import { BASE_INSTRUMENT, type Listing } from './listing';

/** Days before expiry from which an option has prices. */
const LIFE_DAYS = 270;
const LONG_LIFE_DAYS = 1300;
const STOCK_CLOSE = '16:00:00 US/Eastern';
const INDEX_CLOSE = '15:00:00 US/Central';
const INDEX_EXCHANGES: readonly string[] = ['SMART', 'CBOE', 'IBUSOPT'];

const INDEX_QUOTES: readonly string[] = ['CBOE'];
const STOCK_QUOTES: readonly string[] = ['CBOE', 'PHLX', 'ISE', 'AMEX', 'BOX', 'MIAX'];

/** Units of the underlying in every option. */
export const OPTION_MULTIPLIER = '100';

/** Where a class trades, SMART first. */
export function exchangesOf({ underlyingSecType }: OptionClass): readonly string[] {
  return underlyingSecType === 'IND' ? INDEX_EXCHANGES : OPTION_EXCHANGES;
}

/** Which option of a class. */
export interface OptionSeries {
  readonly strike: number;
  readonly right: 'C' | 'P';
  /** The nominal date, as an epoch day: a trading day. */
  readonly expiry: number;
  /** The last day of trading, as an epoch day. */
  readonly lastDay: number;
}

/** What all options of a class share. */
export interface ClassContext {
  readonly optionClass: OptionClass;
  readonly underlying: Listing;
  readonly surface: VolatilitySurface;
  /** Price of the underlying that strikes are laid around. */
  readonly spot: number;
}

/** Contracts a day of a call or a put: most at the money. */
export function strikeVolume({ optionClass, spot }: ClassContext, strike: number): number {
  return Math.round(optionClass.averageVolume * interestIn(strike, spot)) + 50;
}

/** From 1 at the money towards 0 far away from it. */
function interestIn(strike: number, spot: number): number {
  return Math.exp((-25 * Math.abs(strike - spot)) / spot);
}

/** What all options of an expiry share: one of them without its conId, strike, right and symbol. */
export function expiryTemplate(context: ClassContext, expiry: number, lastDay: number): SimInstrument {
  const { optionClass, underlying } = context;
  const { tradingClass, ticksPerUnit, marketRuleId } = optionClass;
  const { instrument: under } = underlying;
  const index = optionClass.underlyingSecType === 'IND';
  const validExchanges = exchangesOf(optionClass);
  const expiryText = dateText(expiry);
  return {
    ...BASE_INSTRUMENT,
    conId: 0,
    symbol: under.symbol,
    secType: 'OPT',
    lastTradeDate: dateText(lastDay),
    lastTradeTime: index ? INDEX_CLOSE : STOCK_CLOSE,
    exchange: 'SMART',
    primaryExchange: '',
    localSymbol: `${tradingClass.padEnd(6)}${expiryText.slice(2)}`,
    tradingClass,
    marketName: tradingClass,
    multiplier: OPTION_MULTIPLIER,
    minTick: 1 / ticksPerUnit,
    orderTypes: OPTION_ORDER_TYPES,
    validExchanges,
    underConId: under.conId,
    underSymbol: under.symbol,
    underSecType: optionClass.underlyingSecType,
    longName: under.longName,
    contractMonth: expiryText.slice(0, 6),
    timeZoneId: index ? 'US/Central' : 'US/Eastern',
    marketRuleIds: marketRuleId === 109 ? OPTION_MARKET_RULES : validExchanges.map(() => marketRuleId),
    aggGroup: 2,
    minSize: 1,
    sizeIncrement: 1,
    suggestedSizeIncrement: 1,
    ...(expiry === lastDay ? {} : { realExpirationDate: expiryText }),
  };
}

/** One option of an expiry. Its symbol is the clearing house's: `AAPL  261016C00250000`. */
export function optionInstrument(
  template: SimInstrument,
  conId: number,
  strike: number,
  right: 'C' | 'P',
): SimInstrument {
  const strikeText = String(Math.round(strike * 1000)).padStart(8, '0');
  const localSymbol = `${template.localSymbol}${right}${strikeText}`;
  return { ...template, conId, strike, right, localSymbol };
}

/** What makes the prices of one option. */
export function optionModel(context: ClassContext, series: OptionSeries): PriceModel {
  const { optionClass, underlying, surface, spot } = context;
  const { strike, right, expiry, lastDay } = series;
  const { ticksPerUnit } = optionClass;
  const { model } = underlying;
  const index = optionClass.underlyingSecType === 'IND';
  return {
    ...model,
    regularOnly: true,
    ticksPerUnit,
    spreadTicks: 1,
    option: {
      terms: {
        strike,
        right,
        rate: OPTION_RATE,
        dividendYield: optionClass.dividendYield,
        american: optionClass.style === 'american',
      },
      surface,
      coarseFromTicks: Math.round(optionClass.coarseFrom * ticksPerUnit),
      coarseTicks: optionClass.coarseTicks,
    },
    firstDay: expiry - (hasLongLife(expiry) ? LONG_LIFE_DAYS : LIFE_DAYS),
    lastDay,
    averageVolume: strikeVolume(context, strike),
    averageTradeSize: 4,
    displayedSize: 30,
    lot: 1,
    activity: model.activity * (0.1 + 0.3 * interestIn(strike, spot)),
    hasQuotes: true,
    hasTrades: true,
    shortableShares: 0,
    quoteExchanges: index ? INDEX_QUOTES : STOCK_QUOTES,
  };
}

/** Options that expire in January or December are listed years ahead. */
function hasLongLife(expiry: number): boolean {
  const month = new Date(expiry * DAY_MS).getUTCMonth();
  return month === 0 || month === 11;
}
