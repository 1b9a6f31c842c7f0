import type { ByConId } from '../prices/by-con-id';
import type { MarketTape } from '../prices/market-tape';
import type { PriceView } from '../prices/price-view';
import { hash32, uniform } from '../prices/random';
import type { Market, SimClock } from '../world';
import {
  type Depth,
  type DepthBook,
  type DepthKind,
  type DepthRow,
  type DepthSide,
  EMPTY_BOOK,
} from './depth-book';

/** Dealers that show prices on an exchange with market makers. */
const DEALERS = ['NSDQ', 'CDRG', 'VIRT', 'GSCO', 'MSCO', 'JPMS', 'UBSS', 'BOFA'];
/** One price in so many has nobody on it. */
const GAP = 11;
/** Exchanges or dealers at one price. */
const MOST_MAKERS = 3;
/** A resting size stays for a time between these, in simulated milliseconds. */
const SHORTEST_REST_MS = 1_500;
const REST_SPREAD_MS = 7_000;

/**
 * The order book behind a quote. What rests at a price is a pure function of the seed, the price and the time, so
 * the book moves with the quote and the first row of each side always is the quote.
 */
export class SimDepth implements Depth {
  readonly #clock: SimClock;
  readonly #market: Market;
  readonly #tapes: ByConId<MarketTape>;
  readonly #seed: number;

  constructor(clock: SimClock, market: Market, tapes: ByConId<MarketTape>, seed: number) {
    this.#clock = clock;
    this.#market = market;
    this.#tapes = tapes;
    this.#seed = seed;
  }

  book(conId: number, kind: DepthKind, rows: number): DepthBook {
    const view = this.#tapes.get(conId)?.view;
    if (view === undefined || !view.model.hasQuotes || rows < 1) return EMPTY_BOOK;
    const quote = this.#market.quote(conId);
    const atMs = this.#clock.nowMs();
    const side = (
      name: DepthSide,
      best: number | null,
      size: number,
      exchange: string,
    ): readonly DepthRow[] =>
      best === null || size <= 0
        ? []
        : this.#side(
            { view, kind, rows, atMs, name },
            Math.round(best * view.model.ticksPerUnit),
            size,
            exchange,
          );
    return {
      bids: side('bid', quote.bid, quote.bidSize, quote.bidExchange),
      asks: side('ask', quote.ask, quote.askSize, quote.askExchange),
    };
  }

  #side(shape: SideShape, bestTicks: number, bestSize: number, bestExchange: string): readonly DepthRow[] {
    const { view, kind, rows, name } = shape;
    const away = name === 'bid' ? -1 : 1;
    const found: DepthRow[] = [];
    for (let ticks = bestTicks; ticks > 0 && found.length < rows; ticks += away) {
      const isBest = ticks === bestTicks;
      const key = hash32(this.#seed, view.conId, ticks, name === 'bid' ? 1 : 2);
      if (!isBest && key % GAP === 0) continue;
      const price = view.toPrice(ticks);
      if (kind === 'levels') {
        const size = isBest ? bestSize : restingSize(view, key, shape.atMs);
        found.push({ price, size, marketMaker: '' });
        continue;
      }
      const names = kind === 'dealers' ? DEALERS : view.model.quoteExchanges;
      const first = kind === 'dealers' ? (DEALERS[key % DEALERS.length] ?? '') : bestExchange;
      found.push(
        ...makersAt(shape, key, price, names, isBest ? { marketMaker: first, size: bestSize } : undefined),
      );
    }
    return found.slice(0, rows);
  }
}

interface SideShape {
  readonly view: PriceView;
  readonly kind: DepthKind;
  readonly rows: number;
  readonly atMs: number;
  readonly name: DepthSide;
}

/** The rows of one price, largest first; the one that makes the quote leads and is not outdone. */
function makersAt(
  { view, atMs }: SideShape,
  key: number,
  price: number,
  names: readonly string[],
  leader: { readonly marketMaker: string; readonly size: number } | undefined,
): readonly DepthRow[] {
  const count = Math.min(names.length, 1 + (hash32(key, 1) % MOST_MAKERS));
  const start = hash32(key, 2) % names.length;
  const rows: DepthRow[] = [];
  for (let index = 0; index < count; index++) {
    const marketMaker = names[(start + index) % names.length] ?? '';
    if (marketMaker === leader?.marketMaker) continue;
    const size = restingSize(view, hash32(key, 3, index), atMs);
    rows.push({ price, size: Math.min(size, leader?.size ?? size), marketMaker });
  }
  rows.sort((a, b) => b.size - a.size || (a.marketMaker < b.marketMaker ? -1 : 1));
  return leader === undefined ? rows : [{ price, ...leader }, ...rows];
}

/** Whole lots around the usual size, the same for some seconds. */
function restingSize(view: PriceView, key: number, atMs: number): number {
  const restMs = SHORTEST_REST_MS + (hash32(key, 4) % REST_SPREAD_MS);
  const period = Math.floor((atMs + (key % restMs)) / restMs);
  const part = uniform(hash32(key, 5, period));
  const { displayedSize, lot } = view.model;
  return Math.max(1, Math.round((displayedSize / lot) * (0.3 + part + 2 * part ** 7))) * lot;
}
