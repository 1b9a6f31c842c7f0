import { describe, expect, it } from 'vitest';
import { decimal, limitOrder } from '../broker-fixtures';
import type { BrokerOrder, SendOutcome } from '../port';
import { FaultScene } from './testing/fault-scene';

/** Places a limit order far from the market, or at a price. */
async function place(
  scene: FaultScene,
  orderRef: string,
  changes: Partial<BrokerOrder> = {},
): Promise<{ readonly orderId: number; readonly outcome: SendOutcome }> {
  const [orderId = 0] = await scene.value(Promise.resolve(scene.broker.takeOrderIds(1)));
  const order = limitOrder({
    orderId,
    orderRef,
    contract: scene.apple,
    pricing: { orderType: 'LMT', limitPrice: decimal('5.00') },
    ...changes,
  });
  return { orderId, outcome: await scene.settled(scene.broker.placeOrder(scene.epoch, order)) };
}

/** Orders with this reference that the exchange has. */
function atExchange(scene: FaultScene, orderRef: string): number {
  return scene.world.exchange.openOrders().filter(({ terms }) => terms.orderRef === orderRef).length;
}

async function openRefs(scene: FaultScene): Promise<readonly string[]> {
  return (await scene.eventually(() => scene.broker.requestOpenOrders())).map(({ orderRef }) => orderRef);
}

describe('an order and a connection that drops', () => {
  it.each([
    ['before-accept', 0],
    ['after-accept', 1],
  ] as const)('%s: the exchange has it %d times, and the app finds out which', async (stage, copies) => {
    const scene = await FaultScene.ready({
      steps: [{ when: { on: 'order', stage }, fault: { kind: 'drop', how: 'reset' } }],
    });
    await place(scene, 'ours');
    await scene.untilReadyAgain(1);
    expect(await openRefs(scene)).toEqual(Array.from({ length: copies }, () => 'ours'));
    // It is never sent again on the new connection.
    await scene.pass(30_000);
    expect(atExchange(scene, 'ours')).toBe(copies);
  });

  it('fills while the connection is gone are found', async () => {
    const scene = await FaultScene.ready();
    await place(scene, 'ours');
    await scene.until(() => atExchange(scene, 'ours') === 1, 'the order');
    scene.gateway.faults.inject({ kind: 'stop-listening' }, { forMs: 5_000 });
    scene.gateway.faults.inject({ kind: 'drop', how: 'close' });
    await scene.untilState('reconnecting');
    scene.gateway.faults.inject({ kind: 'fill-order', orderRef: 'ours' });
    await scene.untilReadyAgain(1);
    const executions = await scene.eventually(() => scene.broker.requestExecutions());
    expect(executions).toMatchObject([{ orderRef: 'ours', cumulativeQuantity: '100' }]);
    expect(await openRefs(scene)).toEqual([]);
  });

  it('is not sent after the connection it was made for', async () => {
    const scene = await FaultScene.ready();
    const { epoch } = scene;
    scene.gateway.faults.inject({ kind: 'drop', how: 'reset' });
    await scene.untilReadyAgain();
    const outcome = await scene.settled(
      scene.broker.placeOrder(epoch, limitOrder({ orderId: 40, orderRef: 'late', contract: scene.apple })),
    );
    expect(outcome).toMatchObject({ kind: 'not-sent' });
    expect(atExchange(scene, 'late')).toBe(0);
  });
});

describe('an order of which the gateway says little, or too much', () => {
  it('accepted with no callback at all is found by asking', async () => {
    const scene = await FaultScene.ready({
      steps: [{ when: { on: 'order', stage: 'after-accept' }, fault: { kind: 'mute-order' } }],
    });
    await place(scene, 'ours');
    await scene.pass(3_000);
    expect(scene.events).toEqual([]);
    expect(await openRefs(scene)).toEqual(['ours']);
  });

  it('swallowed on its way is not at the exchange, and asking says so', async () => {
    const scene = await FaultScene.ready({
      steps: [
        { when: { on: 'message', direction: 'in', message: 'placeOrder' }, fault: { kind: 'swallow' } },
      ],
    });
    expect((await place(scene, 'ours')).outcome).toMatchObject({ kind: 'sent' });
    expect(await openRefs(scene)).toEqual([]);
  });

  it('duplicate and reordered callbacks end in the same facts', async () => {
    const scene = await FaultScene.ready({
      steps: [
        {
          when: { on: 'message', direction: 'out', message: 'openOrder' },
          times: 'always',
          fault: { kind: 'duplicate', count: 3 },
        },
        {
          when: { on: 'message', direction: 'out', message: 'orderStatus' },
          times: 3,
          fault: { kind: 'delay', messages: 1 },
        },
        {
          when: { on: 'message', direction: 'out', message: 'executionDetails' },
          times: 'always',
          fault: { kind: 'duplicate', count: 2 },
        },
      ],
    });
    await place(scene, 'ours');
    await scene.until(() => atExchange(scene, 'ours') === 1, 'the order');
    scene.gateway.faults.inject({ kind: 'fill-order', orderRef: 'ours' });
    await scene.until(() => scene.events.some(({ kind }) => kind === 'execution'), 'the fill');
    await scene.pass(3_000);
    const execIds = scene.events.flatMap((event) =>
      event.kind === 'execution' ? [event.execution.execId] : [],
    );
    expect(execIds.length).toBeGreaterThan(new Set(execIds).size);
    expect(new Set(execIds).size).toBe(scene.world.exchange.executions().length);
    const executions = await scene.value(scene.broker.requestExecutions());
    expect(new Set(executions.map(({ execId }) => execId))).toEqual(new Set(execIds));
    expect(scene.errors).toEqual([]);
  });

  it('a reject after the acknowledgement keeps the reason', async () => {
    const scene = await FaultScene.ready();
    const { orderId } = await place(scene, 'ours');
    await scene.until(() => scene.events.some(({ kind }) => kind === 'order-status'), 'the acknowledgement');
    scene.gateway.faults.inject({
      kind: 'reject-order',
      text: 'Order rejected - reason:No shares to borrow',
    });
    await scene.until(() => scene.events.some(({ kind }) => kind === 'order-error'), 'the reject');
    expect(scene.events.find(({ kind }) => kind === 'order-error')).toMatchObject({
      orderId,
      code: 201,
      class: 'rejected',
      text: expect.stringContaining('No shares to borrow'),
    });
  });

  it('a change during an outage that leaves two live copies shows both', async () => {
    const scene = await FaultScene.ready({
      steps: [
        { when: { on: 'order', stage: 'on-modify' }, fault: { kind: 'two-copies' } },
        // The second copy is the second order that is accepted: the line breaks before a word of it is said.
        { when: { on: 'order', stage: 'after-accept', nth: 2 }, fault: { kind: 'drop', how: 'reset' } },
      ],
    });
    const { orderId } = await place(scene, 'ours');
    await scene.until(() => atExchange(scene, 'ours') === 1, 'the order');
    await place(scene, 'ours', { orderId, pricing: { orderType: 'LMT', limitPrice: decimal('6.00') } });
    await scene.until(() => atExchange(scene, 'ours') === 2, 'two copies');
    await scene.untilReadyAgain();
    expect(scene.gateway.faults.struck.map(({ fault }) => fault.kind)).toEqual(['two-copies', 'drop']);
    const open = await scene.value(scene.broker.requestOpenOrders());
    expect(open.map(({ orderRef, limitPrice }) => [orderRef, Number(limitPrice)])).toEqual(
      expect.arrayContaining([
        ['ours', 5],
        ['ours', 6],
      ]),
    );
    expect(new Set(open.map(({ permId }) => permId)).size).toBe(2);
    const highest = Math.max(...open.map((order) => order.orderId));
    const [next = 0] = await scene.value(Promise.resolve(scene.broker.takeOrderIds(1)));
    expect(next).toBeGreaterThan(highest);
  });
});

describe('order ids', () => {
  it('never repeat when nextValidId is rolled back, and exceed those of live orders', async () => {
    const scene = await FaultScene.ready();
    const used: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      used.push((await place(scene, `round-${round}`)).orderId);
      await scene.until(() => atExchange(scene, `round-${round}`) === 1, 'the order');
      scene.gateway.faults.inject({ kind: 'roll-back-order-ids', nextValidId: 1 });
      scene.gateway.faults.inject({ kind: 'drop', how: 'reset' });
      await scene.untilReadyAgain();
    }
    expect(new Set(used).size).toBe(3);
    expect(used).toEqual(used.toSorted((one, other) => one - other));
    expect(scene.events.some((event) => event.kind === 'order-error' && event.class === 'duplicate-id')).toBe(
      false,
    );
    expect((await openRefs(scene)).toSorted()).toEqual(['round-0', 'round-1', 'round-2']);
  });
});

describe('cancels', () => {
  it('go out while bars are paused and a farm is down', async () => {
    const scene = await FaultScene.ready();
    const { orderId } = await place(scene, 'ours');
    await scene.until(() => atExchange(scene, 'ours') === 1, 'the order');
    scene.gateway.faults.inject({ kind: 'farm', farm: 'market-data' }, { forMs: 60_000 });
    await scene.until(() => scene.broker.snapshot().farmsDown.length > 0, 'the farm down');
    expect(await scene.settled(scene.broker.cancelOrder(orderId))).toMatchObject({ kind: 'sent' });
    await scene.until(() => atExchange(scene, 'ours') === 0, 'the cancel');
  });
});
