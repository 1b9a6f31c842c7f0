import { type DecimalText, parseDecimalInput } from '../../../shared/domain/decimal';
import { type RiskRule, riskRuleInfo, type RiskSetting, type RiskUnit } from '../../../shared/domain/risk';
import { settingProblem } from '../../../shared/domain/risk-policy';
import type { Result } from '../../../shared/domain/result';

const unitWords: Readonly<Record<RiskUnit, string>> = {
  shares: 'shares',
  contracts: 'contracts',
  'base-currency': 'in account currency',
  percent: '%',
  ms: 'ms',
  'per-minute': 'a minute',
  orders: 'orders',
  none: '',
};

/** What stands behind the field of a limit. */
export function unitWord(rule: RiskRule): string {
  return unitWords[riskRuleInfo[rule].unit];
}

/** A limit as it stands in its field: thousands grouped. Pure. */
export function showLimit(limit: DecimalText | null): string {
  if (limit === null) return '';
  const [whole = '', rest] = limit.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

/** A limit as it is typed, checked as main checks it. Pure. */
export function readLimit(rule: RiskRule, on: boolean, typed: string): Result<RiskSetting, string> {
  if (riskRuleInfo[rule].unit === 'none') return { ok: true, value: { on, limit: null } };
  const limit = parseDecimalInput(typed);
  if (limit === null) return { ok: false, error: 'Enter a number.' };
  const setting = { on, limit };
  const problem = settingProblem(rule, setting);
  return problem === null ? { ok: true, value: setting } : { ok: false, error: problem };
}
