import fs from 'node:fs';
import path from 'node:path';
import DatabaseConstructor, { type Database } from 'better-sqlite3';
import { fileStamp } from '../file-stamp';
import type { FileReport } from '../protocol';
import { StorageError, toStorageError } from '../storage-error';
import { type FileCopy, type FileName, listCopies, restoreCopy } from './copies';
import { migrate, readVersion, refuseNewer } from './migrate';
import type { Migration } from './migrations/migration';

/** A file ready for use and the story of how it came to be. */
export interface OpenedFile {
  readonly database: Database;
  readonly report: FileReport;
  readonly path: string;
}

export interface FilePlace {
  readonly file: FileName;
  readonly directory: string;
  readonly migrations: readonly Migration[];
  readonly nowMs: number;
}

/**
 * Opens a data file; creates it when it is not there. A damaged cache is set aside and begun anew. A damaged or missing
 * journal is replaced by its newest sound copy.
 * @throws {StorageError} `newer-version` (the file is left as it is), `io` or `full`
 */
export function openFile(place: FilePlace): OpenedFile {
  fs.mkdirSync(place.directory, { recursive: true, mode: 0o700 });
  const filePath = path.join(place.directory, `${place.file}.db`);
  if (!fs.existsSync(filePath)) return replaceFile(place, filePath, null);
  try {
    refuseNewerHeader(place, filePath);
    const { database, from } = openSound(place, filePath);
    const migrated = from < place.migrations.length ? { migratedFrom: from } : {};
    return { database, path: filePath, report: { state: 'opened', ...migrated } };
  } catch (error) {
    const problem = toStorageError(error);
    if (problem.kind !== 'corrupt') throw problem;
    return replaceFile(place, filePath, setAside(filePath, place.nowMs));
  }
}

/** Moves a file and its write-ahead log out of the way; returns the new path. */
export function setAside(filePath: string, nowMs: number): string {
  const target = `${filePath}.damaged-${fileStamp(nowMs)}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (fs.existsSync(filePath + suffix)) fs.renameSync(filePath + suffix, target + suffix);
  }
  return target;
}

function replaceFile(place: FilePlace, filePath: string, aside: string | null): OpenedFile {
  // A log without its file belongs to a file that somebody took away; SQLite must not apply it to the new one.
  if (aside === null && fs.existsSync(`${filePath}-wal`)) setAside(filePath, place.nowMs);
  const copy = place.file === 'journal' ? newestSoundCopy(place) : undefined;
  if (copy !== undefined) restoreCopy(copy, filePath);
  const { database } = openSound(place, filePath);
  return { database, path: filePath, report: reportOfReplacement(place.file, aside, copy) };
}

function reportOfReplacement(file: FileName, aside: string | null, copy: FileCopy | undefined): FileReport {
  if (copy !== undefined)
    return { state: 'restored', setAside: aside, copy: copy.path, copyMadeMs: copy.madeMs };
  if (aside === null) return { state: 'created' };
  return file === 'history'
    ? { state: 'rebuilt', setAside: aside }
    : { state: 'started-anew', setAside: aside };
}

function newestSoundCopy(place: FilePlace): FileCopy | undefined {
  return listCopies(place.directory, place.file).find((copy) => {
    let database: Database | undefined;
    try {
      database = new DatabaseConstructor(copy.path, { readonly: true });
      const version = readVersion(database);
      return version > 0 && version <= place.migrations.length && isSound(database);
    } catch {
      // A copy that cannot be read is passed over; the next older one is tried.
      return false;
    } finally {
      database?.close();
    }
  });
}

function openSound(place: FilePlace, filePath: string): { database: Database; from: number } {
  const existed = fs.existsSync(filePath);
  if (existed && fs.statSync(filePath).size === 0) throw new StorageError('corrupt', `${filePath} is empty`);
  const database = new DatabaseConstructor(filePath);
  try {
    // The page size holds for new files only; chunks of bars are large, journal entries small.
    database.pragma(`page_size = ${place.file === 'history' ? '16384' : '4096'}`);
    database.pragma('journal_mode = WAL');
    database.pragma(`synchronous = ${place.file === 'history' ? 'NORMAL' : 'FULL'}`);
    // On macOS a plain fsync leaves data in the drive's cache; elsewhere this does nothing.
    if (place.file === 'journal') database.pragma('fullfsync = ON');
    database.pragma('foreign_keys = ON');
    database.pragma('trusted_schema = OFF');
    // The cache may be large, and it is rebuilt when damage shows in use; the journal is looked through at every start.
    if (existed && place.file === 'journal' && !isSound(database)) {
      throw new StorageError('corrupt', `${filePath} did not pass the integrity check`);
    }
    const from = migrate(database, place.migrations, place);
    // Reads the root of the structure, so that damage there shows now.
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return { database, from };
  } catch (error) {
    database.close();
    throw error;
  }
}

function isSound(database: Database): boolean {
  return database.pragma('quick_check(1)', { simple: true }) === 'ok';
}

/**
 * Looks at the version before SQLite opens the file, because opening may already write to it. The number stands
 * big-endian at byte 60. Source: SQLite database file format, 1.3.
 */
function refuseNewerHeader(place: FilePlace, filePath: string): void {
  const header = Buffer.alloc(100);
  const handle = fs.openSync(filePath, 'r');
  try {
    if (fs.readSync(handle, header, 0, 100, 0) < 100) return;
  } finally {
    fs.closeSync(handle);
  }
  if (header.subarray(0, 16).toString('latin1') !== 'SQLite format 3\0') return;
  refuseNewer(place.file, header.readUInt32BE(60), place.migrations);
  if (!fs.existsSync(`${filePath}-wal`)) return;
  // The newer number may still be in the log. A read-only connection does not move the log into the file.
  const database = new DatabaseConstructor(filePath, { readonly: true });
  try {
    refuseNewer(place.file, readVersion(database), place.migrations);
  } finally {
    database.close();
  }
}
