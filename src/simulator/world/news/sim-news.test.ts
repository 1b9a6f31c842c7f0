import { beforeEach, describe, expect, it } from 'vitest';
import { makeTestWorld } from '../world-fixture';
import { Bulletins } from './bulletins';
import { SimNews } from './sim-news';

const { world, aapl: apple, instrument } = makeTestWorld();
const appleCall = instrument('AAPL', 'OPT');
const byConId = (conId: number) => world.catalogue.byConId(conId);
const everyProvider = ['BRFG', 'BRFUPDN', 'DJNL'];
const juneStartMs = Date.UTC(2026, 5, 1);
const juneEndMs = Date.UTC(2026, 5, 24);
const june = { conId: apple.conId, providerCodes: everyProvider, afterMs: juneStartMs, upToMs: juneEndMs };

let news: SimNews;

beforeEach(() => {
  news = new SimNews(7, { byConId });
});

describe('headlines', () => {
  it('are the same whenever they are asked for, newest first', () => {
    const { items } = news.headlines({ ...june, limit: 300 });
    expect(items.length).toBeGreaterThan(10);
    expect(items).toEqual(new SimNews(7, { byConId }).headlines({ ...june, limit: 300 }).items);
    expect(items).not.toEqual(new SimNews(8, { byConId }).headlines({ ...june, limit: 300 }).items);
    const times = items.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('are those of the time and the providers asked for, and say whether there are more', () => {
    const all = news.headlines({ ...june, limit: 300 });
    expect(all.hasMore).toBe(false);
    expect(all.items.every(({ atMs }) => atMs > juneStartMs && atMs <= juneEndMs)).toBe(true);
    const two = news.headlines({ ...june, limit: 2 });
    expect(two).toEqual({ items: all.items.slice(0, 2), hasMore: true });
    const analysts = news.headlines({ ...june, providerCodes: ['BRFUPDN'], limit: 300 }).items;
    expect(analysts).toEqual(all.items.filter(({ providerCode }) => providerCode === 'BRFUPDN'));
    expect(analysts.length).toBeGreaterThan(0);
  });

  it('name the company, and there are none about an option', () => {
    expect(
      news.headlines({ ...june, limit: 300 }).items.some((item) => item.headline.includes('Apple')),
    ).toBe(true);
    expect(news.headlines({ ...june, conId: appleCall.conId, limit: 5 })).toEqual({
      items: [],
      hasMore: false,
    });
    expect(news.headlines({ ...june, conId: 0, limit: 5 }).items).toHaveLength(5);
  });

  it('come one after the other', () => {
    const { items } = news.headlines({ ...june, limit: 300 });
    const [newest, before] = items;
    expect(newest).toBeDefined();
    expect(news.next(apple.conId, everyProvider, before?.atMs ?? 0)).toEqual(newest);
  });
});

describe('articles', () => {
  it('are found by the id in the headline, and by no other', () => {
    for (const { providerCode, articleId, headline } of news.headlines({ ...june, limit: 20 }).items) {
      const text = news.article(providerCode, articleId);
      expect(text).toContain(headline.replaceAll('&', '&amp;'));
      expect(text).toContain('invented by the simulator');
    }
    for (const id of ['BRFG$12345', 'BRFG$ffff40d7e9', '', 'DJNL$50dc40d7e99']) {
      expect(news.article('BRFG', id)).toBeUndefined();
    }
  });
});

describe('bulletins', () => {
  it('are kept and told to who listens', () => {
    const bulletins = new Bulletins();
    const heard: string[] = [];
    bulletins.publish(1, 'before');
    const stop = bulletins.subscribe(({ text }) => heard.push(text));
    bulletins.publish(2, 'not available', 'NYSE');
    stop();
    bulletins.publish(3, 'available', 'NYSE');
    expect(heard).toEqual(['not available']);
    expect(bulletins.all().map(({ number, type }) => [number, type])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('are kept up to a bound', () => {
    const bulletins = new Bulletins();
    for (let count = 0; count < 150; count++) bulletins.publish(1, 'text');
    expect(bulletins.all()).toHaveLength(100);
    expect(bulletins.all().at(-1)?.number).toBe(150);
  });
});
