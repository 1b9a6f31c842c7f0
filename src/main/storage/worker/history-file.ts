import { toStorageError } from '../storage-error';
import { type BarRepository, createBarRepository } from './bar-repository';
import type { DataFile } from './handlers';
import { historyMigrations } from './migrations/history';
import { type OpenedFile, openFile, setAside } from './open-file';

/** The cache of bars, open; it can be set aside while in use, which loses nothing but time. */
export interface HistoryFile extends DataFile {
  /** Closes the file and moves it out of the way; returns its new path. */
  setAside(): string;
}

/** Opens the cache of bars; where it turns out to be damaged, it is begun anew. @throws {StorageError} */
export function openHistoryFile(directory: string, nowMs: () => number, maximumBars: number): HistoryFile {
  const place = { file: 'history' as const, directory, migrations: historyMigrations, nowMs: nowMs() };
  const first = openFile(place);
  try {
    return createHistoryFile(first, createBarRepository(first.database, nowMs, maximumBars), nowMs);
  } catch (error) {
    first.database.close();
    if (toStorageError(error).kind !== 'corrupt') throw error;
    const aside = setAside(first.path, nowMs());
    const second = { ...openFile(place), report: { state: 'rebuilt' as const, setAside: aside } };
    return createHistoryFile(second, createBarRepository(second.database, nowMs, maximumBars), nowMs);
  }
}

function createHistoryFile(opened: OpenedFile, bars: BarRepository, nowMs: () => number): HistoryFile {
  return {
    report: opened.report,
    handlers: {
      'bars.put': ({ series, columns, coverage }) => {
        bars.put(series, columns, coverage);
        return null;
      },
      'bars.read': ({ series, endMs, limit }) => bars.read(series, endMs, limit),
      'bars.coverage': ({ series }) => [...bars.readCoverage(series)],
    },
    setAside() {
      opened.database.close();
      return setAside(opened.path, nowMs());
    },
    async close() {
      opened.database.close();
    },
  };
}
