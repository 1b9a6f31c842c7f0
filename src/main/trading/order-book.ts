import { type DecimalText, decimalText, exact } from '../../shared/domain/decimal';
import { type Fill, isLive, isOrderKey, type Order, type OrderKey } from '../../shared/domain/order';
import type { CommissionReport, CompletedOrder, Execution, OpenOrder, OrderStatus } from '../broker/port';
import { FillRegister } from './fill-register';
import { nextOrder, type OrderEvent } from './order-lifecycle';

/** What a change did, so that the caller can show, journal and store it. */
export interface BookListener {
  orderChanged(order: Order, before: Order | null): void;
  fillChanged(fill: Fill): void;
  /** A correction took the place of an execution: show the fills anew. */
  fillsCorrected(): void;
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
    this.put(order, null);
  }

  /** Applies an event to an order; unknown ids are ignored. Returns the order after it. */
  apply(id: string, event: OrderEvent): Order | undefined {
    const before = this.orders.get(id);
    if (before === undefined) return undefined;
    const after = nextOrder(before, event);
    if (after !== before) this.put(after, before);
    return after;
  }

  /** openOrder of IB: of ours, or of another client. Without a permId nothing of another client can be told apart. */
  openOrder(open: OpenOrder, atMs: number): Order | undefined {
    const id =
      this.idOf(open.orderRef, open.permId) ??
      (open.clientId === this.clientId ? this.liveIdByOrderId(open.orderId) : undefined);
    if (id !== undefined) return this.apply(id, { kind: 'open-order', order: open, atMs });
    if (open.permId === null) return undefined;
    const order = foreignOrder(
      open,
      open.permId,
      // Orders entered by hand have order id 0: nothing can be said about them by id.
      open.clientId === this.clientId && open.orderId > 0,
      this.parentIdOf(open),
      atMs,
    );
    this.put(order, null);
    return this.apply(order.id, { kind: 'open-order', order: open, atMs });
  }

  orderStatus(status: OrderStatus, atMs: number): Order | undefined {
    const known = status.permId === null ? undefined : this.idByPermId.get(status.permId);
    const id =
      known ?? (status.clientId === this.clientId ? this.liveIdByOrderId(status.orderId) : undefined);
    return id === undefined ? undefined : this.apply(id, { kind: 'status', status, atMs });
  }

  orderError(orderId: number, event: Extract<OrderEvent, { kind: 'error' }>): Order | undefined {
    const id = this.idByOrderId.get(orderId);
    return id === undefined ? undefined : this.apply(id, event);
  }

  completed(completed: CompletedOrder, atMs: number): Order | undefined {
    const id = this.idOf(completed.orderRef, completed.permId);
    return id === undefined ? undefined : this.apply(id, { kind: 'completed', completed, atMs });
  }

  /** Records an execution once, however often it is reported. A correction replaces what it corrects. */
  execution(execution: Execution, atMs: number): void {
    if (this.fills.knows(execution.execId)) return;
    const id =
      this.idOf(execution.orderRef, execution.permId) ??
      (execution.clientId === this.clientId ? this.liveIdByOrderId(execution.orderId) : undefined);
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

  private idOf(orderRef: string, permId: number | null): string | undefined {
    if (orderRef !== '' && this.orders.has(orderRef)) return orderRef;
    return permId === null ? undefined : this.idByPermId.get(permId);
  }

  private liveIdByOrderId(orderId: number): string | undefined {
    const id = this.idByOrderId.get(orderId);
    const order = id === undefined ? undefined : this.orders.get(id);
    return order !== undefined && (isLive(order.state) || order.state === 'draft') ? order.id : undefined;
  }

  private parentIdOf(open: OpenOrder): string | null {
    if (open.parentPermId !== null) return this.idByPermId.get(open.parentPermId) ?? null;
    return null;
  }

  private put(order: Order, before: Order | null): void {
    this.orders.set(order.id, order);
    this.index(order);
    if (order !== before) this.listener.orderChanged(order, before);
    if (this.orders.size > maxFinished) this.forgetOldestFinished();
  }

  private index(order: Order): void {
    if (order.permId !== null) this.idByPermId.set(order.permId, order.id);
    if (order.orderId !== null && order.clientId === this.clientId)
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

/** An order that was placed elsewhere, as far as IB tells. */
function foreignOrder(
  open: OpenOrder,
  permId: number,
  own: boolean,
  parentId: string | null,
  atMs: number,
): Order {
  const orderKey: OrderKey | null = isOrderKey(open.orderRef) ? open.orderRef : null;
  return {
    id: orderKey ?? `perm-${permId}`,
    orderKey,
    orderId: open.orderId > 0 ? open.orderId : null,
    permId,
    clientId: open.clientId,
    own,
    accountId: open.accountId,
    conId: open.conId,
    symbol: open.symbol,
    secType: open.secType,
    localSymbol: open.localSymbol,
    side: open.side,
    quantity: open.quantity,
    orderType: open.orderType,
    limitPrice: open.limitPrice,
    stopPrice: open.stopPrice,
    tif: open.tif,
    outsideRth: open.outsideRth,
    parentId,
    role: 'single',
    state: 'working',
    filled: zero,
    remaining: open.quantity,
    averageFillPrice: null,
    whyHeld: '',
    message: null,
    createdMs: atMs,
    updatedMs: atMs,
  };
}

const zero: DecimalText = decimalText(exact(0));
