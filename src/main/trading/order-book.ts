import { decimalText, exact } from '../../shared/domain/decimal';
import { type Fill, isLive, isOrderKey, type Order } from '../../shared/domain/order';
import type { CommissionReport, CompletedOrder, Execution, OpenOrder, OrderStatus } from '../broker/port';
import { FillRegister } from './fill-register';
import {
  contradicts,
  copySeenFilled,
  foreignOrder,
  isAnother,
  type OrderSubject,
  orderOfCopy,
} from './order-copies';
import type { OrderEvent } from './order-lifecycle';
import { firstSeen, type OrderEffect, transition } from './order-transition';

/** What a change did. */
export interface BookListener {
  /** To be done one after the other, in their order: the record in the journal comes first. */
  effects(effects: readonly OrderEffect[]): void;
  fillChanged(fill: Fill): void;
  /** A correction took the place of an execution: show the fills anew. */
  fillsCorrected(): void;
  /** A row of IB under the key of this order does not fit it: nothing of the row was taken over. */
  contradicted(order: Order): void;
}

/** Finished orders that are kept in memory; the journal has them all. */
const maxFinished = 2_000;
const maxEarlyCommissions = 500;

/**
 * Every order and fill that is known, and which message of IB belongs to which order. Identity is our key in
 * `orderRef`, then `permId`; an order id counts only for orders of our own client that still live.
 */
export class OrderBook {
  private readonly orders = new Map<string, Order>();
  private readonly idByPermId = new Map<number, string>();
  /** Orders of this client by order id; a later order takes the place of an earlier one. */
  private readonly idByOrderId = new Map<number, string>();
  private readonly fills = new FillRegister();
  private readonly earlyCommissions = new Map<string, CommissionReport>();
  private readonly listener: BookListener;
  /** Decides which orders can be changed from here. */
  private readonly clientId: number;

  constructor(listener: BookListener, clientId: number) {
    this.listener = listener;
    this.clientId = clientId;
  }

  /** All orders, oldest first. */
  allOrders(): readonly Order[] {
    return [...this.orders.values()];
  }

  allFills(): readonly Fill[] {
    return this.fills.all();
  }

  get(id: string): Order | undefined {
    return this.orders.get(id);
  }

  /** Children of a bracket's entry. */
  childrenOf(id: string): readonly Order[] {
    return this.allOrders().filter((order) => order.parentId === id);
  }

  /** Takes over what the disk remembers, without telling anybody. */
  restore(orders: readonly Order[], fills: readonly Fill[]): void {
    for (const order of orders) {
      if (this.orders.has(order.id)) continue;
      // It may have been placed under another client id, whose order ids mean other orders.
      const own = order.clientId === this.clientId;
      this.orders.set(order.id, { ...order, own });
      this.index(order);
    }
    for (const fill of fills) this.fills.put(fill);
  }

  /** A new order of ours, not sent yet. */
  add(order: Order): void {
    this.keep(order);
    this.listener.effects(firstSeen(order));
  }

  /** Applies an event to an order; unknown ids are ignored. Returns the order after it. */
  apply(id: string, event: OrderEvent): Order | undefined {
    const before = this.orders.get(id);
    if (before === undefined) return undefined;
    const { order, effects } = transition(before, event);
    if (order !== before) this.keep(order);
    if (effects.length > 0) this.listener.effects(effects);
    return order;
  }

  /** openOrder of IB: of ours, or of another client. Without a permId nothing of another client can be told apart. */
  openOrder(open: OpenOrder, atMs: number): Order | undefined {
    if (this.isContradicted(open)) return undefined;
    const original = this.originalOf(open.orderRef, open.permId);
    const id =
      this.idOf(open.orderRef, open.permId) ??
      (original === undefined && open.clientId === this.clientId
        ? this.liveIdByOrderId(open.orderId, open.permId)
        : undefined);
    if (id !== undefined) return this.apply(id, { kind: 'open-order', order: open, atMs });
    if (open.permId === null) return undefined;
    // Orders entered by hand have order id 0: nothing can be said about them by id.
    const own = open.clientId === this.clientId && open.orderId > 0;
    const seen = { open, permId: open.permId, own, atMs };
    const order =
      original === undefined
        ? foreignOrder({ ...seen, parentId: this.parentIdOf(open) })
        : orderOfCopy(original, { ...seen, parentId: original.parentId });
    this.add(order);
    this.countKnownFills(order.id, open.permId, atMs);
    return this.apply(order.id, { kind: 'open-order', order: open, atMs });
  }

  /** An order from elsewhere may have filled before it is first heard of; its executions are not told anew. */
  private countKnownFills(id: string, permId: number, atMs: number): void {
    const quantities = this.fills
      .all()
      .filter((fill) => fill.permId === permId)
      .map((fill) => exact(fill.quantity));
    if (quantities.length === 0) return;
    const filled = decimalText(quantities.reduce((sum, quantity) => sum.plus(quantity)));
    this.apply(id, { kind: 'executed', filled, averagePrice: null, atMs });
  }

  orderStatus(status: OrderStatus, atMs: number): Order | undefined {
    const known = status.permId === null ? undefined : this.idByPermId.get(status.permId);
    const id =
      known ??
      (status.clientId === this.clientId ? this.liveIdByOrderId(status.orderId, status.permId) : undefined);
    return id === undefined ? undefined : this.apply(id, { kind: 'status', status, atMs });
  }

  orderError(orderId: number, event: Extract<OrderEvent, { kind: 'error' }>): Order | undefined {
    const id = this.idByOrderId.get(orderId);
    return id === undefined ? undefined : this.apply(id, event);
  }

  completed(completed: CompletedOrder, atMs: number): Order | undefined {
    if (this.isContradicted(completed)) return undefined;
    const id = this.idOf(completed.orderRef, completed.permId);
    return id === undefined ? undefined : this.apply(id, { kind: 'completed', completed, atMs });
  }

  /** Records an execution once, however often it is reported. A correction replaces what it corrects. */
  execution(execution: Execution, atMs: number): void {
    if (this.fills.knows(execution.execId) || this.isContradicted(execution)) return;
    const id =
      this.idOf(execution.orderRef, execution.permId) ??
      this.copySeenIn(execution, atMs) ??
      (execution.clientId === this.clientId
        ? this.liveIdByOrderId(execution.orderId, execution.permId)
        : undefined);
    const early = this.earlyCommissions.get(execution.execId);
    this.earlyCommissions.delete(execution.execId);
    const fill: Fill = {
      execId: execution.execId,
      orderKey: isOrderKey(execution.orderRef) ? execution.orderRef : null,
      permId: execution.permId,
      accountId: execution.accountId,
      conId: execution.conId,
      symbol: execution.symbol,
      secType: execution.secType,
      localSymbol: execution.localSymbol,
      side: execution.side,
      quantity: execution.quantity,
      price: execution.price,
      exchange: execution.exchange,
      atMs: execution.atMs,
      commission: early?.commission ?? null,
      commissionCurrency: early?.currency ?? null,
      realizedPnl: early?.realizedPnl ?? null,
    };
    const corrects = this.fills.put(fill);
    this.listener.fillChanged(fill);
    if (corrects) this.listener.fillsCorrected();
    if (id !== undefined) {
      this.apply(id, {
        kind: 'executed',
        filled: execution.cumulativeQuantity,
        averagePrice: execution.averagePrice,
        atMs,
      });
    }
  }

  commission(report: CommissionReport): void {
    const fill = this.fills.get(report.execId);
    if (fill === undefined) {
      if (this.earlyCommissions.size < maxEarlyCommissions) this.earlyCommissions.set(report.execId, report);
      return;
    }
    const next: Fill = {
      ...fill,
      commission: report.commission,
      commissionCurrency: report.currency,
      realizedPnl: report.realizedPnl,
    };
    if (next.commission === fill.commission && next.realizedPnl === fill.realizedPnl) return;
    this.fills.put(next);
    this.listener.fillChanged(next);
  }

  private isContradicted(row: OrderSubject & { readonly orderRef: string }): boolean {
    const named = row.orderRef === '' ? undefined : this.orders.get(row.orderRef);
    if (named === undefined || !contradicts(named, row)) return false;
    this.listener.contradicted(named);
    return true;
  }

  /** The order that a row of IB is about. Under a key of ours there may be a second order, told apart by its permId. */
  private idOf(orderRef: string, permId: number | null): string | undefined {
    const named = orderRef === '' ? undefined : this.orders.get(orderRef);
    if (named !== undefined && !isAnother(named, permId)) return named.id;
    const byPermId = permId === null ? undefined : this.idByPermId.get(permId);
    if (named === undefined) return byPermId;
    return byPermId !== undefined && this.orders.get(byPermId)?.copyOf === named.id ? byPermId : undefined;
  }

  /** The order of ours whose key a row of IB has, when the row is about another order than it. */
  private originalOf(orderRef: string, permId: number | null): Order | undefined {
    const named = orderRef === '' ? undefined : this.orders.get(orderRef);
    return named !== undefined && isAnother(named, permId) ? named : undefined;
  }

  /** Id of a copy that is first heard of by a fill of it. */
  private copySeenIn(execution: Execution, atMs: number): string | undefined {
    const original = this.originalOf(execution.orderRef, execution.permId);
    if (original === undefined || execution.permId === null) return undefined;
    const own = execution.clientId === this.clientId && execution.orderId > 0;
    const copy = copySeenFilled(original, { execution, permId: execution.permId, own, atMs });
    this.add(copy);
    return copy.id;
  }

  private liveIdByOrderId(orderId: number, permId: number | null): string | undefined {
    const id = this.idByOrderId.get(orderId);
    const order = id === undefined ? undefined : this.orders.get(id);
    if (order === undefined || isAnother(order, permId)) return undefined;
    return isLive(order.state) || order.state === 'draft' ? order.id : undefined;
  }

  private parentIdOf(open: OpenOrder): string | null {
    if (open.parentPermId !== null) return this.idByPermId.get(open.parentPermId) ?? null;
    return null;
  }

  private keep(order: Order): void {
    this.orders.set(order.id, order);
    this.index(order);
    if (this.orders.size > maxFinished) this.forgetOldestFinished();
  }

  private index(order: Order): void {
    if (order.permId !== null) this.idByPermId.set(order.permId, order.id);
    if (order.orderId === null || order.clientId !== this.clientId) return;
    // A copy under the order id of its original does not take the original's place.
    if (order.copyOf !== null && this.idByOrderId.get(order.orderId) === order.copyOf) return;
    this.idByOrderId.set(order.orderId, order.id);
  }

  private forgetOldestFinished(): void {
    for (const order of this.orders.values()) {
      if (isLive(order.state) || order.state === 'draft') continue;
      this.orders.delete(order.id);
      if (order.permId !== null) this.idByPermId.delete(order.permId);
      if (order.orderId !== null && this.idByOrderId.get(order.orderId) === order.id)
        this.idByOrderId.delete(order.orderId);
      return;
    }
  }
}
