import type { Decimal } from 'decimal.js';
import { exact } from '../../../shared/domain/decimal';
import type { RiskRefusal, RiskRule } from '../../../shared/domain/risk';
import type { RiskFacts } from './risk-facts';

const grouped = /\B(?=(\d{3})+(?!\d))/g;

/** `12,000` or `1,234.50`. */
export function figure(value: Decimal, decimals?: number): string {
  const text = decimals === undefined ? value.toFixed() : value.toFixed(decimals);
  const [whole = '', rest] = text.split('.');
  return rest === undefined ? whole.replace(grouped, ',') : `${whole.replace(grouped, ',')}.${rest}`;
}

/** An amount in the account's currency: `USD 12,345.60`. */
export function amount(value: Decimal, facts: Pick<RiskFacts, 'baseCurrency'>): string {
  const text = figure(value, 2);
  return facts.baseCurrency === null ? text : `${facts.baseCurrency} ${text}`;
}

/** A part of a hundred: `12.3 %`. */
export function percentage(value: Decimal): string {
  return `${figure(value.toDecimalPlaces(2))} %`;
}

/** A refusal with value and limit; the sentence names both. */
export function refusal(rule: RiskRule, value: string, limit: string, text: string): RiskRefusal {
  return { rule, value, limit, text };
}

/** A refusal because a value that the rule needs is not known. */
export function unknown(rule: RiskRule, what: string): RiskRefusal {
  return {
    rule,
    value: null,
    limit: null,
    text: `${what} is not known yet, so the order cannot be checked. Wait a moment, or switch this rule off in the settings.`,
  };
}

/** The limit of a rule that is on, for comparisons; null when it is off. */
export function activeLimit(facts: Pick<RiskFacts, 'policy'>, rule: RiskRule): Decimal | null {
  const { on, limit } = facts.policy[rule];
  return on && limit !== null ? exact(limit) : null;
}
