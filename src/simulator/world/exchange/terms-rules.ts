import type { MarketEvent, OrderTerms, SimQuote } from '../world';
import { adjustStop } from './adjustable-stop';
import type { LiveOrder } from './live-order';
import { followBenchmark } from './order-types/benchmark-orders';
import { followMarket } from './order-types/trailing-orders';
import { followVolatility } from './order-types/volatility-orders';
import type { References } from './references';
import { adjustScale } from './scale-orders';

/**
 * Seam: how the terms of an order in the market change with it. A rule gives the new terms, or null when they stay.
 * Rules run in their order on every market event, before the order is matched.
 */
export type TermsRule = (
  order: LiveOrder,
  quote: SimQuote,
  event: MarketEvent | null,
  references: References,
  nowMs: number,
) => OrderTerms | null;

/** A trailing stop follows the market until it is touched. */
const trailing: TermsRule = (order, quote) =>
  order.triggered ? null : followMarket(order.terms, quote, order.instrument);

const byVolatility: TermsRule = (order, _quote, _event, references) =>
  followVolatility(order.terms, order.instrument, references);

const byBenchmark: TermsRule = (order, quote, _event, references) =>
  followBenchmark(order.terms, order.instrument, quote, references);

const byTime: TermsRule = (order, _quote, _event, _references, nowMs) =>
  adjustScale(order.terms, order.instrument, nowMs);

const RULES: readonly TermsRule[] = [adjustStop, trailing, byVolatility, byBenchmark, byTime];

/**
 * Applies all rules; what an order remembers of its former type goes when the type changes. True when an adjustable
 * stop has become what it was to become.
 */
export function applyTermsRules(
  order: LiveOrder,
  quote: SimQuote,
  event: MarketEvent | null,
  references: References,
  nowMs: number,
): boolean {
  const { adjustment } = order.terms;
  for (const rule of RULES) {
    const terms = rule(order, quote, event, references, nowMs);
    if (terms === null) continue;
    // At a new price an order has not waited yet.
    if (terms.limitPrice !== order.terms.limitPrice) order.resting = false;
    if (terms.orderType !== order.terms.orderType) {
      order.triggered = false;
      order.touches = 0;
      order.workingPrice = null;
    }
    order.terms = terms;
  }
  return order.terms.adjustment !== adjustment;
}
