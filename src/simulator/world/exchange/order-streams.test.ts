import { Decimal } from 'decimal.js';
import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  option,
  property,
  record,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderTerms, SimExecution, SimInstrument, SimOrder } from '../world';
import { cents, makeTestWorld, OPEN_MARKET_MS, terms, type TestWorld } from '../world-fixture';

const START_CASH = 5_000_000;
/** Every run makes a world, which takes a busy machine its time; one that fails is made simpler for some seconds. */
const TIMEOUT_MS = 60_000;
const AT_MOST = { interruptAfterTimeLimit: 5_000 };

const ORDER_TYPES: readonly string[] = (
  'MKT,LMT,LMT,STP,STP LMT,TRAIL,TRAIL LIMIT,MIT,LIT,MTL,MIDPRICE,REL,PEG MID,SNAP MKT,SNAP MID,SNAP PRIM,' +
  'MKT PRT,STP PRT,MOC,LOC'
).split(',');

/** An order of any kind near the market, then some time. Prices are given as ticks from the ask. */
const step = record({
  symbol: constantFrom('AAPL STK', 'KO STK', 'ES FUT'),
  side: constantFrom('BUY' as const, 'SELL' as const),
  lots: integer({ min: 1, max: 12 }),
  orderType: constantFrom(...ORDER_TYPES),
  tif: constantFrom('DAY', 'DAY', 'GTC', 'IOC', 'FOK', 'GTD'),
  limitAway: integer({ min: -8, max: 8 }),
  auxAway: integer({ min: -8, max: 8 }),
  offset: integer({ min: 1, max: 6 }),
  displayLots: option(integer({ min: 1, max: 3 }), { nil: null }),
  minLots: option(integer({ min: 1, max: 4 }), { nil: null }),
  allOrNone: boolean(),
  discretionary: integer({ min: 0, max: 3 }),
  ocaGroup: constantFrom('', '', '', '', '', 'one', 'two'),
  delayMs: option(integer({ min: 1, max: 3000 }), { nil: null }),
  action: constantFrom('place', 'place', 'place', 'place', 'modify', 'cancel', 'cancel all'),
  waitMs: integer({ min: 0, max: 3000 }),
});

type Step = typeof step extends Arbitrary<infer T> ? T : never;

/** Groups have one type each, as clients send them. */
const GROUP_TYPES: Readonly<Record<string, number>> = { '': 0, one: 1, two: 2 };

function termsOf(test: TestWorld, one: Step, instrument: SimInstrument): OrderTerms {
  const { minTick } = instrument;
  const ask = test.world.market.quote(instrument.conId).ask ?? 1;
  const size = instrument.secType === 'FUT' ? 1 : 100;
  const away = (ticks: number): number => new Decimal(minTick).times(ticks).plus(ask).toNumber();
  const distance = new Decimal(minTick).times(one.offset).toNumber();
  const { orderType } = one;
  const priced = ['LMT', 'LOC', 'STP LMT', 'LIT', 'REL', 'PEG MID', 'MIDPRICE'].includes(orderType);
  const touched = ['STP', 'STP LMT', 'MIT', 'LIT', 'STP PRT'].includes(orderType);
  const closing = orderType === 'MOC' || orderType === 'LOC';
  const plain = one.displayLots === null && one.discretionary === 0;
  return terms({
    side: one.side,
    quantity: one.lots * size,
    orderType,
    limitPrice: priced ? away(one.limitAway) : null,
    auxPrice: touched ? away(one.auxAway) : distance,
    limitOffset: orderType === 'TRAIL LIMIT' ? distance : null,
    tif: closing ? 'DAY' : one.tif,
    goodTillMs: one.tif === 'GTD' ? test.world.clock.nowMs() + 10_000 : null,
    goodAfterMs: one.delayMs === null ? null : test.world.clock.nowMs() + one.delayMs,
    displaySize: one.displayLots === null ? null : one.displayLots * size,
    discretionaryAmount: one.displayLots === null && size > 1 ? one.discretionary * minTick : 0,
    minQuantity: one.minLots === null ? null : Math.min(one.minLots, one.lots) * size,
    allOrNone: one.allOrNone && plain && size > 1,
    ocaGroup: one.ocaGroup,
    ocaType: GROUP_TYPES[one.ocaGroup] ?? 0,
  });
}

/** A stretch of trading on an ordinary morning. */
function trade(steps: readonly Step[]): TestWorld {
  const test = makeTestWorld({ startMs: OPEN_MARKET_MS, cash: START_CASH });
  const { exchange } = test.world;
  steps.forEach((one, index) => {
    const [symbol = '', secType = ''] = one.symbol.split(' ');
    const instrument = test.instrument(symbol, secType);
    const open = exchange.openOrders()[0];
    if (one.action === 'cancel' && open !== undefined) exchange.cancel(1, open.orderId);
    else if (one.action === 'cancel all') exchange.globalCancel();
    else if (one.action === 'modify' && open !== undefined) {
      const more = open.terms.quantity + one.lots * (open.instrument.secType === 'FUT' ? 1 : 100);
      exchange.place(1, open.orderId, open.instrument, { ...open.terms, quantity: more });
    } else exchange.place(1, index + 1, instrument, termsOf(test, one, instrument));
    test.wall.advance(one.waitMs);
  });
  return test;
}

function ordersOf(test: TestWorld): readonly SimOrder[] {
  return [...test.world.exchange.openOrders(), ...test.world.exchange.completedOrders()];
}

function fillsOf(test: TestWorld, { permId }: SimOrder): readonly SimExecution[] {
  return test.events.flatMap((event) =>
    event.kind === 'filled' && event.order.permId === permId ? [event.execution] : [],
  );
}

function checkQuantities(test: TestWorld, order: SimOrder): void {
  const fills = fillsOf(test, order);
  const filled = fills.reduce((sum, fill) => sum.plus(fill.shares), new Decimal(0));
  expect(filled.toNumber()).toBe(order.filled);
  expect(order.filled).toBeLessThanOrEqual(order.terms.quantity);
  expect(order.filled + order.remaining).toBe(order.terms.quantity);
  const [first] = fills;
  if (first === undefined) return;
  const { terms: atFirst } = first.order;
  if (atFirst.allOrNone || atFirst.tif === 'FOK') {
    expect(first.shares).toBe(atFirst.quantity);
  }
  if (atFirst.minQuantity !== null) {
    expect(first.shares).toBeGreaterThanOrEqual(Math.min(atFirst.minQuantity, atFirst.quantity));
  }
}

function checkPrices(test: TestWorld, order: SimOrder): void {
  for (const { price, order: seen } of fillsOf(test, order)) {
    const { limitPrice, discretionaryAmount, side, orderType } = seen.terms;
    // What is left of a market-to-limit order got its limit from this fill.
    if (limitPrice === null || orderType === 'MTL') continue;
    const worse = new Decimal(price).minus(limitPrice).times(side === 'BUY' ? 1 : -1);
    expect(worse.lessThanOrEqualTo(discretionaryAmount)).toBe(true);
  }
}

/** The first fill of a group of type 1 cancels the others and ends it for those that come. */
function checkGroups(test: TestWorld): void {
  const members = ordersOf(test).filter((order) => order.terms.ocaGroup === 'one');
  expect(members.filter((order) => order.filled > 0).length).toBeLessThanOrEqual(1);
}

/** An amount as it is booked: a fill of an odd lot at half a cent is rounded, and so is what a position is worth. */
function booked(amount: Decimal): Decimal {
  return amount.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

function checkBooks(test: TestWorld): void {
  const positions = new Map<number, Decimal>();
  let paid = new Decimal(0);
  for (const { order, shares, price, side, commission } of test.world.exchange.executions()) {
    const { conId, multiplier } = order.instrument;
    const amount = new Decimal(shares).times(side === 'BOT' ? 1 : -1);
    positions.set(conId, amount.plus(positions.get(conId) ?? 0));
    const value = amount.times(price).times(multiplier === '' ? 1 : multiplier);
    paid = paid.plus(booked(value)).plus(commission);
  }
  let worth = new Decimal(START_CASH).minus(paid);
  for (const { instrument, position, marketPrice } of test.world.account.positions()) {
    expect(position).toBe((positions.get(instrument.conId) ?? new Decimal(0)).toNumber());
    const { multiplier } = instrument;
    const value = new Decimal(marketPrice).times(position).times(multiplier === '' ? 1 : multiplier);
    worth = worth.plus(booked(value));
  }
  const stated = new Decimal(test.world.account.summary('NetLiquidation')?.value ?? 0);
  expect(stated.toNumber()).toBe(worth.toNumber());
}

function checkLives(test: TestWorld): void {
  const { exchange } = test.world;
  const told = new Set(test.events.map((event) => event.order.permId));
  const open = new Set(exchange.openOrders().map((order) => order.permId));
  const ended = new Set(exchange.completedOrders().map((order) => order.permId));
  for (const permId of told) expect(open.has(permId)).not.toBe(ended.has(permId));
  expect(open.size + ended.size).toBe(told.size);
}

/** Members of one group, all of the same size and near the market. */
const group = record({
  ocaType: constantFrom(1, 2, 3),
  lots: integer({ min: 1, max: 12 }),
  limitsAway: array(integer({ min: -4, max: 2 }), { minLength: 2, maxLength: 6 }),
});

describe('one-cancels-all groups of random orders', () => {
  it(
    'never fill more than one order of them would',
    () => {
      assert(
        property(group, ({ ocaType, lots, limitsAway }) => {
          const test = makeTestWorld({ cash: START_CASH });
          const { ask } = test.world.market.quote(test.aapl.conId);
          const member = { orderType: 'LMT', quantity: lots * 100, ocaGroup: 'one', ocaType };
          limitsAway.forEach((away, index) => {
            const limitPrice = cents(ask, away);
            test.world.exchange.place(1, index + 1, test.aapl, terms({ ...member, limitPrice }));
          });
          for (let step = 0; step < 20; step++) test.wall.advance(500);
          const orders = ordersOf(test);
          const filled = orders.map((order) => order.filled);
          expect(filled.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(member.quantity);
          if (ocaType === 1) expect(filled.filter((one) => one > 0).length).toBeLessThanOrEqual(1);
        }),
        { numRuns: 20, ...AT_MOST },
      );
    },
    TIMEOUT_MS,
  );
});

describe('random streams of all kinds of orders', () => {
  it(
    'never break a limit, a quantity, a group or the books',
    () => {
      assert(
        property(array(step, { minLength: 1, maxLength: 20 }), (steps) => {
          const test = trade(steps);
          for (const order of ordersOf(test)) {
            checkQuantities(test, order);
            checkPrices(test, order);
          }
          checkGroups(test);
          checkBooks(test);
          checkLives(test);
        }),
        { numRuns: 20, ...AT_MOST },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'are the same when repeated',
    () => {
      assert(
        property(array(step, { minLength: 1, maxLength: 12 }), (steps) => {
          expect(JSON.stringify(trade(steps).events)).toBe(JSON.stringify(trade(steps).events));
        }),
        { numRuns: 4, ...AT_MOST },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'fill orders of most types',
    () => {
      const filled = new Set<string>();
      assert(
        property(array(step, { minLength: 20, maxLength: 25 }), (steps) => {
          for (const order of ordersOf(trade(steps))) if (order.filled > 0) filled.add(order.terms.orderType);
        }),
        { numRuns: 20, seed: 1, ...AT_MOST },
      );
      expect(filled.size).toBeGreaterThan(9);
    },
    TIMEOUT_MS,
  );
});
