import { describe, expect, it } from 'vitest';
import { conIdOf, decimalOf, instrumentOf } from './instrument-fixtures';
import type { OrderDraft } from './order';
import { grouped, orderSentence } from './order-sentence';

const aapl = instrumentOf(conIdOf(265598));
const buy: OrderDraft = {
  conId: aapl.conId,
  side: 'BUY',
  quantity: decimalOf('100'),
  pricing: { orderType: 'LMT', limitPrice: decimalOf('187.2') },
  tif: 'DAY',
  outsideRth: false,
  bracket: null,
};
const context = { instrument: aapl, accountId: 'DU1234567', marketPrice: 187.24 };

describe('the sentence before an order', () => {
  it('says side, quantity, instrument, price, time in force, session, amount and account', () => {
    expect(orderSentence(buy, context)).toBe(
      'Buy 100 AAPL at limit 187.20, day, regular hours, about 18,720 USD, DU1234567',
    );
  });

  it('says pounds where prices are in pence', () => {
    const vodafone = { ...aapl, currency: 'GBP', priceMagnifier: decimalOf('100') };
    expect(orderSentence(buy, { ...context, instrument: vodafone })).toContain('about 187.20 GBP');
  });

  it('says what a stop waits for, and the exits of a bracket', () => {
    const draft: OrderDraft = {
      ...buy,
      side: 'SELL',
      pricing: { orderType: 'STP LMT', stopPrice: decimalOf('180'), limitPrice: decimalOf('179.5') },
      tif: 'GTC',
      outsideRth: true,
      bracket: { takeProfit: decimalOf('170'), stopLoss: decimalOf('185') },
    };
    expect(orderSentence(draft, context)).toBe(
      'Sell 100 AAPL at limit 179.50 once 180 trades, until cancelled, also outside regular hours, about 17,950 USD, take profit at 170, stop loss at 185, DU1234567',
    );
  });

  it('counts the multiplier, and says when the amount is not known', () => {
    const option = instrumentOf(conIdOf(2), {
      secType: 'OPT',
      localSymbol: 'AAPL  261218C00190000',
      multiplier: decimalOf('100'),
    });
    const market: OrderDraft = { ...buy, quantity: decimalOf('2'), pricing: { orderType: 'MKT' } };
    expect(orderSentence(market, { ...context, instrument: option, marketPrice: 1.25 })).toContain(
      'Buy 2 AAPL 261218C00190000 at market, day, regular hours, about 250 USD',
    );
    expect(orderSentence(market, { ...context, marketPrice: null, accountId: null })).toBe(
      'Buy 2 AAPL at market, day, regular hours, amount unknown in USD, no account yet',
    );
  });

  it('groups thousands with a real minus', () => {
    expect(['0', '1234', '-1234567.5', '12345.678'].map(grouped)).toEqual([
      '0',
      '1,234',
      '−1,234,567.50',
      '12,345.678',
    ]);
  });
});
