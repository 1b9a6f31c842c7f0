import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { orderTerms } from '../order-terms';
import type { MarketEvent, SimCondition, SimQuote } from '../world';
import { CLOSED_MARKET_MS, makeTestWorld, OPEN_MARKET_MS, type TestWorld } from '../world-fixture';
import { conditionsHold, refuseConditions } from './conditions';
import { type ConditionalOrder, ConditionsDesk } from './conditions-desk';
import { PriceTrigger } from './conditions-price';

const and = { conjunction: 'and' } as const;
const or = { conjunction: 'or' } as const;

function margin(tie: typeof and | typeof or, percent = 0): SimCondition {
  return { type: 'margin', ...tie, isMore: true, percent };
}

function quote(different: Partial<SimQuote>): SimQuote {
  const base = makeTestWorld().world.market.quote(265598);
  return { ...base, ...different };
}

function event(kind: 'bid' | 'ask' | 'trade'): MarketEvent {
  const common = { conId: 265598, atMs: 0 };
  return kind === 'trade' ? { kind, ...common, price: 1, size: 1, exchange: 'Q' } : { kind, ...common };
}

describe('conditions tied by and and or', () => {
  const list = [margin(and), margin(or), margin(and), margin(and)];

  it.each([
    [[true, true, false, false], true],
    [[true, false, true, true], true],
    [[true, false, true, false], false],
    [[false, true, false, true], false],
  ])('hold when all of one group hold: %j', (holds, expected) => {
    expect(conditionsHold(list, holds)).toBe(expected);
  });

  it('do not mind what the last one is tied with', () => {
    expect(conditionsHold([margin(and), margin(or)], [true, false])).toBe(false);
    expect(conditionsHold([margin(and), margin(or)], [true, true])).toBe(true);
  });
});

describe('the trigger methods of a price', () => {
  const { aapl, instrument } = makeTestWorld();
  const rising = (method: number) => new PriceTrigger(method, aapl, { price: 100, above: true });

  it('look at the last price by default, at quotes where two in a row are asked for', () => {
    expect(rising(0).observe(null, quote({ last: 100, bid: 90, ask: 91 }))).toBe(true);
    expect(rising(2).observe(null, quote({ last: 99, bid: 100, ask: 101 }))).toBe(false);
    const option = new PriceTrigger(0, instrument('AAPL', 'OPT'), { price: 100, above: true });
    const high = quote({ last: 100, bid: 100, ask: 101 });
    expect(option.observe(null, high)).toBe(false);
    expect(option.observe(event('trade'), high)).toBe(false);
    expect(option.observe(event('bid'), high)).toBe(true);
  });

  it('count bids where the price rises and asks where it falls', () => {
    expect(rising(4).observe(null, quote({ bid: 99, ask: 100, last: 100 }))).toBe(false);
    expect(rising(4).observe(null, quote({ bid: 100, ask: 101 }))).toBe(true);
    const falling = new PriceTrigger(4, aapl, { price: 100, above: false });
    expect(falling.observe(null, quote({ bid: 100, ask: 101 }))).toBe(false);
    expect(falling.observe(null, quote({ bid: 99, ask: 100 }))).toBe(true);
  });

  it('begin anew when one of two in a row misses', () => {
    const double = rising(3);
    expect(double.observe(event('trade'), quote({ last: 100 }))).toBe(false);
    expect(double.observe(event('trade'), quote({ last: 99 }))).toBe(false);
    expect(double.observe(event('trade'), quote({ last: 101 }))).toBe(false);
    expect(double.observe(event('trade'), quote({ last: 102 }))).toBe(true);
  });

  it('take either of last and quote, or the middle', () => {
    expect(rising(7).observe(null, quote({ last: 99, bid: 100 }))).toBe(true);
    expect(rising(8).observe(null, quote({ bid: 99, ask: 101 }))).toBe(true);
    expect(rising(8).observe(null, quote({ bid: 98, ask: 101 }))).toBe(false);
    expect(rising(8).observe(null, quote({ bid: null, ask: 101 }))).toBe(false);
  });
});

/** A desk over a world, and what it has said. */
function deskOf(test: TestWorld, cushion = 50) {
  const met: ConditionalOrder[] = [];
  const { clock, market, catalogue } = test.world;
  const facts = { cushion };
  const desk = new ConditionsDesk<ConditionalOrder>(
    { clock, market, catalogue, cushionPercent: () => new Decimal(facts.cushion) },
    (order) => void met.push(order),
  );
  const watch = (conditions: readonly SimCondition[], ignoreRth = false): ConditionalOrder => {
    const order = {
      instrument: test.aapl,
      terms: orderTerms({ conditions, conditionsIgnoreRth: ignoreRth }),
    };
    desk.watch(order);
    return order;
  };
  return { desk, met, watch, facts };
}

describe('waiting for conditions', () => {
  it('on a price ends when the market gets there', () => {
    const test = makeTestWorld();
    const { met, watch, desk } = deskOf(test);
    const start = test.world.market.quote(265598).last ?? 0;
    const price = { type: 'price', ...and, conId: 265598, exchange: 'SMART', triggerMethod: 2 } as const;
    const up = watch([{ ...price, isMore: true, price: start + 0.05 }]);
    const down = watch([{ ...price, isMore: false, price: start - 0.05 }]);
    const never = watch([{ ...price, isMore: true, price: start * 2 }]);
    for (let step = 0; step < 3_000 && met.length < 1; step += 1) test.wall.advance(100);
    const last = test.world.market.quote(265598).last ?? 0;
    expect(met[0]).toBe(last > start ? up : down);
    expect(Math.abs(last - start)).toBeGreaterThanOrEqual(0.05);
    expect(desk.size).toBe(2);
    desk.forget(never);
    expect(desk.size).toBe(1);
  });

  it('on a time ends at that moment, and before a time only until then', () => {
    const test = makeTestWorld();
    const { met, watch } = deskOf(test);
    const atMs = OPEN_MARKET_MS + 5_000;
    const after = watch([{ type: 'time', ...and, isMore: true, atMs }]);
    const before = watch([{ type: 'time', ...and, isMore: false, atMs }]);
    test.wall.advance(10);
    expect(met).toEqual([before]);
    test.wall.advance(4_980);
    expect(met).toEqual([before]);
    test.wall.advance(20);
    expect(met).toEqual([before, after]);
  });

  it('on the margin cushion follows the account', () => {
    const test = makeTestWorld();
    const { met, watch, facts } = deskOf(test, 40);
    const falls = watch([{ type: 'margin', ...and, isMore: false, percent: 30 }]);
    test.wall.advance(5_000);
    expect(met).toEqual([]);
    facts.cushion = 30;
    test.wall.advance(1_100);
    expect(met).toEqual([falls]);
  });

  it('on an execution needs a trade in that instrument, at that exchange', () => {
    const test = makeTestWorld();
    const { met, watch, desk } = deskOf(test);
    const named = { type: 'execution', ...and, symbol: 'MSFT', secType: 'STK' } as const;
    const anywhere = watch([{ ...named, exchange: 'SMART' }]);
    const elsewhere = watch([{ ...named, exchange: 'IEX' }]);
    test.wall.advance(100);
    desk.executed({ instrument: test.aapl, exchange: 'IEX' });
    expect(met).toEqual([]);
    desk.executed({ instrument: test.instrument('MSFT', 'STK'), exchange: 'DRCTEDGE' });
    test.wall.advance(10);
    expect(met).toEqual([anywhere]);
    desk.executed({ instrument: test.instrument('MSFT', 'STK'), exchange: 'IEX' });
    test.wall.advance(10);
    expect(met).toEqual([anywhere, elsewhere]);
  });

  it('on volume and on the change from the previous close', () => {
    const test = makeTestWorld();
    const { met, watch } = deskOf(test);
    const { volume, last, close } = test.world.market.quote(265598);
    const change = (((last ?? 0) - (close ?? 1)) / (close ?? 1)) * 100;
    const at = { ...and, conId: 265598, exchange: 'SMART' };
    const traded = watch([{ type: 'volume', ...at, isMore: true, value: volume + 2_000 }]);
    const moved = watch([{ type: 'percentChange', ...at, isMore: false, value: change + 1 }]);
    watch([{ type: 'percentChange', ...at, isMore: true, value: change + 5 }]);
    test.wall.advance(20);
    expect(met).toEqual([moved]);
    for (let step = 0; step < 3_000 && met.length < 2; step += 1) test.wall.advance(100);
    expect(met).toEqual([moved, traded]);
    expect(test.world.market.quote(265598).volume).toBeGreaterThanOrEqual(volume + 2_000);
  });

  it('outside regular hours goes on, unless the order says that they do not matter', () => {
    const test = makeTestWorld({ startMs: CLOSED_MARKET_MS });
    const { met, watch } = deskOf(test);
    const condition = { type: 'time', ...and, isMore: true, atMs: CLOSED_MARKET_MS - 1 } as const;
    const patient = watch([condition]);
    const bold = watch([condition], true);
    test.wall.advance(1_000);
    expect(met).toEqual([bold]);
    const opensMs = test.world.catalogue.nextSession(test.aapl, CLOSED_MARKET_MS, true).startMs;
    test.wall.advance(opensMs - CLOSED_MARKET_MS);
    expect(met).toEqual([bold, patient]);
  });
});

describe('waiting orders', () => {
  it('have their markets listened to only while they wait', () => {
    const test = makeTestWorld();
    const { clock, catalogue, market } = test.world;
    let listening = 0;
    const counted = {
      ...market,
      quote: (conId: number) => market.quote(conId),
      subscribe: (conId: number, listener: (event: MarketEvent) => void) => {
        listening += 1;
        const end = market.subscribe(conId, listener);
        return () => {
          listening -= 1;
          end();
        };
      },
    };
    const sources = { clock, catalogue, market: counted, cushionPercent: () => new Decimal(50) };
    const desk = new ConditionsDesk<ConditionalOrder>(sources, () => undefined);
    const at = { ...and, conId: 265598, exchange: 'SMART', isMore: true } as const;
    const order = (value: number): ConditionalOrder => ({
      instrument: test.aapl,
      terms: orderTerms({ conditions: [{ type: 'volume', ...at, value }] }),
    });
    const far = order(1e12);
    desk.watch(far);
    desk.watch(order(1));
    expect(listening).toBe(2);
    test.wall.advance(10);
    expect(listening).toBe(1);
    desk.forget(far);
    expect(listening).toBe(0);
  });
});

describe('conditions that cannot be watched', () => {
  const { catalogue } = makeTestWorld().world;
  const price = { type: 'price', ...and, isMore: true, price: 1, exchange: 'SMART' } as const;

  it.each([
    [{ ...price, conId: 265598, triggerMethod: 5 }, 146],
    [{ ...price, conId: 0, triggerMethod: 0 }, 147],
    [{ ...price, conId: 999_999_999, triggerMethod: 0 }, 200],
    [{ type: 'execution', ...and, symbol: '', secType: 'STK', exchange: 'SMART' } as const, 147],
  ])('are refused: %j', (condition, code) => {
    expect(refuseConditions(orderTerms({ conditions: [condition] }), catalogue)?.code).toBe(code);
  });

  it('and the others are not', () => {
    const conditions = [{ ...price, conId: 265598, triggerMethod: 8 }, margin(or, 30)];
    expect(refuseConditions(orderTerms({ conditions }), catalogue)).toBeNull();
  });
});
