import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact } from '../../shared/domain/decimal';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import { costOfFills, signedQuantity } from './average-cost';

const one = decimalOf('1');
const fill = (side: 'BUY' | 'SELL', quantity: string, price: string, commission = '0') => ({
  side,
  quantity: decimalOf(quantity),
  price: decimalOf(price),
  commission: decimalOf(commission),
});

describe('the cost of fills', () => {
  it('averages what was bought, commissions included', () => {
    const { quantity, averagePrice, realized } = costOfFills(
      [fill('BUY', '100', '10', '1'), fill('BUY', '300', '12', '3')],
      one,
    );
    expect([String(quantity), String(averagePrice), String(realized)]).toEqual(['400', '11.51', '0']);
  });

  it('realizes at the average, after both commissions', () => {
    const { quantity, averagePrice, realized } = costOfFills(
      [fill('BUY', '100', '10', '1'), fill('SELL', '40', '11', '2')],
      one,
    );
    expect([String(quantity), String(averagePrice), String(realized)]).toEqual(['60', '10.01', '37.6']);
  });

  it('counts a short position that is bought back', () => {
    const { quantity, averagePrice, realized } = costOfFills(
      [fill('SELL', '2', '5800'), fill('BUY', '2', '5790')],
      decimalOf('50'),
    );
    expect([String(quantity), averagePrice, String(realized)]).toEqual(['0', null, '1000']);
  });

  it('turns a position round within one fill', () => {
    const { quantity, averagePrice, realized } = costOfFills(
      [fill('BUY', '100', '10'), fill('SELL', '150', '12', '3')],
      one,
    );
    expect([String(quantity), String(realized)]).toEqual(['-50', '198']);
    expect(String(averagePrice)).toBe('11.98');
  });

  it('loses no money: what was realized and what is held is what was paid and received', () => {
    const fills = fc.array(
      fc
        .tuple(
          fc.constantFrom('BUY' as const, 'SELL' as const),
          fc.integer({ min: 1, max: 500 }),
          fc.integer({ min: 1, max: 100_000 }),
          fc.integer({ min: 0, max: 500 }),
        )
        .map(([side, units, cents, fee]) =>
          fill(side, String(units), String(cents / 100), String(fee / 100)),
        ),
      { maxLength: 15 },
    );
    fc.assert(
      fc.property(fills, (all) => {
        const { quantity, averagePrice, realized } = costOfFills(all, one);
        const cash = all.reduce(
          (sum, each) =>
            sum.minus(signedQuantity(each).times(exact(each.price))).minus(exact(each.commission)),
          exact(0),
        );
        const held = averagePrice === null ? exact(0) : averagePrice.times(quantity);
        expect(realized.minus(held).minus(cash).abs().lessThan('1e-15')).toBe(true);
      }),
    );
  });
});
