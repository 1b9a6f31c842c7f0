import { afterEach, describe, expect, it } from 'vitest';
import { TestGateway } from '../gateway/test-gateway';
import { RawClient } from '../gateway/test-raw-client';
import { malformations } from './fault';
import type { FaultStep } from './fault-script';

let test: TestGateway;

async function start(...steps: readonly FaultStep[]): Promise<RawClient> {
  test = await TestGateway.start({ faults: { steps } });
  return RawClient.start(test.port);
}

afterEach(async () => {
  RawClient.closeAll();
  await test.stop();
});

const tickSize = { on: 'message', direction: 'out', message: 'tickSize' } as const;

describe('a message', () => {
  it('is swallowed on its way in', async () => {
    const client = await start({
      when: { on: 'message', direction: 'in', message: 'reqMktData' },
      fault: { kind: 'swallow' },
    });
    client.reqMktData(1);
    client.reqMktData(2);
    await client.message((fields) => fields[0] === '81' && fields[1] === '2');
    expect(client.all('81')).toHaveLength(1);
    expect(test.gateway.faults.struck.map(({ fault }) => fault)).toEqual([{ kind: 'swallow' }]);
  });

  it('is swallowed on its way out', async () => {
    const client = await start({
      when: { on: 'message', direction: 'out', message: 'tickReqParams' },
      fault: { kind: 'swallow' },
    });
    client.reqMktData(1);
    await client.settle();
    expect(client.all('81')).toEqual([]);
    expect(client.all('2').length).toBeGreaterThan(0);
  });

  it('comes twice', async () => {
    const client = await start({ when: tickSize, fault: { kind: 'duplicate' } });
    client.reqMktData(1);
    await client.settle();
    const [first, second, third] = client.all('2');
    expect(second).toEqual(first);
    expect(third).not.toEqual(first);
  });

  it('is carried out twice', async () => {
    const client = await start({
      when: { on: 'message', direction: 'in', message: 'reqCurrentTime' },
      fault: { kind: 'duplicate', count: 3 },
    });
    client.send('49', '1');
    await client.until(() => (client.all('49').length === 3 ? true : undefined));
  });

  it('is overtaken by later ones', async () => {
    const client = await start({
      when: { on: 'message', direction: 'out', message: 'tickReqParams' },
      fault: { kind: 'delay', messages: 2 },
    });
    client.forget();
    client.reqMktData(1);
    await client.settle();
    expect(client.messages[0]?.[0]).toBe('58');
    expect(client.messages.findIndex(([id]) => id === '81')).toBe(3);
  });

  it('comes late when no other follows', async () => {
    const client = await start({
      when: { on: 'message', direction: 'out', message: 'currentTime' },
      forMs: 700,
      fault: { kind: 'delay', messages: 5 },
    });
    client.send('49', '1');
    const other = await RawClient.start(test.port, 2);
    await other.settle();
    test.world.clock.advance(699);
    await other.settle();
    expect(client.all('49')).toEqual([]);
    test.world.clock.advance(1);
    await client.message(([id]) => id === '49');
  });

  it('is carried out late', async () => {
    const client = await start({
      when: { on: 'message', direction: 'in', message: 'reqMktData' },
      forMs: 400,
      fault: { kind: 'delay' },
    });
    client.reqMktData(1);
    await client.settle();
    expect(client.all('81')).toEqual([]);
    test.world.clock.advance(400);
    await client.message(([id]) => id === '81');
  });

  it.each([
    [100, 'Max rate of messages per second'],
    [162, 'Historical data request pacing violation'],
    [354, 'Requested market data is not subscribed.'],
    [10089, 'requires additional subscription for API'],
  ])('is answered with error %i under its own id', async (code, text) => {
    const client = await start({
      when: { on: 'message', direction: 'in', message: 'reqMktData' },
      fault: { kind: 'answer-error', code },
    });
    client.reqMktData(17);
    const [, , id, , found] = await client.code(code);
    expect(id).toBe('17');
    expect(found).toContain(text);
    await client.settle();
    expect(client.all('81')).toEqual([]);
  });
});

describe('a malformed message', () => {
  it.each(malformations.map((how) => [how]))('%s does not touch other clients', async (how) => {
    const client = await start({
      when: { on: 'message', direction: 'out', message: 'currentTime' },
      clientId: 1,
      fault: { kind: 'malformed', how },
    });
    const other = await RawClient.start(test.port, 2);
    const before = client.packets.length;
    client.send('49', '1');
    await client.until(() => (client.packets.length > before ? true : undefined));
    await other.settle();
    if (how === 'zero-length') expect(client.messages.at(-2)).toEqual([]);
    else expect(client.messages).not.toContainEqual(['49', '1', '1791210600']);
  });

  it('promises a negative length', async () => {
    const client = await start({
      when: { on: 'message', direction: 'out', message: 'currentTime' },
      fault: { kind: 'malformed', how: 'negative-length' },
    });
    client.send('49', '1');
    await client.until(() => (client.rest.length >= 4 ? true : undefined));
    expect(client.rest.readInt32BE(0)).toBeLessThan(0);
  });

  it('is sent out of the blue on command', async () => {
    const client = await start({
      when: { on: 'command', name: 'garbage' },
      fault: { kind: 'malformed', how: 'garbage-bytes' },
    });
    test.gateway.faults.run('garbage');
    await client.until(() => (client.rest.length > 0 ? true : undefined));
    expect(client.rest.every((byte) => byte >= 0x80)).toBe(true);
  });
});

describe('notices', () => {
  it('say what they are told to', async () => {
    const client = await start({
      when: { on: 'command', name: 'say' },
      fault: { kind: 'notice', code: 2110 },
    });
    test.gateway.faults.inject({ kind: 'notice', code: 2110, id: 9, text: 'own words' }, { clientId: 1 });
    expect(await client.code(2110)).toEqual(['4', '2', '9', '2110', 'own words', '']);
  });

  it('come as a storm in which nothing breaks', async () => {
    const client = await start();
    client.reqMktData(1);
    await client.settle();
    client.forget();
    test.gateway.faults.inject({ kind: 'notice-storm', count: 600 });
    await client.until(() => (client.codes().length === 600 ? true : undefined));
    expect(new Set(client.codes())).toEqual(new Set([2103, 2104, 2105, 2106, 2157, 2158]));
    test.world.move({ kind: 'bid', conId: 265598, atMs: 0 }, { bid: 180 });
    await client.message((fields) => fields[0] === '1' && fields[4] === '180');
  });
});
