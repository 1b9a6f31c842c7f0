import { type Contract, type SecType } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAKE_NOW_MS } from './fake-world';
import type { TestClient } from './test-client';
import { appleContract, TestGateway } from './test-gateway';

const APPLE = 265598;
const everyProvider = 'BRFG+BRFUPDN+DJNL';

let test: TestGateway;
let client: TestClient;

beforeEach(async () => {
  test = await TestGateway.start();
  client = await test.connect();
});

afterEach(async () => {
  await test.stop();
});

/** What was sent for one request, the request id left out. */
function of(name: string, reqId: number): readonly (readonly unknown[])[] {
  return client
    .all(name)
    .filter(([id]) => id === reqId)
    .map((args) => args.slice(1));
}

describe('news of the past', () => {
  it('names the providers', async () => {
    client.api.reqNewsProviders();
    const [providers] = await client.next('newsProviders');
    expect(providers).toEqual([
      { providerCode: 'BRFG', providerName: 'Briefing.com General Market Columns' },
      { providerCode: 'BRFUPDN', providerName: 'Briefing.com Analyst Actions' },
      { providerCode: 'DJNL', providerName: 'Dow Jones Newsletters' },
    ]);
  });

  it('gives headlines newest first, with their time in UTC, and says when there are more', async () => {
    client.api.reqHistoricalNews(1, APPLE, everyProvider, '2026-06-01 00:00:00', '2026-06-24 00:00:00', 300);
    client.api.reqHistoricalNews(2, APPLE, everyProvider, '2026-06-01 00:00:00', '2026-06-24 00:00:00', 3);
    expect(await client.next('historicalNewsEnd', ([reqId]) => reqId === 1)).toEqual([1, false]);
    expect(await client.next('historicalNewsEnd', ([reqId]) => reqId === 2)).toEqual([2, true]);
    const all = of('historicalNews', 1);
    expect(all.length).toBeGreaterThan(5);
    expect(of('historicalNews', 2)).toEqual(all.slice(0, 3));
    const times = all.map(([time]) => String(time));
    expect(times.every((time) => /^2026-06-\d\d \d\d:\d\d:\d\d\.0$/.test(time))).toBe(true);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(String(all[0]?.[3])).toMatch(/^\{A:265598:L:en\}\w/);
  });

  it('takes any form of time, and knows no news of the future', async () => {
    const forms = ['2026-06-10 12:00:00.0', '20260610-12:00:00', '20260610 08:00:00 US/Eastern'];
    forms.forEach((from, index) =>
      client.api.reqHistoricalNews(index, APPLE, everyProvider, from, '2026-06-24 00:00:00', 300),
    );
    client.api.reqHistoricalNews(9, APPLE, everyProvider, '', '2026-12-31 00:00:00', 1);
    await client.next('historicalNewsEnd', ([reqId]) => reqId === 9);
    expect(of('historicalNews', 0).length).toBeGreaterThan(0);
    expect(of('historicalNews', 1)).toEqual(of('historicalNews', 0));
    expect(of('historicalNews', 2)).toEqual(of('historicalNews', 0));
    const newest = String(of('historicalNews', 9)[0]?.[0]).replace(' ', 'T').replace('.0', 'Z');
    expect(Date.parse(newest)).toBeLessThanOrEqual(FAKE_NOW_MS);
  });

  it('shows the article of a headline, and refuses one that does not exist with 10172', async () => {
    client.api.reqHistoricalNews(1, APPLE, 'BRFG', '', '', 1);
    const [, , providerCode, articleId] = await client.next('historicalNews');
    client.api.reqNewsArticle(2, String(providerCode), String(articleId));
    const [, type, text] = await client.next('newsArticle');
    expect(type).toBe(0);
    expect(text).toMatch(/^<html>.*APPLE INC.*<\/html>$/);
    client.api.reqNewsArticle(3, 'BRFG', 'BRFG$0');
    const [error, , id] = await client.code(10172);
    expect([error, id]).toEqual([new Error('Failed to request news article: No data available'), 3]);
  });

  it('refuses providers without subscription, times that are none, and no results', async () => {
    client.api.reqHistoricalNews(1, APPLE, 'BRFG+XYZ', '', '', 10);
    client.api.reqHistoricalNews(2, APPLE, 'BRFG', 'yesterday', '', 10);
    client.api.reqHistoricalNews(3, APPLE, 'BRFG', '', '', 0);
    await client.next('error', ([, , id]) => id === 3);
    expect(client.all('error').map(([, code, id]) => [code, id])).toEqual([
      [321, 1],
      [321, 2],
      [321, 3],
    ]);
  });
});

describe('news as they come out', () => {
  it('are ticks of a line with generic tick 292', async () => {
    client.api.reqMktData(1, appleContract, 'mdoff,292:BRFG+DJNL', false, false);
    await client.settle();
    expect(client.all('tickPrice')).toEqual([]);
    client.forget();
    test.world.clock.advance(14 * 86_400_000);
    await client.settle();
    const ticks = of('tickNews', 1);
    expect(ticks.length).toBeGreaterThan(3);
    expect(new Set(ticks.map(([, providerCode]) => providerCode))).toEqual(new Set(['BRFG', 'DJNL']));
    const times = ticks.map(([atMs]) => Number(atMs));
    expect(times.every((atMs) => atMs > FAKE_NOW_MS)).toBe(true);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    client.api.cancelMktData(1);
    await client.settle();
    client.forget();
    test.world.clock.advance(14 * 86_400_000);
    await client.settle();
    expect(client.all('tickNews')).toEqual([]);
  });

  it('come beside the prices unless these are switched off', async () => {
    client.api.reqMktData(1, appleContract, '292', false, false);
    await client.settle();
    expect(client.all('tickPrice').length).toBeGreaterThan(0);
    test.world.clock.advance(14 * 86_400_000);
    await client.settle();
    expect(new Set(of('tickNews', 1).map(([, providerCode]) => providerCode)).size).toBe(3);
  });

  it('come from the whole feed of a provider, a contract of type NEWS', async () => {
    // The library has no name for this type; TWS has.
    const feed: Contract = { symbol: 'BRFG:BRFG_ALL', secType: 'NEWS' as SecType, exchange: 'BRFG' };
    client.api.reqContractDetails(1, feed);
    const [, details] = await client.next('contractDetails');
    expect(details).toMatchObject({
      contract: feed,
      longName: 'Briefing.com General Market Columns',
    });
    client.api.reqMktData(2, feed, 'mdoff,292', false, false);
    await client.settle();
    expect(of('tickNews', 2)).toHaveLength(5);
    client.api.reqMktData(3, { ...feed, symbol: 'XYZ:XYZ_ALL' }, 'mdoff,292', false, false);
    expect((await client.code(200))[2]).toBe(3);
  });
});

describe('bulletins', () => {
  it('are sent as they are published, with those of before when asked for', async () => {
    test.world.bulletins.publish(1, 'Before', 'SMART');
    client.api.reqNewsBulletins(false);
    await client.settle();
    test.world.bulletins.publish(2, 'Not available', 'NYSE');
    expect(await client.next('updateNewsBulletin')).toEqual([2, 2, 'Not available', 'NYSE']);
    client.forget();
    client.api.reqNewsBulletins(true);
    await client.settle();
    expect(client.all('updateNewsBulletin')).toEqual([
      [1, 1, 'Before', 'SMART'],
      [2, 2, 'Not available', 'NYSE'],
    ]);
    client.api.cancelNewsBulletins();
    client.forget();
    await client.settle();
    test.world.bulletins.publish(3, 'Available', 'NYSE');
    await client.settle();
    expect(client.all('updateNewsBulletin')).toEqual([]);
  });
});
