import { describe, expect, it } from 'vitest';
import { brokerFixture, conId, ready } from './broker-fixtures';
import { FaultScene } from './faults/testing/fault-scene';
import type { ScanRequest } from './port';

const scan: ScanRequest = {
  instrument: 'STK',
  locationCode: 'STK.US.MAJOR',
  scanCode: 'TOP_PERC_GAIN',
  rows: 5,
  abovePrice: 1.5,
  belowPrice: null,
  aboveVolume: 1_000,
};

describe('scans and news of the simulated gateway', () => {
  it('ranks the market, once, and ends the subscription', async () => {
    const scene = await FaultScene.ready();
    const rows = await scene.value(scene.broker.scan(scan));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThanOrEqual(5);
    expect(rows.map(({ rank }) => rank)).toEqual(rows.map((_, index) => index));
    await scene.pass(1_000);
    expect(scene.sentAfter(0)).toContain('cancelScannerSubscription');
    expect(await scene.value(scene.broker.scannerParameters())).toContain('TOP_PERC_GAIN');
  });

  it('has providers, headlines and articles', async () => {
    const scene = await FaultScene.ready();
    const providers = await scene.value(scene.broker.newsProviders());
    expect(providers.length).toBeGreaterThan(0);
    const { conId: id } = await scene.stock();
    const { headlines } = await scene.value(
      scene.broker.historicalNews({
        conId: id,
        providerCodes: providers.map(({ code }) => code),
        startMs: null,
        endMs: null,
        limit: 3,
      }),
    );
    const [newest] = headlines;
    if (newest === undefined) throw new Error('there are no headlines');
    expect(newest.atMs).toBeLessThanOrEqual(scene.clock.nowMs());
    const article = await scene.value(scene.broker.newsArticle(newest.providerCode, newest.articleId));
    expect(article.text.length).toBeGreaterThan(0);
  });
});

describe('scans and news that cannot be asked for', () => {
  it.each([
    ['an unknown scan', { scanCode: 'EVERYTHING' }],
    ['an unknown place', { locationCode: 'MOON' }],
    ['too many rows', { rows: 51 }],
    ['no number', { abovePrice: Number.NaN }],
  ])('%s is not sent', async (_name, changes) => {
    const fixture = await brokerFixture();
    await ready(fixture);
    expect(await fixture.broker.scan({ ...scan, ...changes })).toMatchObject({
      ok: false,
      error: { kind: 'invalid' },
    });
    expect(fixture.gateway.count('22')).toBe(0);
  });

  it('a NUL in an article id is not sent', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    expect(await fixture.broker.newsArticle('BRFG', 'a\0b')).toMatchObject({ error: { kind: 'invalid' } });
    expect(
      await fixture.broker.historicalNews({
        conId: conId(265598),
        providerCodes: ['BRFG'],
        startMs: null,
        endMs: null,
        limit: 1_000,
      }),
    ).toMatchObject({ error: { kind: 'invalid' } });
  });
});

describe('pauses', () => {
  it('of scans hold no news back, and no bars', async () => {
    const fixture = await brokerFixture({
      answer: (gateway, fields) => {
        if (fields[0] === '22') gateway.send(['4', '2', fields[1] ?? '', '100', 'Max rate exceeded', '']);
        if (fields[0] === '85') gateway.send(['85', '1', 'BRFG', 'Briefing']);
        return fields[0] === '22' || fields[0] === '85';
      },
    });
    await ready(fixture);
    for (let time = 0; time < 3; time += 1) {
      expect(await fixture.broker.scan(scan)).toMatchObject({ error: { kind: 'refused', code: 100 } });
    }
    expect(await fixture.broker.scan(scan)).toMatchObject({ error: { kind: 'paused' } });
    expect(fixture.gateway.count('22')).toBe(3);
    expect(await fixture.broker.newsProviders()).toEqual({
      ok: true,
      value: [{ code: 'BRFG', name: 'Briefing' }],
    });
  });
});
