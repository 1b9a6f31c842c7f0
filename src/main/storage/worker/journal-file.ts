import fs from 'node:fs';
import type { StorageInput, StorageOutput } from '../protocol';
import { toStorageError } from '../storage-error';
import { copyClosed, copyWhileOpen, listCopies } from './copies';
import { createDocumentRepository } from './document-repository';
import type { DataFile } from './handlers';
import { createJournalPages } from './journal-pages';
import { createJournalRepository } from './journal-repository';
import { nextTurn, verifyJournal } from './journal-verification';
import { journalMigrations } from './migrations/journal';
import { type OpenedFile, openFile } from './open-file';
import { createOrderRepository } from './order-repository';

export interface JournalFileOptions {
  readonly directory: string;
  readonly nowMs: () => number;
  /** Tells of a copy that could not be made. */
  readonly warn: (message: string) => void;
}

/** Opens the journal; a copy of it is made at the start when it changed since the last one, and at a clean end. */
export function openJournalFile({ directory, nowMs, warn }: JournalFileOptions): DataFile {
  const opened = openFile({ file: 'journal', directory, migrations: journalMigrations, nowMs: nowMs() });
  const { database } = opened;
  const journal = createJournalRepository(database);
  const pages = createJournalPages(database);
  const orders = createOrderRepository(database);
  const documents = createDocumentRepository(database);
  // The claim stands only together with its entries: what throws in here takes both back.
  const appendIntent = database.transaction(
    ({ entries, ...claim }: StorageInput<'order.append-intent'>): StorageOutput<'order.append-intent'> => {
      const outcome = orders.claim(claim);
      return outcome.claimed ? { claimed: true, written: journal.append(entries) } : outcome;
    },
  );
  const changedSinceCopy = isChangedSinceCopy(opened, directory);
  const firstCopy = changedSinceCopy
    ? copyWhileOpen(database, directory, 'journal', nowMs()).catch((error: unknown) => {
        warn(`the journal could not be copied: ${toStorageError(error).message}`);
      })
    : Promise.resolve();

  async function close(): Promise<void> {
    await firstCopy;
    database.close();
    try {
      // The last connection moved the log into the file; if it could not, the next start makes the copy.
      if (!fs.existsSync(`${opened.path}-wal`) && isChangedSinceCopy(opened, directory)) {
        copyClosed(opened.path, directory, 'journal', nowMs());
      }
    } catch (error) {
      warn(`the journal could not be copied: ${toStorageError(error).message}`);
    }
  }

  return {
    report: opened.report,
    handlers: {
      'journal.use-key': (input) => journal.useKey(input, nowMs()),
      'journal.append': ({ entries }) => journal.append(entries),
      'journal.read': ({ afterSeq, limit }) => journal.read(afterSeq, limit),
      'journal.page': (query) => pages.read(query),
      'journal.verify': () => verifyJournal(database, journal.currentKey(), nextTurn),
      'journal.key-fingerprint': () => journal.recordedFingerprint(),
      'journal.record-key-fingerprint': ({ fingerprint, atMs }) => {
        journal.recordFingerprint(fingerprint, atMs);
        return null;
      },
      'order.append-intent': (input) => appendIntent.immediate(input),
      'order.find-claim': ({ idempotencyKey }) => orders.findClaim(idempotencyKey),
      'order.upsert': (input) => {
        orders.upsertOrder(input);
        return null;
      },
      'order.open': ({ profile, accountId }) => orders.readOpenOrders(profile, accountId),
      'order.ended': ({ profile, accountId, sinceMs }) => orders.readEndedOrders(profile, accountId, sinceMs),
      'execution.insert': (input) => orders.insertExecution(input),
      'execution.commission': (input) => {
        orders.putCommission(input);
        return null;
      },
      'execution.read': ({ profile, accountId, sinceMs }) =>
        orders.readExecutions(profile, accountId, sinceMs),
      'document.put': ({ name, body, atMs }) => {
        documents.put(name, body, atMs);
        return null;
      },
      'document.get': ({ name }) => documents.get(name),
    },
    close,
  };
}

/** Whether the file holds something that the newest copy may lack, by the times that the file system keeps. */
function isChangedSinceCopy(opened: OpenedFile, directory: string): boolean {
  const newest = listCopies(directory, 'journal')[0];
  if (newest === undefined) return true;
  const wal = `${opened.path}-wal`;
  const logHasContent = fs.existsSync(wal) && fs.statSync(wal).size > 0;
  return logHasContent || fs.statSync(opened.path).mtimeMs > fs.statSync(newest.path).mtimeMs;
}
