import type { SegmentRule, TradingCalendar } from '../calendar/trading-calendar';
import type { Interval } from '../world';
import type { VolatilitySurface } from '../options/volatility-surface';
import { forwardPrice, type OptionTerms, optionValue } from './black-scholes';
import { BoundedCache } from './bounded-cache';
import type { PathProfile } from './day-table';
import type { PricePath } from './price-path';
import { hash32, normal, uniform } from './random';

/** Which kind of market an instrument trades on. */
export type CalendarKind = 'stocks' | 'futures' | 'currencies' | 'xetra' | 'london';

/** An option as its price model sees it. */
export interface OptionPriceModel {
  readonly terms: OptionTerms;
  /** Of the underlying; all of its options share it. */
  readonly surface: VolatilitySurface;
  /** Prices of this many ticks and more are multiples of `coarseTicks`. Both are above 0. */
  readonly coarseFromTicks: number;
  readonly coarseTicks: number;
  /** Of the underlying: the steps in which it is quoted, and its last day, to which a future carries the spot. */
  readonly underlyingTicksPerUnit: number;
  readonly underlyingLastDay: number;
}

/** What the price model knows of one instrument. */
export interface PriceModel {
  readonly path: PathProfile;
  readonly calendar: CalendarKind;
  /** True when it trades in the regular segments of its calendar alone. */
  readonly regularOnly: boolean;
  /** Price on 2 January 2026, in the instrument's currency (of the underlying for an option). */
  readonly reference: number;
  /** Ticks in one unit of price: 100 for a cent, 4 for a quarter. A whole number. */
  readonly ticksPerUnit: number;
  /** Distance of bid and ask in regular hours, at least 1. */
  readonly spreadTicks: number;
  /** Annual growth of a future's price over the spot until expiry. */
  readonly carry: number;
  readonly option: OptionPriceModel | null;
  /** Dates between which it is listed, as epoch days. */
  readonly firstDay: number;
  readonly lastDay: number;
  /** Minutes after midnight at which the last day ends, where that is before the market closes. */
  readonly lastDayEndMinute?: number;
  readonly averageVolume: number;
  readonly averageTradeSize: number;
  /** Usual size on the bid and the ask, and the multiple in which sizes come. */
  readonly displayedSize: number;
  readonly lot: number;
  /** Market events against the busiest stock, 0 to 1. */
  readonly activity: number;
  /** An index has trades and no quotes, a currency pair quotes and no trades. */
  readonly hasQuotes: boolean;
  readonly hasTrades: boolean;
  readonly shortableShares: number;
  readonly quoteExchanges: readonly string[];
}

const DAYS_A_YEAR = 365;
const THIRTY_DAYS = 30 / DAYS_A_YEAR;
/** What is left of an option's last day, in days. */
const LAST_DAY_PART = 0.25;

/**
 * One instrument's look at a price path: from a logarithm to ticks, to bid and ask, and from shares of volume to
 * whole numbers. Every map is monotone within a day, so the extremes of a bar map to the extremes of its prices.
 * Time value is reckoned by the day: an option loses it overnight.
 */
export class PriceView {
  readonly conId: number;
  readonly model: PriceModel;
  readonly path: PricePath;
  private readonly seed: number;
  private readonly surface: VolatilitySurface | null;
  private readonly volumes = new BoundedCache<number>(2048);
  private readonly spreads = new BoundedCache<number>(64);

  /** @param surface implied volatility of the instrument itself, for one that may have options. */
  constructor(
    conId: number,
    model: PriceModel,
    path: PricePath,
    seed: number,
    surface: VolatilitySurface | null = null,
  ) {
    this.conId = conId;
    this.model = model;
    this.path = path;
    this.seed = hash32(seed, conId, 77);
    this.surface = surface;
  }

  get calendar(): TradingCalendar {
    return this.path.calendar;
  }

  /** True when a higher path means a lower price: a put. */
  get inverted(): boolean {
    return this.model.option?.terms.right === 'P';
  }

  /** The segments in which the instrument trades on a date. */
  rules(epochDay: number, regularHoursOnly: boolean): readonly SegmentRule[] {
    const rules = this.calendar.segmentRules(epochDay, regularHoursOnly || this.model.regularOnly);
    const { lastDay, lastDayEndMinute } = this.model;
    if (lastDayEndMinute === undefined || epochDay !== lastDay) return rules;
    return rules.filter(({ endMinute }) => endMinute <= lastDayEndMinute);
  }

  session(epochDay: number, regularHoursOnly: boolean): Interval {
    return this.calendar.sessionOf(epochDay, this.rules(epochDay, regularHoursOnly));
  }

  /** Index of the last trading day whose session has begun and on which the instrument is listed. */
  dayIndexAt(atMs: number, regularHoursOnly: boolean): number {
    const index = this.calendar.indexAt(atMs, regularHoursOnly || this.model.regularOnly);
    return Math.min(index, this.calendar.indexAtOrBefore(this.model.lastDay));
  }

  get firstDayIndex(): number {
    const index = this.calendar.indexAtOrBefore(this.model.firstDay);
    return this.calendar.dateAt(index) < this.model.firstDay ? index + 1 : index;
  }

  /** The unrounded price in ticks. */
  ticks(value: number, epochDay: number): number {
    const { model } = this;
    const price = this.underlyingPrice(value, epochDay);
    if (model.option === null) return price * model.ticksPerUnit;
    const { terms } = model.option;
    const years = this.yearsLeft(epochDay);
    return optionValue(price, years, this.volatility(value, epochDay), terms) * model.ticksPerUnit;
  }

  /** The unrounded price of an option's underlying, and for anything else its own. */
  underlyingPrice(value: number, epochDay: number): number {
    const { reference, carry, option, lastDay } = this.model;
    const spot = reference * Math.exp(value);
    if (carry === 0) return spot;
    return spot * Math.exp((carry * ((option?.underlyingLastDay ?? lastDay) - epochDay)) / DAYS_A_YEAR);
  }

  /** Time to expiry, above 0 on the last day too; an option loses its time value overnight. */
  yearsLeft(epochDay: number): number {
    return (Math.max(this.model.lastDay - epochDay, 0) + LAST_DAY_PART) / DAYS_A_YEAR;
  }

  /** An option's implied volatility, annual; 0 for anything else. */
  volatility(value: number, epochDay: number): number {
    const { option } = this.model;
    if (option === null) return 0;
    const years = this.yearsLeft(epochDay);
    const forward = forwardPrice(this.underlyingPrice(value, epochDay), years, option.terms);
    return option.surface.volatility(years, Math.log(option.terms.strike / forward), epochDay, value);
  }

  /** True for an instrument whose options imply a volatility. */
  get hasImpliedVolatility(): boolean {
    return this.surface !== null;
  }

  /** Annual volatility that options of 30 days at the money imply; null when there are none. */
  thirtyDayVolatility(epochDay: number, value: number): number | null {
    return this.surface?.volatility(THIRTY_DAYS, 0, epochDay, value) ?? null;
  }

  /** The price of a trade, in whole ticks, at least one. */
  tradeTicks(unrounded: number): number {
    const coarse = this.coarseTicks(unrounded);
    return Math.max(1, Math.round(unrounded / coarse) * coarse);
  }

  bidTicks(unrounded: number, spread: number): number {
    const bid = Math.max(0, Math.floor(unrounded - (spread - 1) / 2));
    const coarse = this.coarseTicks(bid);
    return Math.floor(bid / coarse) * coarse;
  }

  askTicks(unrounded: number, spread: number): number {
    const ask = Math.max(0, Math.floor(unrounded - (spread - 1) / 2)) + spread;
    const coarse = this.coarseTicks(ask);
    return Math.ceil(ask / coarse) * coarse;
  }

  /** A price that is exactly the decimal number of so many ticks. */
  toPrice(ticks: number): number {
    return ticks / this.model.ticksPerUnit;
  }

  /** The step of prices about so many ticks. */
  private coarseTicks(ticks: number): number {
    const { option } = this.model;
    return option !== null && ticks >= option.coarseFromTicks ? option.coarseTicks : 1;
  }

  /** Distance of bid and ask over one segment of a day, in ticks. */
  spread(epochDay: number, rule: SegmentRule): number {
    return this.spreads.get(epochDay * 8 + rule.fromNode, () => {
      const { model } = this;
      const wide = uniform(hash32(this.seed, epochDay, rule.fromNode, 5)) < 0.3 ? 1 : 0;
      if (model.option !== null) {
        const price = this.ticks(this.path.segment(epochDay, rule).open, epochDay);
        return Math.max(1, Math.min(60, Math.round(price * 0.012))) + wide;
      }
      return rule.regular ? model.spreadTicks + wide : model.spreadTicks * 3 + wide * 2;
    });
  }

  /** Volume of a whole segment, a whole number of units. */
  segmentVolume(epochDay: number, rule: SegmentRule): number {
    return this.volumes.get(epochDay * 8 + rule.fromNode, () => {
      const cell = this.path.segment(epochDay, rule);
      const liveliness = Math.exp(0.25 * normal(hash32(this.seed, epochDay, 6)));
      const move = 0.8 + Math.min(2, (cell.high - cell.low) * 12);
      const share = this.model.regularOnly ? 1 : rule.volumeShare;
      return Math.round(this.model.averageVolume * share * liveliness * move);
    });
  }

  /** Units traded in a segment up to a share of its volume. */
  volumeUpTo(segmentVolume: number, share: number): number {
    return Math.round(segmentVolume * share);
  }

  tradesUpTo(segmentVolume: number, share: number): number {
    return Math.round((segmentVolume * share) / this.model.averageTradeSize);
  }

  /** Size shown on a side: whole lots around the usual size, with a long tail. */
  displayedSize(key: number, index: number): number {
    const part = uniform(hash32(this.seed, key, index, 8));
    const lots = (this.model.displayedSize / this.model.lot) * (0.15 + 0.5 * part + 1.6 * part ** 6);
    return Math.max(1, Math.round(lots)) * this.model.lot;
  }

  exchangeAt(key: number, index: number): string {
    const names = this.model.quoteExchanges;
    return names[hash32(this.seed, key, index, 9) % names.length] ?? '';
  }
}
