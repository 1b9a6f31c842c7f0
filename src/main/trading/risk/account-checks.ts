import { exact } from '../../../shared/domain/decimal';
import type { RiskRefusal } from '../../../shared/domain/risk';
import type { MarginAfter, RiskFacts } from './risk-facts';
import { countOrders } from '../order-plan';
import { activeLimit, amount, figure, percentage, refusal, unknown } from './risk-refusals';
import type { RiskCheck } from './size-checks';

const MINUTE_MS = 60_000;

export const checkDuplicate: RiskCheck = (draft, facts) => {
  const limit = activeLimit(facts, 'duplicate');
  if (limit === null) return null;
  const asText = JSON.stringify(draft);
  const twin = facts.passed.find(
    (order) => limit.greaterThan(facts.nowMs - order.atMs) && JSON.stringify(order.draft) === asText,
  );
  if (twin === undefined) return null;
  const ageMs = facts.nowMs - twin.atMs;
  return refusal(
    'duplicate',
    `${ageMs} ms`,
    `${figure(limit)} ms`,
    `The same order went out ${ageMs} ms ago; within ${figure(limit)} ms it is taken for a slip. Place it again if you mean it.`,
  );
};

export const checkOrderRate: RiskCheck = (draft, facts) => {
  const limit = activeLimit(facts, 'order-rate');
  if (limit === null) return null;
  const inLastMinute = facts.passed
    .filter((order) => facts.nowMs - order.atMs < MINUTE_MS)
    .reduce((sum, order) => sum + countOrders(order.draft), 0);
  const after = inLastMinute + countOrders(draft);
  if (limit.greaterThanOrEqualTo(after)) return null;
  return refusal(
    'order-rate',
    `${after} a minute`,
    `${figure(limit)} a minute`,
    `It would make ${after} orders in a minute, exits of brackets included; the limit is ${figure(limit)}. Wait a little.`,
  );
};

export const checkOpenOrders: RiskCheck = (draft, facts) => {
  const limit = activeLimit(facts, 'open-orders');
  if (limit === null) return null;
  const after = facts.openOrders + countOrders(draft);
  if (limit.greaterThanOrEqualTo(after)) return null;
  return refusal(
    'open-orders',
    `${after} orders`,
    `${figure(limit)} orders`,
    `There would be ${after} open orders; the limit is ${figure(limit)}. Cancel some first, or raise the limit in the settings.`,
  );
};

/** The loss of the day as a part of what the account was worth without it, in percent; null while unknown. Pure. */
export function dailyLossPercent(
  facts: Pick<RiskFacts, 'netLiquidation' | 'dailyPnl'>,
): ReturnType<typeof exact> | null {
  if (facts.netLiquidation === null || facts.dailyPnl === null) return null;
  const before = exact(facts.netLiquidation).minus(exact(facts.dailyPnl));
  if (!before.greaterThan(0)) return null;
  return exact(facts.dailyPnl).negated().dividedBy(before).times(100);
}

export const checkDailyLoss: RiskCheck = (_draft, facts) => {
  const limit = activeLimit(facts, 'daily-loss');
  if (limit === null) return null;
  const loss = dailyLossPercent(facts);
  if (loss === null) return unknown('daily-loss', 'The profit and loss of the day');
  if (loss.lessThan(limit)) return null;
  return refusal(
    'daily-loss',
    percentage(loss),
    percentage(limit),
    `The loss of the day is ${percentage(loss)} of the account; the limit is ${percentage(limit)}. Only orders that reduce a position pass until tomorrow.`,
  );
};

/**
 * Whether the account could carry the order, by IB's own answer. Null lets it pass. Pure.
 * @param others what orders that IB did not know of when it was asked add to the initial margin, base currency.
 */
export function checkBuyingPower(
  after: MarginAfter,
  facts: Pick<RiskFacts, 'baseCurrency'>,
  others = exact(0),
): RiskRefusal | null {
  const left = exact(after.equityWithLoan).minus(exact(after.initMargin)).minus(others);
  if (!left.isNegative()) return null;
  return refusal(
    'buying-power',
    amount(left, facts),
    amount(exact(0), facts),
    `By IB’s estimate the order would leave ${amount(left, facts)} of available funds. Make it smaller.`,
  );
}
