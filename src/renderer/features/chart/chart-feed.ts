import type { Bar, BarColumns, BarSize } from '../../../shared/domain/bar';
import type { ConId } from '../../../shared/domain/instrument';
import type { Result } from '../../../shared/domain/result';
import type { RequestError } from '../../../shared/ipc/errors';
import type { RequestInput } from '../../../shared/ipc/requests';
import type { StreamItem } from '../../../shared/ipc/streams';
import { type BarSeries, createBarSeries, type SeriesChange } from './bar-series-model';

/** Bars of one page: enough for a wide window, quick to draw. */
export const pageSize = 2_000;

/** Which bars a chart shows. */
export interface SeriesKey {
  readonly conId: ConId;
  readonly barSize: BarSize;
  readonly regularHoursOnly: boolean;
}

/** Bars out of an answer of main. */
export interface BarsAnswer {
  readonly bars: BarColumns;
  readonly reachedStart: boolean;
}

/** What the feed asks of main. */
export interface ChartFeedPorts {
  cachedBars(input: RequestInput<'bars.cached'>): Promise<Result<BarsAnswer, RequestError>>;
  loadBars(input: RequestInput<'bars.load'>): Promise<Result<BarsAnswer, RequestError>>;
  subscribeBars(key: SeriesKey, onItems: (items: readonly StreamItem<'bars'>[]) => void): () => void;
}

/** How far the feed is. */
export interface ChartFeedState {
  /** `loading` until something can be shown; `empty` when the gateway has no bars. */
  readonly phase: 'loading' | 'ready' | 'empty' | 'failed';
  /** Why the newest bars could not be loaded; with phase `ready` the older ones are still shown. */
  readonly error: RequestError | null;
  /** True while the newest bars are asked for. */
  readonly refreshing: boolean;
  /** True while earlier bars are asked for. */
  readonly pagingBack: boolean;
  /** Why earlier bars could not be loaded. */
  readonly pagingError: RequestError | null;
  /** True when nothing earlier exists at the gateway or fits into the chart. */
  readonly reachedStart: boolean;
}

/** The bars of one chart: cached ones at once, the newest from the gateway, earlier ones on demand, the last one live. */
export interface ChartFeed {
  readonly key: SeriesKey;
  readonly series: BarSeries;
  state(): ChartFeedState;
  /** Loads the newest bars again; while that is under way it is done once more afterwards. */
  readonly refresh: () => void;
  /** Loads a page before the first bar, unless one is under way or there is nothing earlier. */
  readonly pageBack: () => void;
  /** Ends the feed: answers that are still on their way are not applied. */
  stop(): void;
}

const initialState: ChartFeedState = {
  phase: 'loading',
  error: null,
  refreshing: true,
  pagingBack: false,
  pagingError: null,
  reachedStart: false,
};

/**
 * Starts a feed. `onSeries` hears of each change of the bars, `onState` of each change of the state; both only after
 * this function has returned and until the feed is stopped.
 */
export function startChartFeed(
  ports: ChartFeedPorts,
  key: SeriesKey,
  onSeries: (change: Exclude<SeriesChange, 'none'>) => void,
  onState: (state: ChartFeedState) => void,
): ChartFeed {
  const series = createBarSeries();
  let state = initialState;
  let stopped = false;
  let refreshAgain = false;

  const update = (patch: Partial<ChartFeedState>) => {
    if (stopped) return;
    const next = { ...state, ...patch };
    if (Object.entries(next).every(([name, value]) => state[name as keyof ChartFeedState] === value)) return;
    state = next;
    onState(state);
  };
  const tell = (change: SeriesChange) => {
    if (change !== 'none' && !stopped) onSeries(change);
  };

  const showCached = async () => {
    const mark = series.beginLoad();
    const answer = await ports.cachedBars({ ...key, limit: pageSize });
    if (stopped) return;
    // The cache is an early view: what the gateway answered in the meantime is newer, and nothing is lost without it.
    if (!answer.ok || series.length > 0 || !state.refreshing) {
      series.endLoad(mark);
      return;
    }
    tell(series.merge(answer.value.bars, mark));
    if (series.length > 0) update({ phase: 'ready' });
  };

  const refresh = async () => {
    if (state.refreshing) {
      refreshAgain = true;
      return;
    }
    update({ refreshing: true, error: null, ...(series.length === 0 ? { phase: 'loading' as const } : {}) });
    await loadNewest();
  };

  const loadNewest = async () => {
    const mark = series.beginLoad();
    const answer = await ports.loadBars({ ...key, endMs: null, limit: pageSize });
    if (stopped) return;
    if (answer.ok) {
      const before = series.length;
      tell(series.merge(answer.value.bars, mark));
      update({
        refreshing: false,
        phase: series.length === 0 ? 'empty' : 'ready',
        ...(before === 0 ? { reachedStart: answer.value.reachedStart } : {}),
      });
    } else {
      series.endLoad(mark);
      update({ refreshing: false, error: answer.error, phase: series.length === 0 ? 'failed' : 'ready' });
    }
    if (refreshAgain) {
      refreshAgain = false;
      await refresh();
    }
  };

  const pageBack = async () => {
    const first = series.at(0);
    if (stopped || first === null || state.pagingBack || state.reachedStart) return;
    if (series.full) {
      update({ reachedStart: true });
      return;
    }
    update({ pagingBack: true, pagingError: null });
    const mark = series.beginLoad();
    const answer = await ports.loadBars({ ...key, endMs: first.timeMs, limit: pageSize });
    if (stopped) return;
    if (!answer.ok) {
      series.endLoad(mark);
      update({ pagingBack: false, pagingError: answer.error });
      return;
    }
    tell(series.merge(answer.value.bars, mark));
    const grew = (series.at(0)?.timeMs ?? first.timeMs) < first.timeMs;
    update({ pagingBack: false, reachedStart: answer.value.reachedStart || !grew || series.full });
  };

  const receive = (items: readonly StreamItem<'bars'>[]) => {
    if (stopped) return;
    let change: SeriesChange = 'none';
    for (const item of items) {
      if (item.kind === 'gap') {
        void refresh();
        continue;
      }
      const applied = series.applyLive(barOf(item.bar));
      if (applied === 'all' || change === 'none') change = applied;
    }
    if (change !== 'none' && state.phase === 'empty') update({ phase: 'ready' });
    tell(change);
  };

  const stopStream = ports.subscribeBars(key, receive);
  void loadNewest();
  void showCached();

  return {
    key,
    series,
    state: () => state,
    refresh: () => void refresh(),
    pageBack: () => void pageBack(),
    stop: () => {
      stopped = true;
      stopStream();
    },
  };
}

type BarTuple = Extract<StreamItem<'bars'>, { kind: 'bar' }>['bar'];

function barOf([timeMs, open, high, low, close, volume, wap, count]: BarTuple): Bar {
  return { timeMs, open, high, low, close, volume, wap, count };
}
