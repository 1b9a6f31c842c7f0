import { afterEach, describe, expect, it } from 'vitest';
import { ManualWallClock } from '../world/manual-wall-clock';
import { TestGateway } from './test-gateway';
import { RawClient } from './test-raw-client';

let test: TestGateway;
let wall: ManualWallClock;

async function start(messagesPerSecond: number | undefined, versions?: string): Promise<RawClient> {
  wall = new ManualWallClock(0);
  const limits = messagesPerSecond === undefined ? {} : { messagesPerSecond };
  test = await TestGateway.start({ wall, limits });
  const client = await RawClient.start(test.port, 1, versions);
  wall.advance(1_000);
  return client;
}

afterEach(async () => {
  RawClient.closeAll();
  await test.stop();
});

function ask(client: RawClient, times: number): void {
  for (let count = 0; count < times; count += 1) client.send('49', '1');
}

describe('the message rate of a client', () => {
  it('is 50 a second: the 51st is refused with 100, and the next second is a new one', async () => {
    const client = await start(undefined);
    ask(client, 51);
    const [, , id, , text] = await client.code(100);
    expect([id, text]).toEqual(['-1', 'Max rate of messages per second has been exceeded:max=50 rec=51 (1)']);
    expect(client.all('49')).toHaveLength(50);
    wall.advance(1_000);
    await client.settle();
  });

  it('ends the connection at the third violation', async () => {
    const client = await start(2);
    for (let second = 0; second < 3; second += 1) {
      ask(client, 3);
      await client.until(() =>
        client.codes().filter((code) => code === 100).length > second ? true : undefined,
      );
      wall.advance(1_000);
    }
    await client.closed();
    const texts = client.all('4').filter(([, , , code]) => code === '100');
    expect(texts.map(([, , , , text]) => text)).toEqual(
      [1, 2, 3].map(
        (violation) => `Max rate of messages per second has been exceeded:max=2 rec=3 (${violation})`,
      ),
    );
  });

  it('is kept by the gateway itself for a client that asks for +PACEAPI', async () => {
    const client = await start(5, 'v100..193 +PACEAPI');
    ask(client, 12);
    await client.until(() => (client.all('49').length === 5 ? true : undefined));
    wall.advance(1_000);
    await client.until(() => (client.all('49').length === 10 ? true : undefined));
    wall.advance(1_000);
    await client.until(() => (client.all('49').length === 12 ? true : undefined));
    expect(client.codes()).not.toContain(100);
  });

  it('can be switched off', async () => {
    const client = await start(Number.POSITIVE_INFINITY);
    ask(client, 200);
    await client.until(() => (client.all('49').length === 200 ? true : undefined));
  });
});

describe('the number of clients', () => {
  it('is limited, and one that leaves makes room', async () => {
    test = await TestGateway.start({ limits: { clients: 2 } });
    const first = await RawClient.start(test.port, 1);
    await RawClient.start(test.port, 2);
    const third = new RawClient(test.port);
    third.hello('v100..193');
    third.startApi(3);
    const [, , , , text] = await third.code(321);
    expect(text).toContain('Max number of clients (2) has been reached');
    await third.closed();
    first.socket.end();
    await first.closed();
    await RawClient.start(test.port, 3);
  });
});
