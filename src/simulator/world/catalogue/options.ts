import { thirdFriday } from '../calendar/holidays';
import { DAY_MS, dateText, weekdayOf } from '../calendar/zone-time';
import { hashText } from '../prices/random';
import { OPTION_EXCHANGES, OPTION_MARKET_RULES, OPTION_ORDER_TYPES } from './contract-lists';
import { BASE_INSTRUMENT, type Listing } from './listing';

const STRIKES_EACH_SIDE = 4;
const STRIKE_STEP = 5;
const LIFE_DAYS = 270;
const RATE = 0.04;

/** The coming Friday (at least two days away) and the next two monthly expiries after it. */
export function optionExpiries(
  today: number,
  isTradingDay: (epochDay: number) => boolean,
): readonly number[] {
  const near = today + 2 + ((5 - weekdayOf(today + 2) + 7) % 7);
  const expiries = [near];
  const date = new Date(today * DAY_MS);
  let year = date.getUTCFullYear();
  let month = date.getUTCMonth() + 1;
  while (expiries.length < 3) {
    const friday = thirdFriday(year, month);
    if (friday > near) expiries.push(friday);
    month += 1;
    if (month > 12) {
      month = 1;
      year += 1;
    }
  }
  return expiries.map((day) => (isTradingDay(day) ? day : day - 1));
}

/** A smile: options away from the money cost more. */
function volatilityOf(strike: number, spot: number): number {
  const distance = Math.log(strike / spot);
  return Math.round((0.27 - 0.12 * distance + 0.9 * distance * distance) * 10_000) / 10_000;
}

/** Calls and puts on one stock: nine strikes around the spot for each expiry. */
export function optionListings(
  underlying: Listing,
  spot: number,
  expiries: readonly number[],
): readonly Listing[] {
  const centre = Math.round(spot / STRIKE_STEP) * STRIKE_STEP;
  const listings: Listing[] = [];
  for (const expiry of expiries) {
    for (let step = -STRIKES_EACH_SIDE; step <= STRIKES_EACH_SIDE; step++) {
      const strike = Math.max(STRIKE_STEP, centre + step * STRIKE_STEP);
      listings.push(
        option(underlying, strike, 'C', expiry, spot),
        option(underlying, strike, 'P', expiry, spot),
      );
    }
  }
  return listings;
}

function option(
  underlying: Listing,
  strike: number,
  right: 'C' | 'P',
  expiry: number,
  spot: number,
): Listing {
  const stock = underlying.instrument;
  const date = dateText(expiry);
  const strikeText = String(Math.round(strike * 1000)).padStart(8, '0');
  const localSymbol = `${stock.symbol.padEnd(6)}${date.slice(2)}${right}${strikeText}`;
  const distance = Math.abs(strike - spot) / spot;
  return {
    instrument: {
      ...BASE_INSTRUMENT,
      conId: 800_000_000 + (hashText(localSymbol) % 100_000_000),
      symbol: stock.symbol,
      secType: 'OPT',
      lastTradeDate: date,
      lastTradeTime: '16:00:00 US/Eastern',
      strike,
      right,
      exchange: 'SMART',
      primaryExchange: '',
      localSymbol,
      tradingClass: stock.symbol,
      marketName: stock.symbol,
      multiplier: '100',
      minTick: 0.01,
      orderTypes: OPTION_ORDER_TYPES,
      validExchanges: OPTION_EXCHANGES,
      underConId: stock.conId,
      underSymbol: stock.symbol,
      underSecType: 'STK',
      longName: stock.longName,
      contractMonth: date.slice(0, 6),
      marketRuleIds: OPTION_MARKET_RULES,
      aggGroup: 2,
      minSize: 1,
      sizeIncrement: 1,
      suggestedSizeIncrement: 1,
    },
    model: {
      ...underlying.model,
      regularOnly: true,
      spreadTicks: 1,
      option: { strike, right, volatility: volatilityOf(strike, spot), rate: RATE },
      firstDay: expiry - LIFE_DAYS,
      lastDay: expiry,
      averageVolume: Math.round(6000 * Math.exp(-distance * 25)) + 50,
      averageTradeSize: 4,
      displayedSize: 30,
      lot: 1,
      activity: underlying.model.activity * 0.4,
      shortableShares: 0,
      quoteExchanges: ['CBOE', 'PHLX', 'ISE', 'AMEX', 'BOX', 'MIAX'],
    },
  };
}
