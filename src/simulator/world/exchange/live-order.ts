import { Decimal } from 'decimal.js';
import type { OrderTerms, SimInstrument, SimOrder, SimOrderStatus } from '../world';
import { hasStop } from './validation';

/** An order inside the exchange. What clients see of it is made by `snapshot`. */
export interface LiveOrder {
  readonly clientId: number;
  readonly orderId: number;
  readonly permId: number;
  readonly instrument: SimInstrument;
  readonly parent: LiveOrder | null;
  readonly children: LiveOrder[];
  readonly placedMs: number;
  terms: OrderTerms;
  status: SimOrderStatus;
  whyHeld: string;
  filled: Decimal;
  /** Sum of price times quantity of the fills. */
  filledValue: Decimal;
  commission: Decimal;
  lastFillPrice: number;
  completedMs: number | null;
  completedStatus: string;
  revision: number;
  transmitted: boolean;
  /** True while the market that the order may trade in is open. */
  sessionOpen: boolean;
  triggered: boolean;
  /** True once the order has waited in the book: it then fills at its own limit and adds liquidity. */
  resting: boolean;
  warnedOfHours: boolean;
  cancelTimers: (() => void)[];
}

/** An order that has just arrived and has not been sent on. */
export function newOrder(
  identity: Pick<
    LiveOrder,
    'clientId' | 'orderId' | 'permId' | 'instrument' | 'parent' | 'placedMs' | 'terms'
  >,
): LiveOrder {
  return {
    ...identity,
    children: [],
    status: 'PendingSubmit',
    whyHeld: '',
    filled: new Decimal(0),
    filledValue: new Decimal(0),
    commission: new Decimal(0),
    lastFillPrice: 0,
    completedMs: null,
    completedStatus: '',
    revision: 0,
    transmitted: false,
    sessionOpen: false,
    triggered: false,
    resting: false,
    warnedOfHours: false,
    cancelTimers: [],
  };
}

export function isDone(order: LiveOrder): boolean {
  return order.completedMs !== null;
}

export function remainingOf(order: LiveOrder): Decimal {
  return Decimal.max(0, new Decimal(order.terms.quantity).minus(order.filled));
}

/** A child wakes when its parent has filled at least in part. */
export function parentAllows(order: LiveOrder): boolean {
  return order.parent === null || order.parent.filled.greaterThan(0);
}

/** How much of an order may trade now: a child no more than its parent has filled and its siblings left over. */
export function workableOf(order: LiveOrder): Decimal {
  const remaining = remainingOf(order);
  if (order.parent === null) return remaining;
  let used = new Decimal(0);
  for (const child of order.parent.children) used = used.plus(child.filled);
  return Decimal.max(0, Decimal.min(remaining, order.parent.filled.minus(used)));
}

/** True when the order may trade: sent, its parent filled, its market open, its stop touched. */
export function isWorking(order: LiveOrder): boolean {
  return !isDone(order) && order.transmitted && order.sessionOpen && parentAllows(order);
}

/** The status that follows from an order's state. */
export function derivedStatus(order: LiveOrder): {
  readonly status: SimOrderStatus;
  readonly whyHeld: string;
} {
  if (!order.transmitted) return { status: 'PendingSubmit', whyHeld: '' };
  const waitsForTrigger = hasStop(order.terms.orderType) && !order.triggered;
  if (!parentAllows(order)) {
    return { status: 'PreSubmitted', whyHeld: waitsForTrigger ? 'child,trigger' : 'child' };
  }
  if (waitsForTrigger) return { status: 'PreSubmitted', whyHeld: 'trigger' };
  return { status: order.sessionOpen ? 'Submitted' : 'PreSubmitted', whyHeld: '' };
}

/** The order as clients see it. */
export function snapshot(order: LiveOrder): SimOrder {
  const average = order.filled.isZero() ? new Decimal(0) : order.filledValue.div(order.filled);
  return {
    clientId: order.clientId,
    orderId: order.orderId,
    permId: order.permId,
    parentPermId: order.parent?.permId ?? 0,
    instrument: order.instrument,
    terms: order.terms,
    status: order.status,
    whyHeld: order.whyHeld,
    filled: order.filled.toNumber(),
    remaining: remainingOf(order).toNumber(),
    averageFillPrice: average.toDecimalPlaces(8).toNumber(),
    lastFillPrice: order.lastFillPrice,
    placedMs: order.placedMs,
    completedMs: order.completedMs,
    completedStatus: order.completedStatus,
    revision: order.revision,
  };
}
