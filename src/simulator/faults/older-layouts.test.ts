import { describe, expect, it } from 'vitest';
import { optionComputationMessage } from '../wire/messages/option-messages';
import { orderStatusMessage } from '../wire/messages/order-messages';
import { orderTerms } from '../world/order-terms';
import type { SimOrder } from '../world/world';
import { apple } from '../wire/sample-instruments';
import { messageNumberOf } from './message-layout';
import { MutedOrders } from './muted-orders';
import { StreamFilter } from './stream-filter';

const order: SimOrder = {
  clientId: 7,
  orderId: 11,
  permId: 1426181265,
  manual: false,
  parentPermId: 0,
  instrument: apple,
  terms: orderTerms({ quantity: 1, orderType: 'LMT', limitPrice: 1, parentOrderId: 0, account: 'DU1234567' }),
  status: 'Submitted',
  whyHeld: '',
  filled: 0,
  remaining: 1,
  averageFillPrice: 0,
  lastFillPrice: 0,
  placedMs: 0,
  completedMs: null,
  completedStatus: '',
  revision: 0,
};

const computation = {
  impliedVolatility: 0.25,
  delta: 0.5,
  optionPrice: 5,
  pvDividend: 0,
  gamma: 0,
  vega: 0,
  theta: 0,
  underlyingPrice: 190,
};

describe.each([100, 130, 131, 155, 156, 193])('faults in the layouts of server version %i', (version) => {
  it('know which order a message tells of', () => {
    const muted = new MutedOrders();
    muted.mute(7, 11);
    const covers = (orderId: number): boolean => {
      const payload = orderStatusMessage({ ...order, orderId }, version);
      return muted.covers(7, messageNumberOf(payload), payload, version);
    };
    expect([covers(11), covers(12)]).toEqual([true, false]);
  });

  it('know which stream a message belongs to, and keep the newest of each tick type', () => {
    const filter = new StreamFilter(() => version);
    filter.hold('market-data');
    const sent = [10, 13, 13].map((tickType) => optionComputationMessage(9, tickType, computation, version));
    for (const payload of sent) expect(filter.passes(messageNumberOf(payload), payload)).toBe(false);
    expect(filter.release('market-data')).toEqual([sent[0], sent[2]]);
    filter.kill([9]);
    expect(filter.passes(21, optionComputationMessage(9, 13, computation, version))).toBe(false);
    expect(filter.passes(21, optionComputationMessage(8, 13, computation, version))).toBe(true);
  });

  it('take no single answer of bars for a stream', () => {
    const filter = new StreamFilter(() => version);
    const ids = version < 124 ? ['6', '77'] : ['77'];
    const bars = ['0', '', '1 hour', '1 D', '1', 'TRADES', '1'];
    const contract = Array.from({ length: 12 }, () => '');
    filter.requested(20, ['20', ...ids, ...contract, ...bars, ...(version < 124 ? [''] : ['0', ''])]);
    expect(filter.ids()).toEqual([]);
    if (version < 124) return;
    filter.requested(20, ['20', ...ids, ...contract, ...bars, '1', '']);
    expect(filter.ids('history')).toEqual([77]);
  });
});
