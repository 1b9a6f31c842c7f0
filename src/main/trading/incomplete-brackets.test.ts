import { describe, expect, it } from 'vitest';
import type { BrokerOrder, SendOutcome } from '../broker/port';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import { createTradingScene, limitDraft } from './testing/trading-scene';

const bracket = { ...limitDraft, bracket: { takeProfit: decimalOf('190'), stopLoss: decimalOf('185') } };
const key = '11111111-1111-4111-8111-000000000001';

const sent: SendOutcome = { kind: 'sent', epoch: 1, atMs: 0 };
const notSent: SendOutcome = {
  kind: 'not-sent',
  error: { kind: 'not-connected', code: null, text: 'The gateway is not connected.' },
};

/** Places a bracket whose orders have these fates, in their order. */
async function placeWith(outcomes: readonly SendOutcome[]) {
  const scene = createTradingScene();
  let turn = -1;
  scene.broker.placeOrder = (_epoch: number, order: BrokerOrder) => {
    turn += 1;
    scene.placed.push(order);
    return Promise.resolve(outcomes[turn] ?? notSent);
  };
  await scene.trading.place({ idempotencyKey: key, epoch: 1, draft: bracket });
  await Promise.resolve();
  return scene;
}

describe('a bracket of which only a part was sent', () => {
  it('has its entry cancelled, once, and says so', async () => {
    const { cancelled, placed, trading, notices } = await placeWith([sent, notSent, notSent]);
    expect(cancelled).toEqual([placed[0]?.orderId]);
    expect(trading.orders().map((order) => order.state)).toEqual(['cancelling', 'refused', 'refused']);
    expect(notices.filter((text) => text.includes('without its exits'))).toHaveLength(1);
  });

  it('is left alone when all of it was sent, and when nothing was', async () => {
    expect((await placeWith([sent, sent, sent])).cancelled).toEqual([]);
    expect((await placeWith([notSent, notSent, notSent])).cancelled).toEqual([]);
  });
});
