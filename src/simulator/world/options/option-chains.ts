import { dateText, parseDateText } from '../calendar/zone-time';
import type { Listing } from '../catalogue/listing';
import {
  type ClassContext,
  exchangesOf,
  expiryTemplate,
  optionInstrument,
  optionModel,
  secTypeOf,
  strikeVolume,
} from '../catalogue/options';
import type { ContractQuery, OptionChain, SimInstrument } from '../listing';
import { expiriesOf } from './expiries';
import { isOptionConId, readConId, seriesConId } from './option-con-id';
import type { OptionClass } from './option-classes';
import { ANY_CONTRACT } from '../catalogue/any-contract';
import { isListedStrike, strikesOf } from './strikes';

/** Every class is on an American underlying. */
const OPTION_CURRENCY = 'USD';
const DAYS_A_WEEK = 7;
const RIGHTS = ['C', 'P'] as const;

/** What the chains need of the world. */
export interface ChainsContext {
  readonly classes: readonly OptionClass[];
  /** The date of now, as an epoch day. */
  today(): number;
  isTradingDay(epochDay: number): boolean;
  /**
   * Each underlying of a class with its surface and its price on the first day, the one that expires first before
   * the others; none when it is not listed.
   */
  contextsOf(optionClass: OptionClass): readonly ClassContext[];
}

interface Series {
  readonly optionClass: OptionClass;
  readonly expiry: number;
  readonly strike: number;
  readonly right: 'C' | 'P';
}

/** The options on one underlying on a day. */
interface Branch {
  readonly context: ClassContext;
  readonly expiries: readonly number[];
  readonly strikes: readonly number[];
}

interface ChainOfDay {
  readonly today: number;
  readonly branches: readonly Branch[];
}

/**
 * Every option of the world. An option is made when it is first asked for; until then it is a number in a plan, so
 * thousands of them cost nothing. What has been made is kept: an expired option stays known by its conId.
 */
export class OptionChains {
  private readonly context: ChainsContext;
  private readonly contexts = new Map<OptionClass, readonly ClassContext[]>();
  private readonly days = new Map<OptionClass, ChainOfDay>();
  private readonly instruments = new Map<number, SimInstrument>();
  private readonly templates = new Map<number, SimInstrument>();
  private whole: { readonly today: number; readonly instruments: readonly SimInstrument[] } | undefined;

  constructor(context: ChainsContext) {
    this.context = context;
  }

  /** The option with a conId; undefined when none is listed under it. */
  instrument(conId: number): SimInstrument | undefined {
    const known = this.instruments.get(conId);
    if (known !== undefined || !isOptionConId(conId)) return known;
    const series = this.seriesOf(conId);
    if (series === undefined) return undefined;
    const { optionClass, expiry, strike, right } = series;
    const branch = this.branches(optionClass).find(({ expiries }) => expiries.includes(expiry));
    const isListed = branch !== undefined && isListedStrike(optionClass.strikes, strike, branch.context.spot);
    return isListed ? this.make(branch.context, expiry, strike, right) : undefined;
  }

  /** The option with a conId, with what makes its prices. */
  listing(conId: number): Listing | undefined {
    const instrument = this.instrument(conId);
    const series = instrument === undefined ? undefined : this.seriesOf(conId);
    const context = series === undefined ? undefined : this.contextAt(series.optionClass, series.expiry);
    if (instrument === undefined || series === undefined || context === undefined) return undefined;
    const lastDay = this.lastDayOf(series.optionClass, series.expiry);
    return { instrument, model: optionModel(context, { ...series, lastDay }) };
  }

  /** The trading classes on an underlying, with all their expiries and strikes of today. */
  chainsOf(underConId: number): readonly OptionChain[] {
    const chains: OptionChain[] = [];
    for (const optionClass of this.context.classes) {
      for (const { context, expiries, strikes } of this.branches(optionClass)) {
        if (context.underlying.instrument.conId !== underConId || expiries.length === 0) continue;
        chains.push({
          tradingClass: optionClass.tradingClass,
          multiplier: optionClass.multiplier,
          exchanges: exchangesOf(optionClass),
          expirations: expiries.map((day) => dateText(this.lastDayOf(optionClass, day))),
          strikes,
        });
      }
    }
    return chains;
  }

  /** True when there are options on an instrument. */
  areOn({ symbol, secType, currency }: SimInstrument): boolean {
    if (currency !== OPTION_CURRENCY) return false;
    return this.context.classes.some((one) => one.underlying === symbol && one.underlyingSecType === secType);
  }

  /** Contracts that change hands on an average day, of all options on an underlying; 0 when it has none. */
  averageVolumeOn(underConId: number): number {
    let volume = 0;
    for (const optionClass of this.context.classes) {
      for (const { context, expiries, strikes } of this.branches(optionClass)) {
        if (context.underlying.instrument.conId !== underConId) continue;
        for (const strike of strikes) volume += 2 * expiries.length * strikeVolume(context, strike);
      }
    }
    return volume;
  }

  /** Every option of today. */
  all(): readonly SimInstrument[] {
    const today = this.context.today();
    if (this.whole?.today !== today) this.whole = { today, instruments: this.find(ANY_CONTRACT) };
    return this.whole.instruments;
  }

  /** The options of today that every filled-in field of a query fits; all of them for an empty one. */
  find(query: ContractQuery): readonly SimInstrument[] {
    const found: SimInstrument[] = [];
    for (const optionClass of this.context.classes) {
      if (!classFits(optionClass, query)) continue;
      for (const branch of this.branches(optionClass)) {
        const strikes = strikesFor(branch, query.strike);
        if (strikes.length === 0) continue;
        for (const expiry of branch.expiries) {
          if (!this.expiryFits(optionClass, expiry, query.lastTradeDateOrContractMonth)) continue;
          for (const strike of strikes) found.push(...this.fitting(branch.context, expiry, strike, query));
        }
      }
    }
    return found;
  }

  /** The call and the put of a strike, as far as a query fits them. */
  private fitting(
    context: ClassContext,
    expiry: number,
    strike: number,
    query: ContractQuery,
  ): readonly SimInstrument[] {
    return RIGHTS.filter((right) => query.right === '' || query.right.toUpperCase().startsWith(right))
      .map((right) => this.make(context, expiry, strike, right))
      .filter((instrument) => instrumentFits(instrument, query));
  }

  private make(context: ClassContext, expiry: number, strike: number, right: 'C' | 'P'): SimInstrument {
    const { optionClass } = context;
    const strikeIndex = Math.round(strike / optionClass.strikes.fineStep);
    const conId = seriesConId(optionClass.number, expiry, strikeIndex, right);
    const known = this.instruments.get(conId);
    if (known !== undefined) return known;
    const instrument = optionInstrument(this.template(context, expiry), conId, strike, right);
    this.instruments.set(conId, instrument);
    return instrument;
  }

  private template(context: ClassContext, expiry: number): SimInstrument {
    const { optionClass } = context;
    const key = seriesConId(optionClass.number, expiry, 0, 'C');
    const known = this.templates.get(key);
    if (known !== undefined) return known;
    const template = expiryTemplate(context, expiry, this.lastDayOf(optionClass, expiry));
    this.templates.set(key, template);
    return template;
  }

  private seriesOf(conId: number): Series | undefined {
    const { classNumber, expiry, strikeIndex, right } = readConId(conId, this.context.today());
    const optionClass = this.context.classes.find(({ number }) => number === classNumber);
    if (optionClass === undefined) return undefined;
    return { optionClass, expiry, strike: strikeIndex * optionClass.strikes.fineStep, right };
  }

  /** The options of a class as of today, apart by their underlying. */
  private branches(optionClass: OptionClass): readonly Branch[] {
    const today = this.context.today();
    const known = this.days.get(optionClass);
    if (known?.today === today) return known.branches;
    const isTradingDay = (day: number): boolean => this.context.isTradingDay(day);
    const expiries = expiriesOf(optionClass.expiries, today, isTradingDay).filter(
      (expiry) => this.lastDayOf(optionClass, expiry) >= today,
    );
    const branches = this.contextsOf(optionClass).map((context) => ({
      context,
      expiries: expiries.filter((expiry) => this.contextAt(optionClass, expiry) === context),
      strikes: strikesOf(optionClass.strikes, context.spot),
    }));
    this.days.set(optionClass, { today, branches });
    return branches;
  }

  private lastDayOf(optionClass: OptionClass, expiry: number): number {
    if (!optionClass.morningSettled) return expiry;
    let day = expiry - 1;
    while (!this.context.isTradingDay(day)) day -= 1;
    return day;
  }

  private expiryFits(optionClass: OptionClass, expiry: number, asked: string): boolean {
    if (asked === '') return true;
    const wanted = asked.slice(0, 8);
    if (wanted.length <= 6) return dateText(expiry).startsWith(wanted);
    const day = parseDateText(wanted);
    return day === expiry || day === this.lastDayOf(optionClass, expiry);
  }

  /** The underlying that is meant at an expiry: a future that ends then or later, as the class has it. */
  private contextAt(optionClass: OptionClass, expiry: number): ClassContext | undefined {
    const contexts = this.contextsOf(optionClass);
    return contexts.find(({ underlying }) => {
      const days = underlying.model.lastDay - expiry;
      // A holiday on the future's last day moves the option's to the day before.
      return optionClass.endsWithFuture === true ? days >= 0 && days < DAYS_A_WEEK : days > 0;
    });
  }

  private contextsOf(optionClass: OptionClass): readonly ClassContext[] {
    const known = this.contexts.get(optionClass);
    if (known !== undefined) return known;
    const contexts = this.context.contextsOf(optionClass);
    this.contexts.set(optionClass, contexts);
    return contexts;
  }
}

/** All strikes, or the one asked for when it is among them. */
function strikesFor({ context, strikes }: Branch, asked: number): readonly number[] {
  if (asked === 0) return strikes;
  return isListedStrike(context.optionClass.strikes, asked, context.spot) ? [asked] : [];
}

function sameText(asked: string, actual: string): boolean {
  return asked === '' || asked.toUpperCase() === actual.toUpperCase();
}

function classFits(optionClass: OptionClass, query: ContractQuery): boolean {
  return (
    sameText(query.symbol, optionClass.underlying) &&
    sameText(query.secType, secTypeOf(optionClass)) &&
    sameText(query.tradingClass, optionClass.tradingClass) &&
    query.localSymbol.toUpperCase().startsWith(query.localSymbol === '' ? '' : optionClass.tradingClass)
  );
}

function instrumentFits(instrument: SimInstrument, query: ContractQuery): boolean {
  const exchange = query.exchange.toUpperCase();
  return (
    sameText(query.secType, instrument.secType) &&
    sameText(query.currency, instrument.currency) &&
    sameText(query.primaryExchange, instrument.primaryExchange) &&
    sameText(query.localSymbol, instrument.localSymbol) &&
    (exchange === '' || instrument.validExchanges.includes(exchange)) &&
    (query.multiplier === '' || Number(query.multiplier) === Number(instrument.multiplier))
  );
}
