import { AccountBook } from './account/book';
import { SimAccount } from './account/sim-account';
import { CURRENCY_RULES, FUTURE_RULES, STOCK_RULES, TradingCalendar } from './calendar/trading-calendar';
import { epochDayAt } from './calendar/zone-time';
import { futureListings } from './catalogue/futures';
import { currencyListing, indexListing } from './catalogue/index-and-currency';
import type { Listing } from './catalogue/listing';
import { optionExpiries, optionListings } from './catalogue/options';
import { SimCatalogue } from './catalogue/sim-catalogue';
import { stockListings } from './catalogue/stocks';
import { SimExchange } from './exchange/sim-exchange';
import { MarketSteps } from './prices/day-table';
import { MarketTape } from './prices/market-tape';
import type { EventRate } from './prices/minute-events';
import { PricePath } from './prices/price-path';
import { type CalendarKind, PriceView } from './prices/price-view';
import { SimHistory } from './prices/sim-history';
import { SimMarket } from './prices/sim-market';
import { ScaledClock } from './sim-clock';
import { defaultStartMs } from './start-time';
import type { World, WorldOptions } from './world';

/** Symbol of the stock that has options. */
const OPTION_UNDERLYING = 'AAPL';
const LOWEST_SPEED = 0.1;
const HIGHEST_SPEED = 3600;
const LOWEST_TICK_RATE = 0.1;
const HIGHEST_TICK_RATE = 20_000;

/** Makes the views of listings, one price path for each kind of path. */
class ViewMaker {
  private readonly seed: number;
  private readonly steps: MarketSteps;
  private readonly calendars: Readonly<Record<CalendarKind, TradingCalendar>>;
  private readonly paths = new Map<string, PricePath>();

  constructor(seed: number, calendars: Readonly<Record<CalendarKind, TradingCalendar>>) {
    this.seed = seed;
    this.steps = new MarketSteps(seed);
    this.calendars = calendars;
  }

  viewOf({ instrument, model }: Listing): PriceView {
    const key = `${model.calendar}:${model.path.key}`;
    let path = this.paths.get(key);
    if (path === undefined) {
      path = new PricePath(this.calendars[model.calendar], this.steps, model.path);
      this.paths.set(key, path);
    }
    return new PriceView(instrument.conId, model, path, this.seed);
  }
}

/**
 * Makes a world. Its clock stands at the start until `clock.start()`. Speed and tick rate are held within their
 * ranges (0.1 to 3600, and 0.1 to 20,000); an instrument is never given more than 20,000 events a wall second.
 */
export function createWorld(options: WorldOptions): World {
  const speed = Math.min(HIGHEST_SPEED, Math.max(LOWEST_SPEED, options.speed));
  const tickRate = Math.min(HIGHEST_TICK_RATE, Math.max(LOWEST_TICK_RATE, options.tickRate));
  const rate: EventRate = { perSecond: tickRate, limitPerSecond: HIGHEST_TICK_RATE / speed };
  const calendars = {
    stocks: new TradingCalendar(STOCK_RULES),
    futures: new TradingCalendar(FUTURE_RULES),
    currencies: new TradingCalendar(CURRENCY_RULES),
  };
  const startMs = options.startMs ?? defaultStartMs(calendars.stocks, options.wall.nowMs());
  const clock = new ScaledClock(options.wall, startMs, speed);
  const maker = new ViewMaker(options.seed, calendars);
  const listings = allListings(maker, calendars.stocks, rate, startMs);
  const views = new Map(listings.map((listing) => [listing.instrument.conId, maker.viewOf(listing)]));
  const tapes = new Map([...views].map(([conId, view]) => [conId, new MarketTape(view, rate)]));
  const catalogue = new SimCatalogue(
    listings.map((listing) => listing.instrument),
    views,
  );
  const market = new SimMarket(clock, tapes, speed);
  const history = new SimHistory((conId) => market.asOfMs(conId), tapes);
  const rates = new Map([['EUR', currencyListing().instrument.conId]]);
  const marks = {
    nowMs: () => clock.nowMs(),
    quoteAt: (conId: number, atMs: number) => market.quoteAt(conId, atMs),
  };
  const book = new AccountBook(marks, options.cash, rates);
  const account = new SimAccount(options.accountId, book);
  const exchange = new SimExchange({ clock, catalogue, market, account, book, seed: options.seed });
  return {
    clock,
    catalogue,
    market,
    history,
    exchange,
    account,
    stop: () => {
      clock.stop();
      market.stop();
    },
  };
}

function allListings(
  maker: ViewMaker,
  calendar: TradingCalendar,
  rate: EventRate,
  startMs: number,
): readonly Listing[] {
  const today = epochDayAt(STOCK_RULES.zone, startMs);
  const stocks = stockListings();
  const underlying = stocks.find((listing) => listing.instrument.symbol === OPTION_UNDERLYING);
  const options = underlying === undefined ? [] : optionsOf(maker, calendar, rate, startMs, underlying);
  return [...stocks, indexListing(), ...futureListings(today), currencyListing(), ...options];
}

function optionsOf(
  maker: ViewMaker,
  calendar: TradingCalendar,
  rate: EventRate,
  startMs: number,
  underlying: Listing,
): readonly Listing[] {
  const view = maker.viewOf(underlying);
  const point = new MarketTape(view, rate).pointAt(startMs);
  if (point === undefined) return [];
  const spot = view.toPrice(view.ticks(point.events.valueOf(point.index), point.events.epochDay));
  const expiries = optionExpiries(epochDayAt(STOCK_RULES.zone, startMs), (day) => calendar.isTradingDay(day));
  return optionListings(underlying, spot, expiries);
}
