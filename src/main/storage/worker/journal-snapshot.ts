import fs from 'node:fs';
import path from 'node:path';
import DatabaseConstructor from 'better-sqlite3';
import { StorageError } from '../storage-error';
import type { DataFile } from './handlers';
import { createJournalRepository } from './journal-repository';
import { nextTurn, verifyJournal } from './journal-verification';
import { readVersion, refuseNewer } from './migrate';
import { journalMigrations } from './migrations/journal';

/**
 * Opens the journal as it is at this moment, for reading alone: nothing is written, created, mended or copied. One read
 * transaction holds from here to the end, so that verification and export speak of the same entries although another
 * program goes on writing; that program is not held up by it.
 * @throws {StorageError} `io` when there is no journal, `newer-version`, `corrupt`
 */
export function openJournalSnapshot(directory: string): DataFile {
  const filePath = path.join(directory, 'journal.db');
  if (!fs.existsSync(filePath)) throw new StorageError('io', `there is no journal at ${filePath}`);
  const database = new DatabaseConstructor(filePath, { readonly: true, fileMustExist: true });
  try {
    database.exec('BEGIN');
    const version = readVersion(database);
    refuseNewer('journal', version, journalMigrations);
    if (version < journalMigrations.length)
      throw new StorageError(
        'invalid',
        `${filePath} has an older format (version ${String(version)}): start Tradewind once to bring it up to date`,
      );
    const journal = createJournalRepository(database);
    return {
      report: { state: 'opened' },
      handlers: {
        'journal.use-key': (input) => journal.useKey(input, 0),
        'journal.read': ({ afterSeq, limit }) => journal.read(afterSeq, limit),
        'journal.verify': () => verifyJournal(database, journal.currentKey(), nextTurn),
        'journal.key-fingerprint': () => journal.recordedFingerprint(),
      },
      close: () => {
        database.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}
