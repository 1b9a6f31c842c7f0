import { type DecimalText, exact } from '../../../shared/domain/decimal';
import type { OrderDraft } from '../../../shared/domain/order';
import type { RiskRefusal } from '../../../shared/domain/risk';
import type { MarginAfter, PassedOrder } from './risk-facts';

/** How long an order counts for the rate and against repeats, ms. */
const KEPT_MS = 60_000;

interface Passage {
  /** What the order adds to the initial margin, base currency; null when it was not asked for. */
  readonly margin: DecimalText | null;
  /** Tick at which the order reached the book and the socket; null while it waits for the disk. */
  arrivedTick: number | null;
  withdrawn: RiskRefusal | null;
}

/**
 * The orders that the gate let through. One that still waits for the disk is in no book yet, but counts as open: orders
 * that are judged meanwhile must not use the same room twice.
 */
export class PassedOrders {
  private readonly passages = new Map<PassedOrder, Passage>();
  private ticks = 0;

  /** Counts what happened here: an answer of IB that was asked for at an earlier tick may not know of every order. */
  get tick(): number {
    return this.ticks;
  }

  add(draft: OrderDraft, margin: MarginAfter | null, nowMs: number): PassedOrder {
    for (const [order, { arrivedTick }] of this.passages)
      if (arrivedTick !== null && nowMs - order.atMs >= KEPT_MS) this.passages.delete(order);
    this.ticks += 1;
    const order = { draft, atMs: nowMs };
    this.passages.set(order, {
      margin: margin?.initMarginChange ?? null,
      arrivedTick: null,
      withdrawn: null,
    });
    return order;
  }

  /** The order was not sent after all. */
  remove(order: PassedOrder): void {
    this.ticks += 1;
    this.passages.delete(order);
  }

  /** The order is in the book from here on. */
  arrived(order: PassedOrder): void {
    this.ticks += 1;
    const passage = this.passages.get(order);
    if (passage !== undefined) passage.arrivedTick = this.ticks;
  }

  /** Takes back what still waits for the disk: the gate closed meanwhile. */
  withdraw(refusal: RiskRefusal): void {
    for (const passage of this.passages.values())
      if (passage.arrivedTick === null) passage.withdrawn ??= refusal;
  }

  /** Why an order that passed must not go out any more; null while it may. */
  withdrawal(order: PassedOrder): RiskRefusal | null {
    return this.passages.get(order)?.withdrawn ?? null;
  }

  all(): readonly PassedOrder[] {
    return [...this.passages.keys()];
  }

  /** Orders that are in no book yet. */
  waiting(): readonly OrderDraft[] {
    return [...this.passages]
      .filter(([, { arrivedTick, withdrawn }]) => arrivedTick === null && withdrawn === null)
      .map(([{ draft }]) => draft);
  }

  /** What the orders that IB could not know of at a tick add to the initial margin, base currency. */
  marginUnknownAt(tick: number): ReturnType<typeof exact> {
    return [...this.passages.values()]
      .filter(({ arrivedTick }) => arrivedTick === null || arrivedTick > tick)
      .reduce((sum, { margin }) => {
        const more = exact(margin ?? 0);
        return more.isPositive() ? sum.plus(more) : sum;
      }, exact(0));
  }
}
