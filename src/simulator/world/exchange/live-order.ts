import { Decimal } from 'decimal.js';
import type { OrderTerms, SimInstrument, SimOrder, SimOrderStatus } from '../world';
import type { AlgoWork } from './algos/algo-work';
import type { LegProgress } from './combos/combo-order';
import { orderTypeOf } from './order-types/order-types';

/** An order inside the exchange. What clients see of it is made by `snapshot`. */
export interface LiveOrder {
  readonly clientId: number;
  /** 0 for an order entered by hand until a client binds it. */
  orderId: number;
  readonly permId: number;
  /** True when it was not placed through the API. */
  readonly manual: boolean;
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
  /** True once nothing but the market decides: conditions met, good-after time reached. */
  released: boolean;
  triggered: boolean;
  /** How many looks in a row have found the trigger price touched. */
  touches: number;
  /** What the order type wanted of the market at last; null before it has met it. */
  workingPrice: number | null;
  /** True once the order has waited in the book: it then fills at its own limit and adds liquidity. */
  resting: boolean;
  warnedOfHours: boolean;
  /** What each unit that remains holds back of the account's excess over its margin. */
  reservedPerUnit: Decimal;
  /** The algorithm that works the order, while it does. */
  algo: AlgoWork | null;
  /** What the legs of a combination have traded; empty before the first fill. */
  legs: readonly LegProgress[];
  cancelTimers: (() => void)[];
}

/** An order that has just arrived and has not been sent on. */
export function newOrder(
  identity: Pick<
    LiveOrder,
    'clientId' | 'orderId' | 'permId' | 'manual' | 'instrument' | 'parent' | 'placedMs' | 'terms'
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
    released: false,
    triggered: false,
    touches: 0,
    workingPrice: null,
    resting: false,
    warnedOfHours: false,
    reservedPerUnit: new Decimal(0),
    algo: null,
    legs: [],
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

/** True when the order may trade: sent, released, its parent filled, its market open. */
export function isWorking(order: LiveOrder): boolean {
  return !isDone(order) && order.transmitted && order.released && order.sessionOpen && parentAllows(order);
}

/** The auction that an order trades in alone; null for the continuous market. */
export function auctionOf(order: LiveOrder): 'open' | 'close' | null {
  if (order.terms.tif === 'OPG') return 'open';
  return orderTypeOf(order.terms.orderType).atClose ? 'close' : null;
}

/** The status that follows from an order's state. */
export function derivedStatus(order: LiveOrder): {
  readonly status: SimOrderStatus;
  readonly whyHeld: string;
} {
  if (!order.transmitted) return { status: 'PendingSubmit', whyHeld: '' };
  const waitsForTrigger = orderTypeOf(order.terms.orderType).trigger !== null && !order.triggered;
  if (!parentAllows(order)) {
    return { status: 'PreSubmitted', whyHeld: waitsForTrigger ? 'child,trigger' : 'child' };
  }
  if (waitsForTrigger) return { status: 'PreSubmitted', whyHeld: 'trigger' };
  return { status: order.sessionOpen && order.released ? 'Submitted' : 'PreSubmitted', whyHeld: '' };
}

/** The order as clients see it. */
export function snapshot(order: LiveOrder): SimOrder {
  const average = order.filled.isZero() ? new Decimal(0) : order.filledValue.div(order.filled);
  return {
    clientId: order.clientId,
    orderId: order.orderId,
    permId: order.permId,
    manual: order.manual,
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
