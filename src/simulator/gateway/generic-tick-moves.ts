import type { Interval, SimInstrument, SimQuote, World } from '../world/world';
import { tickType } from '../wire/messages/market-data-messages';
import { type GenericTick, TickList } from './generic-tick-image';

const MINUTE_MS = 60_000;
/** Imbalances of the auctions are told so long before the open and before the close. */
const BEFORE_OPEN_MS = 5 * MINUTE_MS;
const BEFORE_CLOSE_MS = 10 * MINUTE_MS;
/** Share of the average daily volume that an auction trades. */
const AUCTION_SHARE = 0.02;

/** Generic ticks whose values move while a line is open. */
const moving = [162, 221, 225, 232, 293, 294, 295, 576, 577, 578, 587, 595, 614, 619, 623];

/** True when a line has to be looked at from time to time. */
export function asksForMoves(asked: ReadonlySet<number>): boolean {
  return moving.some((number) => asked.has(number));
}

/** The values of the moving generic ticks as of now. */
export function genericTickMoves(
  world: World,
  instrument: SimInstrument,
  quote: SimQuote,
  asked: ReadonlySet<number>,
): readonly GenericTick[] {
  const list = new TickList();
  const mark = markPrice(quote);
  if (asked.has(232) || asked.has(221)) list.add('price', tickType.markPrice, mark);
  if (asked.has(587)) list.add('price', tickType.delayedMarkPrice, mark);
  if (asked.has(619)) list.add('price', tickType.slowMarkPrice, mark);
  if (asked.has(293)) list.add('generic', tickType.tradeCount, quote.tradeCount);
  if (asked.has(294)) list.add('generic', tickType.tradeRate, tradesPerMinute(quote));
  if (asked.has(295)) list.add('generic', tickType.volumeRate, quote.volumeRate);
  if (asked.has(595)) addShortTermVolumes(list, world, instrument);
  if (asked.has(225)) addAuction(list, world, instrument, quote, mark);
  if (asked.has(162) && instrument.secType === 'IND') {
    list.add('generic', tickType.indexFuturePremium, futurePremium(world, instrument, quote));
  }
  if (instrument.stockType === 'ETF') addNetAssetValues(list, quote, mark, asked);
  return list.ticks;
}

/** The last price, held between bid and ask. */
function markPrice({ bid, ask, last, close }: SimQuote): number | null {
  if (bid === null || ask === null) return last ?? close;
  return last === null ? (bid + ask) / 2 : Math.min(Math.max(last, bid), ask);
}

/** Trades a minute, from the shares a minute and the shares of a trade. */
function tradesPerMinute(quote: SimQuote): number {
  return quote.volume > 0 ? Math.round((quote.volumeRate * quote.tradeCount) / quote.volume) : 0;
}

function addShortTermVolumes(list: TickList, world: World, instrument: SimInstrument): void {
  const bars = world.history.bars({
    instrument,
    endMs: world.clock.nowMs() + 1,
    duration: '600 S',
    barSize: '1 min',
    whatToShow: 'TRADES',
    regularHoursOnly: false,
  });
  const sum = (minutes: number): number =>
    bars.slice(-minutes).reduce((total, { volume }) => total + Math.max(0, volume), 0);
  list.add('size', tickType.volume3Minutes, sum(3));
  list.add('size', tickType.volume5Minutes, sum(5));
  list.add('size', tickType.volume10Minutes, sum(10));
}

/** What the coming auction would trade; nothing outside the minutes before the open and the close. */
function addAuction(
  list: TickList,
  world: World,
  instrument: SimInstrument,
  quote: SimQuote,
  mark: number | null,
): void {
  if (instrument.secType !== 'STK' || mark === null) return;
  const nowMs = world.clock.nowMs();
  const session = world.catalogue.sessionAt(instrument, nowMs, true);
  const part =
    session === undefined
      ? openPart(world.catalogue.nextSession(instrument, nowMs, true), nowMs)
      : closePart(session, nowMs);
  if (part === undefined) return;
  const volume = Math.round(quote.averageVolume * AUCTION_SHARE * (0.4 + 0.6 * part));
  // The imbalance shrinks as orders come in against it; its side follows the market of the day.
  const side = (quote.last ?? mark) >= (quote.close ?? mark) ? 1 : -1;
  const imbalance = side * Math.round(volume * 0.25 * (1 - part));
  list.add('price', tickType.auctionPrice, mark);
  list.add('size', tickType.auctionVolume, volume);
  list.add('size', tickType.auctionImbalance, imbalance);
  list.add('size', tickType.regulatoryImbalance, imbalance);
}

/** How far, 0 to 1, the time before an open has gone. */
function openPart({ startMs }: Interval, nowMs: number): number | undefined {
  return nowMs >= startMs - BEFORE_OPEN_MS ? 1 - (startMs - nowMs) / BEFORE_OPEN_MS : undefined;
}

function closePart({ endMs }: Interval, nowMs: number): number | undefined {
  return nowMs >= endMs - BEFORE_CLOSE_MS ? 1 - (endMs - nowMs) / BEFORE_CLOSE_MS : undefined;
}

/** How far the nearest future stands above the index. */
function futurePremium(world: World, instrument: SimInstrument, quote: SimQuote): number | null {
  const [nearest] = world.catalogue.withoutOptions
    .filter(({ secType, underConId }) => secType === 'FUT' && underConId === instrument.conId)
    .sort((a, b) => (a.lastTradeDate < b.lastTradeDate ? -1 : 1));
  if (nearest === undefined || quote.last === null) return null;
  const future = markPrice(world.market.quote(nearest.conId));
  return future === null ? null : Math.round((future - quote.last) * 100) / 100;
}

/** A fund of the simulated market is worth what it holds. */
function addNetAssetValues(
  list: TickList,
  quote: SimQuote,
  mark: number | null,
  asked: ReadonlySet<number>,
): void {
  if (asked.has(578)) {
    list.add('price', tickType.etfNavClose, quote.close);
    list.add('price', tickType.etfNavPriorClose, quote.close);
  }
  if (asked.has(576)) {
    list.add('price', tickType.etfNavBid, quote.bid);
    list.add('price', tickType.etfNavAsk, quote.ask);
  }
  if (asked.has(577)) list.add('price', tickType.etfNavLast, mark);
  if (asked.has(623)) list.add('price', tickType.etfFrozenNavLast, mark);
  if (asked.has(614)) {
    list.add('price', tickType.etfNavHigh, quote.high);
    list.add('price', tickType.etfNavLow, quote.low);
  }
}
