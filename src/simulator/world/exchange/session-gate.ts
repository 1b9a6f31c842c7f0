import type { Catalogue, SimClock } from '../world';
import { auctionOf, isDone, isWorking, type LiveOrder } from './live-order';
import type { MatchingDesk } from './matching-desk';
import { hasExpired, orderSession, regularHoursOnly, waitingText } from './order-hours';
import { orderTypeOf } from './order-types/order-types';
import { type ReleaseRule, verdictOf } from './release-rules';

/** Simulated time from an order's arrival to its first chance in the market. */
const ORDER_LATENCY_MS = 15;

/** What the gate tells the exchange. */
export interface GateEvents {
  /** The session, or the time for which it is good, has ended and the order with it. */
  expired(order: LiveOrder): void;
  /** The order's market has opened or closed, or it was released. */
  changed(order: LiveOrder): void;
  /** The auction that the order was for takes place; the session that it opens or closes. */
  auction(order: LiveOrder, auction: 'open' | 'close', atMs: number): void;
  warn(order: LiveOrder, code: number, text: string): void;
}

/** What a gate needs. */
export interface GateDependencies {
  readonly clock: SimClock;
  readonly catalogue: Catalogue;
  readonly desk: MatchingDesk;
  readonly rules: readonly ReleaseRule[];
  readonly events: GateEvents;
}

/**
 * Lets orders into the market while their session is open and they are released (`release-rules`), and keeps them
 * waiting while it is not. Orders for an auction wait for it here.
 */
export class SessionGate {
  private readonly clock: SimClock;
  private readonly catalogue: Catalogue;
  private readonly desk: MatchingDesk;
  private readonly rules: readonly ReleaseRule[];
  private readonly events: GateEvents;

  constructor({ clock, catalogue, desk, rules, events }: GateDependencies) {
    this.clock = clock;
    this.catalogue = catalogue;
    this.desk = desk;
    this.rules = rules;
    this.events = events;
  }

  /** Brings an order into the session of its market, or makes it wait for the next one. */
  enter(order: LiveOrder): void {
    const { clock, catalogue } = this;
    order.transmitted = true;
    stopTimers(order);
    this.watchEnd(order);
    this.watchRelease(order);
    const opening = auctionOf(order) === 'open';
    const session = opening ? undefined : orderSession(catalogue, order, clock.nowMs());
    order.sessionOpen = session !== undefined;
    if (session !== undefined) {
      this.at(order, session.endMs, () => {
        this.leave(order);
      });
    } else {
      this.desk.remove(order);
      const next = catalogue.nextSession(order.instrument, clock.nowMs(), regularHoursOnly(order));
      this.at(order, next.startMs, () => {
        if (opening) this.open(order);
        else {
          this.enter(order);
          this.events.changed(order);
        }
      });
    }
    this.wake(order);
  }

  /** Gives an order that may trade its place in the market. */
  wake(order: LiveOrder): void {
    if (!isWorking(order) || auctionOf(order) !== null) return;
    this.at(order, this.clock.nowMs() + ORDER_LATENCY_MS, () => {
      if (!isWorking(order)) return;
      this.desk.add(order);
      this.desk.attempt(order);
    });
  }

  /** Warns once of hours: that an order waits for the open, or that it cannot trade outside regular hours. */
  warn(order: LiveOrder): void {
    if (isDone(order) || !order.transmitted || order.warnedOfHours || order.parent !== null) return;
    const { terms } = order;
    if (orderTypeOf(terms.orderType).regularHoursOnly && terms.outsideRth) {
      order.warnedOfHours = true;
      const text =
        "Order Event Warning:Attribute 'Outside Regular Trading Hours' is ignored based on the order type and " +
        'destination. PlaceOrder is now being processed.';
      this.events.warn(order, 2109, text);
    }
    if (order.sessionOpen) return;
    order.warnedOfHours = true;
    const next = this.catalogue.nextSession(order.instrument, this.clock.nowMs(), regularHoursOnly(order));
    this.events.warn(order, 399, waitingText(order, next.startMs));
  }

  /** Ends a good-till-date order at its date. */
  private watchEnd(order: LiveOrder): void {
    const { goodTillMs } = order.terms;
    if (goodTillMs === null) return;
    this.at(order, goodTillMs, () => {
      if (!isDone(order)) this.events.expired(order);
    });
  }

  private watchRelease(order: LiveOrder): void {
    const verdict = verdictOf(this.rules, order);
    order.released ||= verdict === 'go';
    const look = (): void => {
      this.lookAgain(order);
    };
    for (const rule of this.rules) order.cancelTimers.push(rule.watch(order, look));
    // An order is accepted before it is cancelled, even when it is to be cancelled at once.
    if (verdict === 'cancel') this.at(order, this.clock.nowMs() + ORDER_LATENCY_MS, look);
  }

  private lookAgain(order: LiveOrder): void {
    if (isDone(order)) return;
    const verdict = verdictOf(this.rules, order);
    if (verdict === 'cancel') this.events.expired(order);
    if (verdict !== 'go' || order.released) return;
    order.released = true;
    this.events.changed(order);
    this.wake(order);
  }

  private open(order: LiveOrder): void {
    if (isDone(order)) return;
    if (order.released) this.events.auction(order, 'open', this.clock.nowMs());
    if (!isDone(order)) this.events.expired(order);
  }

  private leave(order: LiveOrder): void {
    if (isDone(order)) return;
    if (auctionOf(order) === 'close' && order.released) {
      this.events.auction(order, 'close', this.clock.nowMs());
      if (isDone(order)) return;
    }
    const { tif, goodTillMs } = order.terms;
    const stays = tif === 'GTC' || (goodTillMs !== null && goodTillMs > this.clock.nowMs());
    if (!stays || hasExpired(this.catalogue, order.instrument, this.clock.nowMs())) {
      this.events.expired(order);
      return;
    }
    this.enter(order);
    this.events.changed(order);
  }

  private at(order: LiveOrder, atMs: number, run: () => void): void {
    order.cancelTimers.push(this.clock.schedule(atMs, run));
  }
}

/** Cancels everything that an order waits for. */
export function stopTimers(order: LiveOrder): void {
  for (const cancel of order.cancelTimers) cancel();
  order.cancelTimers = [];
}
