import type { TradingCalendar } from '../calendar/trading-calendar';
import { dateText, epochDayAt, localTimeText } from '../calendar/zone-time';
import type { OptionChains } from '../options/option-chains';
import type { ByConId } from '../prices/by-con-id';
import type { PriceView } from '../prices/price-view';
import { commonSession, nextCommonSession } from './leg-hours';
import type { Catalogue, ContractQuery, Interval, OptionChain, SimInstrument } from '../world';
import { ianaZone } from './zone-names';

const MOST_MATCHES = 16;
const OPTION_TYPES: ReadonlySet<string> = new Set(['OPT', 'FOP']);

function sameText(asked: string, actual: string): boolean {
  return asked === '' || asked.toUpperCase() === actual.toUpperCase();
}

function matchesExchange(query: string, instrument: SimInstrument): boolean {
  if (query === '') return true;
  const name = query.toUpperCase();
  return name === instrument.exchange || instrument.validExchanges.includes(name);
}

function matches(query: ContractQuery, instrument: SimInstrument): boolean {
  if (query.conId !== 0 && query.conId !== instrument.conId) return false;
  if (!sameText(query.symbol, instrument.symbol) || !sameText(query.secType, instrument.secType))
    return false;
  if (!instrument.lastTradeDate.startsWith(query.lastTradeDateOrContractMonth.slice(0, 8))) return false;
  if (query.strike !== 0 && query.strike !== instrument.strike) return false;
  const right = query.right.toUpperCase().charAt(0);
  if ((right === 'C' || right === 'P') && right !== instrument.right) return false;
  if (query.multiplier !== '' && Number(query.multiplier) !== Number(instrument.multiplier)) return false;
  return (
    matchesExchange(query.exchange, instrument) &&
    sameText(query.primaryExchange, instrument.primaryExchange) &&
    sameText(query.currency, instrument.currency) &&
    sameText(query.localSymbol, instrument.localSymbol) &&
    sameText(query.tradingClass, instrument.tradingClass)
  );
}

function namesOption(query: ContractQuery): boolean {
  return query.strike !== 0 || query.right !== '' || /\d ?[CP]\d/i.test(query.localSymbol);
}

/** How well a pattern fits, 0 best; undefined when it does not. */
function rankOf(pattern: string, instrument: SimInstrument): number | undefined {
  const symbol = instrument.symbol.toUpperCase();
  const name = instrument.longName.toUpperCase();
  if (symbol === pattern || instrument.localSymbol.toUpperCase() === pattern) return 0;
  if (symbol.startsWith(pattern)) return 1;
  if (name.startsWith(pattern)) return 2;
  return name.includes(pattern) ? 3 : undefined;
}

/** The instruments of the simulated world and their hours. */
export class SimCatalogue implements Catalogue {
  readonly withoutOptions: readonly SimInstrument[];
  private readonly byId: ReadonlyMap<number, SimInstrument>;
  private readonly views: ByConId<PriceView>;
  private readonly options: OptionChains;

  constructor(instruments: readonly SimInstrument[], views: ByConId<PriceView>, options: OptionChains) {
    this.withoutOptions = instruments;
    this.byId = new Map(instruments.map((instrument) => [instrument.conId, instrument]));
    this.views = views;
    this.options = options;
  }

  get all(): readonly SimInstrument[] {
    return [...this.withoutOptions, ...this.options.all()];
  }

  byConId(conId: number): SimInstrument | undefined {
    return this.byId.get(conId) ?? this.options.instrument(conId);
  }

  hasOptions(instrument: SimInstrument): boolean {
    return this.options.areOn(instrument);
  }

  optionChains(underConId: number): readonly OptionChain[] {
    return this.options.chainsOf(underConId);
  }

  /** A query without a security type means an option only when it says something that only options have. */
  find(query: ContractQuery): readonly SimInstrument[] {
    const found = this.withoutOptions.filter((instrument) => matches(query, instrument));
    if (query.conId !== 0) {
      const option = this.options.instrument(query.conId);
      return option !== undefined && matches(query, option) ? [option] : found;
    }
    const meant = query.secType === '' ? namesOption(query) : OPTION_TYPES.has(query.secType.toUpperCase());
    return meant ? [...found, ...this.options.find(query)] : found;
  }

  search(pattern: string): readonly SimInstrument[] {
    const wanted = pattern.trim().toUpperCase();
    if (wanted === '') return [];
    const ranked: { readonly instrument: SimInstrument; readonly rank: number }[] = [];
    for (const instrument of this.withoutOptions) {
      if (instrument.secType === 'FUT') continue;
      const rank = rankOf(wanted, instrument);
      if (rank !== undefined) ranked.push({ instrument, rank });
    }
    ranked.sort((a, b) => a.rank - b.rank || (a.instrument.symbol < b.instrument.symbol ? -1 : 1));
    return ranked.slice(0, MOST_MATCHES).map((entry) => entry.instrument);
  }

  sessionAt(instrument: SimInstrument, atMs: number, regularHoursOnly: boolean): Interval | undefined {
    const { legs } = instrument;
    if (legs !== undefined) return commonSession(this, legs, atMs, regularHoursOnly);
    const view = this.viewOf(instrument);
    const session = view.session(
      view.calendar.dateAt(view.dayIndexAt(atMs, regularHoursOnly)),
      regularHoursOnly,
    );
    return atMs >= session.startMs && atMs < session.endMs ? session : undefined;
  }

  /** The calendar's next session; it does not ask whether the instrument has expired by then. */
  nextSession(instrument: SimInstrument, atMs: number, regularHoursOnly: boolean): Interval {
    const { legs } = instrument;
    if (legs !== undefined) return nextCommonSession(this, legs, atMs, regularHoursOnly);
    const view = this.viewOf(instrument);
    const { calendar } = view;
    let index = calendar.indexAt(atMs, regularHoursOnly || view.model.regularOnly);
    let session = view.session(calendar.dateAt(index), regularHoursOnly);
    while (session.startMs <= atMs && index < calendar.length - 1) {
      index += 1;
      session = view.session(calendar.dateAt(index), regularHoursOnly);
    }
    return session;
  }

  hoursText(instrument: SimInstrument, atMs: number, days: number, regularHoursOnly: boolean): string {
    const view = this.viewOf(instrument);
    const zone = ianaZone(instrument.timeZoneId);
    const today = epochDayAt(zone, atMs);
    const parts: string[] = [];
    for (let day = today; day < today + days; day++) {
      if (!isOpen(view.calendar, day, view.model.lastDay)) {
        // A session that begins this evening belongs to tomorrow and is listed there.
        const nextDay = isOpen(view.calendar, day + 1, view.model.lastDay) ? day + 1 : undefined;
        const evening =
          nextDay !== undefined && epochDayAt(zone, view.session(nextDay, regularHoursOnly).startMs) === day;
        if (!evening) parts.push(`${dateText(day)}:CLOSED`);
        continue;
      }
      const session = view.session(day, regularHoursOnly);
      parts.push(`${hourText(zone, session.startMs)}-${hourText(zone, session.endMs)}`);
    }
    return parts.join(';');
  }

  private viewOf(instrument: SimInstrument): PriceView {
    const view = this.views.get(instrument.conId);
    if (view === undefined) throw new RangeError(`conId ${String(instrument.conId)} is not listed here`);
    return view;
  }
}

function isOpen(calendar: TradingCalendar, epochDay: number, lastDay: number): boolean {
  return epochDay <= lastDay && calendar.isTradingDay(epochDay);
}

/** `20261005:0930`. */
function hourText(zone: string, atMs: number): string {
  const text = localTimeText(zone, atMs);
  return `${text.slice(0, 10).replaceAll('-', '')}:${text.slice(11, 13)}${text.slice(14, 16)}`;
}
