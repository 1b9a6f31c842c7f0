import type { SimExecution, SimOrder } from '../world';
import { isDone, type LiveOrder, snapshot } from './live-order';

/** Completed orders and executions are kept up to this number each; the oldest are forgotten. */
const MOST_KEPT = 10_000;

/** All orders by client and order id, and what has come of them. */
export class OrderRegister {
  private readonly byKey = new Map<string, LiveOrder>();
  private readonly live = new Set<LiveOrder>();
  private readonly finished: LiveOrder[] = [];
  private readonly fills: SimExecution[] = [];
  private highestOrderId = 0;

  get(clientId: number, orderId: number): LiveOrder | undefined {
    return this.byKey.get(keyOf(clientId, orderId));
  }

  add(order: LiveOrder): void {
    this.byKey.set(keyOf(order.clientId, order.orderId), order);
    this.live.add(order);
    this.highestOrderId = Math.max(this.highestOrderId, order.orderId);
  }

  /** Moves an order from the live to the finished ones. */
  finish(order: LiveOrder): void {
    this.live.delete(order);
    this.finished.push(order);
    if (this.finished.length <= MOST_KEPT) return;
    const oldest = this.finished.shift();
    if (oldest !== undefined) this.byKey.delete(keyOf(oldest.clientId, oldest.orderId));
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

  /** Above every id that any client has used. */
  get nextOrderId(): number {
    return this.highestOrderId + 1;
  }
}

function keyOf(clientId: number, orderId: number): string {
  return `${String(clientId)}:${String(orderId)}`;
}
