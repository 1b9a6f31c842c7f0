import { type Contract, IBApiTickType, SecType } from '@stoqey/ib';
import { afterEach, describe, expect, it } from 'vitest';
import { Rig } from '../test-rig';
import { OPEN_MARKET_MS } from '../world/world-fixture';
import { parseGenericTicks } from './generic-ticks';
import type { TestClient } from './test-client';

const apple: Contract = { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };
const spy: Contract = { ...apple, symbol: 'SPY' };
const index: Contract = { symbol: 'SPX', secType: SecType.IND, exchange: 'CBOE', currency: 'USD' };

const EVERYTHING =
  '100,101,104,105,106,162,165,221,225,232,233,236,258,293,294,295,318,375,411,456,576,577,578,586,587,588,595,614,619,623';

let rig: Rig;

/** The newest value of each tick type of one request. */
function values(client: TestClient, reqId: number): ReadonlyMap<number, unknown> {
  const found = new Map<number, unknown>();
  for (const { name, args } of client.events) {
    if (args[0] !== reqId || !['tickPrice', 'tickSize', 'tickGeneric', 'tickString'].includes(name)) continue;
    found.set(Number(args[1]), args[2]);
  }
  return found;
}

async function passSeconds(client: TestClient, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    rig.wall.advance(1_000);
    await client.settle();
  }
}

function numberAt(ticks: ReadonlyMap<number, unknown>, type: number): number {
  return Number(ticks.get(type) ?? Number.NaN);
}

describe('generic ticks', () => {
  afterEach(async () => {
    await rig.stop();
  });

  it('of a stock are all there and agree with its market', async () => {
    rig = await Rig.start(OPEN_MARKET_MS);
    const client = await rig.connect();
    client.api.reqMktData(1, apple, EVERYTHING, false, false);
    await client.settle();
    await passSeconds(client, 5);
    const ticks = values(client, 1);
    const quote = rig.world.market.quote(265598);
    expect(numberAt(ticks, IBApiTickType.OPTION_CALL_VOLUME)).toBeGreaterThan(0);
    expect(numberAt(ticks, IBApiTickType.OPTION_PUT_OPEN_INTEREST)).toBeGreaterThan(0);
    expect(numberAt(ticks, IBApiTickType.OPTION_HISTORICAL_VOL)).toBeGreaterThan(0.05);
    expect(numberAt(ticks, IBApiTickType.AVG_OPT_VOLUME)).toBeGreaterThan(0);
    const mark = numberAt(ticks, IBApiTickType.MARK_PRICE);
    expect(mark).toBeGreaterThanOrEqual(quote.bid ?? Number.NaN);
    expect(mark).toBeLessThanOrEqual(quote.ask ?? Number.NaN);
    const volumes = [
      IBApiTickType.SHORT_TERM_VOLUME_3_MIN,
      IBApiTickType.SHORT_TERM_VOLUME_5_MIN,
      IBApiTickType.SHORT_TERM_VOLUME_10_MIN,
    ].map((type) => numberAt(ticks, type));
    expect(volumes).toEqual([...volumes].sort((a, b) => a - b));
    expect(volumes[0]).toBeGreaterThan(0);
    expect(volumes[2]).toBeLessThan(quote.volume);
    expect(numberAt(ticks, IBApiTickType.TRADE_COUNT)).toBe(quote.tradeCount);
    // The exchanges are letters, which reqSmartComponents explains.
    client.api.reqSmartComponents(2, '9c0001');
    const [, components] = await client.next('smartComponents');
    const letters = [...(components as ReadonlyMap<number, readonly [string, string]>).values()].map(
      ([, letter]) => letter,
    );
    for (const type of [IBApiTickType.BID_EXCH, IBApiTickType.ASK_EXCH])
      expect(letters).toContain(ticks.get(type));
    const ratios = new Map(
      String(ticks.get(IBApiTickType.FUNDAMENTAL_RATIOS))
        .split(';')
        .filter((entry) => entry !== '')
        .map((entry) => [entry.split('=')[0], Number(entry.split('=')[1])]),
    );
    const earnings = Number(ratios.get('NPRICE')) / Number(ratios.get('PEEXCLXOR'));
    expect(ratios.get('TTMEPSXCLX')).toBeCloseTo(earnings, 3);
    expect([...ratios.values()].every(Number.isFinite)).toBe(true);
    expect(String(ticks.get(IBApiTickType.IB_DIVIDENDS)).split(',')).toHaveLength(4);
    const rtVolume = String(ticks.get(IBApiTickType.RT_VOLUME)).split(';');
    expect([rtVolume.length, rtVolume[5]]).toEqual([6, 'true']);
    expect(String(ticks.get(IBApiTickType.RT_TRD_VOLUME)).split(';')).toHaveLength(6);
    // None of the auction while the market is in full swing, none of what stocks do not have.
    for (const type of [IBApiTickType.AUCTION_VOLUME, IBApiTickType.INDEX_FUTURE_PREMIUM, 86, 92]) {
      expect(ticks.has(type)).toBe(false);
    }
  });

  it('of a fund have its net asset value, of an index its premium, of a future its open interest', async () => {
    rig = await Rig.start(OPEN_MARKET_MS);
    const client = await rig.connect();
    const [future] = rig.world.catalogue.withoutOptions.filter(
      ({ secType, symbol }) => secType === 'FUT' && symbol === 'ES',
    );
    client.api.reqMktData(2, spy, '576,577,578,614,623', false, false);
    client.api.reqMktData(3, index, '162', false, false);
    client.api.reqMktData(4, { conId: future?.conId ?? 0, exchange: 'CME' }, '588', false, false);
    await client.settle();
    const fund = values(client, 2);
    expect([92, 93, 94, 95, 96, 97, 98, 99].every((type) => numberAt(fund, type) > 0)).toBe(true);
    const premium = numberAt(values(client, 3), IBApiTickType.INDEX_FUTURE_PREMIUM);
    expect(Math.abs(premium)).toBeLessThan(200);
    expect(numberAt(values(client, 4), IBApiTickType.FUTURES_OPEN_INTEREST)).toBeGreaterThan(0);
  });

  it.each([
    ['before the open', Date.UTC(2026, 9, 7, 13, 26)],
    ['before the close', Date.UTC(2026, 9, 7, 19, 53)],
  ])('tell of the auction %s', async (_when, startMs) => {
    rig = await Rig.start(startMs);
    const client = await rig.connect();
    client.api.reqMktData(5, apple, '225', false, false);
    await client.settle();
    const before = values(client, 5);
    expect(numberAt(before, IBApiTickType.AUCTION_PRICE)).toBeGreaterThan(0);
    const imbalance = Math.abs(numberAt(before, IBApiTickType.AUCTION_IMBALANCE));
    expect(imbalance).toBeGreaterThan(0);
    await passSeconds(client, 20);
    const after = values(client, 5);
    expect(numberAt(after, IBApiTickType.AUCTION_VOLUME)).toBeGreaterThan(
      numberAt(before, IBApiTickType.AUCTION_VOLUME),
    );
    expect(Math.abs(numberAt(after, IBApiTickType.AUCTION_IMBALANCE))).toBeLessThan(imbalance);
  });
});

describe('a generic tick list', () => {
  it('may name news providers and switch the usual ticks off', () => {
    expect(parseGenericTicks('mdoff,292:BRFG+DJNL, 233', 'STK')).toEqual({
      ok: true,
      ticks: new Set([292, 233]),
    });
  });

  it('with an unknown number is refused with the legal ones', () => {
    const answer = parseGenericTicks('233,9999', 'STK');
    expect(answer.ok ? '' : answer.cause).toMatch(
      /^Incorrect generic tick list of 233,9999\. {2}Legal ones for \(STK\) are: 100\(Option Volume\),/,
    );
  });
});
