import type { Catalogue, OrderTerms, Refusal, SimCondition } from '../world';
import { NO_SUCH_CONTRACT } from './refusals';
import { TRIGGER_METHODS } from './triggers';

/** A condition that looks at the market of one contract. */
export type ContractCondition = Extract<SimCondition, { readonly conId: number }>;

export function isContractCondition(condition: SimCondition): condition is ContractCondition {
  return condition.type === 'price' || condition.type === 'volume' || condition.type === 'percentChange';
}

/**
 * Whether a list of conditions holds, when it is known which of them do. Each condition's conjunction ties it to the
 * next one, and the last one's says nothing. IB documents no brackets and no precedence; here "and" binds tighter
 * than "or", so that the list is a choice between groups of conditions that hold together.
 */
export function conditionsHold(conditions: readonly SimCondition[], holds: readonly boolean[]): boolean {
  let group = true;
  for (const [index, condition] of conditions.entries()) {
    group = group && holds[index] === true;
    const last = index === conditions.length - 1;
    if (!last && condition.conjunction === 'and') continue;
    if (group) return true;
    group = true;
  }
  return false;
}

/** TWS's refusal of conditions that cannot be watched; null when they can. */
export function refuseConditions(terms: OrderTerms, catalogue: Catalogue): Refusal | null {
  for (const condition of terms.conditions) {
    if (condition.type === 'price' && !TRIGGER_METHODS.includes(condition.triggerMethod)) {
      return { code: 146, text: 'Invalid trigger method.' };
    }
    if (condition.type === 'execution' && (condition.symbol === '' || condition.secType === '')) {
      return INCOMPLETE;
    }
    if (!isContractCondition(condition)) continue;
    if (condition.conId <= 0 || condition.exchange === '') return INCOMPLETE;
    if (catalogue.byConId(condition.conId) === undefined) return NO_SUCH_CONTRACT;
  }
  return null;
}

const INCOMPLETE: Refusal = { code: 147, text: 'The conditional contract info is incomplete.' };
