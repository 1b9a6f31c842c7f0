import { OrderAction, OrderType } from '@stoqey/ib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeOrder } from './fake-world';
import { appleContract, TestGateway } from './test-gateway';
import { RawClient } from './test-raw-client';

let test: TestGateway;

afterEach(async () => {
  RawClient.closeAll();
  await test.stop();
});

const broken = (): never => {
  throw new Error('something broke in the simulator');
};

function faults(): readonly unknown[] {
  return test.log.filter(({ kind }) => kind === 'fault');
}

describe('an exception in the simulator', () => {
  it('in a market event is logged and told, and every client goes on', async () => {
    test = await TestGateway.start();
    const client = await RawClient.start(test.port, 1);
    const other = await RawClient.start(test.port, 2);
    client.reqMktData(1);
    await client.settle();
    const quote = vi.spyOn(test.world.market, 'quote').mockImplementation(broken);
    test.world.move({ kind: 'bid', conId: 265598, atMs: 0 }, {});
    quote.mockRestore();
    await client.code(322);
    expect(faults()).toHaveLength(1);
    test.world.move({ kind: 'bid', conId: 265598, atMs: 0 }, { bid: 181 });
    await client.message((fields) => fields[0] === '1' && fields[4] === '181');
    await other.settle();
    expect(other.codes()).not.toContain(322);
  });

  it('in a timer is logged and told, and every client goes on', async () => {
    test = await TestGateway.start();
    const client = await RawClient.start(test.port, 1);
    client.send('92', '5', 'DU1234567', '');
    await client.message(([id]) => id === '94');
    vi.spyOn(test.world.account, 'pnl').mockImplementation(broken);
    test.world.clock.advance(1_000);
    await client.code(322);
    expect(faults()).toHaveLength(1);
    await client.settle();
  });

  it('in telling of an order is logged, and the exchange goes on', async () => {
    test = await TestGateway.start();
    const client = await test.connect(1);
    client.api.placeOrder(1, appleContract, {
      action: OrderAction.BUY,
      totalQuantity: 1,
      orderType: OrderType.MKT,
      transmit: true,
    });
    await client.next('orderStatus');
    const [placed] = test.world.placed;
    if (placed === undefined) throw new Error('no order was placed');
    const order = {
      ...fakeOrder(1, 1, placed.terms),
      get status(): never {
        return broken();
      },
    };
    test.world.tell({ kind: 'status', order });
    expect(faults()).toHaveLength(1);
    await client.settle();
  });
});
