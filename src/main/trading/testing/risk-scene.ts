import { type DecimalText, exact, decimalText } from '../../../shared/domain/decimal';
import { decimalOf } from '../../../shared/domain/instrument-fixtures';
import { emptyQuote, type Quote } from '../../../shared/domain/quote';
import { ok, type Result } from '../../../shared/domain/result';
import { type RiskPolicy, riskRules } from '../../../shared/domain/risk';
import { defaultRiskPolicy } from '../../../shared/domain/risk-policy';
import { freshDocument, type RiskDocument } from '../risk/risk-document';
import type { RiskSources, RiskStore } from '../risk/risk-gate-deps';

/** The default rules without the question for the buying power, which a scripted broker does not answer. */
export const trustingPolicy: RiskPolicy = {
  ...defaultRiskPolicy,
  'buying-power': { on: false, limit: null },
  'market-order-hours': { on: false, limit: null },
};

/** Only the rules that hold slips back: for tests in which the exchange itself is to say no. */
export const slipsOnlyPolicy: RiskPolicy = {
  ...defaultRiskPolicy,
  ...Object.fromEntries(
    riskRules
      .filter((rule) => rule !== 'duplicate' && rule !== 'order-rate')
      .map((rule) => [rule, { ...defaultRiskPolicy[rule], on: false }]),
  ),
};

/** The gate's settings in memory; they outlive the app as those on a disk do. */
export class MemoryRiskStore implements RiskStore {
  document: RiskDocument | null;

  constructor(policy: RiskPolicy) {
    this.document = { ...freshDocument, policy };
  }

  load(): Promise<Result<RiskDocument | null, string>> {
    return Promise.resolve(ok(this.document));
  }

  save(document: RiskDocument): Promise<Result<void, string>> {
    this.document = document;
    return Promise.resolve(ok(undefined));
  }
}

/** An account of a million dollars without positions, and a market at 187.18 to 187.20. */
export function quietMarket(
  changes: { readonly quote?: Partial<Quote>; readonly position?: DecimalText } = {},
): Pick<RiskSources, 'account' | 'position' | 'rateToBase' | 'quote'> {
  return {
    account: () => ({
      baseCurrency: 'USD',
      netLiquidation: decimalOf('1000000'),
      dailyPnl: decimalOf('0'),
    }),
    position: () => changes.position ?? decimalText(exact(0)),
    rateToBase: () => null,
    quote: (conId) =>
      Promise.resolve({
        ...emptyQuote(conId),
        bid: 187.18,
        ask: 187.2,
        last: 187.19,
        close: 186,
        type: 'live',
        receivedMs: 0,
        ...changes.quote,
      }),
  };
}
