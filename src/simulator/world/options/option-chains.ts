import { dateText, parseDateText } from '../calendar/zone-time';
import type { Listing } from '../catalogue/listing';
import {
  type ClassContext,
  exchangesOf,
  expiryTemplate,
  OPTION_MULTIPLIER,
  optionInstrument,
  optionModel,
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
const RIGHTS = ['C', 'P'] as const;

/** What the chains need of the world. */
export interface ChainsContext {
  readonly classes: readonly OptionClass[];
  /** The date of now, as an epoch day. */
  today(): number;
  isTradingDay(epochDay: number): boolean;
  /** The underlying of a class with its surface and its price on the first day; undefined when it is not listed. */
  contextOf(optionClass: OptionClass): ClassContext | undefined;
}

interface Series {
  readonly optionClass: OptionClass;
  readonly expiry: number;
  readonly strike: number;
  readonly right: 'C' | 'P';
}

interface ChainOfDay {
  readonly today: number;
  readonly expiries: readonly number[];
}

/**
 * Every option of the world. An option is made when it is first asked for; until then it is a number in a plan, so
 * thousands of them cost nothing. What has been made is kept: an expired option stays known by its conId.
 */
export class OptionChains {
  private readonly context: ChainsContext;
  private readonly contexts = new Map<OptionClass, ClassContext | undefined>();
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
    const isListed = this.expiries(optionClass).includes(expiry) && this.isListed(optionClass, strike);
    return isListed ? this.make(optionClass, expiry, strike, right) : undefined;
  }

  /** The option with a conId, with what makes its prices. */
  listing(conId: number): Listing | undefined {
    const instrument = this.instrument(conId);
    const series = instrument === undefined ? undefined : this.seriesOf(conId);
    const context = series === undefined ? undefined : this.classContext(series.optionClass);
    if (instrument === undefined || series === undefined || context === undefined) return undefined;
    const lastDay = this.lastDayOf(series.optionClass, series.expiry);
    return { instrument, model: optionModel(context, { ...series, lastDay }) };
  }

  /** The trading classes on an underlying, with all their expiries and strikes of today. */
  chainsOf(underConId: number): readonly OptionChain[] {
    const chains: OptionChain[] = [];
    for (const optionClass of this.context.classes) {
      const context = this.classContext(optionClass);
      if (context === undefined || context.underlying.instrument.conId !== underConId) continue;
      const expiries = this.expiries(optionClass);
      chains.push({
        tradingClass: optionClass.tradingClass,
        multiplier: OPTION_MULTIPLIER,
        exchanges: exchangesOf(optionClass),
        expirations: expiries.map((day) => dateText(this.lastDayOf(optionClass, day))),
        strikes: this.strikes(optionClass),
      });
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
      const context = this.classContext(optionClass);
      if (context?.underlying.instrument.conId !== underConId) continue;
      const expiries = this.expiries(optionClass).length;
      for (const strike of this.strikes(optionClass)) volume += 2 * expiries * strikeVolume(context, strike);
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
      const strikes = this.strikes(optionClass, query.strike);
      if (strikes.length === 0) continue;
      for (const expiry of this.expiries(optionClass)) {
        if (!this.expiryFits(optionClass, expiry, query.lastTradeDateOrContractMonth)) continue;
        for (const strike of strikes) {
          for (const right of RIGHTS) {
            if (query.right !== '' && !query.right.toUpperCase().startsWith(right)) continue;
            const instrument = this.make(optionClass, expiry, strike, right);
            if (instrumentFits(instrument, query)) found.push(instrument);
          }
        }
      }
    }
    return found;
  }

  private make(optionClass: OptionClass, expiry: number, strike: number, right: 'C' | 'P'): SimInstrument {
    const strikeIndex = Math.round(strike / optionClass.strikes.fineStep);
    const conId = seriesConId(optionClass.number, expiry, strikeIndex, right);
    const known = this.instruments.get(conId);
    if (known !== undefined) return known;
    const instrument = optionInstrument(this.template(optionClass, expiry), conId, strike, right);
    this.instruments.set(conId, instrument);
    return instrument;
  }

  private template(optionClass: OptionClass, expiry: number): SimInstrument {
    const key = seriesConId(optionClass.number, expiry, 0, 'C');
    const known = this.templates.get(key);
    if (known !== undefined) return known;
    const context = this.classContext(optionClass);
    if (context === undefined) throw new RangeError(`${optionClass.underlying} is not listed here`);
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

  private expiries(optionClass: OptionClass): readonly number[] {
    const today = this.context.today();
    const known = this.days.get(optionClass);
    if (known?.today === today) return known.expiries;
    const isTradingDay = (day: number): boolean => this.context.isTradingDay(day);
    const expiries = expiriesOf(optionClass.expiries, today, isTradingDay).filter(
      (expiry) => this.lastDayOf(optionClass, expiry) >= today,
    );
    this.days.set(optionClass, { today, expiries });
    return expiries;
  }

  private lastDayOf(optionClass: OptionClass, expiry: number): number {
    if (!optionClass.morningSettled) return expiry;
    let day = expiry - 1;
    while (!this.context.isTradingDay(day)) day -= 1;
    return day;
  }

  /** All strikes, or the one asked for when it is among them. */
  private strikes(optionClass: OptionClass, asked = 0): readonly number[] {
    if (asked !== 0) return this.isListed(optionClass, asked) ? [asked] : [];
    const spot = this.classContext(optionClass)?.spot;
    return spot === undefined ? [] : strikesOf(optionClass.strikes, spot);
  }

  private isListed(optionClass: OptionClass, strike: number): boolean {
    const spot = this.classContext(optionClass)?.spot;
    return spot !== undefined && isListedStrike(optionClass.strikes, strike, spot);
  }

  private expiryFits(optionClass: OptionClass, expiry: number, asked: string): boolean {
    if (asked === '') return true;
    const wanted = asked.slice(0, 8);
    if (wanted.length <= 6) return dateText(expiry).startsWith(wanted);
    const day = parseDateText(wanted);
    return day === expiry || day === this.lastDayOf(optionClass, expiry);
  }

  private classContext(optionClass: OptionClass): ClassContext | undefined {
    if (!this.contexts.has(optionClass)) {
      this.contexts.set(optionClass, this.context.contextOf(optionClass));
    }
    return this.contexts.get(optionClass);
  }
}

function sameText(asked: string, actual: string): boolean {
  return asked === '' || asked.toUpperCase() === actual.toUpperCase();
}

function classFits(optionClass: OptionClass, query: ContractQuery): boolean {
  return (
    sameText(query.symbol, optionClass.underlying) &&
    sameText(query.tradingClass, optionClass.tradingClass) &&
    (query.localSymbol === '' ||
      query.localSymbol.slice(0, 6).trim().toUpperCase() === optionClass.tradingClass)
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
