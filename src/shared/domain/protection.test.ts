import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact } from './decimal';
import { conIdOf, decimalOf } from './instrument-fixtures';
import { isOrderKey, type Order } from './order';
import { orderOf } from './order-fixtures';
import { gapSentence, gapWords, protectionGaps } from './protection';

const conId = conIdOf(265598);
const key = (number: number) => {
  const text = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  if (!isOrderKey(text)) throw new TypeError('no key');
  return text;
};

function order(number: number, changes: Partial<Order> = {}): Order {
  return orderOf({
    id: key(number),
    orderKey: key(number),
    orderId: number,
    permId: 1_000 + number,
    orderType: 'MKT',
    limitPrice: null,
    tif: 'GTC',
    remaining: changes.quantity ?? decimalOf('100'),
    createdMs: 1_000 * number,
    updatedMs: 1_000 * number,
    ...changes,
  });
}

const filled = (amount: string) =>
  ({
    state: 'filled',
    filled: decimalOf(amount),
    remaining: decimalOf('0'),
    quantity: decimalOf(amount),
  }) as const;
const entry = (changes: Partial<Order> = {}) => order(1, { role: 'entry', ...filled('100'), ...changes });
const takeProfit = (changes: Partial<Order> = {}) =>
  order(2, {
    role: 'take-profit',
    parentId: key(1),
    side: 'SELL',
    orderType: 'LMT',
    limitPrice: decimalOf('200'),
    ...changes,
  });
const stopLoss = (changes: Partial<Order> = {}) =>
  order(3, {
    role: 'stop-loss',
    parentId: key(1),
    side: 'SELL',
    orderType: 'STP',
    stopPrice: decimalOf('180'),
    ...changes,
  });
const held = (quantity: string) => [{ conId, quantity: decimalOf(quantity) }];
const missing = (orders: readonly Order[], quantity: string) =>
  protectionGaps(orders, held(quantity)).map((gap) => gap.missing);

describe('a position', () => {
  it('is protected while the stop of its bracket has its size', () => {
    expect(missing([entry(), takeProfit(), stopLoss()], '100')).toEqual([]);
  });

  it('is unprotected by what its stop does not cover, and by all of it when the stop is gone', () => {
    const small = stopLoss({ quantity: decimalOf('60'), remaining: decimalOf('60') });
    expect(missing([entry(), small], '100')).toEqual(['40']);
    for (const state of ['cancelled', 'rejected', 'refused', 'inactive', 'cancelling'] as const)
      expect(missing([entry(), stopLoss({ state })], '100')).toEqual(['100']);
  });

  it('is flagged when its stops are greater than it is: they would turn it around', () => {
    const [gap] = protectionGaps([entry(), stopLoss()], held('30'));
    expect(gap?.missing).toBe('-70');
    if (gap === undefined) throw new Error('no gap');
    expect(gapSentence(gap)).toContain('turn the position around');
    expect(gapWords(gap)).toBe('Stops exceed by 70');
  });

  it('is protected while its entry fills: the exits follow', () => {
    const partly = entry({
      state: 'partially-filled',
      quantity: decimalOf('100'),
      filled: decimalOf('40'),
      remaining: decimalOf('60'),
    });
    expect(missing([partly, takeProfit(), stopLoss()], '40')).toEqual([]);
    expect(missing([partly, takeProfit()], '40')).toEqual([]);
    expect(missing([partly, takeProfit(), stopLoss({ state: 'rejected' })], '40')).toEqual(['40']);
  });

  it('without any stop of ours was meant to have none', () => {
    expect(missing([order(1, filled('100'))], '100')).toEqual([]);
    const elsewhere = stopLoss({
      own: false,
      orderKey: null,
      parentId: null,
      role: 'single',
      state: 'cancelled',
    });
    expect(missing([order(1, filled('100')), elsewhere], '100')).toEqual([]);
  });

  it('is not flagged for the stop of a bracket whose entry has not filled', () => {
    const waiting = entry({
      state: 'working',
      quantity: decimalOf('50'),
      filled: decimalOf('0'),
      remaining: decimalOf('50'),
    });
    const stop = stopLoss({ quantity: decimalOf('50'), remaining: decimalOf('50') });
    const bought = order(4, filled('100'));
    expect(missing([bought, waiting, takeProfit(), stop], '100')).toEqual([]);
    // Once the entry has filled in part, its stop covers that part alone.
    const begun = { ...waiting, filled: decimalOf('20'), remaining: decimalOf('30') };
    expect(missing([bought, begun, takeProfit(), stop], '120')).toEqual(['100']);
  });

  it('is also protected by a stop from elsewhere', () => {
    const elsewhere = order(4, {
      own: false,
      orderKey: null,
      side: 'SELL',
      orderType: 'TRAIL',
      quantity: decimalOf('100'),
    });
    expect(missing([entry(), stopLoss({ state: 'cancelled' }), elsewhere], '100')).toEqual([]);
  });

  it('is not judged by the bracket of a position that was closed before', () => {
    const closed = [
      entry(),
      takeProfit(filled('100')),
      stopLoss({ state: 'cancelled' }),
      order(5, filled('100')),
    ];
    expect(missing(closed, '100')).toEqual([]);
    const closedByHand = [
      entry(),
      stopLoss({ state: 'cancelled' }),
      order(4, { side: 'SELL', ...filled('100') }),
      order(5, filled('100')),
    ];
    expect(missing(closedByHand, '100')).toEqual([]);
  });

  it('that is short is protected by a buy', () => {
    const short = [entry({ side: 'SELL' }), stopLoss({ side: 'BUY', quantity: decimalOf('70') })];
    expect(protectionGaps(short, held('-100'))).toMatchObject([
      { side: 'BUY', covered: '70', missing: '30', lastStop: { id: key(3) } },
    ]);
  });

  it('has exactly what its live stops leave open as missing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 }),
        (position, sizes) => {
          const stops = sizes.map((size, index) =>
            order(10 + index, {
              side: 'SELL',
              orderType: 'STP',
              stopPrice: decimalOf('180'),
              quantity: decimalOf(String(size)),
            }),
          );
          const covered = sizes.reduce((sum, size) => sum + size, 0);
          const [gap] = protectionGaps(stops, held(String(position)));
          expect(exact(gap?.missing ?? decimalOf('0')).toNumber()).toBe(position - covered);
        },
      ),
    );
  });
});
