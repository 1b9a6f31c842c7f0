import { type BarColumns, barColumnNames, type BarSize, columnsFromBars } from '../../shared/domain/bar';
import { barStart } from './bar-time';

/** No bars. */
export const noBars: BarColumns = columnsFromBars([]);

/** The number of bars. */
export function barCount(columns: BarColumns): number {
  return columns.timeMs.length;
}

/** The index of the first bar at or after `timeMs`; the number of bars when there is none. */
export function indexAtOrAfter({ timeMs: times }: BarColumns, timeMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Number.POSITIVE_INFINITY) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The bars from index `from` up to `to` (not included), as copies. */
export function sliceBars(columns: BarColumns, from: number, to: number): BarColumns {
  return mapColumns((name) => columns[name].slice(from, to));
}

/** The bars that start within [startMs, endMs). */
export function barsWithin(columns: BarColumns, startMs: number, endMs: number): BarColumns {
  const from = indexAtOrAfter(columns, startMs);
  return sliceBars(columns, from, Math.max(from, indexAtOrAfter(columns, endMs)));
}

/** The newest `limit` bars. */
export function newestBars(columns: BarColumns, limit: number): BarColumns {
  const count = barCount(columns);
  return count <= limit ? columns : sliceBars(columns, count - limit, count);
}

/** Both sets of bars in the order of time; of two bars of the same time the one in `newer` stays. Both must ascend. */
export function mergeBars(older: BarColumns, newer: BarColumns): BarColumns {
  if (barCount(older) === 0) return newer;
  if (barCount(newer) === 0) return older;
  const bothLength = barCount(older) + barCount(newer);
  const merged = mapColumns(() => new Float64Array(bothLength));
  let length = 0;
  let fromOlder = 0;
  let fromNewer = 0;
  while (fromOlder < barCount(older) || fromNewer < barCount(newer)) {
    const olderTime = older.timeMs[fromOlder] ?? Number.POSITIVE_INFINITY;
    const newerTime = newer.timeMs[fromNewer] ?? Number.POSITIVE_INFINITY;
    if (newerTime <= olderTime) {
      copyBar(newer, fromNewer, merged, length);
      fromNewer += 1;
      if (newerTime === olderTime) fromOlder += 1;
    } else {
      copyBar(older, fromOlder, merged, length);
      fromOlder += 1;
    }
    length += 1;
  }
  return length === bothLength ? merged : sliceBars(merged, 0, length);
}

/**
 * Bars of an answer under the times at which they are kept, ascending and each time once: of several bars of one week or
 * month the last stays.
 */
export function tidyBars(columns: BarColumns, barSize: BarSize): BarColumns {
  const times = columns.timeMs.map((timeMs) => barStart(barSize, timeMs));
  const renamed: BarColumns = { ...columns, timeMs: times };
  if (isStrictlyAscending(times)) return renamed;
  const order = Array.from(times.keys()).sort(
    (left, right) => (times[left] ?? 0) - (times[right] ?? 0) || left - right,
  );
  const kept = order.filter((index, position) => times[index] !== times[order[position + 1] ?? -1]);
  const tidied = mapColumns(() => new Float64Array(kept.length));
  kept.forEach((index, position) => copyBar(renamed, index, tidied, position));
  return tidied;
}

function isStrictlyAscending(times: Float64Array): boolean {
  for (let index = 1; index < times.length; index += 1) {
    if (!((times[index - 1] ?? 0) < (times[index] ?? 0))) return false;
  }
  return true;
}

function copyBar(from: BarColumns, fromIndex: number, to: BarColumns, toIndex: number): void {
  for (const name of barColumnNames) to[name][toIndex] = from[name][fromIndex] ?? Number.NaN;
}

function mapColumns(make: (name: keyof BarColumns) => Float64Array): BarColumns {
  return {
    timeMs: make('timeMs'),
    open: make('open'),
    high: make('high'),
    low: make('low'),
    close: make('close'),
    volume: make('volume'),
    wap: make('wap'),
    count: make('count'),
  };
}
