import type { DecimalText } from './decimal';

export const pnlFigures = ['daily', 'unrealized', 'realized'] as const;
export type PnlFigure = (typeof pnlFigures)[number];

/**
 * Who says a figure. `ours`: computed here from fills and last prices. `account`: IB's reqPnL. `portfolio`: the sum over
 * IB's updatePortfolio.
 */
export const pnlSources = ['ours', 'account', 'portfolio'] as const;
export type PnlSource = (typeof pnlSources)[number];

/** One figure by one source, in the account's currency. */
export interface PnlValue {
  readonly source: PnlSource;
  /** What it is measured from and by; empty when the source has no such figure. */
  readonly basis: string;
  /** Null when it is not known. */
  readonly amount: DecimalText | null;
  /** Why it is not known, or what was taken in place of something missing; null when there is nothing to say. */
  readonly remark: string | null;
}

/** Something that keeps two sources apart. */
export interface PnlCause {
  readonly text: string;
  /** How much of the gap it makes; null when that cannot be said. */
  readonly amount: DecimalText | null;
}

/**
 * `none`: the two agree. `explained`: the causes make up the gap. `open`: a cause whose amount is not known may make up
 * the rest. `unexplained`: nothing does. `unknown`: one of the two is not known.
 */
export const pnlVerdicts = ['none', 'explained', 'open', 'unexplained', 'unknown'] as const;
export type PnlVerdict = (typeof pnlVerdicts)[number];

/** How far one source is from another, and why. */
export interface PnlGap {
  readonly from: PnlSource;
  readonly to: PnlSource;
  /** `from` less `to`. */
  readonly amount: DecimalText | null;
  readonly causes: readonly PnlCause[];
  /** What the causes with an amount leave over. */
  readonly rest: DecimalText | null;
  readonly verdict: PnlVerdict;
}

export interface PnlRow {
  readonly figure: PnlFigure;
  readonly values: readonly PnlValue[];
  readonly gaps: readonly PnlGap[];
}

/** Profit and loss by three sources. */
export interface PnlComparison {
  readonly atMs: number;
  /** Currency of the account; null before IB has said it. */
  readonly currency: string | null;
  /** Differences up to this are none, in the account's currency. */
  readonly tolerance: DecimalText;
  readonly rows: readonly PnlRow[];
}
