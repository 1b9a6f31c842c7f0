import { describe, expect, it } from 'vitest';
import { conIdOf, decimalOf } from '../../shared/domain/instrument-fixtures';
import type { Fill } from '../../shared/domain/order';
import { aaplName, fillOf } from '../../shared/domain/order-fixtures';
import type { PnlFigure } from '../../shared/domain/pnl-comparison';
import { comparePnl, type PnlInput, type PortfolioPnl } from './pnl-comparison';

const aapl = conIdOf(265598);

const bought = (changes: Partial<Fill> = {}) => fillOf({ price: decimalOf('10'), atMs: 0, ...changes });

const portfolio: PortfolioPnl = {
  ...aaplName,
  currency: 'USD',
  multiplier: decimalOf('1'),
  quantity: decimalOf('100'),
  averagePrice: null,
  marketPrice: decimalOf('11'),
  marketValue: decimalOf('1100'),
  unrealizedPnl: decimalOf('100'),
  realizedPnl: decimalOf('0'),
};

/** 100 AAPL, held since before today at 10, last price and mark 11, close of the day before 10.5. */
function inputOf(changes: Partial<PnlInput> = {}): PnlInput {
  return {
    atMs: 0,
    currency: 'USD',
    reported: { daily: decimalOf('50'), unrealized: decimalOf('100'), realized: decimalOf('0') },
    positions: [
      {
        ...aaplName,
        currency: 'USD',
        multiplier: decimalOf('1'),
        quantity: decimalOf('100'),
        averagePrice: decimalOf('10'),
        marketValue: decimalOf('1100'),
      },
    ],
    portfolio: [portfolio],
    prices: new Map([[aapl, { last: decimalOf('11'), close: decimalOf('10.5') }]]),
    fills: [],
    fillsOfYesterday: [],
    rate: (currency) => (currency === 'USD' ? decimalOf('1') : null),
    ...changes,
  };
}

function rowOf(figure: PnlFigure, input: PnlInput) {
  const row = comparePnl(input).rows.find((each) => each.figure === figure);
  if (row === undefined) throw new Error('no row');
  const amounts = Object.fromEntries(row.values.map(({ source, amount }) => [source, amount]));
  const remarks = Object.fromEntries(row.values.map(({ source, remark }) => [source, remark]));
  const gap = (from: string, to: string) => row.gaps.find((each) => each.from === from && each.to === to);
  return { amounts, remarks, gap, row };
}

describe('profit and loss by three sources', () => {
  it('agrees where prices and costs are the same, each with its basis', () => {
    const comparison = comparePnl(inputOf());
    expect(comparison.rows.flatMap(({ gaps }) => gaps.map(({ verdict }) => verdict))).toEqual([
      'none',
      'none',
      'none',
      'none',
      'none',
    ]);
    expect(rowOf('daily', inputOf()).amounts).toEqual({ ours: '50', account: '50', portfolio: null });
    expect(rowOf('daily', inputOf()).remarks['portfolio']).toBe('the portfolio has no daily figure');
    expect(comparison.rows.flatMap(({ values }) => values.map(({ basis }) => basis))).toContain(
      'average cost of our fills and the last price',
    );
  });

  it('explains a gap by the last price not being the mark', () => {
    const prices = new Map([[aapl, { last: decimalOf('11.3'), close: decimalOf('10.5') }]]);
    const { gap } = rowOf('unrealized', inputOf({ prices }));
    expect(gap('ours', 'account')).toMatchObject({
      amount: '30',
      causes: [{ amount: '30', text: expect.stringContaining('Last prices') }],
      rest: '0',
      verdict: 'explained',
    });
    expect(gap('portfolio', 'account')).toMatchObject({ verdict: 'none' });
  });

  it('explains a gap by a portfolio that is older', () => {
    const older = { ...portfolio, marketPrice: decimalOf('10.8'), unrealizedPnl: decimalOf('80') };
    const { gap } = rowOf('unrealized', inputOf({ portfolio: [older] }));
    expect(gap('portfolio', 'account')).toMatchObject({ amount: '-20', rest: '0', verdict: 'explained' });
  });

  it('calls unexplained what nothing explains, and only beyond the tolerance', () => {
    const reported = { ...inputOf().reported, unrealized: decimalOf('93') };
    const { gap } = rowOf('unrealized', inputOf({ reported }));
    expect(gap('ours', 'account')).toMatchObject({ amount: '7', rest: '7', verdict: 'unexplained' });
    const near = rowOf('unrealized', inputOf({ reported: { ...reported, unrealized: decimalOf('99.5') } }));
    expect(near.gap('ours', 'account')).toMatchObject({ amount: '0.5', verdict: 'none' });
  });

  it('leaves a gap open while a commission is not reported', () => {
    const fills = [bought({ commission: null, commissionCurrency: null })];
    const { gap } = rowOf(
      'daily',
      inputOf({ fills, reported: { ...inputOf().reported, daily: decimalOf('97') } }),
    );
    expect(gap('ours', 'account')).toMatchObject({
      amount: '3',
      causes: [{ text: 'A commission is not reported yet.', amount: null }],
      verdict: 'open',
    });
  });

  it('counts what was bought today from its price, with commission', () => {
    const { amounts } = rowOf('daily', inputOf({ fills: [bought()] }));
    expect(amounts['ours']).toBe('99');
    expect(rowOf('unrealized', inputOf({ fills: [bought()] })).amounts['ours']).toBe('99');
  });

  it('takes IB’s realized figures where a position was begun before today', () => {
    const fills = [bought({ side: 'SELL', quantity: decimalOf('50'), realizedPnl: decimalOf('49') })];
    const reported = { ...inputOf().reported, realized: decimalOf('49') };
    const { amounts, gap } = rowOf('realized', inputOf({ fills, reported }));
    expect(amounts['ours']).toBe('49');
    expect(gap('ours', 'account')).toMatchObject({ verdict: 'none' });
  });

  it('says why a figure is not known', () => {
    const noPrice = new Map([[aapl, { last: null, close: null }]]);
    const [position] = inputOf().positions;
    if (position === undefined) throw new Error('no position');
    const positions = [{ ...position, marketValue: null }];
    const { amounts, remarks, gap } = rowOf('unrealized', inputOf({ prices: noPrice, positions }));
    expect([amounts['ours'], remarks['ours']]).toEqual([null, 'AAPL has no price']);
    expect(gap('ours', 'account')).toMatchObject({ amount: null, verdict: 'unknown' });
    expect(rowOf('daily', inputOf({ prices: noPrice })).remarks['ours']).toBe(
      'the close of AAPL on the day before is not known',
    );
    expect(rowOf('unrealized', inputOf({ rate: () => null })).remarks['ours']).toBe(
      'no exchange rate for USD',
    );
    expect(rowOf('realized', inputOf({ portfolio: [] })).remarks['portfolio']).toBe(
      'IB has not sent AAPL yet',
    );
  });

  it('takes IB’s mark for a position without a last price, and says so', () => {
    const prices = new Map([[aapl, { last: null, close: decimalOf('10.5') }]]);
    const { amounts, remarks } = rowOf('unrealized', inputOf({ prices }));
    expect([amounts['ours'], remarks['ours']]).toEqual(['100', 'AAPL has no last price, IB’s mark is taken']);
  });

  it('holds own figures and portfolio against each other while IB has said no total', () => {
    const reported = { daily: null, unrealized: null, realized: null };
    const { gap, remarks } = rowOf('unrealized', inputOf({ reported }));
    expect(remarks['account']).toBe('IB has not said it');
    expect(gap('ours', 'portfolio')).toMatchObject({ amount: '0', verdict: 'none' });
  });

  it('leaves a gap open that fills between two beginnings of a day may make', () => {
    const reported = { ...inputOf().reported, realized: decimalOf('25') };
    const { gap } = rowOf('realized', inputOf({ reported, fillsOfYesterday: [bought()] }));
    expect(gap('ours', 'account')).toMatchObject({
      verdict: 'open',
      causes: [{ text: expect.stringContaining('begin at another time') }],
    });
  });

  it('names other currencies as a cause', () => {
    const [position] = inputOf().positions;
    if (position === undefined) throw new Error('no position');
    const { gap, amounts } = rowOf(
      'unrealized',
      inputOf({
        positions: [{ ...position, currency: 'EUR' }],
        portfolio: [{ ...portfolio, currency: 'EUR' }],
        rate: (currency) => decimalOf(currency === 'EUR' ? '1.1' : '1'),
        reported: { ...inputOf().reported, unrealized: decimalOf('115') },
      }),
    );
    expect(amounts['ours']).toBe('110');
    expect(gap('ours', 'account')).toMatchObject({
      verdict: 'open',
      causes: [{ text: 'EUR may be converted at another rate.', amount: null }],
    });
  });
});
