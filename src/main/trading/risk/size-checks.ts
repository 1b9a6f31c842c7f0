import { exact } from '../../../shared/domain/decimal';
import type { OrderDraft } from '../../../shared/domain/order';
import type { RiskRefusal } from '../../../shared/domain/risk';
import { baseValue, highestPrice, positionAfter, valuationPrice } from './exposure';
import type { RiskFacts } from './risk-facts';
import { activeLimit, amount, figure, percentage, refusal, unknown } from './risk-refusals';

/** A check of one order: null lets it pass. */
export type RiskCheck = (draft: OrderDraft, facts: RiskFacts) => RiskRefusal | null;

const isShare = (facts: RiskFacts): boolean => ['STK', 'FUND', 'WAR'].includes(facts.instrument.secType);
const isContract = (facts: RiskFacts): boolean =>
  ['OPT', 'FOP', 'FUT', 'CFD'].includes(facts.instrument.secType);

export const checkShares: RiskCheck = (draft, facts) => {
  const limit = activeLimit(facts, 'order-shares');
  if (limit === null || !isShare(facts) || exact(draft.quantity).lessThanOrEqualTo(limit)) return null;
  const value = `${figure(exact(draft.quantity))} shares`;
  return refusal(
    'order-shares',
    value,
    `${figure(limit)} shares`,
    `${value} in one order; the limit is ${figure(limit)}. Split the order, or raise the limit in the settings.`,
  );
};

export const checkContracts: RiskCheck = (draft, facts) => {
  const limit = activeLimit(facts, 'order-contracts');
  if (limit === null || !isContract(facts) || exact(draft.quantity).lessThanOrEqualTo(limit)) return null;
  const value = `${figure(exact(draft.quantity))} contracts`;
  return refusal(
    'order-contracts',
    value,
    `${figure(limit)} contracts`,
    `${value} in one order; the limit is ${figure(limit)}. Split the order, or raise the limit in the settings.`,
  );
};

export const checkOrderValue: RiskCheck = (draft, facts) => {
  const limit = activeLimit(facts, 'order-value');
  if (limit === null) return null;
  const value = baseValue(exact(draft.quantity), valuationPrice(draft, facts), facts);
  if (value === null) return unknown('order-value', 'The value of the order');
  if (value.lessThanOrEqualTo(limit)) return null;
  return refusal(
    'order-value',
    amount(value, facts),
    amount(limit, facts),
    `The order is worth ${amount(value, facts)}; the limit is ${amount(limit, facts)}. Make it smaller, or raise the limit in the settings.`,
  );
};

export const checkShareOfNetLiquidation: RiskCheck = (draft, facts) => {
  const limit = activeLimit(facts, 'order-share-of-net-liquidation');
  if (limit === null) return null;
  const value = baseValue(exact(draft.quantity), valuationPrice(draft, facts), facts);
  if (value === null) return unknown('order-share-of-net-liquidation', 'The value of the order');
  if (facts.netLiquidation === null || !exact(facts.netLiquidation).greaterThan(0))
    return unknown('order-share-of-net-liquidation', 'The net liquidation value');
  const share = value.dividedBy(exact(facts.netLiquidation)).times(100);
  if (share.lessThanOrEqualTo(limit)) return null;
  return refusal(
    'order-share-of-net-liquidation',
    percentage(share),
    percentage(limit),
    `The order is worth ${percentage(share)} of the account; the limit is ${percentage(limit)}. Make it smaller, or raise the limit in the settings.`,
  );
};

export const checkPositionValue: RiskCheck = (draft, facts) => {
  const limit = activeLimit(facts, 'position-value');
  if (limit === null) return null;
  const after = positionAfter(draft, facts);
  if (after === null) return unknown('position-value', 'The position');
  const value = baseValue(after, highestPrice(draft, facts), facts);
  if (value === null) return unknown('position-value', 'The value of the position');
  if (value.lessThanOrEqualTo(limit)) return null;
  return refusal(
    'position-value',
    amount(value, facts),
    amount(limit, facts),
    `The position would be worth ${amount(value, facts)} after the fill; the limit is ${amount(limit, facts)}. Make the order smaller, or raise the limit in the settings.`,
  );
};

export const checkConcentration: RiskCheck = (draft, facts) => {
  const limit = activeLimit(facts, 'concentration');
  if (limit === null) return null;
  const after = positionAfter(draft, facts);
  if (after === null) return unknown('concentration', 'The position');
  const value = baseValue(after, highestPrice(draft, facts), facts);
  if (value === null) return unknown('concentration', 'The value of the position');
  if (facts.netLiquidation === null || !exact(facts.netLiquidation).greaterThan(0))
    return unknown('concentration', 'The net liquidation value');
  const share = value.dividedBy(exact(facts.netLiquidation)).times(100);
  if (share.lessThanOrEqualTo(limit)) return null;
  return refusal(
    'concentration',
    percentage(share),
    percentage(limit),
    `The position would be ${percentage(share)} of the account after the fill; the limit is ${percentage(limit)}. Make the order smaller, or raise the limit in the settings.`,
  );
};
