import type { OrderDraft } from '../../../shared/domain/order';
import type { RiskRefusal } from '../../../shared/domain/risk';
import { checkDailyLoss, checkDuplicate, checkOpenOrders, checkOrderRate } from './account-checks';
import { reducesPosition } from './exposure';
import { checkLimitDistance, checkMarketOrderHours, checkSpread, checkStaleQuote } from './market-checks';
import type { RiskFacts } from './risk-facts';
import {
  checkConcentration,
  checkContracts,
  checkOrderValue,
  checkPositionValue,
  checkShareOfNetLiquidation,
  checkShares,
  type RiskCheck,
} from './size-checks';

/** Slips are slips, whatever they do to a position. */
const always: readonly RiskCheck[] = [checkDuplicate, checkLimitDistance, checkMarketOrderHours, checkSpread];

/** Checks that keep risk from growing; an order that only makes a position smaller passes without them. */
const whenGrowing: readonly RiskCheck[] = [
  checkOrderRate,
  checkOpenOrders,
  checkShares,
  checkContracts,
  checkStaleQuote,
  checkOrderValue,
  checkShareOfNetLiquidation,
  checkPositionValue,
  checkConcentration,
  checkDailyLoss,
];

/**
 * Checks an order against the state of the gate and every rule that is on, except the buying power, which IB has to be
 * asked for. The first rule that says no is named; null means that it may pass. Pure.
 */
export function checkOrder(draft: OrderDraft, facts: RiskFacts): RiskRefusal | null {
  const reduces = reducesPosition(draft, facts);
  const refused = refusedByState(reduces, facts);
  if (refused !== null) return refused;
  for (const check of reduces ? always : [...always, ...whenGrowing]) {
    const refusal = check(draft, facts);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Checks on what an order becomes when it is changed. */
const onChange: readonly RiskCheck[] = [
  checkShares,
  checkContracts,
  checkStaleQuote,
  checkOrderValue,
  checkShareOfNetLiquidation,
  checkPositionValue,
  checkConcentration,
  checkDailyLoss,
];

/**
 * Checks a change of a working order: `draft` is the order as it will be, for what is left of it to fill, and the open
 * orders of `facts` do not count it. A change that makes it smaller at the same or a safer price always passes, unless
 * the gate is halted. Pure.
 */
export function checkChange(draft: OrderDraft, facts: RiskFacts, grows: boolean): RiskRefusal | null {
  const reduces = reducesPosition(draft, facts) || !grows;
  const refused = refusedByState(reduces, facts);
  if (refused !== null) return refused;
  for (const check of reduces ? [checkLimitDistance] : [checkLimitDistance, ...onChange]) {
    const refusal = check(draft, facts);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Whether the buying power has to be asked for: the rule is on and the order can make a position greater. Pure. */
export function needsBuyingPower(draft: OrderDraft, facts: RiskFacts): boolean {
  return facts.policy['buying-power'].on && !reducesPosition(draft, facts);
}

const reducingHint =
  'What is open on the same side counts, exits of brackets included: cancel it first when it stands in the way.';

const haltedWords = {
  trader: 'Trading is halted',
  'kill-switch': 'Trading is halted by the kill switch',
  unreadable: 'Trading is halted because the limits could not be read',
} as const;

function refusedByState(reduces: boolean, { state }: RiskFacts): RiskRefusal | null {
  switch (state.kind) {
    case 'active':
      return null;
    case 'reducing':
      if (reduces) return null;
      return {
        rule: 'state',
        value: 'reducing',
        limit: null,
        text:
          state.cause === 'daily-loss'
            ? `The loss of the day has reached its limit: only orders that reduce a position pass until tomorrow. ${reducingHint}`
            : `Only orders that reduce a position pass. ${reducingHint} Or set orders to active under Limits in the settings.`,
      };
    case 'halted':
      return {
        rule: 'state',
        value: 'halted',
        limit: null,
        text: `${haltedWords[state.cause]}; cancels work. Set orders to active under Limits in the settings to trade on.`,
      };
  }
}
