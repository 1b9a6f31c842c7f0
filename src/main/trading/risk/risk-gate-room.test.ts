import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact } from '../../../shared/domain/decimal';
import { decimalOf } from '../../../shared/domain/instrument-fixtures';
import type { OrderDraft } from '../../../shared/domain/order';
import { orderOf } from '../../../shared/domain/order-fixtures';
import type { RiskPolicy, RiskRule } from '../../../shared/domain/risk';
import { createGateScene, hasPassed, passage } from '../testing/gate-scene';
import { trustingPolicy } from '../testing/risk-scene';
import { aapl, limitDraft } from '../testing/trading-scene';
import type { PassedOrder } from './risk-facts';

function limited(limits: Partial<Record<RiskRule, string>>): RiskPolicy {
  const changed = Object.entries(limits).map(([rule, limit]) => [
    rule,
    { on: true, limit: decimalOf(limit) },
  ]);
  return { ...trustingPolicy, ...Object.fromEntries(changed) };
}
const quantity = (size: number) => ({ quantity: decimalOf(String(size)) });
const sell = (size: number): Partial<OrderDraft> => ({ side: 'SELL', ...quantity(size) });

describe('orders at the same time', () => {
  it('are told apart from a slip, one of two', async () => {
    const { ask, gate } = createGateScene();
    const answers = await Promise.all([ask(), ask()]);
    expect(answers.filter(hasPassed)).toHaveLength(1);
    expect(answers).toContain('duplicate');
    for (const answer of answers.filter(hasPassed)) gate.takeBack(answer);
    expect(hasPassed(await ask())).toBe(true);
  });

  it('share the orders of a minute, exits of brackets counted', async () => {
    const { ask, clock } = createGateScene(limited({ 'order-rate': '4' }));
    const bracket = { takeProfit: decimalOf('190'), stopLoss: decimalOf('180') };
    const answers = await Promise.all([ask({ bracket }), ask(quantity(1)), ask(quantity(2))]);
    expect(answers.map(hasPassed)).toEqual([true, true, false]);
    expect(answers[2]).toBe('order-rate');
    clock.advance(60_000);
    expect(hasPassed(await ask({ bracket }))).toBe(true);
  });

  it('share the room for open orders before they are in the book', async () => {
    const { ask } = createGateScene(limited({ 'open-orders': '2' }));
    const answers = await Promise.all([1, 2, 3].map((size) => ask(quantity(size))));
    expect(answers.filter(hasPassed)).toHaveLength(2);
    expect(answers[2]).toBe('open-orders');
  });

  it('share the room of a position, and what reduces it reduces it once', async () => {
    const scene = createGateScene(limited({ 'position-value': '30000' }));
    const buys = await Promise.all([ask(100), ask(50), ask(60)]);
    expect(buys.map(hasPassed)).toEqual([true, true, false]);
    function ask(size: number) {
      return scene.ask(quantity(size));
    }
    const held = createGateScene();
    held.known.position = decimalOf('100');
    await held.gate.setState('reducing');
    const sells = await Promise.all([held.ask(sell(100)), held.ask(sell(99))]);
    expect(sells.map(hasPassed)).toEqual([true, false]);
  });

  it('are held back when the gate closes while they wait for the disk', async () => {
    const { ask, gate } = createGateScene();
    const first = passage(await ask());
    const second = passage(await ask(quantity(1)));
    gate.arrived(second);
    expect(gate.withdrawal(first)).toBeNull();
    void gate.kill();
    expect(gate.withdrawal(first)).toMatchObject({ rule: 'state' });
    // A closing order of the kill switch is sent after it.
    expect(gate.withdrawal(gate.pass(limitDraft))).toBeNull();
  });
});

describe('what may still change a position', () => {
  it('is a fill that IB has not put into it yet', async () => {
    const { known, gate, ask, clock } = createGateScene();
    await gate.setState('reducing');
    known.position = decimalOf('100');
    gate.orderChanged(orderOf({ id: 'a', side: 'SELL', filled: decimalOf('100'), state: 'filled' }));
    expect(await ask(sell(100))).toBe('state');
    known.position = decimalOf('0');
    expect(await ask(sell(100))).toBe('state');
    // Once IB has told it, or has had every chance to, its word counts.
    known.position = decimalOf('100');
    clock.advance(5_001);
    expect(hasPassed(await ask(sell(100)))).toBe(true);
  });

  it('is a bracket’s exit, as far as its entry has filled, and of two exits one', async () => {
    const { known, gate, ask } = createGateScene();
    await gate.setState('reducing');
    known.position = decimalOf('100');
    const exit = { side: 'SELL', parentId: 'entry', remaining: decimalOf('40') } as const;
    const entry = orderOf({ id: 'entry', role: 'entry', filled: decimalOf('0') });
    known.orders = [
      entry,
      orderOf({ id: 'tp', ...exit, role: 'take-profit' }),
      orderOf({ id: 'sl', ...exit, role: 'stop-loss' }),
    ];
    gate.takeBack(passage(await ask(sell(100))));
    known.orders[0] = { ...entry, state: 'filled', filled: decimalOf('40') };
    expect(await ask(sell(61))).toBe('state');
    expect(hasPassed(await ask(sell(60)))).toBe(true);
  });

  it('is not known while IB has not told the positions', async () => {
    const { known, gate, ask } = createGateScene();
    known.position = null;
    expect(await ask()).toBe('position-value');
    await gate.setState('reducing');
    expect(await ask(sell(1))).toBe('state');
  });
});

describe('what an order is worth', () => {
  it('counts the multiplier and the currency of the instrument', async () => {
    const { known, ask } = createGateScene(limited({ 'order-value': '30000' }));
    known.instrument = { ...aapl, secType: 'OPT', multiplier: decimalOf('100') };
    expect(hasPassed(await ask(quantity(1)))).toBe(true);
    expect(await ask(quantity(2))).toBe('order-value');
    // A price in pence is a hundredth of a pound.
    known.instrument = { ...aapl, priceMagnifier: decimalOf('100') };
    expect(hasPassed(await ask(quantity(1_000)))).toBe(true);
    known.instrument = { ...aapl, currency: 'EUR' };
    expect(hasPassed(await ask(quantity(145)))).toBe(true);
    expect(await ask(quantity(146))).toBe('order-value');
    known.instrument = { ...aapl, currency: 'CHF' };
    expect(await ask(quantity(3))).toBe('order-value');
  });

  it('is not made small by a limit that trades at the market all the same', async () => {
    const policy = limited({ 'order-value': '10000' });
    const { ask } = createGateScene({ ...policy, 'limit-distance': { on: false, limit: decimalOf('5') } });
    const cheap = { pricing: { orderType: 'LMT', limitPrice: decimalOf('1') } } as const;
    expect(await ask({ ...sell(100), ...cheap })).toBe('order-value');
    expect(hasPassed(await ask({ ...quantity(100), ...cheap }))).toBe(true);
  });

  it('does not make a position small either', async () => {
    const { known, ask } = createGateScene(limited({ 'position-value': '50000' }));
    known.position = decimalOf('300');
    const cheap = { pricing: { orderType: 'LMT', limitPrice: decimalOf('1') } } as const;
    expect(await ask({ ...quantity(100), ...cheap })).toBe('position-value');
  });

  it('is not judged by a limit far beyond its stop', async () => {
    const { ask } = createGateScene();
    const stopLimit = (limit: string) =>
      ({
        pricing: { orderType: 'STP LMT', stopPrice: decimalOf('200'), limitPrice: decimalOf(limit) },
      }) as const;
    expect(await ask(stopLimit('210.01'))).toBe('limit-distance');
    expect(hasPassed(await ask(stopLimit('210')))).toBe(true);
  });
});

describe('the price that an order is judged by', () => {
  it.each([
    ['delayed', { type: 'delayed' }],
    ['stale', { stale: true }],
    ['not known, as of a halted stock', { bid: null, ask: null, last: null }],
  ] as const)('refuses while it is %s', async (_what, quote) => {
    const { known, ask } = createGateScene();
    known.quote = { ...known.quote, ...quote };
    expect(await ask()).toBe('stale-quote');
  });
});

describe('whatever is asked in whatever order', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('order' as const),
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      size: fc.integer({ min: 1, max: 300 }),
    }),
    fc.record({ kind: fc.constant('fill' as const), index: fc.nat(20) }),
    fc.record({ kind: fc.constant('told' as const) }),
    fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 2_000 }) }),
  );

  it('no fill of what passed takes a position beyond its limit', async () => {
    const most = 500;
    const policy = limited({ 'position-value': String(most * 187.2), 'order-rate': '1000' });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { known, gate, ask, clock } = createGateScene(policy);
        const waiting: { readonly passed: PassedOrder; readonly id: string }[] = [];
        let truth = 0;
        let lastFillMs = 0;
        for (const [index, one] of steps.entries()) {
          if (one.kind === 'order') {
            const answer = await ask({ side: one.side, ...quantity(one.size) });
            if (!hasPassed(answer)) continue;
            waiting.push({ passed: answer, id: `o${index}` });
          } else if (one.kind === 'fill') {
            const [taken] = waiting.splice(one.index % Math.max(1, waiting.length), 1);
            if (taken === undefined) continue;
            const { side, quantity: size } = taken.passed.draft;
            gate.arrived(taken.passed);
            gate.orderChanged(
              orderOf({ id: taken.id, side, filled: size, remaining: decimalOf('0'), state: 'filled' }),
            );
            truth += Number(exact(size)) * (side === 'BUY' ? 1 : -1);
            lastFillMs = clock.monotonicMs();
          } else if (one.kind === 'told') {
            known.position = decimalOf(String(truth));
          } else {
            clock.advance(one.ms);
            // IB tells a position within the time that is allowed for it.
            if (clock.monotonicMs() - lastFillMs > 4_000) known.position = decimalOf(String(truth));
          }
          expect(Math.abs(truth)).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 200 },
    );
  });
});
