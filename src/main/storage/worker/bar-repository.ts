import type { Database } from 'better-sqlite3';
import * as z from 'zod';
import { type BarColumns, barSizeMs } from '../../../shared/domain/bar';
import { addInterval, type Coverage, dropBefore, type Interval } from '../../history/coverage';
import { maximumBarsPerRequest, type SeriesKey } from '../protocol';
import {
  bytesPerBar,
  checkColumns,
  emptyColumns,
  mergeColumns,
  packColumns,
  sliceColumns,
  unpackColumns,
  unpackInto,
} from './bar-columns';

/** Spans of a bar's length in one chunk; a chunk holds at most about as many bars. */
const barsPerChunk = 256;
/** A series' last use is written at most this often. */
const useResolutionMs = 60_000;

const seriesRow = z.object({ series_id: z.number(), last_used_ms: z.number() });
const chunkRow = z.object({ chunk: z.number(), bar_count: z.number(), columns: z.instanceof(Uint8Array) });
const coverageRow = z.object({ start_ms: z.number(), end_ms: z.number() });
const countRow = z.object({ bars: z.number().nullable() });

/** The cached bars. Every method runs in one transaction. */
export interface BarRepository {
  /** Adds bars, replacing those of the same time, and marks `coverage` as known. */
  put(series: SeriesKey, columns: BarColumns, coverage: Interval): void;
  /** The newest `limit` bars that start before `endMs`, ascending. */
  read(series: SeriesKey, endMs: number, limit: number): BarColumns;
  readCoverage(series: SeriesKey): Coverage;
}

/**
 * @param maximumBars when the cache holds more, the series that was not used for the longest time is dropped, and of the
 *   last one its oldest bars.
 */
export function createBarRepository(
  database: Database,
  nowMs: () => number,
  maximumBars: number,
): BarRepository {
  const seriesColumns = 'profile, source, con_id, bar_size, what_to_show, regular_hours_only';
  const findSeries = database.prepare(
    `SELECT series_id, last_used_ms FROM series WHERE (${seriesColumns}) = (?, ?, ?, ?, ?, ?)`,
  );
  const insertSeries = database.prepare(
    `INSERT INTO series (${seriesColumns}, last_used_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
     RETURNING series_id, last_used_ms`,
  );
  const touchSeries = database.prepare('UPDATE series SET last_used_ms = ? WHERE series_id = ?');
  const oldestOtherSeries = database.prepare(
    'SELECT series_id, last_used_ms FROM series WHERE series_id <> ? ORDER BY last_used_ms, series_id LIMIT 1',
  );
  const deleteSeries = database.prepare('DELETE FROM series WHERE series_id = ?');
  const readChunk = database.prepare(
    'SELECT chunk, bar_count, columns FROM bar_chunks WHERE series_id = ? AND chunk = ?',
  );
  const writeChunk = database.prepare(
    `INSERT INTO bar_chunks (series_id, chunk, bar_count, columns) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET bar_count = excluded.bar_count, columns = excluded.columns`,
  );
  const chunksBackwards = database.prepare(
    'SELECT chunk, bar_count, columns FROM bar_chunks WHERE series_id = ? AND chunk <= ? ORDER BY chunk DESC',
  );
  const oldestChunk = database.prepare(
    'SELECT chunk, bar_count, columns FROM bar_chunks WHERE series_id = ? ORDER BY chunk LIMIT 1',
  );
  const deleteChunk = database.prepare('DELETE FROM bar_chunks WHERE series_id = ? AND chunk = ?');
  const selectCoverage = database.prepare(
    'SELECT start_ms, end_ms FROM coverage WHERE series_id = ? ORDER BY start_ms',
  );
  const deleteCoverage = database.prepare('DELETE FROM coverage WHERE series_id = ?');
  const insertCoverage = database.prepare(
    'INSERT INTO coverage (series_id, start_ms, end_ms) VALUES (?, ?, ?)',
  );

  let storedBars =
    countRow.parse(database.prepare('SELECT sum(bar_count) AS bars FROM bar_chunks').get()).bars ?? 0;

  function find(series: SeriesKey) {
    return seriesRow.optional().parse(findSeries.get(...seriesValues(series)));
  }

  function touch(row: z.infer<typeof seriesRow>): void {
    const now = nowMs();
    if (Math.abs(now - row.last_used_ms) >= useResolutionMs) touchSeries.run(now, row.series_id);
  }

  function coverageOf(seriesId: number): Coverage {
    return z
      .array(coverageRow)
      .parse(selectCoverage.all(seriesId))
      .map((row) => ({ startMs: row.start_ms, endMs: row.end_ms }));
  }

  function replaceCoverage(seriesId: number, coverage: Coverage): void {
    deleteCoverage.run(seriesId);
    for (const { startMs, endMs } of coverage) insertCoverage.run(seriesId, startMs, endMs);
  }

  function putChunk(seriesId: number, chunk: number, added: BarColumns): void {
    const existing = chunkRow.optional().parse(readChunk.get(seriesId, chunk));
    const merged = existing === undefined ? added : mergeColumns(unpackColumns(existing.columns), added);
    writeChunk.run(seriesId, chunk, merged.timeMs.length, packColumns(merged));
    storedBars += merged.timeMs.length - (existing?.bar_count ?? 0);
  }

  function countBars(seriesId: number): number {
    const statement = database.prepare('SELECT sum(bar_count) AS bars FROM bar_chunks WHERE series_id = ?');
    return countRow.parse(statement.get(seriesId)).bars ?? 0;
  }

  function prune(seriesId: number, spanMs: number): void {
    while (storedBars > maximumBars) {
      const other = seriesRow.optional().parse(oldestOtherSeries.get(seriesId));
      if (other !== undefined) {
        storedBars -= countBars(other.series_id);
        deleteSeries.run(other.series_id);
        continue;
      }
      const oldest = chunkRow.optional().parse(oldestChunk.get(seriesId));
      if (oldest === undefined) return;
      deleteChunk.run(seriesId, oldest.chunk);
      storedBars -= oldest.bar_count;
      replaceCoverage(seriesId, dropBefore(coverageOf(seriesId), (oldest.chunk + 1) * spanMs));
    }
  }

  function put(series: SeriesKey, columns: BarColumns, coverage: Interval): void {
    const row = find(series) ?? seriesRow.parse(insertSeries.get(...seriesValues(series), nowMs()));
    touch(row);
    const spanMs = chunkSpanMs(series);
    let from = 0;
    while (from < columns.timeMs.length) {
      const chunk = Math.floor((columns.timeMs[from] ?? 0) / spanMs);
      let to = from + 1;
      while (to < columns.timeMs.length && Math.floor((columns.timeMs[to] ?? 0) / spanMs) === chunk) to += 1;
      putChunk(row.series_id, chunk, sliceColumns(columns, from, to));
      from = to;
    }
    replaceCoverage(row.series_id, addInterval(coverageOf(row.series_id), coverage));
    prune(row.series_id, spanMs);
  }

  function read(series: SeriesKey, endMs: number, limit: number): BarColumns {
    const row = find(series);
    if (row === undefined) return emptyColumns(0);
    touch(row);
    const parts: { readonly packed: Uint8Array; readonly from: number; readonly to: number }[] = [];
    let length = 0;
    for (const found of chunksBackwards.iterate(row.series_id, Math.floor(endMs / chunkSpanMs(series)))) {
      const { columns: packed, bar_count: bars } = chunkRow.parse(found);
      const to = countBefore(packed, bars, endMs);
      const from = Math.max(0, to - (limit - length));
      parts.push({ packed, from, to });
      length += to - from;
      if (length >= limit) break;
    }
    const result = emptyColumns(length);
    let at = 0;
    for (const { packed, from, to } of parts.toReversed()) {
      unpackInto(result, at, packed, from, to);
      at += to - from;
    }
    return result;
  }

  return {
    put(series, columns, coverage) {
      checkColumns(columns, maximumBarsPerRequest);
      const before = storedBars;
      try {
        database.transaction(() => put(series, columns, coverage)).immediate();
      } catch (error) {
        storedBars = before;
        throw error;
      }
    },
    read,
    readCoverage(series) {
      const row = find(series);
      return row === undefined ? [] : coverageOf(row.series_id);
    },
  };
}

function seriesValues(series: SeriesKey): readonly [string, string, number, string, string, number] {
  const { profile, source, conId, barSize, whatToShow, regularHoursOnly } = series;
  return [profile, source, conId, barSize, whatToShow, regularHoursOnly ? 1 : 0];
}

function chunkSpanMs(series: SeriesKey): number {
  return barSizeMs[series.barSize] * barsPerChunk;
}

/** How many bars of a packed chunk start before `endMs`: the times are its first column. */
function countBefore(packed: Uint8Array, bars: number, endMs: number): number {
  const times = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (packed.byteLength !== bars * bytesPerBar) throw new RangeError('a chunk of bars has a wrong length');
  let count = bars;
  while (count > 0 && times.getFloat64((count - 1) * Float64Array.BYTES_PER_ELEMENT, true) >= endMs)
    count -= 1;
  return count;
}
