import type { Bar, BarColumns } from '../../shared/domain/bar';
import { err, ok, type Result } from '../../shared/domain/result';
import type { ConId } from '../../shared/domain/instrument';
import type { Broker, BrokerError, Subscription } from '../broker/port';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import { contractRef, type Instruments } from '../market-data/instruments';
import { barCount, barsWithin, mergeBars, newestBars, noBars } from './bar-merge';
import { type BarContent, type BarSeries, contentOf, seriesId, type StoredSeries } from './bar-series';
import type { BarStore } from './bar-store';
import { alignUp, nextBarStart } from './bar-time';
import { walkBack } from './gap-walk';
import { type LiveSeries, openLiveSeries } from './live-series';
import { createSeriesSource, type SeriesSource } from './series-source';
import { longestTradingDayMs } from './session-length';

/** First moments that are remembered at most. */
const maximumFirstMoments = 1_000;

/** Bars and where they came from. */
export interface BarsAnswer {
  /** Ascending. */
  readonly bars: BarColumns;
  /** True when nothing earlier exists at the gateway. */
  readonly reachedStart: boolean;
  /** How many of these bars came out of the cache. */
  readonly cachedCount: number;
}

/** The bars of every series, from the cache and from the gateway. */
export interface BarHistory {
  /** The newest bars of the cache alone, at once; perhaps none. */
  cached(series: BarSeries, limit: number): Promise<BarsAnswer>;
  /**
   * The newest `limit` bars that start before `endMs` (UTC ms; null: up to now, with the bar that forms). Only what the
   * cache does not cover is asked of the gateway. When the gateway fails, the answer is what is known all the same, and
   * an error only when that is nothing. Loads of the same bars at the same time share their requests.
   */
  load(series: BarSeries, endMs: number | null, limit: number): Promise<Result<BarsAnswer, BrokerError>>;
  /**
   * The bar that forms, at every change; what is known of it is told before this returns. `onGap`: bars may be missing
   * after an interruption, so load the newest again. All listeners of a series share one subscription.
   */
  live(series: BarSeries, onBar: (bar: Bar) => void, onGap: () => void): Subscription;
  /** Resolves when everything that was to be stored is stored or has failed. */
  flush(): Promise<void>;
  /** Ends every live subscription and stores what waits. */
  stop(): Promise<void>;
}

/** Bars over a broker and a store. */
export function createBarHistory({
  broker,
  instruments,
  store,
  clock,
  log,
}: {
  readonly broker: Broker;
  readonly instruments: Instruments;
  readonly store: BarStore;
  readonly clock: Clock;
  readonly log: Logger;
}): BarHistory {
  const loads = new Map<string, Promise<Result<BarsAnswer, BrokerError>>>();
  const liveSeries = new Map<string, LiveSeries>();
  const firstMoments = new Map<string, number>();
  const background = new Set<Promise<void>>();
  /** Until when the gateway's own bars were stored in this run, per series. */
  const coveredUntil = new Map<string, number>();

  function inBackground(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => background.delete(tracked));
    background.add(tracked);
  }

  const trackedStore: BarStore = {
    readBars: (series, range) => store.readBars(series, range),
    readCoverage: (series) => store.readCoverage(series),
    putBars(series, columns, coverage) {
      const key = seriesId(series);
      coveredUntil.set(key, Math.max(coveredUntil.get(key) ?? 0, coverage.endMs));
      return store.putBars(series, columns, coverage);
    },
  };

  function gatewayNowMs(): number {
    return clock.nowMs() + (broker.snapshot().clockOffsetMs ?? 0);
  }

  async function sourceOf(series: BarSeries): Promise<Result<SeriesSource, BrokerError>> {
    const found = await instruments.get(series.conId);
    if (!found.ok) return found;
    const instrument = found.value;
    const contract = contractRef(instrument);
    const stored = { ...series, whatToShow: contentOf(instrument.secType) };
    const { regularHoursOnly } = series;
    const firstMoment = async () => {
      const key = [series.source, series.conId, stored.whatToShow, regularHoursOnly].join('|');
      const known = firstMoments.get(key);
      if (known !== undefined) return known;
      const answer = await broker.headTimestamp(contract, stored.whatToShow, regularHoursOnly);
      if (!answer.ok) return null;
      if (firstMoments.size >= maximumFirstMoments) firstMoments.clear();
      firstMoments.set(key, answer.value);
      return answer.value;
    };
    const tradingDayMs = longestTradingDayMs(instrument, regularHoursOnly);
    return ok(
      createSeriesSource({
        broker,
        store: trackedStore,
        log,
        series: stored,
        contract,
        tradingDayMs,
        firstMoment,
        background: inBackground,
      }),
    );
  }

  /** Cached bars, read without asking what kind of instrument it is when the gateway has not said so yet. */
  async function readCached(series: BarSeries, endMs: number, limit: number): Promise<BarColumns> {
    for (const whatToShow of contentsToTry(series.conId)) {
      try {
        const bars = await store.readBars({ ...series, whatToShow }, { endMs, limit });
        if (barCount(bars) > 0) return bars;
      } catch (error) {
        log.warn('cached bars could not be read', { conId: series.conId, error: String(error) });
      }
    }
    return noBars;
  }

  function contentsToTry(conId: ConId): readonly BarContent[] {
    const instrument = instruments.peek(conId);
    return instrument === null ? ['TRADES', 'MIDPOINT'] : [contentOf(instrument.secType)];
  }

  /** The end of everything that has begun, or of what was asked for. */
  function walkEndMs(series: BarSeries, endMs: number | null, nowMs: number): number {
    const latestMs = nextBarStart(series.barSize, nowMs);
    return endMs === null ? latestMs : Math.min(latestMs, alignUp(series.barSize, endMs));
  }

  async function load(
    series: BarSeries,
    endMs: number | null,
    limit: number,
  ): Promise<Result<BarsAnswer, BrokerError>> {
    const nowMs = gatewayNowMs();
    const fromMs = walkEndMs(series, endMs, nowMs);
    const found = await sourceOf(series);
    if (!found.ok) return cachedOr(found.error, series, fromMs, limit);
    const walk = await walkBack(found.value, fromMs, limit, nowMs, endMs === null);
    if (walk.failure !== null) {
      const { kind, code } = walk.failure;
      log.warn('bars could not be loaded', { conId: series.conId, barSize: series.barSize, kind, code });
      if (barCount(walk.bars) === 0) return cachedOr(walk.failure, series, fromMs, limit);
    }
    // The newest bars are shown with what the cache has of earlier times; a page of older bars must not skip a gap.
    const earlier =
      walk.failure !== null && endMs === null ? await readCached(series, walk.startMs, limit) : noBars;
    const all = mergeBars(earlier, walk.bars);
    const bars = newestBars(endMs === null ? all : barsWithin(all, Number.NEGATIVE_INFINITY, endMs), limit);
    const startMs = bars.timeMs[0] ?? fromMs;
    const cachedCount = [...walk.cached, earlier.timeMs].reduce(
      (count, times) => count + times.filter((timeMs) => timeMs >= startMs).length,
      0,
    );
    return ok({
      bars,
      cachedCount: Math.min(cachedCount, barCount(bars)),
      reachedStart: walk.reachedStart && barCount(all) <= limit,
    });
  }

  async function cachedOr(
    error: BrokerError,
    series: BarSeries,
    endMs: number,
    limit: number,
  ): Promise<Result<BarsAnswer, BrokerError>> {
    const bars = await readCached(series, endMs, limit);
    const cachedCount = barCount(bars);
    return cachedCount === 0 ? err(error) : ok({ bars, reachedStart: false, cachedCount });
  }

  function storeLive(series: StoredSeries, received: BarColumns): void {
    // TWS does not promise that the last update of a bar holds its last trade: such bars are shown, but never take the
    // place of one that was loaded, and cover nothing.
    const bars = barsWithin(received, coveredUntil.get(seriesId(series)) ?? 0, Number.POSITIVE_INFINITY);
    const atMs = bars.timeMs[0];
    if (atMs === undefined) return;
    inBackground(
      store.putBars(series, bars, { startMs: atMs, endMs: atMs }).catch((error: unknown) => {
        log.warn('live bars could not be cached', { conId: series.conId, error: String(error) });
      }),
    );
  }

  async function flush(): Promise<void> {
    while (background.size > 0) await Promise.all(background);
  }

  return {
    async cached(series, limit) {
      const endMs = walkEndMs(series, null, gatewayNowMs());
      const bars = await readCached(series, endMs, limit);
      return { bars, reachedStart: false, cachedCount: barCount(bars) };
    },
    load(series, endMs, limit) {
      const key = `${seriesId(series)}|${endMs ?? 'now'}|${limit}`;
      const running = loads.get(key);
      if (running !== undefined) return running;
      const started = load(series, endMs, limit).finally(() => loads.delete(key));
      loads.set(key, started);
      return started;
    },
    live(series, onBar, onGap) {
      const key = seriesId(series);
      const shared =
        liveSeries.get(key) ?? openLiveSeries({ broker, instruments, clock, log, series, store: storeLive });
      liveSeries.set(key, shared);
      const remove = shared.add({ onBar, onGap });
      return {
        unsubscribe() {
          remove();
          if (!shared.idle() || liveSeries.get(key) !== shared) return;
          liveSeries.delete(key);
          shared.close();
        },
      };
    },
    flush,
    async stop() {
      for (const shared of liveSeries.values()) shared.close();
      liveSeries.clear();
      await flush();
    },
  };
}
