import type { Market, MarketEvent } from '../world';
import { isDone, isWorking, type LiveOrder } from './live-order';
import { type Match, matchOrder, touchesStop } from './matching';
import { hasLimit, hasStop } from './validation';

/** What the desk tells the exchange. */
export interface DeskEvents {
  triggered(order: LiveOrder): void;
  matched(order: LiveOrder, match: Match): void;
  /** An immediate-or-cancel order has had its chance. */
  chanceOver(order: LiveOrder): void;
}

interface Book {
  readonly orders: Set<LiveOrder>;
  readonly unsubscribe: () => void;
  /** How much of the displayed sizes has been taken since they were last refreshed. */
  bidTaken: number;
  askTaken: number;
}

/** Puts the orders that may trade before the market, event by event. It listens only where orders wait. */
export class MatchingDesk {
  private readonly market: Market;
  private readonly events: DeskEvents;
  private readonly books = new Map<number, Book>();

  constructor(market: Market, events: DeskEvents) {
    this.market = market;
    this.events = events;
  }

  add(order: LiveOrder): void {
    const { conId } = order.instrument;
    let book = this.books.get(conId);
    if (book === undefined) {
      const unsubscribe = this.market.subscribe(conId, (event) => {
        this.onMarket(conId, event);
      });
      book = { orders: new Set(), unsubscribe, bidTaken: 0, askTaken: 0 };
      this.books.set(conId, book);
    }
    book.orders.add(order);
  }

  remove(order: LiveOrder): void {
    const { conId } = order.instrument;
    const book = this.books.get(conId);
    if (book === undefined || !book.orders.delete(order) || book.orders.size > 0) return;
    book.unsubscribe();
    this.books.delete(conId);
  }

  /** Gives an order its chance against the market as it is. */
  attempt(order: LiveOrder): void {
    const book = this.books.get(order.instrument.conId);
    if (book?.orders.has(order) === true) this.process(book, order, null);
  }

  private onMarket(conId: number, event: MarketEvent): void {
    const book = this.books.get(conId);
    if (book === undefined || event.kind === 'session') return;
    // New size on a side, or a trade that a new maker replaces.
    if (event.kind !== 'ask') book.bidTaken = 0;
    if (event.kind !== 'bid') book.askTaken = 0;
    for (const order of book.orders) this.process(book, order, event);
  }

  private process(book: Book, order: LiveOrder, event: MarketEvent | null): void {
    if (!isWorking(order) || order.status === 'PendingCancel') return;
    const quote = this.market.quote(order.instrument.conId);
    if (hasStop(order.terms.orderType) && !order.triggered) {
      if (!touchesStop(order, quote)) return;
      order.triggered = true;
      this.events.triggered(order);
    }
    const buys = order.terms.side === 'BUY';
    const displayed = buys ? quote.askSize - book.askTaken : quote.bidSize - book.bidTaken;
    const match = matchOrder(order, quote, Math.max(0, displayed), event?.kind === 'trade' ? event : null);
    if (match !== null) {
      if (match.fromDisplay && buys) book.askTaken += match.quantity.toNumber();
      if (match.fromDisplay && !buys) book.bidTaken += match.quantity.toNumber();
      this.events.matched(order, match);
    }
    if (isDone(order)) return;
    if (order.terms.tif === 'IOC') {
      this.events.chanceOver(order);
      return;
    }
    const opposite = buys ? quote.ask : quote.bid;
    const limit = order.terms.limitPrice;
    if (hasLimit(order.terms.orderType) && limit !== null && opposite !== null) {
      const away = buys ? opposite > limit : opposite < limit;
      if (away) order.resting = true;
    }
  }
}
