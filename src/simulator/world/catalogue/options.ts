import { DAY_MS, dateText } from '../calendar/zone-time';
import { OPTION_RATE, type OptionClass } from '../options/option-classes';
import type { VolatilitySurface } from '../options/volatility-surface';
import {
  FUTURE_OPTION_ORDER_TYPES,
  OPTION_EXCHANGES,
  OPTION_MARKET_RULES,
  OPTION_ORDER_TYPES,
} from './contract-lists';
import type { PriceModel } from '../prices/price-view';
import type { SimInstrument } from '../world';
import { BASE_INSTRUMENT, type Listing } from './listing';

/** Days before expiry from which an option has prices. */
const LIFE_DAYS = 270;
const LONG_LIFE_DAYS = 1300;
const MONTH_CODES = 'FGHJKMNQUVXZ';
/** Three in the afternoon in Chicago, when options on futures end, in minutes after midnight. */
const FUTURE_OPTION_END = 900;

/** How the options on one kind of underlying are listed. */
interface Venue {
  readonly secType: 'OPT' | 'FOP';
  /** When they end on their last day. */
  readonly closes: string;
  readonly timeZoneId: string;
  /** Where they trade, the one that is meant when nothing is said first. */
  readonly exchanges: readonly string[];
  readonly quotes: readonly string[];
  readonly orderTypes: readonly string[];
  readonly aggGroup: number;
}

const VENUES: Readonly<Record<OptionClass['underlyingSecType'], Venue>> = {
  STK: {
    secType: 'OPT',
    closes: '16:00:00 US/Eastern',
    timeZoneId: 'US/Eastern',
    exchanges: OPTION_EXCHANGES,
    quotes: ['CBOE', 'PHLX', 'ISE', 'AMEX', 'BOX', 'MIAX'],
    orderTypes: OPTION_ORDER_TYPES,
    aggGroup: 2,
  },
  IND: {
    secType: 'OPT',
    closes: '15:00:00 US/Central',
    timeZoneId: 'US/Central',
    exchanges: ['SMART', 'CBOE', 'IBUSOPT'],
    quotes: ['CBOE'],
    orderTypes: OPTION_ORDER_TYPES,
    aggGroup: 2,
  },
  FUT: {
    secType: 'FOP',
    closes: '15:00:00 US/Central',
    timeZoneId: 'US/Central',
    exchanges: ['CME'],
    quotes: ['CME'],
    orderTypes: FUTURE_OPTION_ORDER_TYPES,
    aggGroup: 2_147_483_647,
  },
};

/** The security type of a class's options. */
export function secTypeOf({ underlyingSecType }: OptionClass): 'OPT' | 'FOP' {
  return VENUES[underlyingSecType].secType;
}

/** Where a class trades, SMART first where it is routed. */
export function exchangesOf({ underlyingSecType }: OptionClass): readonly string[] {
  return VENUES[underlyingSecType].exchanges;
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
  const { tradingClass, ticksPerUnit, marketRuleId, underlyingSecType, multiplier, style } = optionClass;
  const { instrument: under } = underlying;
  const venue = VENUES[underlyingSecType];
  const expiryText = dateText(expiry);
  return {
    ...BASE_INSTRUMENT,
    conId: 0,
    symbol: under.symbol,
    secType: venue.secType,
    lastTradeDate: dateText(lastDay),
    lastTradeTime: optionClass.endsWithFuture === true ? under.lastTradeTime : venue.closes,
    exchange: venue.exchanges[0] ?? '',
    primaryExchange: '',
    localSymbol: symbolOf(optionClass, expiryText),
    tradingClass,
    marketName: tradingClass,
    multiplier,
    ...(style === 'european' ? { exerciseStyle: style } : {}),
    minTick: 1 / ticksPerUnit,
    orderTypes: venue.orderTypes,
    validExchanges: venue.exchanges,
    underConId: under.conId,
    underSymbol: underlyingSecType === 'FUT' ? under.localSymbol : under.symbol,
    underSecType: underlyingSecType,
    longName: under.longName,
    contractMonth: expiryText.slice(0, 6),
    timeZoneId: venue.timeZoneId,
    marketRuleIds: marketRuleId === 109 ? OPTION_MARKET_RULES : venue.exchanges.map(() => marketRuleId),
    aggGroup: venue.aggGroup,
    minSize: 1,
    sizeIncrement: 1,
    suggestedSizeIncrement: 1,
    ...(expiry === lastDay ? {} : { realExpirationDate: expiryText }),
  };
}

/** What the symbols of an expiry begin with. */
function symbolOf({ tradingClass, underlyingSecType }: OptionClass, expiryText: string): string {
  if (underlyingSecType !== 'FUT') return `${tradingClass.padEnd(6)}${expiryText.slice(2)}`;
  return `${tradingClass}${MONTH_CODES.charAt(Number(expiryText.slice(4, 6)) - 1)}${expiryText.charAt(3)} `;
}

/**
 * One option of an expiry. Its symbol is the clearing house's, `AAPL  261016C00250000`, or on a future
 * `EW3V6 C6800`.
 */
export function optionInstrument(
  template: SimInstrument,
  conId: number,
  strike: number,
  right: 'C' | 'P',
): SimInstrument {
  const strikeText =
    template.secType === 'FOP'
      ? String(strike).padStart(4, '0')
      : String(Math.round(strike * 1000)).padStart(8, '0');
  const localSymbol = `${template.localSymbol}${right}${strikeText}`;
  return { ...template, conId, strike, right, localSymbol };
}

/** What makes the prices of one option. */
export function optionModel(context: ClassContext, series: OptionSeries): PriceModel {
  const { optionClass, underlying, surface, spot } = context;
  const { strike, right, expiry, lastDay } = series;
  const { ticksPerUnit } = optionClass;
  const { model } = underlying;
  const { quotes } = VENUES[optionClass.underlyingSecType];
  const onFuture = optionClass.underlyingSecType === 'FUT';
  return {
    ...model,
    // Options on futures trade with them, nearly around the clock.
    regularOnly: !onFuture,
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
      underlyingTicksPerUnit: model.ticksPerUnit,
      underlyingLastDay: model.lastDay,
    },
    firstDay: expiry - (hasLongLife(expiry) ? LONG_LIFE_DAYS : LIFE_DAYS),
    lastDay,
    ...(onFuture && optionClass.endsWithFuture !== true ? { lastDayEndMinute: FUTURE_OPTION_END } : {}),
    averageVolume: strikeVolume(context, strike),
    averageTradeSize: 4,
    displayedSize: 30,
    lot: 1,
    activity: model.activity * (0.1 + 0.3 * interestIn(strike, spot)),
    hasQuotes: true,
    hasTrades: true,
    shortableShares: 0,
    quoteExchanges: quotes,
  };
}

/** Options that expire in January or December are listed years ahead. */
function hasLongLife(expiry: number): boolean {
  const month = new Date(expiry * DAY_MS).getUTCMonth();
  return month === 0 || month === 11;
}
