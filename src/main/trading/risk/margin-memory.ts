import type { OrderDraft } from '../../../shared/domain/order';
import type { WhatIfMargin } from '../../broker/port';
import type { Clock } from '../../platform/clock';
import type { MarginAfter } from './risk-facts';

/** How long IB's answer about a draft is good for, ms. */
const GOOD_FOR_MS = 3_000;

/** IB's newest margin answer: the ticket asks for it while it is filled in, and the order that follows need not ask again. */
export class MarginMemory {
  private readonly clock: Clock;
  private newest: {
    readonly draft: string;
    readonly margin: MarginAfter;
    readonly atMs: number;
    readonly tick: number;
  } | null = null;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /**
   * Null when the answer lacks what the check needs.
   * @param tick of the passed orders when IB was asked.
   */
  note(draft: OrderDraft, answer: WhatIfMargin, tick: number): MarginAfter | null {
    const { initMarginAfter, equityWithLoanAfter, initMarginChange } = answer;
    if (initMarginAfter === null || equityWithLoanAfter === null) return null;
    const margin = { initMargin: initMarginAfter, equityWithLoan: equityWithLoanAfter, initMarginChange };
    this.newest = { draft: JSON.stringify(draft), margin, atMs: this.clock.monotonicMs(), tick };
    return margin;
  }

  /** @param tick of the passed orders now: an answer from before another order went out is none any more. */
  find(draft: OrderDraft, tick: number): MarginAfter | null {
    const { newest } = this;
    if (newest === null || newest.tick !== tick || this.clock.monotonicMs() - newest.atMs > GOOD_FOR_MS)
      return null;
    return newest.draft === JSON.stringify(draft) ? newest.margin : null;
  }
}
