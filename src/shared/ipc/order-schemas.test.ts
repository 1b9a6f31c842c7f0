import { describe, expect, it } from 'vitest';
import { orderSchema } from './order-schemas';

describe('an order on the disk', () => {
  it('of a time before copies were told apart is read as none', () => {
    const kept = {
      id: '00000000-0000-4000-8000-000000000001',
      orderKey: '00000000-0000-4000-8000-000000000001',
      orderId: 1,
      permId: null,
      clientId: 1,
      own: true,
      accountId: 'DU1234567',
      conId: 265598,
      symbol: 'AAPL',
      secType: 'STK',
      localSymbol: 'AAPL',
      side: 'BUY',
      quantity: '100',
      orderType: 'LMT',
      limitPrice: '187.2',
      stopPrice: null,
      tif: 'DAY',
      outsideRth: false,
      parentId: null,
      role: 'single',
      state: 'working',
      filled: '0',
      remaining: '100',
      averageFillPrice: null,
      whyHeld: '',
      message: null,
      createdMs: 1,
      updatedMs: 1,
    };
    expect(orderSchema.parse(kept)).toEqual({ ...kept, copyOf: null });
    expect(orderSchema.safeParse({ ...kept, copyOf: 'anything' }).success).toBe(false);
  });
});
