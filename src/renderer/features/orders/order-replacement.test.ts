import { describe, expect, it } from 'vitest';
import { dec, stock } from '../ticket/instrument.fixture';
import { readReplacement, replacementValues } from './order-replacement';
import { order } from './orders.fixture';

const old = order({ filled: dec('20'), remaining: dec('30') });

describe('a replacement', () => {
  it('begins as what is left of the order', () => {
    expect(replacementValues(old, stock())).toMatchObject({
      side: 'BUY',
      quantity: '30',
      orderType: 'LMT',
      limitPrice: '184.90',
      tif: 'DAY',
      takeProfitOn: false,
    });
  });

  it('is an order as soon as something differs and all of it fits', () => {
    const values = replacementValues(old, stock());
    expect(readReplacement(old, values, stock())).toEqual({ draft: null, errors: {} });
    expect(readReplacement(old, { ...values, tif: 'GTC' }, stock()).draft).toMatchObject({
      conId: old.conId,
      quantity: '30',
      tif: 'GTC',
    });
    const stop = { ...values, orderType: 'STP', stopPrice: '' } as const;
    expect(readReplacement(old, stop, stock())).toMatchObject({
      draft: null,
      errors: { stopPrice: 'Enter a stop price.' },
    });
  });

  it('of a kind that the ticket does not offer starts from its defaults', () => {
    const trailing = order({ orderType: 'TRAIL', limitPrice: null });
    const values = replacementValues(trailing, stock());
    expect(values).toMatchObject({ orderType: 'LMT', limitPrice: '', quantity: '50' });
    expect(readReplacement(trailing, { ...values, limitPrice: '184' }, stock()).draft).not.toBeNull();
  });
});
