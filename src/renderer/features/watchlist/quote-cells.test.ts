import { describe, expect, it } from 'vitest';
import { emptyQuote, type Quote } from '../../../shared/domain/quote';
import { conIdOf } from '../../testing/fake-market';
import { flashOf, percentOf, quoteTexts, withMidpoint } from './quote-cells';

const apple = conIdOf(265598);
const quote = (more: Partial<Quote>): Quote => ({ ...emptyQuote(apple), ...more });

describe('the cells of a quote', () => {
  it('are all missing before the first tick', () => {
    expect(quoteTexts(emptyQuote(apple), 2)).toEqual({
      last: '—',
      change: '—',
      changePercent: '—',
      bid: '—',
      ask: '—',
      volume: '—',
      direction: null,
      mark: '',
    });
  });

  it('show the change against the close of the day before, without float noise', () => {
    const texts = quoteTexts(quote({ last: 0.3, close: 0.1 + 0.2 + 0.1 }), 2);
    expect(texts).toMatchObject({ change: '−0.10', changePercent: '−25.00%', direction: 'down' });
  });

  it('have the decimals of the instrument', () => {
    expect(quoteTexts(quote({ last: 1.08435, bid: 1.0843, close: 1.084 }), 5)).toMatchObject({
      last: '1.08435',
      bid: '1.08430',
      change: '+0.00035',
    });
  });

  it('have no change while the close is unknown', () => {
    expect(quoteTexts(quote({ last: 10 }), 2)).toMatchObject({ last: '10.00', change: '—', direction: null });
    expect(percentOf(1, 0)).toBeNull();
  });

  it('reckon the per cent of a negative price by its size', () => {
    expect(percentOf(1, -4)).toBe(25);
  });

  it('mark delayed and frozen data, and first of all a remark of the gateway', () => {
    expect(quoteTexts(quote({ type: 'delayed' }), 2).mark).toBe('D');
    expect(quoteTexts(quote({ type: 'frozen' }), 2).mark).toBe('F');
    expect(quoteTexts(quote({ type: 'live' }), 2).mark).toBe('');
    expect(
      quoteTexts(quote({ type: 'delayed', notice: { code: 354, text: 'Not subscribed' } }), 2).mark,
    ).toBe('!');
  });
});

describe('the flash of a row', () => {
  it('goes the way of the last price', () => {
    expect(flashOf(quote({ last: 2 }), quote({ last: 1 }))).toBe('up');
    expect(flashOf(quote({ last: 1 }), quote({ last: 2 }))).toBe('down');
  });

  it('does not come with the first price, nor with the same one', () => {
    expect(flashOf(quote({ last: 1 }), quote({}))).toBeNull();
    expect(flashOf(quote({ last: 1, bid: 1 }), quote({ last: 1 }))).toBeNull();
  });
});

describe('the last price of a currency', () => {
  const euro = quote({ bid: 1.0843, ask: 1.0844 });

  it('is the middle of bid and ask', () => {
    expect(withMidpoint(euro, 'CASH', 5).last).toBe(1.08435);
  });

  it('is unknown while a side is, and nothing is made up for instruments that trade', () => {
    expect(withMidpoint(quote({ bid: 1.0843 }), 'CASH', 5).last).toBeNull();
    expect(withMidpoint(euro, 'STK', 5).last).toBeNull();
    expect(withMidpoint(euro, null, 5).last).toBeNull();
  });
});
