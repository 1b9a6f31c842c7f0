import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestGateway } from './test-gateway';
import { RawClient } from './test-raw-client';

let test: TestGateway;

beforeEach(async () => {
  test = await TestGateway.start();
});

afterEach(async () => {
  RawClient.closeAll();
  await test.stop();
});

/** The server version that a client is answered when it offers `versions`. */
async function answered(versions: string): Promise<string | undefined> {
  const client = new RawClient(test.port);
  client.hello(versions);
  const [version] = await client.message(() => true);
  return version;
}

async function started(client: RawClient): Promise<void> {
  await client.message(([id]) => id === '9');
}

describe('a client that is not the one of the app', () => {
  it.each([
    ['v100..193', '193'],
    ['v100..222', '193'],
    ['v157..203', '193'],
    ['v157..178', '178'],
    ['v100..187', '187'],
    ['v193', '193'],
    ['v100..193 +PACEAPI', '193'],
    ['v157..178 +PACEAPI', '178'],
    ['v100..151', '151'],
    ['v100', '100'],
  ])('that offers %s is answered %s', async (versions, version) => {
    expect(await answered(versions)).toBe(version);
  });

  it.each([
    [112, false],
    [114, true],
    [193, true],
  ])(
    'of version %i is told of the parameters of a line only when it knows them: %s',
    async (version, told) => {
      const client = await RawClient.start(test.port, 2, `v100..${version}`);
      client.reqMktData(9);
      await client.message(([id]) => id === '1');
      await client.settle();
      expect(client.all('81').length > 0).toBe(told);
    },
  );

  it('gets 505 for a request that is newer than its version', async () => {
    const client = await RawClient.start(test.port, 2, 'v100..126');
    client.send('92', '9', 'DU1234567', '');
    expect(await client.code(505)).toEqual(['4', '2', '-1', '505', 'Fatal Error: Unknown message id 92']);
  });

  it('may begin with its capabilities, with none, or without the field', async () => {
    for (const [clientId, fields] of [['2', ''], ['2', 'something'], ['2']].entries()) {
      const client = new RawClient(test.port);
      client.hello('v100..193');
      const [version = '', ...capabilities] = fields;
      client.send('71', version, String(clientId), ...capabilities);
      await started(client);
    }
  });

  it('may come back under its id as soon as it has closed, in whatever way it has', async () => {
    const endings: readonly ((client: RawClient) => void)[] = [
      (client) => client.socket.end(),
      (client) => client.socket.resetAndDestroy(),
      (client) => client.socket.destroy(),
    ];
    for (const end of endings) {
      const client = new RawClient(test.port);
      client.hello('v100..193');
      client.startApi(5);
      await started(client);
      const before = test.log.filter(({ kind }) => kind === 'disconnected').length;
      end(client);
      await vi.waitFor(() => {
        expect(test.log.filter(({ kind }) => kind === 'disconnected').length).toBeGreaterThan(before);
      });
    }
    const last = new RawClient(test.port);
    last.hello('v100..193');
    last.startApi(5);
    await started(last);
    expect(last.messages.some(([id, , , code]) => id === '4' && code === '326')).toBe(false);
  });

  it('is kept out with 326 while the other is still there', async () => {
    await RawClient.start(test.port, 5);
    const second = new RawClient(test.port);
    second.hello('v100..193');
    second.startApi(5);
    expect(await second.code(326)).toContain(
      'Unable to connect as the client id is already in use. Retry with a unique client id.',
    );
  });
});
