import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import { changedPricing, countOrders, newOrderKey, planOrders } from './order-plan';
import { aapl, limitDraft } from './testing/trading-scene';

const keys = ['1', '2', '3'].map((digit) =>
  newOrderKey({
    uuid: () => `00000000-0000-4000-8000-00000000000${digit}`,
    bytes: () => new Uint8Array(),
    fraction: () => 0,
  }),
);
const input = {
  instrument: aapl,
  contract: { conId: aapl.conId, exchange: 'SMART' },
  accountId: 'DU1234567',
  clientId: 1,
  keys,
  orderIds: [11, 12, 13],
  nowMs: 5,
};
const plan = (draft: typeof limitDraft) => planOrders({ ...input, draft });

describe('the plan of a draft', () => {
  it('is one transmitted order without a bracket', () => {
    expect(countOrders(limitDraft)).toBe(1);
    expect(plan(limitDraft)).toMatchObject([
      {
        order: { role: 'single', state: 'draft', parentId: null },
        brokerOrder: { transmit: true, parentOrderId: null },
      },
    ]);
  });

  it('is an entry and its exits on the other side with a bracket', () => {
    const draft = {
      ...limitDraft,
      tif: 'GTC',
      bracket: { takeProfit: decimalOf('190'), stopLoss: decimalOf('180') },
    } as const;
    expect(countOrders(draft)).toBe(3);
    expect(
      plan(draft).map(({ order }) => [
        order.role,
        order.side,
        order.tif,
        order.limitPrice,
        order.stopPrice,
        order.parentId,
      ]),
    ).toEqual([
      ['entry', 'BUY', 'GTC', '187.2', null, null],
      ['take-profit', 'SELL', 'GTC', '190', null, keys[0]],
      ['stop-loss', 'SELL', 'GTC', null, '180', keys[0]],
    ]);
    expect(plan({ ...draft, bracket: { takeProfit: null, stopLoss: decimalOf('180') } })).toHaveLength(2);
  });

  it('does not come about without an order id for each order', () => {
    const draft = { ...limitDraft, bracket: { takeProfit: decimalOf('190'), stopLoss: null } };
    expect(() => planOrders({ ...input, draft, orderIds: [11] })).toThrow(RangeError);
  });
});

describe('the pricing after a change', () => {
  const order = plan(limitDraft)[0]?.order;
  if (order === undefined) throw new Error('no order was planned');

  it('keeps what is not changed', () => {
    expect(changedPricing(order, {})).toEqual({ orderType: 'LMT', limitPrice: '187.2' });
    expect(
      changedPricing(
        { ...order, orderType: 'STP LMT', stopPrice: decimalOf('180') },
        { limitPrice: decimalOf('179') },
      ),
    ).toEqual({ orderType: 'STP LMT', stopPrice: '180', limitPrice: '179' });
  });

  it('is none for a type that the ticket does not know', () => {
    expect(changedPricing({ ...order, orderType: 'TRAIL' }, { limitPrice: decimalOf('179') })).toBeNull();
  });
});
