import { AccountBook } from './account/book';
import { SimAccount } from './account/sim-account';
import { startInstrument } from './account/start-positions';
import { STOCK_RULES, worldCalendars } from './calendar/market-calendars';
import { epochDayAt } from './calendar/zone-time';
import { cryptocurrencyListings } from './catalogue/cryptocurrencies';
import { foreignStockListings } from './catalogue/foreign-stocks';
import { futureListings } from './catalogue/futures';
import { currencyListings, currencyPairs } from './catalogue/currencies';
import type { Listing } from './catalogue/listing';
import { SimCatalogue } from './catalogue/sim-catalogue';
import { indexListing, moreIndexListings } from './catalogue/indices';
import { stockListings } from './catalogue/stocks';
import { SimDepth } from './depth/sim-depth';
import { SimExchange } from './exchange/sim-exchange';
import { Instruments } from './instruments';
import { Bulletins } from './news/bulletins';
import { SimNews } from './news/sim-news';
import { SimOptionModel } from './options/sim-option-model';
import type { EventRate } from './prices/minute-events';
import { SimHistory } from './prices/sim-history';
import { SimMarket } from './prices/sim-market';
import { SimTickHistory } from './prices/tick-history';
import { ScaledClock } from './sim-clock';
import { defaultStartMs } from './start-time';
import type { World, WorldOptions } from './world';

const LOWEST_SPEED = 0.1;
const HIGHEST_SPEED = 3600;
const LOWEST_TICK_RATE = 0.1;
const HIGHEST_TICK_RATE = 20_000;

/**
 * Makes a world. Its clock stands at the start until `clock.start()`. Speed and tick rate are held within their
 * ranges (0.1 to 3600, and 0.1 to 20,000); an instrument is never given more than 20,000 events a wall second.
 */
export function createWorld(options: WorldOptions): World {
  const speed = Math.min(HIGHEST_SPEED, Math.max(LOWEST_SPEED, options.speed));
  const tickRate = Math.min(HIGHEST_TICK_RATE, Math.max(LOWEST_TICK_RATE, options.tickRate));
  const rate: EventRate = { perSecond: tickRate, limitPerSecond: HIGHEST_TICK_RATE / speed };
  const calendars = worldCalendars();
  const startMs = options.startMs ?? defaultStartMs(calendars.stocks, options.wall.nowMs());
  const clock = new ScaledClock(options.wall, startMs, speed);
  const listings = plainListings(startMs);
  const { seed } = options;
  const nowMs = (): number => clock.nowMs();
  const instruments = new Instruments({ seed, calendars, rate, listings, startMs, nowMs });
  const { tapes, chains } = instruments;
  const catalogue = new SimCatalogue(
    listings.map((listing) => listing.instrument),
    instruments.views,
    chains,
  );
  const market = new SimMarket(clock, tapes, speed);
  const history = new SimHistory((conId) => market.asOfMs(conId), tapes);
  const marks = {
    nowMs: () => clock.nowMs(),
    quoteAt: (conId: number, atMs: number) => market.quoteAt(conId, atMs),
    instrument: (conId: number) => catalogue.byConId(conId),
  };
  const base = options.baseCurrency ?? 'USD';
  const pairs = currencyPairs();
  if (base !== 'USD' && !pairs.has(base)) throw new RangeError(`no pair prices ${base} in US dollars`);
  const book = new AccountBook(marks, { startCash: options.cash, base, pairs });
  for (const { symbol, quantity } of options.startPositions ?? []) {
    const instrument = startInstrument(catalogue, symbol);
    if (instrument === undefined) throw new RangeError(`no instrument ${symbol} to start with`);
    book.hold(instrument, quantity);
  }
  const account = new SimAccount(options.accountId, book, clock);
  const optionModel = new SimOptionModel({ clock, market, tapes, chains });
  const exchange = new SimExchange({ clock, catalogue, market, account, book, options: optionModel, seed });
  const bulletins = new Bulletins();
  bulletins.publish(1, 'This market is simulated: its prices, its news and its fills are invented.');
  return {
    clock,
    catalogue,
    market,
    history,
    depth: new SimDepth(clock, market, tapes, options.seed),
    news: new SimNews(options.seed, catalogue),
    bulletins,
    ticks: new SimTickHistory((conId) => market.asOfMs(conId), tapes),
    exchange,
    account,
    options: optionModel,
    stop: () => {
      clock.stop();
      market.stop();
    },
  };
}

/** Everything that is listed but options. */
function plainListings(startMs: number): readonly Listing[] {
  const today = epochDayAt(STOCK_RULES.zone, startMs);
  const abroad = [...foreignStockListings(), ...currencyListings(), ...cryptocurrencyListings()];
  const indices = [indexListing(), ...moreIndexListings()];
  return [...stockListings(), ...indices, ...futureListings(today), ...abroad];
}
