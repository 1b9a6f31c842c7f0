import type { SimExecution, SimOrder } from '../world';
import { isDone, type LiveOrder, snapshot } from './live-order';

/** Completed orders and executions are kept up to this number each; the oldest are forgotten. */
const MOST_KEPT = 10_000;
/** The last ids of forgotten orders are kept for so many clients. */
const MOST_CLIENTS = 1_000;

/** All orders by client and order id, and what has come of them. */
export class OrderRegister {
  private readonly byKey = new Map<string, LiveOrder>();
  private readonly live = new Set<LiveOrder>();
  private readonly finished: LiveOrder[] = [];
  private readonly fills: SimExecution[] = [];
  /** By client, the highest id of its orders that are forgotten. */
  private readonly forgotten = new Map<number, number>();
  private highestOrderId = 0;
  private lowestOrderId = 0;

  get(clientId: number, orderId: number): LiveOrder | undefined {
    return this.byKey.get(keyOf(clientId, orderId));
  }

  /** True for an id that an order has had which is no longer known: ids only grow, so each one below counts too. */
  isForgotten(clientId: number, orderId: number): boolean {
    return orderId > 0 && orderId <= (this.forgotten.get(clientId) ?? 0);
  }

  /** An order without an id (0) cannot be found by one until it is bound. */
  add(order: LiveOrder): void {
    this.live.add(order);
    if (order.orderId !== 0) this.byKey.set(keyOf(order.clientId, order.orderId), order);
    this.highestOrderId = Math.max(this.highestOrderId, order.orderId);
  }

  /** Gives an order that has none an id below 0. */
  bind(order: LiveOrder): void {
    this.lowestOrderId -= 1;
    order.orderId = this.lowestOrderId;
    this.byKey.set(keyOf(order.clientId, order.orderId), order);
  }

  findOpen(permId: number): LiveOrder | undefined {
    return this.open().find((order) => order.permId === permId);
  }

  /** Moves an order from the live to the finished ones. */
  finish(order: LiveOrder): void {
    this.live.delete(order);
    this.finished.push(order);
    if (this.finished.length <= MOST_KEPT) return;
    const oldest = this.finished.shift();
    if (oldest !== undefined) this.forget(oldest);
  }

  private forget({ clientId, orderId }: LiveOrder): void {
    this.byKey.delete(keyOf(clientId, orderId));
    const highest = Math.max(orderId, this.forgotten.get(clientId) ?? 0);
    this.forgotten.delete(clientId);
    this.forgotten.set(clientId, highest);
    if (this.forgotten.size <= MOST_CLIENTS) return;
    const [longestSilent] = this.forgotten.keys();
    if (longestSilent !== undefined) this.forgotten.delete(longestSilent);
  }

  addExecution(execution: SimExecution): void {
    this.fills.push(execution);
    if (this.fills.length > MOST_KEPT) this.fills.shift();
  }

  /** Live orders, oldest first. */
  open(): readonly LiveOrder[] {
    return [...this.live].filter((order) => !isDone(order));
  }

  completed(): readonly SimOrder[] {
    return this.finished.map(snapshot);
  }

  executionsSince(fromMs: number): readonly SimExecution[] {
    return this.fills.filter((execution) => execution.atMs >= fromMs);
  }

  /** Forgets how high the ids have been. */
  rollBack(nextOrderId: number): void {
    this.highestOrderId = nextOrderId - 1;
  }

  /** Above every id that any client has used since the last roll-back. */
  get nextOrderId(): number {
    return this.highestOrderId + 1;
  }
}

function keyOf(clientId: number, orderId: number): string {
  return `${String(clientId)}:${String(orderId)}`;
}
