import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { TestGateway } from '../gateway/test-gateway';
import { RawClient } from '../gateway/test-raw-client';
import type { FaultStep } from './fault-script';

let test: TestGateway;

async function start(...steps: readonly FaultStep[]): Promise<void> {
  test = await TestGateway.start({ faults: { steps } });
}

afterEach(async () => {
  RawClient.closeAll();
  await test.stop();
});

/** How a connection attempt of the operating system ends: `connected`, or the code of the error. */
async function attempt(): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(test.port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
  });
}

describe('a refused connection', () => {
  it('is reset the given number of times, and then served', async () => {
    await start({ when: { on: 'connection' }, times: 2, fault: { kind: 'refuse', how: 'reset' } });
    for (let count = 0; count < 2; count += 1) {
      const refused = new RawClient(test.port);
      refused.hello('v100..193');
      await refused.closed();
      expect(refused.messages).toEqual([]);
    }
    await RawClient.start(test.port);
  });

  it('is closed politely', async () => {
    await start({ when: { on: 'connection' }, fault: { kind: 'refuse', how: 'close' } });
    const refused = new RawClient(test.port);
    await refused.closed();
    expect(refused.errorCode).toBeUndefined();
  });

  it.each([['reset-after-handshake'], ['close-after-handshake']] as const)(
    'ends after the handshake: %s',
    async (how) => {
      await start({ when: { on: 'connection' }, fault: { kind: 'refuse', how } });
      const refused = new RawClient(test.port);
      refused.hello('v100..193');
      await refused.message(([version]) => version === '193');
      refused.startApi(1);
      await refused.closed();
      expect(refused.messages).toHaveLength(1);
    },
  );

  it('is never answered', async () => {
    await start({ when: { on: 'connection' }, fault: { kind: 'refuse', how: 'silent' } });
    const silent = new RawClient(test.port);
    silent.hello('v100..193');
    const other = await RawClient.start(test.port, 2);
    await other.settle();
    expect(silent.messages).toEqual([]);
    expect(silent.socket.closed).toBe(false);
  });

  it('is told that its client id is in use, for that client alone', async () => {
    await start({
      when: { on: 'connection' },
      clientId: 4,
      fault: { kind: 'refuse', how: 'client-id-in-use' },
    });
    await RawClient.start(test.port, 3);
    const refused = new RawClient(test.port);
    refused.hello('v100..193');
    refused.startApi(4);
    await refused.code(326);
    await refused.closed();
    await RawClient.start(test.port, 4);
  });

  it('is every one for a span after a command', async () => {
    await start({
      when: { on: 'command', name: 'shut' },
      forMs: 500,
      fault: { kind: 'refuse', how: 'close' },
    });
    expect(test.gateway.faults.run('shut')).toBe(1);
    await new RawClient(test.port).closed();
    await new RawClient(test.port).closed();
    test.world.clock.advance(500);
    await RawClient.start(test.port);
  });
});

describe('a dropped connection', () => {
  it('ends at a message coming in, which is not carried out', async () => {
    await start({
      when: { on: 'message', direction: 'in', message: 'reqMktData', nth: 2 },
      fault: { kind: 'drop', how: 'reset' },
    });
    const client = await RawClient.start(test.port);
    client.reqMktData(1);
    await client.message(([id]) => id === '81');
    client.reqMktData(2);
    await client.closed();
    expect(client.errorCode).toBe('ECONNRESET');
    expect(client.messages.some(([id, reqId]) => id === '81' && reqId === '2')).toBe(false);
  });

  it('ends at a message going out, before or after it', async () => {
    const when = { on: 'message', direction: 'out', message: 'managedAccounts' } as const;
    await start(
      { when, fault: { kind: 'drop', how: 'close', message: 'lost' } },
      { when: { ...when, nth: 2 }, fault: { kind: 'drop', how: 'close', message: 'kept' } },
    );
    const lost = new RawClient(test.port);
    lost.hello('v100..193');
    lost.startApi(1);
    await lost.closed();
    expect(lost.all('15')).toEqual([]);
    const kept = new RawClient(test.port);
    kept.hello('v100..193');
    kept.startApi(1);
    await kept.closed();
    expect(kept.all('15')).toHaveLength(1);
    expect(kept.all('9')).toEqual([]);
  });

  it('ends for one client at a time after its session began, while others go on', async () => {
    await start({
      when: { on: 'time', afterMs: 300, since: 'session' },
      clientId: 2,
      fault: { kind: 'drop', how: 'reset' },
    });
    const other = await RawClient.start(test.port, 1);
    const dropped = await RawClient.start(test.port, 2);
    test.world.clock.advance(299);
    await dropped.settle();
    test.world.clock.advance(1);
    await dropped.closed();
    await other.settle();
  });
});

describe('a gateway that is away', () => {
  it('does not listen for a span while its clients go on', async () => {
    await start({ when: { on: 'command', name: 'deaf' }, forMs: 1_000, fault: { kind: 'stop-listening' } });
    const client = await RawClient.start(test.port);
    test.gateway.faults.run('deaf');
    expect(await attempt()).toBe('ECONNREFUSED');
    await client.settle();
    test.world.clock.advance(1_000);
    await RawClient.start(test.port, 2);
  });

  it('restarts: says goodbye, is not there, and comes back with lower order ids', async () => {
    await start({
      when: { on: 'time', afterMs: 1_000, since: 'start' },
      forMs: 60_000,
      fault: { kind: 'restart', nextValidId: 5 },
    });
    const client = await RawClient.start(test.port);
    test.world.clock.advance(1_000);
    await client.closed();
    expect(client.codes().slice(-2)).toEqual([1100, 1300]);
    expect((await client.code(1300))[4]).toContain(`on the new port - ${test.port}`);
    expect(await attempt()).toBe('ECONNREFUSED');
    test.world.clock.advance(59_999);
    expect(await attempt()).toBe('ECONNREFUSED');
    test.world.clock.advance(1);
    const again = await RawClient.start(test.port);
    expect(again.all('9')).toEqual([['9', '1', '5']]);
  });

  it('restarts without a word and resets connections meanwhile', async () => {
    await start({
      when: { on: 'command', name: 'restart' },
      forMs: 1_000,
      fault: { kind: 'restart', goodbye: false, away: 'resetting' },
    });
    const client = await RawClient.start(test.port);
    test.gateway.faults.run('restart');
    await client.closed();
    expect(client.codes()).not.toContain(1100);
    const refused = new RawClient(test.port);
    refused.hello('v100..193');
    await refused.closed();
    test.world.clock.advance(1_000);
    await RawClient.start(test.port);
  });
});
