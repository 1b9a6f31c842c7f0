import { describe, expect, it } from 'vitest';
import type { OrderDraft } from '../../shared/domain/order';
import type { FaultScript } from '../../simulator/faults';
import type { FaultRig } from './testing/fault-rig';
import { faultScenes, inputOf, restingDraft } from './testing/fault-scenes';

const withRig = faultScenes('copies');

async function place(rig: FaultRig, draft: OrderDraft): Promise<readonly string[]> {
  const answer = await rig.settled(rig.terminal.trading.place(inputOf(rig, draft)));
  if (!answer.ok) throw new Error(answer.error.text);
  return answer.value.orderIds;
}

const stateOf = (rig: FaultRig, id: string | undefined) =>
  rig.orders().find((order) => order.id === id)?.state;
const liveAtExchange = (rig: FaultRig) => rig.world.exchange.openOrders();

describe('a change that left two live copies at IB', () => {
  const script: FaultScript = {
    steps: [{ when: { on: 'order', stage: 'on-modify' }, fault: { kind: 'two-copies' } }],
  };

  it('shows both, and the surplus can be cancelled while the order stays', async () => {
    await withRig('live', script, async (rig) => {
      const [id = ''] = await place(rig, restingDraft(rig));
      await rig.until(() => stateOf(rig, id) === 'working', 'working');
      const change = { limitPrice: rig.price('bid', -15) };
      await rig.settled(rig.terminal.trading.modify(id, rig.newKey(), change));
      const copy = () => rig.orders().find((order) => order.copyOf === id);
      await rig.until(() => copy()?.state === 'working', 'the copy');
      expect(rig.orders()).toHaveLength(2);
      expect(new Set(rig.orders().map((order) => order.permId))).toEqual(
        new Set(liveAtExchange(rig).map((order) => order.permId)),
      );

      expect(await rig.settled(rig.terminal.trading.cancel(copy()?.id ?? ''))).toMatchObject({ ok: true });
      await rig.until(() => copy()?.state === 'cancelled', 'one again');
      expect(stateOf(rig, id)).toBe('working');
      expect(liveAtExchange(rig).map((order) => order.terms.orderRef)).toEqual([id]);
    });
  });

  it('shows both after a restart as well', async () => {
    await withRig('restart', script, async (rig) => {
      const [id = ''] = await place(rig, restingDraft(rig));
      await rig.until(() => stateOf(rig, id) === 'working', 'working');
      await rig.settled(rig.terminal.trading.modify(id, rig.newKey(), { limitPrice: rig.price('bid', -15) }));
      await rig.until(() => rig.orders().length === 2, 'the copy');
      const original = rig.orders().find((order) => order.id === id);
      await rig.crashApp();
      await rig.until(() => rig.isReady, 'ready again');
      expect(rig.orders().find((order) => order.id === id)?.permId).toBe(original?.permId);
      expect(rig.orders().filter((order) => order.copyOf === id)).toHaveLength(1);
    });
  });
});

describe('a bracket of which IB rejects an exit', () => {
  it.each([2, 3])('has its entry withdrawn when it is order %i of three', async (which) => {
    const script: FaultScript = {
      steps: [
        {
          when: { on: 'order', stage: 'before-accept', nth: which },
          fault: { kind: 'answer-error', code: 201, text: 'Order rejected - reason:exit refused' },
        },
      ],
    };
    await withRig(`exit-${which}`, script, async (rig) => {
      const ids = await place(
        rig,
        restingDraft(rig, {
          bracket: { takeProfit: rig.price('ask', 10), stopLoss: rig.price('bid', -30) },
        }),
      );
      await rig.until(() => stateOf(rig, ids[which - 1]) === 'rejected', 'the rejection');
      await rig.until(() => stateOf(rig, ids[0]) === 'cancelled', 'the entry is withdrawn');
      await rig.until(() => liveAtExchange(rig).length === 0, 'nothing is left at the exchange');
      await rig.until(
        () => rig.orders().every((order) => ['cancelled', 'rejected'].includes(order.state)),
        'all have ended',
      );
    });
  });
});
