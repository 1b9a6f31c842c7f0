import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FAKE_NOW_MS } from './fake-world';
import { TestGateway } from './test-gateway';
import { RawClient } from './test-raw-client';

let test: TestGateway;

beforeEach(async () => {
  test = await TestGateway.start({ outputLimitBytes: 100_000 });
});

afterEach(async () => {
  RawClient.closeAll();
  await test.stop();
});

describe('a connection that is not what it should be', () => {
  it('is closed when the client knows only newer versions', async () => {
    const client = new RawClient(test.port);
    client.hello('v200..222');
    await client.closed();
    expect(client.messages).toEqual([]);
    expect(test.log).toContainEqual({
      kind: 'dropped',
      clientId: undefined,
      reason: 'no common version with "v200..222"',
    });
  });

  it('is closed at a negative length, while the others go on', async () => {
    const other = await test.connect(2);
    const client = new RawClient(test.port);
    client.hello('v100..193');
    client.send('71', '2', '1', '');
    await client.message(([id]) => id === '9');
    client.socket.write(Buffer.from([0x80, 0, 0, 1, 0x31]));
    await client.closed();
    await other.settle();
  });

  it('gets an error for a message that cannot be read, and goes on', async () => {
    const client = new RawClient(test.port);
    client.hello('v100..193 +PACEAPI');
    client.send('49', '1');
    client.send('71', '2', '1', '');
    client.send('1', '11', '9001', 'not a conId');
    client.send('3', '77');
    client.send('4711');
    client.send('49', '1');
    await client.message(([id]) => id === '49');
    const errors = client.messages.filter(([id, , , code]) => id === '4' && !code?.startsWith('21'));
    expect(errors.map(([, , id, code]) => [id, code])).toEqual([
      ['-1', '321'],
      ['9001', '320'],
      ['77', '320'],
      ['-1', '505'],
    ]);
  });

  it('gets an error for a bar size that TWS does not have', async () => {
    const client = new RawClient(test.port);
    client.hello('v100..193');
    client.send('71', '2', '1', '');
    const contract = ['265598', '', '', '', '', '', '', '', '', '', '', '', '0'];
    client.send('20', '44', ...contract, '', '7 mins', '1 D', '1', 'TRADES', '1', '0', '');
    const [, , id, code, text] = await client.message(([kind, , , error]) => kind === '4' && error === '321');
    expect([id, code]).toEqual(['44', '321']);
    expect(text).toContain('Legal ones are: 1 secs, 5 secs');
  });

  it('is closed when the client leaves too much unread', async () => {
    const other = await test.connect(2);
    const client = new RawClient(test.port);
    client.hello('v100..193');
    client.send('71', '2', '1', '');
    client.send('1', '11', '9', '265598', '', '', '', '', '', '', '', '', '', '', '', '0', '', '0', '0', '');
    await client.message(([id]) => id === '81');
    for (let tick = 0; tick < 3_000; tick += 1) {
      const bid = 187 + (tick % 2) / 100;
      test.world.move({ kind: 'bid', conId: 265598, atMs: FAKE_NOW_MS }, { bid });
    }
    await client.closed();
    expect(test.world.marketListeners).toBe(0);
    await other.settle();
  });

  it('survives a fault in answering a request', async () => {
    const client = await test.connect();
    vi.spyOn(test.world.catalogue, 'search').mockImplementation(() => {
      throw new Error('the catalogue is broken');
    });
    client.api.reqMatchingSymbols(5, 'AAPL');
    const [, , id] = await client.code(322);
    expect(id).toBe(5);
    expect(test.log.map(({ kind }) => kind)).toContain('fault');
    await client.settle();
  });

  it('speaks version 178 with a client that knows no newer one', async () => {
    const client = new RawClient(test.port);
    client.hello('v157..178');
    await client.message(([version]) => version === '178');
    client.send('71', '2', '1', '');
    client.send('9', '8', '5', '265598', '', '', '', '', '', '', '', '', '', '', '', '0', '', '', '');
    const details = await client.message(([id]) => id === '10');
    expect(details).toHaveLength(42);
  });
});
