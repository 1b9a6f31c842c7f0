import { dividendsOf, fundamentalRatios } from '../world/prices/company-facts';
import type { SimInstrument, SimQuote, WhatToShow, World } from '../world/world';
import { tickType } from '../wire/messages/market-data-messages';
import { plainNumber } from '../wire/wire-number';

/** One value that a generic tick asked for, and the kind of message that carries it. */
export type GenericTick =
  | { readonly as: 'price' | 'size' | 'generic'; readonly type: number; readonly value: number }
  | { readonly as: 'text'; readonly type: number; readonly value: string };

/** TWS's number for "at least 1,000 shares can be sold short". */
const EASY_TO_BORROW = 3;
const HARD_TO_BORROW = 1.5;
/** Days that a contract of open interest stands for, against the contracts of one day. */
const OPEN_INTEREST_DAYS = 2.6;

/** Collects ticks; a value of null stands for none. */
export class TickList {
  readonly ticks: GenericTick[] = [];

  add(as: 'price' | 'size' | 'generic', type: number, value: number | null): void {
    if (value !== null) this.ticks.push({ as, type, value });
  }

  text(type: number, value: string): void {
    this.ticks.push({ as: 'text', type, value });
  }
}

/** The values of generic ticks that hold for the day: they are sent once, with the image of a line. */
export function genericTickImage(
  world: World,
  instrument: SimInstrument,
  quote: SimQuote,
  asked: ReadonlySet<number>,
): readonly GenericTick[] {
  const list = new TickList();
  addStatistics(list, quote, asked);
  addVolatilities(list, world, instrument, asked);
  addOptionActivity(list, world, instrument, asked);
  if (asked.has(236) && instrument.secType === 'STK') {
    const shares = quote.shortableShares;
    list.add('generic', tickType.shortable, shares >= 1000 ? EASY_TO_BORROW : HARD_TO_BORROW);
    list.add('size', tickType.shortableShares, shares);
  }
  if (asked.has(588) && instrument.secType === 'FUT') {
    const interest = Math.round(quote.averageVolume * OPEN_INTEREST_DAYS);
    list.add('size', tickType.futuresOpenInterest, interest);
  }
  if (asked.has(456)) addDividends(list, world, instrument, quote);
  if (asked.has(258)) addRatios(list, world, instrument, quote);
  if (asked.has(318)) list.add('price', tickType.lastRthTrade, quote.last);
  return list.ticks;
}

function addStatistics(list: TickList, quote: SimQuote, asked: ReadonlySet<number>): void {
  if (!asked.has(165)) return;
  list.add('price', tickType.low13Weeks, quote.low13Weeks);
  list.add('price', tickType.high13Weeks, quote.high13Weeks);
  list.add('price', tickType.low26Weeks, quote.low26Weeks);
  list.add('price', tickType.high26Weeks, quote.high26Weeks);
  list.add('price', tickType.low52Weeks, quote.low52Weeks);
  list.add('price', tickType.high52Weeks, quote.high52Weeks);
  list.add('size', tickType.averageVolume, quote.averageVolume);
}

function addVolatilities(
  list: TickList,
  world: World,
  instrument: SimInstrument,
  asked: ReadonlySet<number>,
): void {
  if (instrument.secType !== 'STK' && instrument.secType !== 'IND') return;
  const volatility = (whatToShow: WhatToShow): number | null =>
    world.history
      .bars({
        instrument,
        endMs: world.clock.nowMs(),
        duration: '5 D',
        barSize: '1 day',
        whatToShow,
        regularHoursOnly: true,
      })
      .at(-1)?.close ?? null;
  if (asked.has(104) || asked.has(411)) {
    const past = volatility('HISTORICAL_VOLATILITY');
    if (asked.has(104)) list.add('generic', tickType.optionHistoricalVolatility, past);
    if (asked.has(411)) list.add('generic', tickType.realTimeHistoricalVolatility, past);
  }
  if (asked.has(106)) {
    list.add(
      'generic',
      tickType.optionImpliedVolatility,
      world.options.thirtyDayVolatility(instrument.conId),
    );
  }
}

function addOptionActivity(
  list: TickList,
  world: World,
  instrument: SimInstrument,
  asked: ReadonlySet<number>,
): void {
  // TWS counts the options on a stock or an index, not those on a future.
  if (instrument.secType === 'FUT') return;
  if (!asked.has(100) && !asked.has(101) && !asked.has(105)) return;
  const activity = world.options.totals(instrument.conId);
  if (activity === null) return;
  if (asked.has(100)) {
    list.add('size', tickType.optionCallVolume, activity.callVolume);
    list.add('size', tickType.optionPutVolume, activity.putVolume);
  }
  if (asked.has(101)) {
    list.add('size', tickType.optionCallOpenInterest, activity.callOpenInterest);
    list.add('size', tickType.optionPutOpenInterest, activity.putOpenInterest);
  }
  if (asked.has(105)) list.add('size', tickType.averageOptionVolume, activity.averageVolume);
}

/** `past twelve months,next twelve months,date of the next,its amount`; four empty parts when there is none. */
function addDividends(list: TickList, world: World, instrument: SimInstrument, quote: SimQuote): void {
  if (instrument.secType !== 'STK') return;
  const facts = dividendsOf(instrument, quote.close ?? quote.last ?? 0, world.clock.nowMs());
  const parts =
    facts === undefined
      ? ['', '', '', '']
      : [facts.past12Months, facts.next12Months, facts.nextDate, facts.nextAmount];
  list.text(tickType.dividends, parts.join(','));
}

function addRatios(list: TickList, world: World, instrument: SimInstrument, quote: SimQuote): void {
  const { low52Weeks, high52Weeks } = quote;
  const price = quote.close ?? quote.last ?? 0;
  const ratios = fundamentalRatios(instrument, { price, low52Weeks, high52Weeks }, world.clock.nowMs());
  if (ratios === undefined) return;
  const entries = [...ratios].map(([name, value]) => `${name}=${plainNumber(Number(value.toFixed(5)))}`);
  list.text(tickType.fundamentalRatios, `${entries.join(';')};`);
}
