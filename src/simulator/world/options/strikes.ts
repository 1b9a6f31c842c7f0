/** The strikes of a class: fine near the money, coarser away from it. Each step is a multiple of the one before. */
export interface StrikePlan {
  readonly fineStep: number;
  /** Distances from the spot, as shares of it, up to which strikes are fine, middling and listed at all. */
  readonly fineWidth: number;
  readonly middleStep: number;
  readonly middleWidth: number;
  readonly coarseStep: number;
  readonly width: number;
}

/** True when a class lists a strike around a spot price. All expiries of a class have the same strikes. */
export function isListedStrike(plan: StrikePlan, strike: number, spot: number): boolean {
  const distance = Math.abs(strike / spot - 1);
  if (distance > plan.width) return false;
  return Number.isInteger(strike / stepAt(plan, distance));
}

/** The listed strikes, lowest first. */
export function strikesOf(plan: StrikePlan, spot: number): readonly number[] {
  const strikes: number[] = [];
  const last = Math.floor((spot * (1 + plan.width)) / plan.fineStep);
  for (
    let index = Math.max(1, Math.ceil((spot * (1 - plan.width)) / plan.fineStep));
    index <= last;
    index++
  ) {
    const strike = index * plan.fineStep;
    if (isListedStrike(plan, strike, spot)) strikes.push(strike);
  }
  return strikes;
}

function stepAt(plan: StrikePlan, distance: number): number {
  if (distance <= plan.fineWidth) return plan.fineStep;
  return distance <= plan.middleWidth ? plan.middleStep : plan.coarseStep;
}
