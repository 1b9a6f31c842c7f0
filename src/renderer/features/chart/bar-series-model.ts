import { type Bar, type BarColumns, barColumnNames } from '../../../shared/domain/bar';

/** Most bars that a chart keeps and draws; an update of the chart library costs time in proportion to them. */
export const maxBars = 10_000;

/** Bars that may arrive live beyond the cap before the oldest are dropped, because a drop redraws everything. */
export const liveSlack = 500;

/** What a change of the series asks of the drawing: nothing, the newest bar alone, or everything. */
export type SeriesChange = 'none' | 'last' | 'all';

/**
 * Marks a load in flight: bars that arrive live in the meantime are newer than what the load will answer, so they win
 * over it.
 */
export interface LoadMark {
  /** Start of the first bar that arrived live since the load began; null when none did. */
  liveFromMs: number | null;
}

type MutableColumns = { -readonly [Name in keyof BarColumns]: BarColumns[Name] };

/** Bars of one instrument and interval in columns, ascending by time and without duplicates. */
export interface BarSeries {
  /** Number of bars. */
  readonly length: number;
  /** Grows with each change. */
  readonly revision: number;
  /** True when no more fit: back-paging ends here. */
  readonly full: boolean;
  /** The columns, of at least `length`; only the first `length` values count, and only until the next change. */
  readonly columns: BarColumns;
  /** The bar at an index, or null outside. */
  at(index: number): Bar | null;
  /** Index of the bar that starts at this time, or -1. */
  indexOf(timeMs: number): number;
  /** Begins a load; hand the mark to {@link BarSeries.merge}. */
  beginLoad(): LoadMark;
  /** Forgets a load that will not be merged. */
  endLoad(mark: LoadMark): void;
  /**
   * Takes the answer of a load: it replaces bars of the same time and adds the others, except where bars arrived live
   * since the load began. Rows that are not finite numbers are left out. Beyond the cap the oldest are dropped.
   */
  merge(columns: BarColumns, mark: LoadMark | null): SeriesChange;
  /** Takes a live bar, which replaces the last one or follows it. An older one is taken for what it is. */
  applyLive(bar: Bar): SeriesChange;
  /** Forgets every bar. */
  clear(): void;
}

/** Makes an empty series. */
export function createBarSeries(cap: number = maxBars, slack: number = liveSlack): BarSeries {
  let store = emptyColumns(0);
  let length = 0;
  let revision = 0;
  const loads = new Set<LoadMark>();

  const at = (index: number): Bar | null => rowOf(store, index, length);
  const timeAt = (index: number) => store.timeMs[index] ?? Number.NaN;

  const reserve = (needed: number) => {
    if (store.timeMs.length >= needed) return;
    const grown = emptyColumns(Math.max(needed, Math.min(cap + slack, store.timeMs.length * 2), 256));
    for (const name of barColumnNames) grown[name].set(store[name].subarray(0, length));
    store = grown;
  };

  const write = (index: number, bar: Bar) => {
    for (const name of barColumnNames) store[name][index] = bar[name];
  };

  /** First index whose bar starts at `timeMs` or later. */
  const lowerBound = (timeMs: number): number => {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (timeAt(middle) < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const keepNewest = (limit: number): boolean => {
    if (length <= limit) return false;
    const surplus = length - limit;
    for (const name of barColumnNames) store[name].copyWithin(0, surplus, length);
    length = limit;
    return true;
  };

  const replaceAll = (rows: readonly Bar[]) => {
    length = 0;
    reserve(rows.length);
    rows.forEach((row, index) => write(index, row));
    length = rows.length;
    keepNewest(cap);
  };

  const insert = (bar: Bar) => {
    const rows: Bar[] = [];
    for (let index = 0; index < length; index += 1) {
      const row = at(index);
      if (row !== null) rows.push(row);
    }
    rows.splice(lowerBound(bar.timeMs), 0, bar);
    replaceAll(rows);
  };

  return {
    get length() {
      return length;
    },
    get revision() {
      return revision;
    },
    get full() {
      return length >= cap;
    },
    get columns() {
      return store;
    },
    at,
    indexOf(timeMs) {
      const index = lowerBound(timeMs);
      return index < length && timeAt(index) === timeMs ? index : -1;
    },
    beginLoad() {
      const mark: LoadMark = { liveFromMs: null };
      loads.add(mark);
      return mark;
    },
    endLoad(mark) {
      loads.delete(mark);
    },
    merge(columns, mark) {
      if (mark !== null) loads.delete(mark);
      const liveFromMs = mark?.liveFromMs ?? Number.POSITIVE_INFINITY;
      const incoming = orderedRows(columns);
      if (incoming.length === 0) return 'none';
      const rows: Bar[] = [];
      let own = 0;
      let other = 0;
      while (own < length || other < incoming.length) {
        const mine = at(own);
        const theirs = incoming[other] ?? null;
        if (mine !== null && (theirs === null || mine.timeMs < theirs.timeMs)) {
          rows.push(mine);
          own += 1;
        } else if (theirs !== null) {
          const both = mine !== null && mine.timeMs === theirs.timeMs;
          rows.push(both && mine.timeMs >= liveFromMs ? mine : theirs);
          own += both ? 1 : 0;
          other += 1;
        }
      }
      replaceAll(rows);
      revision += 1;
      return 'all';
    },
    applyLive(bar) {
      if (!isBar(bar)) return 'none';
      for (const mark of loads) mark.liveFromMs = Math.min(mark.liveFromMs ?? bar.timeMs, bar.timeMs);
      revision += 1;
      const lastTime = length === 0 ? Number.NEGATIVE_INFINITY : timeAt(length - 1);
      if (bar.timeMs === lastTime) {
        write(length - 1, bar);
        return 'last';
      }
      if (bar.timeMs > lastTime) {
        reserve(length + 1);
        write(length, bar);
        length += 1;
        if (length <= cap + slack) return 'last';
        keepNewest(cap);
        return 'all';
      }
      const index = lowerBound(bar.timeMs);
      if (timeAt(index) === bar.timeMs) write(index, bar);
      else insert(bar);
      return 'all';
    },
    clear() {
      length = 0;
      revision += 1;
      store = emptyColumns(0);
      loads.clear();
    },
  };
}

function emptyColumns(length: number): MutableColumns {
  const column = () => new Float64Array(length);
  return {
    timeMs: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    wap: column(),
    count: column(),
  };
}

function rowOf(columns: BarColumns, index: number, length: number): Bar | null {
  const { timeMs, open, high, low, close, volume, wap, count } = columns;
  if (index < 0 || index >= length) return null;
  return {
    timeMs: timeMs[index] ?? Number.NaN,
    open: open[index] ?? Number.NaN,
    high: high[index] ?? Number.NaN,
    low: low[index] ?? Number.NaN,
    close: close[index] ?? Number.NaN,
    volume: volume[index] ?? -1,
    wap: wap[index] ?? -1,
    count: count[index] ?? -1,
  };
}

function isBar(bar: Bar): boolean {
  return [bar.timeMs, bar.open, bar.high, bar.low, bar.close].every((value) => Number.isFinite(value));
}

/** The rows in ascending order, each time once; of equal times the later row is taken. */
function orderedRows(columns: BarColumns): readonly Bar[] {
  const { length } = columns.timeMs;
  const rows: Bar[] = [];
  let ordered = true;
  for (let index = 0; index < length; index += 1) {
    const row = rowOf(columns, index, length);
    if (row === null || !isBar(row)) continue;
    const before = rows.at(-1);
    if (before !== undefined && before.timeMs >= row.timeMs) ordered = false;
    rows.push(row);
  }
  if (ordered) return rows;
  const byTime = new Map(rows.map((row) => [row.timeMs, row]));
  return [...byTime.values()].sort((a, b) => a.timeMs - b.timeMs);
}
