import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DecimalText, decimalText, exact } from '../../../shared/domain/decimal';
import { conIdOf, decimalOf, instrumentOf } from '../../../shared/domain/instrument-fixtures';
import type { OrderDraft } from '../../../shared/domain/order';
import { emptyQuote, type Quote } from '../../../shared/domain/quote';
import { type RiskRule, riskRules } from '../../../shared/domain/risk';
import { defaultRiskPolicy } from '../../../shared/domain/risk-policy';
import { checkBuyingPower } from './account-checks';
import { checkOrder, needsBuyingPower } from './check-order';
import type { RiskFacts } from './risk-facts';

const conId = conIdOf(265598);
const NOON = Date.UTC(2026, 9, 5, 16);
const day = [{ startMs: NOON - 3_600_000, endMs: NOON + 3_600_000 }];
const apple = instrumentOf(conId, { tradingHours: day, liquidHours: day });
const quote: Quote = { ...emptyQuote(conId), bid: 99.99, ask: 100, last: 100, close: 98, type: 'live' };

const facts: RiskFacts = {
  nowMs: 1_000_000,
  marketNowMs: NOON,
  policy: defaultRiskPolicy,
  state: { kind: 'active' },
  instrument: apple,
  quote,
  position: decimalOf('0'),
  openBuys: decimalOf('0'),
  openSells: decimalOf('0'),
  openOrders: 0,
  rateToBase: decimalOf('1'),
  baseCurrency: 'USD',
  netLiquidation: decimalOf('1000000'),
  dailyPnl: decimalOf('0'),
  passed: [],
};

function limit(quantity: string, price = '100', changes: Partial<OrderDraft> = {}): OrderDraft {
  return {
    conId,
    side: 'BUY',
    quantity: decimalOf(quantity),
    pricing: { orderType: 'LMT', limitPrice: decimalOf(price) },
    tif: 'DAY',
    outsideRth: false,
    bracket: null,
    ...changes,
  };
}
const market = (quantity: string, side: OrderDraft['side'] = 'BUY'): OrderDraft =>
  limit(quantity, '1', { side, pricing: { orderType: 'MKT' } });

/** The default rules with another limit of one of them. */
function withLimit(rule: RiskRule, value: string): RiskFacts {
  return { ...facts, policy: { ...defaultRiskPolicy, [rule]: { on: true, limit: decimalOf(value) } } };
}

/** The same facts with a rule switched off. */
function without(rule: RiskRule, on: RiskFacts): RiskFacts {
  return { ...on, policy: { ...on.policy, [rule]: { ...on.policy[rule], on: false } } };
}

describe('every rule lets pass what is at its limit, and names itself, value and limit beyond it', () => {
  const cases: readonly {
    readonly rule: RiskRule;
    readonly passes: readonly [OrderDraft, RiskFacts];
    readonly fails: readonly [OrderDraft, RiskFacts];
    readonly value: string;
    readonly limit: string;
  }[] = [
    {
      rule: 'order-shares',
      passes: [limit('500'), withLimit('order-shares', '500')],
      fails: [limit('501'), withLimit('order-shares', '500')],
      value: '501 shares',
      limit: '500 shares',
    },
    {
      rule: 'order-contracts',
      passes: [
        limit('5'),
        { ...withLimit('order-contracts', '5'), instrument: { ...apple, secType: 'OPT' } },
      ],
      fails: [limit('6'), { ...withLimit('order-contracts', '5'), instrument: { ...apple, secType: 'OPT' } }],
      value: '6 contracts',
      limit: '5 contracts',
    },
    {
      rule: 'order-value',
      passes: [limit('200'), withLimit('order-value', '20000')],
      fails: [limit('201'), withLimit('order-value', '20000')],
      value: 'USD 20,100.00',
      limit: 'USD 20,000.00',
    },
    {
      rule: 'order-share-of-net-liquidation',
      passes: [limit('200'), withLimit('order-share-of-net-liquidation', '2')],
      fails: [limit('210'), withLimit('order-share-of-net-liquidation', '2')],
      value: '2.1 %',
      limit: '2 %',
    },
    {
      rule: 'limit-distance',
      passes: [limit('10', '105'), facts],
      fails: [limit('10', '105.5'), facts],
      value: '5.5 %',
      limit: '5 %',
    },
    {
      rule: 'duplicate',
      passes: [limit('10'), { ...facts, passed: [{ draft: limit('10'), atMs: facts.nowMs - 1_000 }] }],
      fails: [limit('10'), { ...facts, passed: [{ draft: limit('10'), atMs: facts.nowMs - 999 }] }],
      value: '999 ms',
      limit: '1,000 ms',
    },
    {
      rule: 'order-rate',
      passes: [
        limit('10'),
        { ...withLimit('order-rate', '2'), passed: [{ draft: limit('1'), atMs: 999_000 }] },
      ],
      fails: [
        limit('10'),
        {
          ...withLimit('order-rate', '2'),
          passed: [1, 2].map((quantity) => ({ draft: limit(String(quantity)), atMs: 999_000 })),
        },
      ],
      value: '3 a minute',
      limit: '2 a minute',
    },
    {
      rule: 'open-orders',
      passes: [limit('10'), { ...withLimit('open-orders', '4'), openOrders: 3 }],
      fails: [
        limit('10', '100', { bracket: { takeProfit: decimalOf('110'), stopLoss: null } }),
        { ...withLimit('open-orders', '4'), openOrders: 3 },
      ],
      value: '5 orders',
      limit: '4 orders',
    },
    {
      rule: 'position-value',
      passes: [limit('100'), { ...withLimit('position-value', '50000'), position: decimalOf('400') }],
      fails: [
        limit('100'),
        { ...withLimit('position-value', '50000'), position: decimalOf('399'), openBuys: decimalOf('2') },
      ],
      value: 'USD 50,100.00',
      limit: 'USD 50,000.00',
    },
    {
      rule: 'concentration',
      passes: [limit('100'), { ...withLimit('concentration', '5'), position: decimalOf('400') }],
      fails: [limit('101'), { ...withLimit('concentration', '5'), position: decimalOf('400') }],
      value: '5.01 %',
      limit: '5 %',
    },
    {
      rule: 'daily-loss',
      passes: [limit('1'), { ...facts, netLiquidation: decimalOf('950001'), dailyPnl: decimalOf('-49999') }],
      fails: [limit('1'), { ...facts, netLiquidation: decimalOf('950000'), dailyPnl: decimalOf('-50000') }],
      value: '5 %',
      limit: '5 %',
    },
    {
      rule: 'market-order-hours',
      passes: [market('1'), facts],
      fails: [market('1'), { ...facts, marketNowMs: NOON + 3_600_000 }],
      value: 'outside regular hours',
      limit: 'regular hours only',
    },
    {
      rule: 'spread',
      passes: [market('1'), { ...facts, quote: { ...quote, bid: 99, ask: 100.9 } }],
      fails: [market('1'), { ...facts, quote: { ...quote, bid: 99, ask: 101.01 } }],
      value: '2.01 %',
      limit: '2 %',
    },
    {
      rule: 'stale-quote',
      passes: [limit('1'), facts],
      fails: [limit('1'), { ...facts, quote: { ...quote, stale: true } }],
      value: 'stale',
      limit: 'live',
    },
  ];

  it.each(cases)('$rule', ({ rule, passes, fails, value, limit: bound }) => {
    expect(checkOrder(...passes)).toBeNull();
    const refusal = checkOrder(...fails);
    expect(refusal).toMatchObject({ rule, value, limit: bound });
    expect(refusal?.text).toMatch(/\.$/);
    expect(checkOrder(fails[0], without(rule, fails[1]))).toBeNull();
  });

  it('buying-power', () => {
    const after = (left: string) => ({
      initMargin: decimalOf('1000'),
      equityWithLoan: decimalOf(left),
      initMarginChange: decimalOf('10'),
    });
    expect(checkBuyingPower(after('1000'), facts)).toBeNull();
    expect(checkBuyingPower(after('999.99'), facts)).toMatchObject({
      rule: 'buying-power',
      value: 'USD -0.01',
      limit: 'USD 0.00',
    });
    expect(needsBuyingPower(limit('1'), facts)).toBe(true);
    expect(needsBuyingPower(limit('1'), without('buying-power', facts))).toBe(false);
  });

  it('covers every rule that there is', () => {
    expect([...cases.map(({ rule }) => rule), 'buying-power'].toSorted()).toEqual(riskRules.toSorted());
  });
});

describe('what is not known', () => {
  it('refuses rather than guesses, and a rule that is off asks for nothing', () => {
    for (const missing of [
      { quote: { ...emptyQuote(conId) } },
      { netLiquidation: null },
      { dailyPnl: null },
      { position: null },
      { rateToBase: null },
    ] satisfies readonly Partial<RiskFacts>[]) {
      expect(checkOrder(market('1'), { ...facts, ...missing }), JSON.stringify(missing)).not.toBeNull();
    }
    const off = riskRules.reduce((so, rule) => without(rule, so), facts);
    expect(checkOrder(market('1'), { ...off, quote: emptyQuote(conId), netLiquidation: null })).toBeNull();
  });

  it('lets a limit order wait for a market that is closed', () => {
    const closed = { ...facts, marketNowMs: NOON + 3_600_000, quote: { ...emptyQuote(conId), close: 98 } };
    expect(checkOrder(limit('1', '98'), closed)).toBeNull();
  });

  it('takes delayed prices for none', () => {
    expect(checkOrder(limit('1'), { ...facts, quote: { ...quote, type: 'delayed' } })).toMatchObject({
      rule: 'stale-quote',
      value: 'delayed',
    });
  });
});

describe('the state of the gate', () => {
  const long = { ...facts, position: decimalOf('100') };
  const reducing = { ...long, state: { kind: 'reducing', cause: 'trader', sinceMs: 0 } } as const;

  it('reducing lets only that pass which makes a position smaller, open orders counted', () => {
    expect(checkOrder(market('100', 'SELL'), reducing)).toBeNull();
    expect(checkOrder(market('101', 'SELL'), reducing)).toMatchObject({ rule: 'state' });
    expect(checkOrder(market('1', 'BUY'), reducing)).toMatchObject({ rule: 'state' });
    expect(checkOrder(market('51', 'SELL'), { ...reducing, openSells: decimalOf('50') })).toMatchObject({
      rule: 'state',
    });
    expect(checkOrder(market('1', 'SELL'), { ...reducing, position: null })).toMatchObject({ rule: 'state' });
  });

  it('halted lets nothing pass', () => {
    const halted = { ...long, state: { kind: 'halted', cause: 'kill-switch', sinceMs: 0 } } as const;
    expect(checkOrder(market('1', 'SELL'), halted)).toMatchObject({ rule: 'state', value: 'halted' });
  });

  it('lets a position be left after the loss of the day, on any price', () => {
    const lost = {
      ...long,
      netLiquidation: decimalOf('500000'),
      dailyPnl: decimalOf('-500000'),
      quote: { ...quote, stale: true },
    };
    expect(checkOrder(market('100', 'SELL'), lost)).toBeNull();
    expect(checkOrder(market('100', 'BUY'), lost)).not.toBeNull();
  });
});

describe('whatever is asked', () => {
  const sizes = fc.integer({ min: 1, max: 3_000 }).map((size): DecimalText => decimalText(exact(size)));
  const drafts = fc.record({
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    quantity: sizes,
  });
  const scenes = fc.record({
    position: fc.integer({ min: -3_000, max: 3_000 }).map((size) => decimalText(exact(size))),
    openBuys: sizes,
    openSells: sizes,
  });

  it('an order that passes while reducing never leaves a greater position than there was', () => {
    fc.assert(
      fc.property(drafts, scenes, (draft, scene) => {
        const state = { kind: 'reducing', cause: 'trader', sinceMs: 0 } as const;
        const order = { ...market('1', draft.side), quantity: draft.quantity };
        if (checkOrder(order, { ...facts, ...scene, state }) !== null) return;
        const open = exact(draft.side === 'BUY' ? scene.openBuys : scene.openSells);
        const change = open.plus(exact(draft.quantity)).times(draft.side === 'BUY' ? 1 : -1);
        const after = exact(scene.position).plus(change);
        expect(after.abs().lessThan(exact(scene.position).abs())).toBe(true);
      }),
    );
  });

  it('a smaller order than one that passes, passes', () => {
    fc.assert(
      fc.property(drafts, scenes, (draft, scene) => {
        const order = { ...limit('1', '100', { side: draft.side }), quantity: draft.quantity };
        const smaller = { ...order, quantity: decimalOf('1') };
        const wide = { ...facts, ...scene };
        if (checkOrder(order, wide) === null && exact(scene.position).isZero())
          expect(checkOrder(smaller, wide)).toBeNull();
      }),
    );
  });
});
