import { afterEach, describe, expect, it } from 'vitest';
import { TestGateway } from '../gateway/test-gateway';
import { RawClient } from '../gateway/test-raw-client';
import type { Fault } from './fault';

let test: TestGateway;
let client: RawClient;

afterEach(async () => {
  RawClient.closeAll();
  await test.stop();
});

/** A gateway with one client that follows one line under request id 1. */
async function start(): Promise<void> {
  test = await TestGateway.start();
  client = await RawClient.start(test.port);
  client.reqMktData(1);
  await client.settle();
  client.forget();
}

function inject(fault: Fault, forMs?: number): void {
  test.gateway.faults.inject(fault, forMs === undefined ? {} : { forMs });
}

async function move(bid: number): Promise<void> {
  test.world.move({ kind: 'bid', conId: 265598, atMs: 0 }, { bid });
  await client.settle();
}

/** Bids that the client has been told of for a request. */
function bids(reqId: number): readonly string[] {
  return client
    .all('1')
    .filter(([, , id, type]) => id === String(reqId) && type === '1')
    .map(([, , , , price = '']) => price);
}

describe('the connection of the gateway to its servers', () => {
  it('is lost, and 1102 keeps the subscriptions: the newest values come at once', async () => {
    await start();
    inject({ kind: 'connectivity', comesBack: 1102 }, 3_000);
    await move(186);
    await move(185);
    expect(client.codes()).toEqual([1100]);
    expect(bids(1)).toEqual([]);
    test.world.clock.advance(3_000);
    await client.code(1102);
    await client.settle();
    expect(bids(1)).toEqual(['185']);
    await move(184);
    expect(bids(1)).toEqual(['185', '184']);
  });

  it('is lost, and 1101 has lost the subscriptions: nothing comes until they are made again', async () => {
    await start();
    inject({ kind: 'connectivity', comesBack: 1101 }, 3_000);
    test.world.clock.advance(3_000);
    await client.code(1101);
    expect(test.world.marketListeners).toBe(0);
    await move(186);
    expect(bids(1)).toEqual([]);
    client.reqMktData(1);
    await client.settle();
    expect(bids(1)).toEqual(['186']);
    expect(client.codes()).toEqual([1100, 1101]);
  });

  it('is told to clients that come meanwhile', async () => {
    await start();
    inject({ kind: 'connectivity', comesBack: 1102 }, 3_000);
    const late = await RawClient.start(test.port, 2);
    await late.code(1100);
    test.world.clock.advance(3_000);
    await late.code(1102);
  });

  it('answers historical requests with 162 while it is lost', async () => {
    await start();
    inject({ kind: 'connectivity', comesBack: 1102 }, 3_000);
    const contract = ['265598', '', '', '', '', '', '', '', '', '', '', ''];
    client.send('20', '5', ...contract, '0', '', '1 min', '3600 S', '1', 'TRADES', '1', '0', '');
    expect((await client.code(162))[2]).toBe('5');
  });
});

describe('a farm', () => {
  it('goes and comes back with data', async () => {
    await start();
    inject({ kind: 'farm', farm: 'market-data' }, 2_000);
    await client.code(2103);
    await move(186);
    expect(bids(1)).toEqual([]);
    test.world.clock.advance(2_000);
    await client.code(2104);
    await client.settle();
    expect(bids(1)).toEqual(['186']);
  });

  it('comes back without data: the line is dead although 2104 was said, a new one lives', async () => {
    await start();
    inject({ kind: 'farm', farm: 'market-data', data: 'dead' }, 2_000);
    test.world.clock.advance(2_000);
    await client.code(2104);
    await move(186);
    expect(bids(1)).toEqual([]);
    client.reqMktData(2);
    await client.settle();
    expect(bids(2)).toEqual(['186']);
    client.send('2', '2', '1');
    client.reqMktData(1);
    await client.settle();
    expect(bids(1)).toEqual(['186']);
  });

  it('of history refuses bars until it is back', async () => {
    await start();
    inject({ kind: 'farm', farm: 'history' }, 2_000);
    await client.code(2105);
    const contract = ['265598', '', '', '', '', '', '', '', '', '', '', ''];
    client.send('87', '6', ...contract, '0', '1', 'TRADES', '1');
    expect((await client.code(162))[2]).toBe('6');
    test.world.clock.advance(2_000);
    await client.code(2106);
    client.send('87', '7', ...contract, '0', '1', 'TRADES', '1');
    await client.message(([id, reqId]) => id === '88' && reqId === '7');
  });

  it('of definitions lets contract details wait until it is back', async () => {
    await start();
    inject({ kind: 'farm', farm: 'definitions' }, 2_000);
    await client.code(2157);
    client.send('9', '8', '5', '265598', '', '', '', '', '', '', '', '', '', '', '', '0', '', '', '');
    await client.settle();
    expect(client.all('10')).toEqual([]);
    test.world.clock.advance(2_000);
    await client.message(([id, reqId]) => id === '10' && reqId === '5');
    expect(client.codes()).toEqual([2157, 2158]);
  });
});

describe('market data', () => {
  it('stop for a competing session, for old lines and new ones, and come back after it', async () => {
    await start();
    inject({ kind: 'competing-session' }, 2_000);
    expect(await client.code(10197)).toEqual([
      '4',
      '2',
      '1',
      '10197',
      'No market data during competing live session',
      '',
    ]);
    client.reqMktData(2);
    await move(186);
    expect(client.all('4').map(([, , id]) => id)).toEqual(['1', '2']);
    expect(client.all('1')).toEqual([]);
    test.world.clock.advance(2_000);
    await client.settle();
    expect([bids(1), bids(2)]).toEqual([['186'], ['186']]);
  });

  it('are delayed although live ones were asked for', async () => {
    await start();
    inject({ kind: 'delayed-data' });
    client.reqMktData(2);
    await client.settle();
    expect((await client.code(10167))[2]).toBe('2');
    expect(client.all('58')).toEqual([['58', '1', '2', '3']]);
    client.forget();
    client.reqMarketDataType(3);
    client.reqMktData(4);
    await client.settle();
    expect([(await client.code(10167))[2], client.all('58')]).toEqual(['4', [['58', '1', '4', '3']]]);
    inject({ kind: 'delayed-data' }, 0);
    test.world.clock.advance(0);
    client.forget();
    client.reqMktData(3);
    await client.settle();
    expect(client.all('58')).toEqual([['58', '1', '3', '1']]);
  });

  it.each([[354], [10089], [10090], [10168]] as const)('are refused with %i', async (code) => {
    await start();
    inject({ kind: 'no-permission', code });
    client.reqMktData(2);
    expect((await client.code(code))[2]).toBe('2');
    await move(186);
    expect([bids(1), bids(2)]).toEqual([['186'], []]);
  });

  it('die without a word', async () => {
    await start();
    inject({ kind: 'dead-feeds' });
    await move(186);
    expect(client.messages.map(([id]) => id)).toEqual(['49']);
  });

  it('begin a depth book anew after 317', async () => {
    await start();
    test.world.book = { bids: [{ price: 187, size: 100, marketMaker: 'NASDAQ' }], asks: [] };
    const contract = ['265598', '', '', '', '', '', '', 'SMART', '', '', '', ''];
    client.send('10', '5', '9', ...contract, '5', '1', '');
    await client.settle();
    inject({ kind: 'depth-reset', refilled: false });
    expect((await client.code(317))[2]).toBe('9');
    client.forget();
    inject({ kind: 'depth-reset' });
    expect((await client.code(317))[2]).toBe('9');
    await client.settle();
    expect(client.all('13').map(([, , reqId]) => reqId)).toEqual(['9']);
  });
});

describe('what is broken', () => {
  it('is mended on the spot, and told what came meanwhile', async () => {
    await start();
    inject({ kind: 'connectivity', comesBack: 1102 }, 60_000);
    inject({ kind: 'farm', farm: 'market-data' }, 60_000);
    await move(186);
    test.gateway.faults.mend();
    await client.code(1102);
    await client.code(2104);
    await client.settle();
    expect(bids(1)).toEqual(['186']);
    await move(185);
    expect(bids(1)).toEqual(['186', '185']);
  });

  it('is mended although it was to last for good', async () => {
    await start();
    inject({ kind: 'competing-session' });
    inject({ kind: 'no-permission', code: 354 });
    await move(186);
    test.gateway.faults.mend();
    client.reqMktData(2);
    await client.settle();
    expect([bids(1), bids(2)]).toEqual([['186'], ['186']]);
    expect(client.codes()).toEqual([10197]);
  });

  it('may be another script from now on', async () => {
    await start();
    const when = { on: 'time', afterMs: 100, since: 'start' } as const;
    test.gateway.faults.load({ steps: [{ when, fault: { kind: 'notice', code: 2110 } }] });
    test.world.clock.advance(100);
    await client.code(2110);
    expect(test.gateway.faults.struck).toEqual([
      { atMs: test.world.clock.nowMs(), fault: { kind: 'notice', code: 2110 }, clientId: undefined },
    ]);
  });
});

describe('the clock of the gateway', () => {
  it('is wrong in the handshake and in currentTime', async () => {
    test = await TestGateway.start({
      faults: {
        steps: [{ when: { on: 'connection' }, fault: { kind: 'wrong-clock', offsetMs: -7_200_000 } }],
      },
    });
    client = await RawClient.start(test.port);
    expect(client.messages[0]?.[1]).toBe('20261005 08:30:00 US/Eastern');
    client.send('49', '1');
    const [, , seconds] = await client.message(([id]) => id === '49');
    expect(Number(seconds) * 1_000).toBe(test.world.clock.nowMs() - 7_200_000);
  });
});
