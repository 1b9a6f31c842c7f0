import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BarColumns, BarSize } from '../../shared/domain/bar';
import type { TimeSpan } from '../../shared/domain/instrument';
import { err, ok } from '../../shared/domain/result';
import { createBrokerDouble, notConnected } from '../market-data/broker-double';
import { conIdOf, instrumentOf } from '../../shared/domain/instrument-fixtures';
import { createInstruments } from '../market-data/instruments';
import { silentLogger } from '../platform/logger';
import { ManualClock } from '../platform/manual-clock';
import { type BarHistory, createBarHistory } from './bar-history';
import type { BarSeries } from './bar-series';
import { createMarketDouble, durationMs } from './market-double';
import { createMemoryBarStore } from './memory-bar-store';

const hourMs = 3_600_000;
const dayMs = 86_400_000;
const conId = conIdOf(265598);
/** Wednesday, in the middle of the session. */
const openMs = Date.UTC(2026, 9, 7, 17, 0, 20);
const sinceMs = Date.UTC(2024, 0, 2);

function seriesOf(barSize: BarSize, source = 'ib'): BarSeries {
  return { conId, barSize, regularHoursOnly: true, source };
}

describe('the bars of a chart', () => {
  let clock: ManualClock;
  let broker: ReturnType<typeof createBrokerDouble>;
  let market: ReturnType<typeof createMarketDouble>;
  let memory: ReturnType<typeof createMemoryBarStore>;
  let history: BarHistory;

  /** The app as it is after a start with the files of the last run. */
  function startAgain(): void {
    const instruments = createInstruments({ broker: broker.broker, clock, log: silentLogger });
    history = createBarHistory({
      broker: broker.broker,
      instruments,
      store: memory.store,
      clock,
      log: silentLogger,
    });
    broker.historicalRequests.length = 0;
  }

  function goOffline(): void {
    broker.setConnection('reconnecting');
    broker.script.historicalBars = () => Promise.resolve(err(notConnected));
    broker.script.contractDetails = () => Promise.resolve(err(notConnected));
    broker.script.headTimestamp = () => Promise.resolve(err(notConnected));
  }

  async function loaded(series: BarSeries, endMs: number | null, limit: number) {
    const answer = await history.load(series, endMs, limit);
    if (!answer.ok) throw new Error(answer.error.text);
    await history.flush();
    return answer.value;
  }

  function askedSpans(): TimeSpan[] {
    return broker.historicalRequests.map(({ endMs, duration }) => {
      const end = endMs ?? clock.nowMs();
      return { startMs: end - durationMs(duration), endMs: end };
    });
  }

  const timesOf = (bars: BarColumns) => Array.from(bars.timeMs);

  beforeEach(() => {
    clock = new ManualClock(openMs);
    broker = createBrokerDouble();
    market = createMarketDouble(() => clock.nowMs(), sinceMs);
    memory = createMemoryBarStore();
    const sessions = [5, 6, 7, 8].map((day) => ({
      startMs: Date.UTC(2026, 9, day, 14),
      endMs: Date.UTC(2026, 9, day, 21),
    }));
    broker.script.contractDetails = (id) =>
      Promise.resolve(ok([instrumentOf(id, { liquidHours: sessions, tradingHours: sessions })]));
    broker.script.historicalBars = (request) => market.answer(request);
    broker.script.headTimestamp = () => Promise.resolve(ok(sinceMs + 14 * hourMs));
    startAgain();
  });

  it.each(['5 secs', '1 min', '5 mins', '1 hour', '4 hours', '1 day'] as const)(
    'are the newest ones, the forming one last, over nights and weekends: %s',
    async (barSize) => {
      const { bars, reachedStart, cachedCount } = await loaded(seriesOf(barSize), null, 500);
      expect(bars).toEqual(market.newest(barSize, clock.nowMs() + 1, 500));
      expect({ reachedStart, cachedCount }).toEqual({ reachedStart: false, cachedCount: 0 });
    },
  );

  it('come from the cache when the chart is opened again, and only the tail is asked for', async () => {
    await loaded(seriesOf('1 min'), null, 1_000);
    clock.advance(10 * 60_000);
    startAgain();

    const cached = await history.cached(seriesOf('1 min'), 1_000);
    expect(cached.bars).toEqual(market.newest('1 min', Date.UTC(2026, 9, 7, 17, 0), 1_000));
    expect(broker.historicalRequests).toEqual([]);

    const { bars, cachedCount } = await loaded(seriesOf('1 min'), null, 1_000);
    expect(bars).toEqual(market.newest('1 min', clock.nowMs() + 1, 1_000));
    // Eleven minutes are new; the request for them may repeat the one before.
    expect([988, 989]).toContain(cachedCount);
    expect(broker.historicalRequests.length).toBe(1);
    expect(askedSpans()[0]?.startMs).toBeGreaterThanOrEqual(openMs - 5 * 60_000);
  });

  it('do not keep a bar that still forms', async () => {
    const first = await loaded(seriesOf('1 min'), null, 10);
    const formingMs = first.bars.timeMs.at(-1);
    expect(formingMs).toBe(Date.UTC(2026, 9, 7, 17, 0));
    const { bars } = await history.cached(seriesOf('1 min'), 10);
    expect(bars.timeMs.at(-1)).toBe(Date.UTC(2026, 9, 7, 16, 59));
  });

  it('are as new as the gateway has them when its clock is ahead of what is known of it', async () => {
    const ahead = createMarketDouble(() => clock.nowMs() + 5 * 60_000, sinceMs);
    broker.script.historicalBars = (request) => ahead.answer(request);
    const { bars } = await loaded(seriesOf('1 min'), null, 100);
    expect(bars).toEqual(ahead.newest('1 min', clock.nowMs() + hourMs, 100));
    const kept = await history.cached(seriesOf('1 min'), 1);
    expect(timesOf(kept.bars)).toEqual([Date.UTC(2026, 9, 7, 16, 59)]);
  });

  it('page back without asking twice, up to the first bar there is', async () => {
    const series = seriesOf('1 hour');
    const pages: number[][] = [];
    let endMs: number | null = null;
    let reachedStart = false;
    while (!reachedStart && pages.length < 10) {
      const page: Awaited<ReturnType<typeof loaded>> = await loaded(series, endMs, 1_000);
      pages.unshift(timesOf(page.bars));
      endMs = page.bars.timeMs[0] ?? null;
      reachedStart = page.reachedStart;
    }
    expect(reachedStart).toBe(true);
    expect(pages.flat()).toEqual(timesOf(market.bars('1 hour', sinceMs, clock.nowMs() + 1)));

    startAgain();
    await loaded(series, endMs === null ? null : endMs + 400 * dayMs, 1_000);
    expect(broker.historicalRequests).toEqual([]);
  });

  it('say that nothing earlier exists also when the gateway does not know its first moment', async () => {
    broker.script.headTimestamp = () =>
      Promise.resolve(err({ kind: 'refused', code: 162, text: 'No head time stamp' }));
    for (const barSize of ['1 day', '1 hour'] as const) {
      const { bars, reachedStart } = await loaded(seriesOf(barSize), null, 10_000);
      expect(reachedStart).toBe(true);
      expect(bars).toEqual(market.bars(barSize, sinceMs, clock.nowMs() + 1));
    }
  });

  it('of seconds are found on a Sunday without asking through the whole weekend', async () => {
    clock.advance(4 * dayMs);
    const { bars } = await loaded(seriesOf('1 secs'), null, 1_000);
    expect(bars).toEqual(market.newest('1 secs', clock.nowMs(), 1_000));
    expect(timesOf(bars).at(-1)).toBe(Date.UTC(2026, 9, 9, 20, 59, 59));
    expect(broker.historicalRequests.length).toBeLessThanOrEqual(6);

    startAgain();
    await loaded(seriesOf('1 secs'), null, 1_000);
    expect(askedSpans().every((span) => span.startMs > clock.nowMs() - hourMs)).toBe(true);
  });

  it('fill a hole in the cache and nothing else', async () => {
    const series = seriesOf('1 hour');
    await loaded(series, Date.UTC(2026, 8, 10), 50);
    await loaded(series, Date.UTC(2026, 9, 1), 20);
    startAgain();
    const { bars } = await loaded(series, Date.UTC(2026, 9, 1), 120);
    expect(bars).toEqual(market.newest('1 hour', Date.UTC(2026, 9, 1), 120));
    const covered = await memory.store.readCoverage({ ...series, whatToShow: 'TRADES' });
    expect(covered.length).toBe(1);
    for (const span of askedSpans()) expect(span.endMs).toBeLessThan(Date.UTC(2026, 9, 1));
  });

  it('are asked for in pieces of at most 2,000', async () => {
    const sizes: number[] = [];
    broker.script.historicalBars = async (request) => {
      const answer = await market.answer(request);
      if (answer.ok) sizes.push(answer.value.timeMs.length);
      return answer;
    };
    const { bars } = await loaded(seriesOf('1 min'), null, 10_000);
    expect(bars.timeMs.length).toBe(10_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2_000);
  });

  it('are the true ones whatever was looked at before, in whatever order', async () => {
    const looks = fc.array(
      fc.record({
        barSize: fc.constantFrom('1 min' as const, '1 hour' as const, '1 day' as const),
        endsAgoMs: fc.option(fc.integer({ min: 0, max: 60 * dayMs })),
        limit: fc.integer({ min: 1, max: 400 }),
        passesMs: fc.integer({ min: 0, max: 3 * dayMs }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(looks, async (sequence) => {
        memory = createMemoryBarStore();
        startAgain();
        for (const { barSize, endsAgoMs, limit, passesMs } of sequence) {
          clock.advance(passesMs);
          const endMs = endsAgoMs === null ? null : clock.nowMs() - endsAgoMs;
          const { bars } = await loaded(seriesOf(barSize), endMs, limit);
          expect(bars).toEqual(market.newest(barSize, endMs ?? clock.nowMs() + 1, limit));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('of simulated and of real markets never mix', async () => {
    await loaded(seriesOf('1 hour', 'simulator:1'), null, 100);
    expect((await history.cached(seriesOf('1 hour', 'ib'), 100)).bars.timeMs.length).toBe(0);
  });

  it('are shared by two loads of the same at the same time', async () => {
    const [first, second] = await Promise.all([
      history.load(seriesOf('1 hour'), null, 50),
      history.load(seriesOf('1 hour'), null, 50),
    ]);
    expect(second).toBe(first);
    const single = broker.historicalRequests.length;
    expect(new Set(broker.historicalRequests.map(({ endMs, duration }) => `${endMs} ${duration}`)).size).toBe(
      single,
    );
  });

  it('are shown from the cache while the gateway is away, and an error only where there is nothing', async () => {
    await loaded(seriesOf('1 hour'), null, 100);
    goOffline();
    startAgain();
    const answer = await loaded(seriesOf('1 hour'), null, 100);
    expect(answer.bars).toEqual(market.newest('1 hour', Date.UTC(2026, 9, 7, 17), 100));
    expect(answer).toMatchObject({ reachedStart: false, cachedCount: 100 });
    expect(await history.load(seriesOf('1 day'), null, 100)).toEqual(err(notConnected));
  });

  it('are shown up to a page that failed, without a hole', async () => {
    let requests = 0;
    broker.script.historicalBars = (request) => {
      requests += 1;
      return requests > 1
        ? Promise.resolve(err({ kind: 'timeout', code: null, text: 'late' }))
        : market.answer(request);
    };
    const { bars, reachedStart } = await loaded(seriesOf('1 min'), Date.UTC(2026, 9, 7), 5_000);
    expect(reachedStart).toBe(false);
    expect(bars).toEqual(market.newest('1 min', Date.UTC(2026, 9, 7), bars.timeMs.length));
    expect(bars.timeMs.length).toBeGreaterThan(0);
  });

  it('come even when the cache is broken', async () => {
    const broken = () => Promise.reject(new Error('disk'));
    memory.store.putBars = broken;
    memory.store.readBars = broken;
    memory.store.readCoverage = broken;
    const { bars } = await loaded(seriesOf('1 hour'), null, 100);
    expect(bars).toEqual(market.newest('1 hour', clock.nowMs() + 1, 100));
  });

  it('of a currency pair are midpoints, asked at its own exchange', async () => {
    broker.script.contractDetails = (id) =>
      Promise.resolve(ok([instrumentOf(id, { secType: 'CASH', exchange: 'IDEALPRO' })]));
    await loaded(seriesOf('1 hour'), null, 20);
    expect(broker.historicalRequests[0]).toMatchObject({
      whatToShow: 'MIDPOINT',
      contract: { conId, exchange: 'IDEALPRO' },
    });
  });
});
