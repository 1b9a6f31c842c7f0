import type { Decimal } from 'decimal.js';
import type { MarketEvent, SimClock, SimQuote } from '../world';
import type { AlgoDesk } from './algos/algo-desk';
import { isDone, isWorking, type LiveOrder } from './live-order';
import { isWithin, type Match, matchOrder } from './matching';
import type { OrderMarket } from './order-market';
import { orderTypeOf } from './order-types/order-types';
import { referenceOf } from './references';
import { workableOf } from './quantity-rules';
import { scaleComponent } from './scale-orders';
import { applyTermsRules } from './terms-rules';
import { awaitedBy, look, looksNeeded, methodOf } from './triggers';

/** What the desk tells the exchange. */
export interface DeskEvents {
  triggered(order: LiveOrder): void;
  /** An adjustable stop has become what it was to become. */
  adjusted(order: LiveOrder): void;
  matched(order: LiveOrder, match: Match): void;
  /** An immediate-or-cancel or fill-or-kill order has had its chance. */
  chanceOver(order: LiveOrder): void;
}

interface Book {
  readonly orders: Set<LiveOrder>;
  readonly unsubscribe: () => void;
  /** How much of the displayed sizes has been taken since they were last refreshed. */
  bidTaken: number;
  askTaken: number;
}

/**
 * Puts the orders that may trade before the market, event by event. It listens only where orders wait. For each order
 * its terms follow the market (`terms-rules`), its trigger is looked at (`triggers`), its type says what price it wants
 * (`order-types`), and what may work of it (`quantity-rules`) is matched.
 */
export class MatchingDesk {
  private readonly clock: SimClock;
  private readonly market: OrderMarket;
  private readonly algos: AlgoDesk;
  private readonly events: DeskEvents;
  private readonly books = new Map<string, Book>();
  /** What ends the watch on the reference of an order. */
  private readonly followed = new Map<LiveOrder, () => void>();

  constructor(clock: SimClock, market: OrderMarket, algos: AlgoDesk, events: DeskEvents) {
    this.clock = clock;
    this.market = market;
    this.algos = algos;
    this.events = events;
  }

  add(order: LiveOrder): void {
    const key = this.market.bookKey(order);
    let book = this.books.get(key);
    if (book === undefined) {
      const unsubscribe = this.market.subscribe(order, (event) => {
        this.onMarket(key, event);
      });
      book = { orders: new Set(), unsubscribe, bidTaken: 0, askTaken: 0 };
      this.books.set(key, book);
    }
    book.orders.add(order);
    this.followReference(order);
    this.algos.enter(order);
  }

  remove(order: LiveOrder): void {
    this.algos.leave(order);
    this.followed.get(order)?.();
    this.followed.delete(order);
    const key = this.market.bookKey(order);
    const book = this.books.get(key);
    if (book === undefined || !book.orders.delete(order) || book.orders.size > 0) return;
    book.unsubscribe();
    this.books.delete(key);
  }

  /** Gives an order its chance against the market as it is. */
  attempt(order: LiveOrder): void {
    const book = this.books.get(this.market.bookKey(order));
    if (book?.orders.has(order) === true) this.process(book, order, null);
  }

  /** An order whose price hangs on another market is looked at when that moves as well. */
  private followReference(order: LiveOrder): void {
    // A change of the order may have changed its reference.
    this.followed.get(order)?.();
    this.followed.delete(order);
    const conId = referenceOf(order);
    if (conId === undefined) return;
    const look = (): void => {
      this.attempt(order);
    };
    this.followed.set(order, this.market.follow(conId, look));
  }

  private onMarket(key: string, event: MarketEvent): void {
    const book = this.books.get(key);
    if (book === undefined || event.kind === 'session') return;
    // New size on a side, or a trade that a new maker replaces.
    if (event.kind !== 'ask') book.bidTaken = 0;
    if (event.kind !== 'bid') book.askTaken = 0;
    for (const order of book.orders) this.process(book, order, event);
  }

  private process(book: Book, order: LiveOrder, event: MarketEvent | null): void {
    if (!isWorking(order) || order.status === 'PendingCancel') return;
    const quote = this.market.quote(order);
    const { references } = this.market;
    if (applyTermsRules(order, quote, event, references, this.clock.nowMs())) this.events.adjusted(order);
    if (!this.isTriggered(order, quote, event)) return;
    this.trade(book, order, quote, event);
    const { tif } = order.terms;
    if (!isDone(order) && (tif === 'IOC' || tif === 'FOK')) this.events.chanceOver(order);
  }

  private isTriggered(order: LiveOrder, quote: SimQuote, event: MarketEvent | null): boolean {
    const type = orderTypeOf(order.terms.orderType);
    if (type.trigger === null || order.triggered) return true;
    const price = type.triggerPrice(order.terms);
    if (price === null) return false;
    const method = methodOf(order.terms.triggerMethod, order.instrument);
    const touched = look(awaitedBy(order.terms, type.trigger, price), method, quote, event);
    if (touched === null) return false;
    order.touches = touched ? order.touches + 1 : 0;
    if (order.touches < looksNeeded(method)) return false;
    order.triggered = true;
    this.events.triggered(order);
    return true;
  }

  private trade(book: Book, order: LiveOrder, quote: SimQuote, event: MarketEvent | null): void {
    const { terms, instrument } = order;
    const wanted = orderTypeOf(terms.orderType).price(terms, quote, order.workingPrice, instrument);
    if (wanted === undefined) return;
    order.workingPrice = wanted;
    const buys = terms.side === 'BUY';
    const nowMs = this.clock.nowMs();
    // How much an algorithm lets in comes first: its price depends on how long that has waited.
    const allowed = order.algo === null ? null : workableOf(order, nowMs);
    const scaled = scaleComponent(terms, order.filled)?.limit ?? null;
    const limit = stricter(buys, stricter(buys, wanted, scaled), order.algo?.limit(quote, nowMs) ?? null);
    const displayed = Math.max(0, buys ? quote.askSize - book.askTaken : quote.bidSize - book.bidTaken);
    const trade = event?.kind === 'trade' ? event : null;
    const workable = (): Decimal => allowed ?? workableOf(order, nowMs);
    const match = matchOrder(order, limit, workable, { quote, displayed, trade });
    if (match !== null) {
      if (match.fromDisplay && buys) book.askTaken += match.quantity.toNumber();
      if (match.fromDisplay && !buys) book.bidTaken += match.quantity.toNumber();
      this.events.matched(order, match);
    }
    const opposite = buys ? quote.ask : quote.bid;
    if (limit !== null && opposite !== null && !isWithin(buys, opposite, limit)) order.resting = true;
  }
}

/** The stricter of two limits; null is none. */
function stricter(buys: boolean, one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return buys ? Math.min(one, other) : Math.max(one, other);
}
