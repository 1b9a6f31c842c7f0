import type { DecimalText } from './decimal';
import type { InstrumentName } from './instrument';
import type { Fill, OrderState, Side } from './order';

/** Why orders, executions and positions were compared: a new connection, IB back after it was away, or the trader. */
export const comparisonCauses = ['connect', 'return', 'demand'] as const;
export type ComparisonCause = (typeof comparisonCauses)[number];

/** An order that IB knows otherwise than it was known here. */
export interface OrderDifference extends InstrumentName {
  readonly id: string;
  readonly side: Side;
  readonly quantity: DecimalText;
  readonly orderType: string;
  /** Null when the order was not known. */
  readonly from: OrderState | null;
  readonly to: OrderState;
  readonly filledBefore: DecimalText;
  readonly filledAfter: DecimalText;
  /** Not placed by this installation under this client id. */
  readonly elsewhere: boolean;
  /** What IB, or Tradewind, says of it; null when nothing. */
  readonly text: string | null;
}

/**
 * Why a position differs from what it was: `fills`: executions that are known now make it up. `older`: it changed on a
 * day whose executions IB does not list any more. `checking`: executions and positions are being asked for again.
 */
export const positionCauses = ['fills', 'older', 'checking'] as const;
export type PositionCause = (typeof positionCauses)[number];

/** A position that was not as it had been left. */
export interface PositionDifference extends InstrumentName {
  /** Where fills and IB last agreed. */
  readonly before: DecimalText;
  /** What IB has. */
  readonly after: DecimalText;
  /** Net quantity of the fills that came to be known. */
  readonly fills: DecimalText;
  readonly cause: PositionCause;
}

/** A position whose quantity at IB is not what start position and fills make, and nothing says why. */
export interface PositionGap extends InstrumentName {
  readonly accountId: string;
  /** What IB has. */
  readonly quantity: DecimalText;
  /** Start position plus fills. */
  readonly expected: DecimalText;
  /** `quantity` less `expected`. */
  readonly difference: DecimalText;
  /** When it was noticed, UTC ms. */
  readonly sinceMs: number;
}

/** What one comparison with IB found. */
export interface ReconciliationReport {
  readonly atMs: number;
  readonly cause: ComparisonCause;
  /** `While you were away: 2 fills, 1 order cancelled.`; null when nothing differed. */
  readonly sentence: string | null;
  /** How much IB listed. */
  readonly compared: {
    readonly openOrders: number;
    readonly completedOrders: number;
    readonly executions: number;
    readonly positions: number;
  };
  readonly orders: readonly OrderDifference[];
  readonly fills: readonly Fill[];
  readonly positions: readonly PositionDifference[];
  /** Differences beyond the longest list; the journal counts them too. */
  readonly leftOut: number;
}

/** Where the comparison with IB stands. */
export interface ReconciliationState {
  /** The newest report in which something differed; null before there was one. */
  readonly report: ReconciliationReport | null;
  /** True until the trader has looked at the report or put it away. */
  readonly unseen: boolean;
  /** When everything was last compared, UTC ms. */
  readonly comparedMs: number | null;
  readonly gaps: readonly PositionGap[];
}

/** Longest list of differences in a report. */
export const maxDifferences = 200;
