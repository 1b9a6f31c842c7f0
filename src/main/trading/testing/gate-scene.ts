import { decimalOf } from '../../../shared/domain/instrument-fixtures';
import type { Order, OrderDraft } from '../../../shared/domain/order';
import { emptyQuote, type Quote } from '../../../shared/domain/quote';
import { ok, type Result } from '../../../shared/domain/result';
import type { RiskPolicy } from '../../../shared/domain/risk';
import type { WhatIfMargin } from '../../broker/port';
import { ManualClock } from '../../platform/manual-clock';
import type { PassedOrder } from '../risk/risk-facts';
import { RiskGate } from '../risk/risk-gate';
import type { RiskSources } from '../risk/risk-gate-deps';
import type { NewRecord } from '../trading-store';
import { MemoryRiskStore, trustingPolicy } from './risk-scene';
import { aapl, limitDraft } from './trading-scene';

/** IB's answer that leaves so much of the equity after an order that adds `change` to the margin. */
export function marginOf(left: string, change = '100'): WhatIfMargin {
  return {
    initMarginChange: decimalOf(change),
    maintMarginChange: decimalOf(change),
    initMarginAfter: decimalOf('1000'),
    maintMarginAfter: decimalOf('1000'),
    equityWithLoanAfter: decimalOf(String(1_000 + Number(left))),
    commission: decimalOf('1'),
    minCommission: null,
    maxCommission: null,
    commissionCurrency: 'USD',
    warningText: '',
  };
}

/** A gate with everything around it in the hands of the test. */
export function createGateScene(policy: RiskPolicy = trustingPolicy) {
  const clock = new ManualClock();
  const store = new MemoryRiskStore(policy);
  const journal: NewRecord[] = [];
  const notices: string[] = [];
  const known = {
    account: {
      baseCurrency: 'USD',
      netLiquidation: decimalOf('1000000'),
      dailyPnl: decimalOf('0'),
    } as ReturnType<RiskSources['account']>,
    position: decimalOf('0') as ReturnType<RiskSources['position']>,
    rates: new Map([['EUR', decimalOf('1.1')]]),
    orders: [] as Order[],
    quote: { bid: 187.18, ask: 187.2, last: 187.19, close: 186, type: 'live' } as Partial<Quote>,
    instrument: aapl,
    clockKnown: true,
    whatIfs: [] as OrderDraft[],
    whatIf: (): Promise<Result<WhatIfMargin, { readonly text: string }>> =>
      Promise.resolve(ok(marginOf('500000'))),
  };
  const gate = new RiskGate({
    sources: {
      account: () => known.account,
      position: () => known.position,
      rateToBase: (currency) => known.rates.get(currency) ?? null,
      orders: () => known.orders,
      quote: (conId) => Promise.resolve({ ...emptyQuote(conId), ...known.quote }),
      whatIf(draft) {
        known.whatIfs.push(draft);
        return known.whatIf();
      },
    },
    store,
    clock,
    marketNowMs: () => clock.nowMs(),
    marketClockKnown: () => known.clockKnown,
    journal: (records) => journal.push(...records),
    notice: (_severity, text) => notices.push(text),
    onChange: () => undefined,
  });
  /** Asks for an order as its placement does; the answer is its passage or the refusal. */
  async function ask(changes: Partial<OrderDraft> = {}): Promise<PassedOrder | string> {
    const draft = { ...limitDraft, ...changes };
    const inquiry = await gate.inquire(draft, known.instrument);
    if (!inquiry.ok) return inquiry.error.rule;
    const refusal = gate.judge(draft, known.instrument, inquiry.value);
    return refusal === null ? gate.pass(draft, inquiry.value.margin) : refusal.rule;
  }
  return { gate, clock, store, journal, notices, known, ask };
}

/** True for an order that passed. */
export function hasPassed(answer: PassedOrder | string): answer is PassedOrder {
  return typeof answer !== 'string';
}

/** An order that must have passed. */
export function passage(answer: PassedOrder | string): PassedOrder {
  if (typeof answer === 'string') throw new Error(`refused by ${answer}`);
  return answer;
}
