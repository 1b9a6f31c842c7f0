import { describe, expect, it } from 'vitest';
import { dec, stock } from '../ticket/instrument.fixture';
import { fieldsOf, readModification, valuesOf } from './order-modification';
import { order } from './orders.fixture';

const instrument = stock();
const working = order({ quantity: dec('50'), limitPrice: dec('184.9'), filled: dec('20') });

function read(values: Partial<ReturnType<typeof valuesOf>>) {
  return readModification(working, { ...valuesOf(working, instrument), ...values }, instrument);
}

describe('changing an order', () => {
  it('starts from the order as it stands', () => {
    expect(valuesOf(working, instrument)).toEqual({ quantity: '50', limitPrice: '184.90', stopPrice: '' });
  });

  it('asks for the fields that it has', () => {
    expect(fieldsOf(working)).toEqual(['quantity', 'limitPrice']);
    expect(fieldsOf(order({ limitPrice: null, stopPrice: dec('180') }))).toEqual(['quantity', 'stopPrice']);
  });

  it('sends what differs alone', () => {
    expect(read({ limitPrice: '185.00' })).toEqual({ modification: { limitPrice: '185' }, errors: {} });
    expect(read({ quantity: '60', limitPrice: '184.90' }).modification).toEqual({ quantity: '60' });
  });

  it('sends nothing when nothing differs', () => {
    expect(read({ limitPrice: '184.900' })).toEqual({ modification: null, errors: {} });
  });

  it.each([
    [
      'a price off the tick',
      { limitPrice: '184.905' },
      { limitPrice: 'The price must be a multiple of 0.01.' },
    ],
    ['no price', { limitPrice: '' }, { limitPrice: 'Enter a number.' }],
    ['words', { quantity: 'all' }, { quantity: 'This is not a number.' }],
    ['a quantity of zero', { quantity: '0' }, { quantity: 'The quantity must be greater than zero.' }],
    [
      'a quantity that is filled already',
      { quantity: '20' },
      { quantity: '20 are filled already: the quantity must be greater, or cancel the rest.' },
    ],
  ])('refuses %s', (_name, values, errors) => {
    expect(read(values)).toEqual({ modification: null, errors });
  });
});
