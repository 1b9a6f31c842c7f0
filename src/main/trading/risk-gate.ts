import type { OrderDraft } from '../../shared/domain/order';

/** Limits that hold for every order. */
export interface RiskLimits {
  /** Identical orders closer together than this are taken for a slip, ms. */
  readonly duplicateWindowMs: number;
  readonly maxOrdersPerMinute: number;
}

export const defaultRiskLimits: RiskLimits = { duplicateWindowMs: 1_000, maxOrdersPerMinute: 60 };

/** An order that passed the gate before. */
export interface PassedOrder {
  readonly draft: OrderDraft;
  readonly atMs: number;
}

/** Which rule said no, with the value and the limit. */
export interface RiskRefusal {
  readonly rule: 'duplicate' | 'order-rate';
  readonly text: string;
}

/** Checks a draft against what passed before. Pure; null means that it may pass. */
export function checkRisk(
  draft: OrderDraft,
  passed: readonly PassedOrder[],
  nowMs: number,
  limits: RiskLimits,
): RiskRefusal | null {
  const asText = JSON.stringify(draft);
  const twin = passed.find(
    (order) => nowMs - order.atMs < limits.duplicateWindowMs && JSON.stringify(order.draft) === asText,
  );
  if (twin !== undefined) {
    return {
      rule: 'duplicate',
      text: `The same order went out ${nowMs - twin.atMs} ms ago; within ${limits.duplicateWindowMs} ms it is taken for a slip. Place it again if you mean it.`,
    };
  }
  const inLastMinute = passed.filter((order) => nowMs - order.atMs < 60_000).length;
  if (inLastMinute >= limits.maxOrdersPerMinute) {
    return {
      rule: 'order-rate',
      text: `${inLastMinute} orders in the last minute; the limit is ${limits.maxOrdersPerMinute}. Wait a little.`,
    };
  }
  return null;
}
