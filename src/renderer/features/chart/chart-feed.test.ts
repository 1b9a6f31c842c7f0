import { describe, expect, it } from 'vitest';
import { type Bar, columnsFromBars } from '../../../shared/domain/bar';
import { isConId } from '../../../shared/domain/instrument';
import { err, ok } from '../../../shared/domain/result';
import type { StreamItem } from '../../../shared/ipc/streams';
import {
  type ChartFeedPorts,
  type ChartFeedState,
  pageSize,
  type SeriesKey,
  startChartFeed,
} from './chart-feed';

type Answer = Awaited<ReturnType<ChartFeedPorts['loadBars']>>;

function keyOf(conId: number): SeriesKey {
  if (!isConId(conId)) throw new Error('not a conId');
  return { conId, barSize: '1 min', regularHoursOnly: true };
}

function bars(from: number, to: number, close = 100): Bar[] {
  return Array.from({ length: to - from }, (_, index) => ({
    timeMs: (from + index) * 60_000,
    open: 100,
    high: 101,
    low: 99,
    close,
    volume: 5,
    wap: 100,
    count: 1,
  }));
}

function answer(list: readonly Bar[], reachedStart = false): Answer {
  return ok({ bars: columnsFromBars(list), reachedStart });
}

function live(bar: Bar): StreamItem<'bars'> {
  const { timeMs, open, high, low, close, volume, wap, count } = bar;
  return { kind: 'bar', bar: [timeMs, open, high, low, close, volume, wap, count] };
}

/** A main process whose answers are given by hand. */
function setUp() {
  const asked: { name: string; endMs: number | null; reply: (result: Answer) => Promise<void> }[] = [];
  let onItems: (items: readonly StreamItem<'bars'>[]) => void = () => undefined;
  let subscribed = 0;
  const ask = (name: string, endMs: number | null) =>
    new Promise<Answer>((resolve) => {
      asked.push({
        name,
        endMs,
        reply: async (result) => {
          resolve(result);
          for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
        },
      });
    });
  const ports: ChartFeedPorts = {
    cachedBars: () => ask('bars.cached', null),
    loadBars: (input) => ask('bars.load', input.endMs),
    subscribeBars: (_key, listener) => {
      onItems = listener;
      subscribed += 1;
      return () => {
        subscribed -= 1;
      };
    },
  };
  const changes: string[] = [];
  const states: ChartFeedState[] = [];
  const feed = startChartFeed(
    ports,
    keyOf(1),
    (change) => changes.push(change),
    (state) => states.push(state),
  );
  const take = (name: string) => {
    const index = asked.findIndex((one) => one.name === name);
    const [found] = asked.splice(index, index < 0 ? 0 : 1);
    if (found === undefined) throw new Error(`nobody asked for ${name}`);
    return found;
  };
  const lastClose = () => feed.series.at(feed.series.length - 1)?.close ?? null;
  return {
    feed,
    take,
    asked,
    changes,
    states,
    lastClose,
    push: (items: StreamItem<'bars'>[]) => onItems(items),
    subscribed: () => subscribed,
  };
}

describe('a chart feed', () => {
  it('says nothing before its owner has it', () => {
    const { changes, states } = setUp();
    expect([changes, states]).toEqual([[], []]);
  });

  it('shows what is cached before the gateway answers, then merges the newest', async () => {
    const { feed, take } = setUp();
    await take('bars.cached').reply(answer(bars(0, 10)));
    expect(feed.state()).toMatchObject({ phase: 'ready', refreshing: true });
    expect(feed.series.length).toBe(10);
    await take('bars.load').reply(answer(bars(8, 20)));
    expect(feed.state()).toMatchObject({ phase: 'ready', refreshing: false });
    expect(feed.series.length).toBe(20);
  });

  it('does not let a slow cache overwrite the answer of the gateway', async () => {
    const { feed, take, lastClose } = setUp();
    await take('bars.load').reply(answer(bars(0, 10, 105)));
    await take('bars.cached').reply(answer(bars(0, 10, 1)));
    expect(lastClose()).toBe(105);
    expect(feed.series.length).toBe(10);
  });

  it('keeps live bars that are newer than the answer of a load', async () => {
    const { take, push, lastClose } = setUp();
    push(bars(9, 10, 111).map(live));
    await take('bars.load').reply(answer(bars(0, 10, 100)));
    expect(lastClose()).toBe(111);
  });

  it('is empty when the gateway has none, and lives up with the first live bar', async () => {
    const { feed, take, push } = setUp();
    await take('bars.cached').reply(answer([]));
    expect(feed.state().phase).toBe('loading');
    await take('bars.load').reply(answer([], true));
    expect(feed.state().phase).toBe('empty');
    push(bars(0, 1).map(live));
    expect(feed.state().phase).toBe('ready');
  });

  it('fails with the error when nothing can be shown, and tries again', async () => {
    const { feed, take } = setUp();
    const error = { code: 'timeout', text: 'The gateway did not answer. Try again.' } as const;
    await take('bars.load').reply(err(error));
    expect(feed.state()).toMatchObject({ phase: 'failed', error });
    feed.refresh();
    expect(feed.state()).toMatchObject({ phase: 'loading', error: null });
    await take('bars.load').reply(answer(bars(0, 3)));
    expect(feed.state()).toMatchObject({ phase: 'ready', error: null });
  });

  it('keeps cached bars on the screen when the gateway fails', async () => {
    const { feed, take } = setUp();
    await take('bars.cached').reply(answer(bars(0, 10)));
    await take('bars.load').reply(err({ code: 'not-connected', text: 'Not connected.' }));
    expect(feed.state()).toMatchObject({ phase: 'ready', error: { code: 'not-connected' } });
    expect(feed.series.length).toBe(10);
  });

  it('loads the newest again after a gap, once more when a second gap came meanwhile', async () => {
    const { take, push, asked } = setUp();
    await take('bars.load').reply(answer(bars(0, 3)));
    push([{ kind: 'gap', atMs: 1 }]);
    push([{ kind: 'gap', atMs: 2 }]);
    expect(asked.filter((one) => one.name === 'bars.load')).toHaveLength(1);
    await take('bars.load').reply(answer(bars(0, 4)));
    expect(asked.filter((one) => one.name === 'bars.load')).toHaveLength(1);
  });

  it('pages back from the first bar, one page at a time, until the start', async () => {
    const { feed, take, asked } = setUp();
    await take('bars.load').reply(answer(bars(100, 110)));
    feed.pageBack();
    feed.pageBack();
    expect(asked.filter((one) => one.name === 'bars.load')).toHaveLength(1);
    const page = take('bars.load');
    expect(page.endMs).toBe(100 * 60_000);
    await page.reply(answer(bars(50, 100), true));
    expect(feed.series.length).toBe(60);
    expect(feed.state().reachedStart).toBe(true);
    feed.pageBack();
    expect(asked.filter((one) => one.name === 'bars.load')).toHaveLength(0);
  });

  it('stops paging back when a page brings nothing earlier', async () => {
    const { feed, take } = setUp();
    await take('bars.load').reply(answer(bars(100, 110)));
    feed.pageBack();
    await take('bars.load').reply(answer([]));
    expect(feed.state().reachedStart).toBe(true);
  });

  it('stops paging back when the chart is full', async () => {
    const { feed, take } = setUp();
    await take('bars.load').reply(answer(bars(100_000, 100_000 + pageSize)));
    let pages = 0;
    while (!feed.state().reachedStart) {
      feed.pageBack();
      const page = take('bars.load');
      const end = (page.endMs ?? 0) / 60_000;
      await page.reply(answer(bars(end - pageSize, end)));
      pages += 1;
    }
    expect(pages).toBe(4);
    expect(feed.series.length).toBe(10_000);
  });

  it('applies nothing after it was stopped', async () => {
    const { feed, take, push, changes, subscribed } = setUp();
    feed.stop();
    await take('bars.load').reply(answer(bars(0, 10)));
    await take('bars.cached').reply(answer(bars(0, 10)));
    push(bars(0, 1).map(live));
    expect(changes).toEqual([]);
    expect(feed.series.length).toBe(0);
    expect(subscribed()).toBe(0);
  });
});
