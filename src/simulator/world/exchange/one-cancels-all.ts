import { Decimal } from 'decimal.js';
import type { OrderTerms } from '../world';
import { type LiveOrder, remainingOf } from './live-order';

/**
 * How much an order in a group that reduces loses when another one fills a share (0 to 1) of what remained of it. What
 * is left is a whole number of size increments.
 */
export function reductionOf(order: LiveOrder, share: Decimal): Decimal {
  const remaining = remainingOf(order);
  const step = order.instrument.sizeIncrement;
  const left = remaining.times(new Decimal(1).minus(share)).div(step).floor().times(step);
  return remaining.minus(left);
}

/** Groups that have filled are remembered up to this number; the oldest are forgotten. */
const MOST_GROUPS = 10_000;

/**
 * The one-cancels-all groups of which an order has filled, in part or as a whole. TWS takes no further orders into
 * such a group, whatever its type.
 */
export class FilledGroups {
  private readonly keys = new Set<string>();

  /** An order has filled: its group, if it is in one, is over for those that come. */
  add({ account, ocaGroup }: OrderTerms): void {
    if (ocaGroup === '') return;
    this.keys.add(keyOf(account, ocaGroup));
    if (this.keys.size <= MOST_GROUPS) return;
    for (const oldest of this.keys) {
      this.keys.delete(oldest);
      return;
    }
  }

  has({ account, ocaGroup }: OrderTerms): boolean {
    return ocaGroup !== '' && this.keys.has(keyOf(account, ocaGroup));
  }
}

function keyOf(account: string, group: string): string {
  return JSON.stringify([account, group]);
}
