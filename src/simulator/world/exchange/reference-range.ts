import type { Market } from '../world';
import { referenceOf, referencePrice } from './references';
import type { ReleaseRule } from './release-rules';
import type { LiveOrder } from './live-order';

/**
 * The range in which the underlying of a volatility order, or the reference of one that is pegged to it, has to stay:
 * outside of it the order is cancelled.
 */
export function referenceRangeRule(market: Market): ReleaseRule {
  const rangeOf = (order: LiveOrder): { readonly conId: number } | undefined => {
    const { referenceRange } = order.terms;
    const conId = referenceOf(order);
    return referenceRange === null || conId === undefined ? undefined : { conId };
  };
  return {
    verdict: (order) => {
      const watched = rangeOf(order);
      const price = watched === undefined ? null : referencePrice(market.quote(watched.conId));
      const { lower, upper } = order.terms.referenceRange ?? { lower: null, upper: null };
      if (price === null) return 'go';
      const outside = (lower !== null && price < lower) || (upper !== null && price > upper);
      return outside ? 'cancel' : 'go';
    },
    watch: (order, changed) => {
      const watched = rangeOf(order);
      return watched === undefined ? () => undefined : market.subscribe(watched.conId, changed);
    },
  };
}
