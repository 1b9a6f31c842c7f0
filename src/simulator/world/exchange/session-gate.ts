import type { Catalogue, SimClock } from '../world';
import { isDone, isWorking, type LiveOrder } from './live-order';
import type { MatchingDesk } from './matching-desk';
import { hasExpired, orderSession, regularHoursOnly, waitingText } from './order-hours';

/** Simulated time from an order's arrival to its first chance in the market. */
const ORDER_LATENCY_MS = 15;

/** What the gate tells the exchange. */
export interface GateEvents {
  /** The session has ended and the order with it. */
  expired(order: LiveOrder): void;
  /** The order's market has opened or closed. */
  changed(order: LiveOrder): void;
  warn(order: LiveOrder, code: number, text: string): void;
}

/** Lets orders into the market while their session is open, and keeps them waiting while it is not. */
export class SessionGate {
  private readonly clock: SimClock;
  private readonly catalogue: Catalogue;
  private readonly desk: MatchingDesk;
  private readonly events: GateEvents;

  constructor(clock: SimClock, catalogue: Catalogue, desk: MatchingDesk, events: GateEvents) {
    this.clock = clock;
    this.catalogue = catalogue;
    this.desk = desk;
    this.events = events;
  }

  /** Brings an order into the session of its market, or makes it wait for the next one. */
  enter(order: LiveOrder): void {
    const { clock, catalogue } = this;
    order.transmitted = true;
    stopTimers(order);
    const session = orderSession(catalogue, order, clock.nowMs());
    order.sessionOpen = session !== undefined;
    if (session !== undefined) {
      order.cancelTimers.push(
        clock.schedule(session.endMs, () => {
          this.leave(order);
        }),
      );
    } else {
      this.desk.remove(order);
      const next = catalogue.nextSession(order.instrument, clock.nowMs(), regularHoursOnly(order));
      order.cancelTimers.push(
        clock.schedule(next.startMs, () => {
          this.enter(order);
          this.events.changed(order);
        }),
      );
    }
    this.wake(order);
  }

  /** Gives an order that may trade its place in the market. */
  wake(order: LiveOrder): void {
    if (!isWorking(order)) return;
    order.cancelTimers.push(
      this.clock.schedule(this.clock.nowMs() + ORDER_LATENCY_MS, () => {
        if (!isWorking(order)) return;
        this.desk.add(order);
        this.desk.attempt(order);
      }),
    );
  }

  /** Warns once of hours: that an order waits for the open, or that it cannot trade outside regular hours. */
  warn(order: LiveOrder): void {
    if (isDone(order) || !order.transmitted || order.warnedOfHours || order.parent !== null) return;
    const { terms } = order;
    if (terms.orderType === 'MKT' && terms.outsideRth) {
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

  private leave(order: LiveOrder): void {
    if (isDone(order)) return;
    if (order.terms.tif !== 'GTC' || hasExpired(this.catalogue, order.instrument, this.clock.nowMs())) {
      this.events.expired(order);
      return;
    }
    this.enter(order);
    this.events.changed(order);
  }
}

/** Cancels everything that an order waits for. */
export function stopTimers(order: LiveOrder): void {
  for (const cancel of order.cancelTimers) cancel();
  order.cancelTimers = [];
}
