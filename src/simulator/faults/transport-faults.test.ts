import { afterEach, describe, expect, it } from 'vitest';
import { TestGateway } from '../gateway/test-gateway';
import { RawClient } from '../gateway/test-raw-client';
import type { Fault } from './fault';

let test: TestGateway;
let lastId = 1;

afterEach(async () => {
  RawClient.closeAll();
  await test.stop();
});

async function start(fault: Fault, forMs?: number): Promise<RawClient> {
  test = await TestGateway.start({
    faults: { steps: [{ when: { on: 'command', name: 'break' }, clientId: 1, fault, forMs }] },
  });
  return RawClient.start(test.port);
}

function strike(): void {
  expect(test.gateway.faults.run('break')).toBe(1);
}

/** Waits until the gateway has read what the first client has sent: another client is answered after that. */
async function turn(): Promise<void> {
  lastId += 1;
  const other = await RawClient.start(test.port, lastId);
  await other.settle();
  other.socket.destroy();
}

describe('half-open silence', () => {
  it('swallows what goes out, while what comes in is carried out', async () => {
    const client = await start({ kind: 'silence', direction: 'out' }, 5_000);
    client.forget();
    strike();
    client.reqMktData(1);
    await turn();
    expect(client.messages).toEqual([]);
    expect(test.world.marketListeners).toBe(1);
    test.world.clock.advance(5_000);
    await client.settle();
    expect(client.all('81')).toEqual([]);
  });

  it('swallows what comes in, while data go on', async () => {
    const client = await start({ kind: 'silence', direction: 'in' });
    client.reqMktData(1);
    await client.message(([id]) => id === '81');
    strike();
    client.reqMktData(2);
    await turn();
    expect(test.world.marketListeners).toBe(1);
    test.world.move({ kind: 'bid', conId: 265598, atMs: 0 }, { bid: 186.99 });
    await client.message((fields) => fields[0] === '1' && fields[4] === '186.99');
  });

  it('keeps the socket open both ways until the client has had enough', async () => {
    const client = await start({ kind: 'silence', direction: 'both' });
    client.forget();
    strike();
    client.send('49', '1');
    await turn();
    expect(client.messages).toEqual([]);
    expect(client.socket.closed).toBe(false);
    client.socket.destroy();
    await client.closed();
    await turn();
    expect(test.log).toContainEqual({ kind: 'disconnected', clientId: 1 });
  });

  it('may not notice that the client has gone: its id is in use', async () => {
    const client = await start({ kind: 'silence', direction: 'both', noticesClose: false }, 10_000);
    strike();
    client.socket.destroy();
    await client.closed();
    await turn();
    const again = new RawClient(test.port);
    again.hello('v100..193');
    again.startApi(1);
    await again.code(326);
    test.world.clock.advance(10_000);
    await RawClient.start(test.port, 1);
  });
});

describe('packets', () => {
  it('are split into single bytes, and the messages are whole', async () => {
    const client = await start({ kind: 'split' }, 1_000);
    client.forget();
    strike();
    client.reqMktData(1, true);
    await client.message(([id]) => id === '57');
    expect(client.packets.length).toBeGreaterThan(50);
    expect(client.rest).toHaveLength(0);
    test.world.clock.advance(1_000);
    await client.settle();
  });

  it('are merged into one', async () => {
    const client = await start({ kind: 'merge', everyMs: 200 });
    client.forget();
    strike();
    client.reqMktData(1);
    await turn();
    client.reqMktData(2);
    await turn();
    expect(client.packets).toEqual([]);
    test.world.clock.advance(200);
    await client.message((fields) => fields[0] === '81' && fields[1] === '2');
    expect(client.all('81')).toHaveLength(2);
    expect(client.packets).toHaveLength(1);
  });

  it('come late, in their order', async () => {
    const client = await start({ kind: 'slow', latencyMs: 300 });
    client.forget();
    strike();
    client.reqMktData(1);
    await turn();
    test.world.clock.advance(100);
    client.send('49', '1');
    await turn();
    test.world.clock.advance(199);
    await turn();
    expect(client.messages).toEqual([]);
    test.world.clock.advance(1);
    await client.message(([id]) => id === '81');
    expect(client.all('49')).toEqual([]);
    test.world.clock.advance(100);
    await client.message(([id]) => id === '49');
  });

  it('come no faster than so many bytes a second', async () => {
    const client = await start({ kind: 'slow', bytesPerSecond: 100 });
    client.forget();
    strike();
    client.send('49', '1');
    await turn();
    // Length, number, version and ten digits: 20 bytes take 200 ms.
    test.world.clock.advance(199);
    await turn();
    expect(client.messages).toEqual([]);
    test.world.clock.advance(1);
    await client.message(([id]) => id === '49');
  });

  it('end the connection when too many wait for a slow client', async () => {
    test = await TestGateway.start({
      outputLimitBytes: 2_000,
      faults: {
        steps: [
          {
            when: { on: 'message', direction: 'in', message: 'reqMktData' },
            fault: { kind: 'slow', latencyMs: 9_999 },
          },
        ],
      },
    });
    const client = await RawClient.start(test.port);
    for (let reqId = 1; reqId < 20; reqId += 1) client.reqMktData(reqId);
    await client.closed();
  });
});
