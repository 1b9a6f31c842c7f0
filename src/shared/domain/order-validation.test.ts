import { describe, expect, it } from 'vitest';
import { conIdOf, decimalOf, instrumentOf } from './instrument-fixtures';
import type { OrderDraft } from './order';
import { validateDraft } from './order-validation';

const aapl = instrumentOf(conIdOf(265598), { orderTypes: ['LMT', 'MKT', 'STP', 'STPLMT'] });
const buy: OrderDraft = {
  conId: aapl.conId,
  side: 'BUY',
  quantity: decimalOf('100'),
  pricing: { orderType: 'LMT', limitPrice: decimalOf('187.2') },
  tif: 'DAY',
  outsideRth: false,
  bracket: null,
};
const wrongFields = (draft: OrderDraft, instrument = aapl) =>
  validateDraft(draft, instrument).map((error) => error.field);

describe('a draft', () => {
  it('passes when the instrument allows it', () => {
    expect(validateDraft(buy, aapl)).toEqual([]);
    expect(
      wrongFields({ ...buy, bracket: { takeProfit: decimalOf('190'), stopLoss: decimalOf('180') } }),
    ).toEqual([]);
    expect(
      wrongFields({
        ...buy,
        side: 'SELL',
        bracket: { takeProfit: decimalOf('180'), stopLoss: decimalOf('190') },
      }),
    ).toEqual([]);
  });

  it.each([
    ['zero', '0'],
    ['negative', '-5'],
    ['a fraction of a share', '1.5'],
  ])('is refused with a quantity that is %s', (_what, quantity) => {
    expect(wrongFields({ ...buy, quantity: decimalOf(quantity) })).toEqual(['quantity']);
  });

  it('is refused below the minimum size and off the size increment', () => {
    const euro = instrumentOf(conIdOf(12087792), {
      secType: 'CASH',
      minSize: decimalOf('20000'),
      sizeIncrement: decimalOf('1000'),
    });
    expect(validateDraft({ ...buy, quantity: decimalOf('19000') }, euro)[0]?.text).toContain('20000');
    expect(validateDraft({ ...buy, quantity: decimalOf('20500') }, euro)[0]?.text).toContain('1000');
  });

  it('is refused with a price off the tick, zero or below', () => {
    for (const price of ['187.205', '0', '-1']) {
      expect(wrongFields({ ...buy, pricing: { orderType: 'LMT', limitPrice: decimalOf(price) } })).toEqual([
        'limitPrice',
      ]);
    }
    expect(wrongFields({ ...buy, pricing: { orderType: 'STP', stopPrice: decimalOf('187.001') } })).toEqual([
      'stopPrice',
    ]);
  });

  it('may have a negative price for a future', () => {
    const oil = instrumentOf(conIdOf(1), { secType: 'FUT' });
    expect(
      wrongFields({ ...buy, pricing: { orderType: 'LMT', limitPrice: decimalOf('-37.63') } }, oil),
    ).toEqual([]);
  });

  it('is refused for an index and for an order type that the instrument does not take', () => {
    expect(wrongFields(buy, instrumentOf(aapl.conId, { tradable: false }))).toEqual(['conId']);
    expect(wrongFields(buy, instrumentOf(aapl.conId, { orderTypes: ['MKT'] }))).toEqual(['orderType']);
  });

  it('is refused with exits on the wrong side of the entry', () => {
    expect(
      wrongFields({ ...buy, bracket: { takeProfit: decimalOf('187.2'), stopLoss: decimalOf('187.2') } }),
    ).toEqual(['takeProfit', 'stopLoss']);
    expect(
      wrongFields({
        ...buy,
        pricing: { orderType: 'MKT' },
        bracket: { takeProfit: decimalOf('180'), stopLoss: decimalOf('190') },
      }),
    ).toEqual(['stopLoss']);
    expect(wrongFields({ ...buy, bracket: { takeProfit: null, stopLoss: null } })).toEqual(['takeProfit']);
    expect(
      wrongFields({ ...buy, tif: 'IOC', bracket: { takeProfit: decimalOf('190'), stopLoss: null } }),
    ).toEqual(['tif']);
  });
});
