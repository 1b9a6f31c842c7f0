import { type DecimalText, decimalText, exact } from '../../shared/domain/decimal';
import { isLive, isOrderKey, type Order, type OrderKey } from '../../shared/domain/order';
import type { Execution, OpenOrder } from '../broker/port';

/** An open order of IB that the book does not know yet. */
export interface SeenOpen {
  readonly open: OpenOrder;
  readonly permId: number;
  /** It can be changed from here. */
  readonly own: boolean;
  /** `id` of the entry that it belongs to. */
  readonly parentId: string | null;
  readonly atMs: number;
}

/**
 * True when a row of IB with this permId is about another order, although it has the same key or order id: the permId of an
 * order never changes. Pure.
 */
export function isAnother(order: Order, permId: number | null): boolean {
  return order.permId !== null && permId !== null && order.permId !== permId;
}

/** What a row of IB says an order is about. */
export type OrderSubject = Pick<Order, 'conId' | 'side'>;

/**
 * True when a row of IB under the key of an order of ours is about another instrument or side. Neither of them can change,
 * and a second copy has them too: the row was damaged on its way, and nothing else in it can be believed. Pure.
 */
export function contradicts(order: OrderSubject, row: OrderSubject): boolean {
  return order.conId !== row.conId || order.side !== row.side;
}

/** An order that was placed elsewhere, as far as IB tells. Pure. */
export function foreignOrder({ open, permId, own, parentId, atMs }: SeenOpen): Order {
  const orderKey: OrderKey | null = isOrderKey(open.orderRef) ? open.orderRef : null;
  return {
    id: orderKey ?? permIdName(permId),
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
    copyOf: null,
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

/**
 * A second order of IB under the key of one of ours. It has no key of its own, so it is known by its permId; it is not
 * stored, because IB lists it for as long as it lives. Pure.
 */
export function orderOfCopy(original: Order, seen: SeenOpen): Order {
  return {
    ...foreignOrder(seen),
    id: permIdName(seen.permId),
    orderKey: null,
    role: original.role,
    copyOf: original.id,
  };
}

/** The same, when the first that is heard of it is one of its fills. Pure. */
export function copySeenFilled(
  original: Order,
  seen: {
    readonly execution: Execution;
    readonly permId: number;
    readonly own: boolean;
    readonly atMs: number;
  },
): Order {
  const { execution, permId, own, atMs } = seen;
  return {
    ...original,
    id: permIdName(permId),
    orderKey: null,
    orderId: execution.orderId > 0 ? execution.orderId : null,
    permId,
    clientId: execution.clientId,
    own,
    copyOf: original.id,
    state: 'working',
    filled: zero,
    remaining: original.quantity,
    averageFillPrice: null,
    whyHeld: '',
    message: null,
    createdMs: atMs,
    updatedMs: atMs,
  };
}

/** What is said, once, when a second copy of an order is seen. Pure. */
export function copyAlarm(copy: Order): string {
  const name = `${copy.side} ${copy.quantity} ${copy.symbol} ${copy.orderType}`;
  const what = `IB holds a second copy of an order that was asked for once: ${name} (permId ${copy.permId ?? 'unknown'}).`;
  if (!isLive(copy.state)) return `${what} It has ended; look at the position.`;
  return copy.own
    ? `${what} Cancel the surplus among the orders.`
    : `${what} It belongs to client id ${copy.clientId ?? 'unknown'}: cancel it there, or use "Cancel all".`;
}

function permIdName(permId: number): string {
  return `perm-${permId}`;
}

const zero: DecimalText = decimalText(exact(0));
