import { type DecimalText, exact, isDecimalText } from './decimal';
import { type RiskPolicy, type RiskRule, riskRuleInfo, riskRules, type RiskSetting } from './risk';

function limited(limit: string): RiskSetting {
  if (!isDecimalText(limit)) throw new RangeError(`not a limit: ${limit}`);
  return { on: true, limit };
}

const switched: RiskSetting = { on: true, limit: null };

/** Sensible for a retail account; every rule is on. */
export const defaultRiskPolicy: RiskPolicy = {
  'order-shares': limited('10000'),
  'order-contracts': limited('50'),
  'order-value': limited('250000'),
  'order-share-of-net-liquidation': limited('50'),
  'limit-distance': limited('5'),
  duplicate: limited('1000'),
  'order-rate': limited('60'),
  'open-orders': limited('100'),
  'position-value': limited('500000'),
  concentration: limited('100'),
  'daily-loss': limited('5'),
  'buying-power': switched,
  'market-order-hours': switched,
  spread: limited('2'),
  'stale-quote': switched,
};

/** What is wrong with a setting of a rule, as a sentence; null when it can be used. Pure. */
export function settingProblem(rule: RiskRule, setting: RiskSetting): string | null {
  const { minimum, maximum, title } = riskRuleInfo[rule];
  if (minimum === null || maximum === null)
    return setting.limit === null ? null : `${title} has no limit; it is on or off.`;
  if (setting.limit === null) return `${title} needs a limit.`;
  const value = exact(setting.limit);
  return value.lessThan(minimum) || value.greaterThan(maximum)
    ? `${title}: enter a number from ${minimum.toLocaleString('en-US')} to ${maximum.toLocaleString('en-US')}.`
    : null;
}

/** True when a rule lets more pass after the change than before. Pure. */
export function isLooser(rule: RiskRule, before: RiskSetting, after: RiskSetting): boolean {
  if (before.on !== after.on) return before.on;
  if (!after.on || before.limit === null || after.limit === null) return false;
  const difference = exact(after.limit).comparedTo(exact(before.limit));
  return riskRuleInfo[rule].greaterIsLooser ? difference > 0 : difference < 0;
}

/** The rules that differ between two policies. Pure. */
export function changedRules(before: RiskPolicy, after: RiskPolicy): readonly RiskRule[] {
  return riskRules.filter(
    (rule) => before[rule].on !== after[rule].on || before[rule].limit !== after[rule].limit,
  );
}

/** The limit of a rule as a number for comparisons, or null while the rule is off. Pure. */
export function limitOf(policy: RiskPolicy, rule: RiskRule): DecimalText | null {
  const { on, limit } = policy[rule];
  return on ? limit : null;
}
