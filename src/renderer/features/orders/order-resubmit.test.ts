import { describe, expect, it } from 'vitest';
import { dec } from '../ticket/instrument.fixture';
import { resubmission } from './order-resubmit';
import { order } from './orders.fixture';

const rejected = (code: number, text = '') =>
  ({ state: 'rejected', message: { severity: 'rejection', code, text, atMs: 1 } }) as const;
const book = (...list: readonly ReturnType<typeof order>[]) => new Map(list.map((one) => [one.id, one]));

describe('"fix and resubmit"', () => {
  it('brings back the values of the order and points at the field that was wrong', () => {
    const off = order({ ...rejected(110), limitPrice: dec('184.903'), tif: 'GTC', outsideRth: true });
    expect(resubmission(off, book(off))).toEqual({
      conId: off.conId,
      field: 'limitPrice',
      values: {
        side: 'BUY',
        quantity: '50',
        orderType: 'LMT',
        limitPrice: '184.903',
        stopPrice: '',
        tif: 'GTC',
        outsideRth: true,
      },
    });
  });

  it('brings back the whole bracket while its entry has not traded', () => {
    const entry = order({ id: 'entry', role: 'entry', state: 'cancelled' });
    const profit = order({ id: 'profit', parentId: 'entry', role: 'take-profit', limitPrice: dec('190') });
    const stop = order({
      ...rejected(110),
      id: 'stop',
      parentId: 'entry',
      role: 'stop-loss',
      side: 'SELL',
      orderType: 'STP',
      limitPrice: null,
      stopPrice: dec('180.001'),
    });
    expect(resubmission(stop, book(entry, profit, stop))).toMatchObject({
      field: 'stopLoss',
      values: {
        side: 'BUY',
        orderType: 'LMT',
        takeProfitOn: true,
        takeProfit: '190',
        stopLossOn: true,
        stopLoss: '180.001',
      },
    });
    const traded = { ...entry, filled: dec('50') };
    expect(resubmission(stop, book(traded, profit, stop))).toMatchObject({
      field: 'stopPrice',
      values: { side: 'SELL', orderType: 'STP', stopPrice: '180.001' },
    });
  });

  it('is offered for an order that never arrived, and not for what cannot be mended or is no order of the ticket', () => {
    const lost = order({ state: 'refused' });
    expect(resubmission(lost, book(lost))).toMatchObject({ field: null });
    const barred = order(rejected(203));
    expect(resubmission(barred, book(barred))).toBeNull();
    const trailing = order({ ...rejected(201), orderType: 'TRAIL' });
    expect(resubmission(trailing, book(trailing))).toBeNull();
    const working = order();
    expect(resubmission(working, book(working))).toBeNull();
  });
});
