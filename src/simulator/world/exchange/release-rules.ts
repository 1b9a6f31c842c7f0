import type { SimClock } from '../world';
import type { LiveOrder } from './live-order';

/** Whether an order may be in the market now: it may, it has to wait, or it is to be cancelled. */
export type Verdict = 'go' | 'wait' | 'cancel';

/**
 * Seam: a reason for which an order that was sent and whose session is open is not in the market yet. An order enters
 * when every rule says `go`, and is not taken back when a rule says `wait` later; `cancel` ends it at any time.
 */
export interface ReleaseRule {
  verdict(order: LiveOrder): Verdict;
  /**
   * Calls `changed` when the verdict may have changed, until the returned function is called. A rule that does not
   * concern the order does nothing.
   */
  watch(order: LiveOrder, changed: () => void): () => void;
}

/** Good-after time: not before its moment. */
export function goodAfterRule(clock: SimClock): ReleaseRule {
  return {
    verdict: ({ terms }) => (terms.goodAfterMs !== null && clock.nowMs() < terms.goodAfterMs ? 'wait' : 'go'),
    watch: ({ terms }, changed) =>
      terms.goodAfterMs !== null && clock.nowMs() < terms.goodAfterMs
        ? clock.schedule(terms.goodAfterMs, changed)
        : () => undefined,
  };
}

/** What all rules together say. */
export function verdictOf(rules: readonly ReleaseRule[], order: LiveOrder): Verdict {
  let verdict: Verdict = 'go';
  for (const rule of rules) {
    const one = rule.verdict(order);
    if (one === 'cancel') return 'cancel';
    if (one === 'wait') verdict = 'wait';
  }
  return verdict;
}
