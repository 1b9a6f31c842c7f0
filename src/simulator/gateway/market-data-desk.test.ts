import { IBApiTickType, OptionType, SecType } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAKE_NOW_MS, fakeBar } from './fake-world';
import { appleContract, TestGateway } from './test-gateway';

let test: TestGateway;

beforeEach(async () => {
  test = await TestGateway.start({ limits: { marketDataLines: 3 } });
});

afterEach(async () => {
  await test.stop();
});

describe('market data', () => {
  it('sends the image, then what changes', async () => {
    const client = await test.connect();
    client.api.reqMktData(21, appleContract, '233,236', false, false);
    await client.settle();
    const prices = client.all('tickPrice').map(([, type, price]) => [type, price]);
    expect(prices).toEqual(
      expect.arrayContaining([
        [IBApiTickType.BID, 187.2],
        [IBApiTickType.ASK, 187.21],
        [IBApiTickType.LAST, 187.2],
        [IBApiTickType.HIGH, 188],
        [IBApiTickType.CLOSE, 185],
      ]),
    );
    expect(await client.next('marketDataType')).toEqual([21, 1]);
    expect(client.all('tickSize')).toContainEqual([21, IBApiTickType.SHORTABLE_SHARES, 5_000_000]);
    client.forget();

    test.world.move({ kind: 'bid', conId: 265598, atMs: FAKE_NOW_MS }, { bid: 187.19, bidSize: 200 });
    test.world.move({ kind: 'ask', conId: 265598, atMs: FAKE_NOW_MS }, { askSize: 900 });
    test.world.move(
      { kind: 'trade', conId: 265598, atMs: FAKE_NOW_MS, price: 187.21, size: 50, exchange: 'Q' },
      { last: 187.21, lastSize: 50, lastTimeMs: FAKE_NOW_MS, volume: 1_000_050 },
    );
    await client.settle();
    expect(client.all('tickPrice').map((args) => args.slice(0, 3))).toEqual([
      [21, IBApiTickType.BID, 187.19],
      [21, IBApiTickType.LAST, 187.21],
    ]);
    expect(client.all('tickSize')).toEqual([
      [21, IBApiTickType.BID_SIZE, 200],
      [21, IBApiTickType.ASK_SIZE, 900],
      // The library makes a size tick of a price tick's size too.
      [21, IBApiTickType.LAST_SIZE, 50],
      [21, IBApiTickType.LAST_SIZE, 50],
      [21, IBApiTickType.VOLUME, 1_000_050],
    ]);
    const [, , volume] = await client.next('tickString', ([, type]) => type === IBApiTickType.RT_VOLUME);
    expect(String(volume)).toBe(`187.21;50;${FAKE_NOW_MS};1000050;187.21;true`);
  });

  it('ends a line when it is cancelled and when its client leaves', async () => {
    const client = await test.connect();
    client.api.reqMktData(22, appleContract, '', false, false);
    client.api.reqMktData(23, appleContract, '', false, false);
    await client.settle();
    expect(test.world.marketListeners).toBe(2);
    client.api.cancelMktData(22);
    await client.settle();
    expect(test.world.marketListeners).toBe(1);
    await test.gateway.close();
    expect(test.world.marketListeners).toBe(0);
  });

  it('answers a snapshot and ends it', async () => {
    const client = await test.connect();
    client.api.reqMktData(24, appleContract, '', true, false);
    await client.next('tickSnapshotEnd', ([reqId]) => reqId === 24);
    expect(client.all('tickPrice').length).toBeGreaterThan(3);
    expect(test.world.marketListeners).toBe(0);
  });

  it('sends delayed ticks in place of live ones where those are not subscribed to', async () => {
    await test.stop();
    test = await TestGateway.start({ marketData: 'delayed' });
    const client = await test.connect();
    test.world.bars = [fakeBar(FAKE_NOW_MS - 3_600_000, 186.4)];
    client.api.reqMarketDataType(3);
    client.api.reqMktData(25, appleContract, '', false, false);
    await client.settle();
    expect(await client.next('marketDataType')).toEqual([25, 3]);
    const types = client.all('tickPrice').map(([, type]) => type);
    expect(types).toContain(IBApiTickType.DELAYED_LAST);
    expect(types).not.toContain(IBApiTickType.LAST);
    expect(test.world.queries[0]?.endMs).toBe(FAKE_NOW_MS - 15 * 60_000);
    client.forget();
    test.world.bars = [fakeBar(FAKE_NOW_MS - 3_600_000, 186.5)];
    test.world.clock.advance(1_000);
    await client.settle();
    expect(client.all('tickPrice')).toContainEqual([25, IBApiTickType.DELAYED_LAST, 186.5, false]);
  });

  it('says that values are frozen while the market is closed', async () => {
    const client = await test.connect();
    test.world.openSession = undefined;
    client.api.reqMarketDataType(2);
    client.api.reqMktData(26, appleContract, '', false, false);
    expect(await client.next('marketDataType')).toEqual([26, 2]);
  });

  it('refuses a used ticker id, an unknown one, too many lines and unknown generic ticks', async () => {
    const client = await test.connect();
    client.api.reqMktData(31, appleContract, '', false, false);
    client.api.reqMktData(31, appleContract, '', false, false);
    client.api.cancelMktData(39);
    client.api.reqMktData(32, appleContract, '9999', false, false);
    client.api.reqMktData(33, appleContract, '', false, false);
    client.api.reqMktData(34, appleContract, '', false, false);
    client.api.reqMktData(35, appleContract, '', false, false);
    const codes = await Promise.all([322, 300, 321, 101].map((code) => client.code(code)));
    expect(codes.map(([, code, id]) => [code, id])).toEqual([
      [322, 31],
      [300, 39],
      [321, 32],
      [101, 35],
    ]);
  });
});

describe('a snapshot', () => {
  it('of the consolidated quote is given for a US stock and for nothing else', async () => {
    const client = await test.connect();
    const option = { ...appleContract, secType: SecType.OPT, strike: 250, right: OptionType.Call };
    client.api.reqMktData(41, appleContract, '', false, true);
    client.api.reqMktData(42, option, '', false, true);
    client.api.reqMktData(43, appleContract, '233', true, false);
    await client.next('tickSnapshotEnd', ([reqId]) => reqId === 41);
    await client.settle();
    expect(client.all('error').map(([, code, id]) => [id, code])).toEqual([
      [42, 321],
      [43, 321],
    ]);
    expect(test.world.marketListeners).toBe(0);
  });
});
