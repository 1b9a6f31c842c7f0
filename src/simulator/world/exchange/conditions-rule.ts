import { Decimal } from 'decimal.js';
import type { AccountBook } from '../account/book';
import { ConditionsDesk, type ConditionSources } from './conditions-desk';
import type { ConditionTrade } from './conditions-state';
import type { LiveOrder } from './live-order';
import type { ReleaseRule, Verdict } from './release-rules';

/**
 * Conditions: an order waits until they hold and stays released from then on, or, when the client asked for that, is
 * in the market until they hold and is then cancelled.
 */
export class ConditionsRule implements ReleaseRule {
  private readonly desk: ConditionsDesk<LiveOrder>;
  private readonly changed = new Map<LiveOrder, () => void>();
  /** The conditions that an order has met. */
  private readonly met = new WeakMap<LiveOrder, string>();

  constructor(sources: ConditionSources) {
    this.desk = new ConditionsDesk(sources, (order) => {
      this.met.set(order, conditionsOf(order));
      this.changed.get(order)?.();
    });
  }

  verdict(order: LiveOrder): Verdict {
    const { conditions, conditionsCancelOrder } = order.terms;
    if (conditions.length === 0) return 'go';
    if (conditionsCancelOrder) return this.hasMet(order) ? 'cancel' : 'go';
    return this.hasMet(order) ? 'go' : 'wait';
  }

  watch(order: LiveOrder, changed: () => void): () => void {
    if (order.terms.conditions.length === 0 || this.hasMet(order)) return () => undefined;
    this.changed.set(order, changed);
    this.desk.watch(order);
    return () => {
      this.changed.delete(order);
      this.desk.forget(order);
    };
  }

  /** Takes in a trade of the account. */
  executed(trade: ConditionTrade): void {
    this.desk.executed(trade);
  }

  /** A change of the order that leaves its conditions as they were leaves it released. */
  private hasMet(order: LiveOrder): boolean {
    return this.met.get(order) === conditionsOf(order);
  }
}

function conditionsOf({ terms }: LiveOrder): string {
  return JSON.stringify([terms.conditions, terms.conditionsCancelOrder]);
}

/** Excess liquidity in percent of the net liquidation value, from 0 up. */
export function cushionPercent(book: AccountBook): Decimal {
  const { netLiquidation, equityWithLoan, margin } = book.worth();
  if (!netLiquidation.greaterThan(0)) return new Decimal(0);
  return Decimal.max(0, equityWithLoan.minus(margin.maintenance).div(netLiquidation).times(100));
}
