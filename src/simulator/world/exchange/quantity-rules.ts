import { Decimal } from 'decimal.js';
import { hedgedBy } from './hedges';
import { type LiveOrder, remainingOf } from './live-order';
import { scaleComponent } from './scale-orders';

/** Seam: the most of an order that may trade now. The least of all rules holds. */
export type QuantityRule = (order: LiveOrder, nowMs: number) => Decimal;

/** A child trades no more than its parent has filled and its siblings left over. */
const byParent: QuantityRule = (order) => {
  const remaining = remainingOf(order);
  if (order.parent === null) return remaining;
  if (order.terms.hedge !== null) return Decimal.min(remaining, hedgedBy(order, order.parent));
  let used = new Decimal(0);
  for (const child of order.parent.children) {
    if (child.terms.hedge === null) used = used.plus(child.filled);
  }
  return Decimal.max(0, Decimal.min(remaining, order.parent.filled.minus(used)));
};

/** An iceberg trades what it shows; when that is gone, the next slice shows. */
const byDisplay: QuantityRule = (order) => {
  const { displaySize, minQuantity } = order.terms;
  const remaining = remainingOf(order);
  if (displaySize === null || tradesAsAWhole(order)) return remaining;
  const slice = new Decimal(displaySize).minus(order.filled.mod(displaySize));
  return order.filled.isZero() && minQuantity !== null ? Decimal.max(slice, minQuantity) : slice;
};

/** An algorithm lets an order into the market bit by bit; one that does not work it yet lets in nothing. */
const byAlgo: QuantityRule = (order, nowMs) => {
  if (order.terms.algo === null) return remainingOf(order);
  return order.algo?.allowed(nowMs) ?? new Decimal(0);
};

/** Of a scale order one component trades after the other. */
const byScale: QuantityRule = (order) => {
  const component = scaleComponent(order.terms, order.filled);
  return component?.remaining ?? remainingOf(order);
};

const RULES: readonly QuantityRule[] = [byParent, byDisplay, byAlgo, byScale];

/** How much of an order may trade now. */
export function workableOf(order: LiveOrder, nowMs: number): Decimal {
  let most = remainingOf(order);
  for (const rule of RULES) most = Decimal.min(most, rule(order, nowMs));
  return Decimal.max(0, most);
}

/** All-or-none and fill-or-kill orders trade all that remains at once, or nothing. */
export function tradesAsAWhole(order: LiveOrder): boolean {
  return order.terms.allOrNone || order.terms.tif === 'FOK';
}

/** The least that an order may trade at once. */
export function leastOf(order: LiveOrder): Decimal {
  const remaining = remainingOf(order);
  if (tradesAsAWhole(order)) return remaining;
  const { minQuantity } = order.terms;
  return minQuantity !== null && order.filled.isZero() ? Decimal.min(remaining, minQuantity) : new Decimal(0);
}
