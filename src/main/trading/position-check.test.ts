import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText, exact } from '../../shared/domain/decimal';
import { conIdOf, decimalOf } from '../../shared/domain/instrument-fixtures';
import type { Fill } from '../../shared/domain/order';
import { fillOf } from '../../shared/domain/order-fixtures';
import { positionOf } from '../../shared/domain/position-fixtures';
import { agreed, findPositions, firstLedger, wasBeforeToday } from './position-check';

const nowMs = Date.UTC(2026, 9, 5, 15);
const aapl = conIdOf(265598);

function heldAfter(start: number, fills: readonly Fill[]) {
  const net = fills.reduce(
    (sum, { side, quantity }) => (side === 'BUY' ? sum.plus(exact(quantity)) : sum.minus(exact(quantity))),
    exact(start),
  );
  return net.isZero() ? [] : [positionOf(decimalText(net))];
}

const someFills = fc
  .array(
    fc.record({
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      units: fc.integer({ min: 1, max: 900 }),
    }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((all) =>
    all.map(({ side, units }, index) =>
      fillOf({ execId: `a.${index}.01`, side, quantity: decimalOf(String(units)) }),
    ),
  );

describe('positions and fills', () => {
  it('agree whenever no fill is missing, whichever were known at first sight and whenever they are compared', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -500, max: 500 }),
        someFills,
        fc.nat(),
        fc.nat(),
        (start, fills, a, b) => {
          const first = fills.slice(0, a % (fills.length + 1));
          const second = fills.slice(0, Math.max(first.length, b % (fills.length + 1)));
          let ledger = firstLedger(heldAfter(start, first), first, nowMs);
          ledger = agreed(ledger, new Set([aapl]), heldAfter(start, second), second, nowMs);
          const found = findPositions(ledger, heldAfter(start, fills), fills.toReversed(), nowMs);
          expect(found.filter(({ difference }) => difference !== '0')).toEqual([]);
        },
      ),
    );
  });

  it('differ by exactly what is missing', () => {
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 500 }), someFills, fc.nat(), (start, fills, pick) => {
        const lost = pick % fills.length;
        const ledger = firstLedger(heldAfter(start, []), [], nowMs);
        const known = fills.filter((_fill, index) => index !== lost);
        const [found] = findPositions(ledger, heldAfter(start, fills), known, nowMs);
        const missing = fills[lost];
        if (missing === undefined) throw new Error('no fill');
        const expected =
          missing.side === 'BUY' ? missing.quantity : decimalText(exact(missing.quantity).negated());
        // Without any position and any known fill there is nothing to name.
        expect(found?.difference ?? '0').toBe(found === undefined ? '0' : expected);
        if (heldAfter(start, fills).length > 0) expect(found?.difference).toBe(expected);
      }),
    );
  });

  it('count a correction for what it changes', () => {
    const ledger = firstLedger([positionOf('100')], [fillOf({ execId: 'a.1.01' })], nowMs);
    const corrected = fillOf({ execId: 'a.1.02', quantity: decimalOf('90') });
    expect(findPositions(ledger, [positionOf('90')], [corrected], nowMs)).toMatchObject([
      { fills: '-10', expected: '90', difference: '0' },
    ]);
  });

  it('find a position that appears from nowhere, and one that is gone', () => {
    const ledger = firstLedger([positionOf('100')], [], nowMs);
    const other = positionOf('5', { conId: conIdOf(8314), symbol: 'IBM', localSymbol: 'IBM' });
    const found = findPositions(ledger, [other], [], nowMs);
    expect(
      found.map(({ symbol, expected, actual, difference }) => [symbol, expected, actual, difference]),
    ).toEqual([
      ['AAPL', '100', '0', '-100'],
      ['IBM', '0', '5', '5'],
    ]);
  });

  it('leave currencies out, which are cash', () => {
    const cash = fillOf({ execId: 'a.1.01', secType: 'CASH', symbol: 'EUR', localSymbol: 'EUR.USD' });
    expect(findPositions(firstLedger([], [], nowMs), [], [cash], nowMs)).toEqual([]);
  });

  it('forget executions that can come no more, and do not count them again', () => {
    const old = fillOf({ execId: 'a.1.01', atMs: nowMs - 8 * 86_400_000 });
    const ledger = firstLedger([positionOf('100')], [old], nowMs);
    expect(ledger.counted).toEqual([]);
    expect(findPositions(ledger, [positionOf('100')], [old], nowMs)).toMatchObject([{ difference: '0' }]);
  });
});

describe('a comparison of an earlier day', () => {
  it('is one before midnight in New York', () => {
    const checked = firstLedger([], [], Date.UTC(2026, 9, 5, 3, 59));
    expect(wasBeforeToday(checked, Date.UTC(2026, 9, 5, 4, 1))).toBe(true);
    expect(wasBeforeToday(checked, Date.UTC(2026, 9, 5, 3, 59, 30))).toBe(false);
  });
});
