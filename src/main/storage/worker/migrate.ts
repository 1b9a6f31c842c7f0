import type { Database } from 'better-sqlite3';
import * as z from 'zod';
import { StorageError } from '../storage-error';
import { copyBeforeMigration, type FileName } from './copies';
import type { Migration } from './migrations/migration';

/** The version of a file's structure, as it stands in its header. */
export function readVersion(database: Database): number {
  return z
    .number()
    .int()
    .parse(database.pragma('user_version', { simple: true }));
}

/** Refuses a file that a newer program wrote. @throws {StorageError} of kind `newer-version` */
export function refuseNewer(file: FileName, version: number, migrations: readonly Migration[]): void {
  if (version > migrations.length) {
    throw new StorageError(
      'newer-version',
      `${file}.db has version ${String(version)}; this program knows version ${String(migrations.length)} and older`,
    );
  }
}

/**
 * Brings a file to the newest version, each step in a transaction of its own, after a copy of it was made.
 * @returns the version that it had; 0 for a new file.
 */
export function migrate(
  database: Database,
  migrations: readonly Migration[],
  place: { readonly directory: string; readonly file: FileName; readonly nowMs: number },
): number {
  const from = readVersion(database);
  refuseNewer(place.file, from, migrations);
  if (from > 0 && from < migrations.length) {
    copyBeforeMigration(database, place.directory, place.file, migrations.length, place.nowMs);
  }
  migrations.slice(from).forEach((migration, index) => {
    database
      .transaction(() => {
        database.exec(migration.sql);
        database.pragma(`user_version = ${String(from + index + 1)}`);
      })
      .immediate();
  });
  return from;
}
