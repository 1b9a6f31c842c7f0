import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import { canonicalJson } from './canonical-json';
import type { FileReport } from './protocol';
import type { JournalReader, NewJournalEntry, Storage } from './storage';
import { StorageError } from './storage-error';
import { createStorageLink } from './storage-link';
import { type StorageThread, startWorkerThread } from './storage-thread';

export interface StorageOptions {
  /** The bundled worker, or a function that starts a thread by other means. */
  readonly worker: string | URL | ((file: 'history' | 'journal') => StorageThread);
  /** Folder of the data files; it is made when it is not there. */
  readonly directory: string;
  readonly log: Logger;
  readonly clock: Clock;
}

/**
 * Storage on two threads, one for each file, so that an entry of the journal never waits for bars.
 */
export function createStorage({ worker, directory, log, clock }: StorageOptions): Storage {
  const startThread =
    typeof worker === 'function'
      ? worker
      : (file: 'history' | 'journal') => startWorkerThread(worker, `storage-${file}`);
  const listeners = new Set<(file: 'history' | 'journal', report: FileReport) => void>();
  const link = (file: 'history' | 'journal') =>
    createStorageLink({
      file,
      directory,
      startThread,
      log,
      clock,
      onReopened: (report) => {
        for (const listener of listeners) listener(file, report);
      },
    });
  const history = link('history');
  const journal = link('journal');

  return {
    async start() {
      const [historyReport, journalReport] = await Promise.all([history.start(), journal.start()]);
      log.info('data files opened', { history: historyReport, journal: journalReport });
      return { history: historyReport, journal: journalReport };
    },
    async stop() {
      await Promise.all([history.stop(), journal.stop()]);
    },
    onReopened(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async putBars(series, columns, coverage) {
      await history.request('bars.put', { series, columns, coverage });
    },
    readBars: (series, { endMs, limit }) => history.request('bars.read', { series, endMs, limit }),
    readCoverage: (series) => history.request('bars.coverage', { series }),

    async useJournalKey(key, origin) {
      await journal.useJournalKey({ key, origin });
    },
    async appendJournal(entries) {
      return journal.request('journal.append', { entries: entries.map(toEntry) });
    },
    async readJournal({ afterSeq, limit }) {
      return (await journal.request('journal.read', { afterSeq, limit })).map(withParsedBody);
    },
    async pageJournal({ beforeSeq, limit, group, search }) {
      const page = await journal.request('journal.page', { beforeSeq, limit, group, search });
      return { ...page, entries: page.entries.map(withParsedBody) };
    },
    verifyJournal: () => journal.request('journal.verify', {}),
    getJournalKeyFingerprint: () => journal.request('journal.key-fingerprint', {}),
    async recordJournalKeyFingerprint(fingerprint) {
      await journal.request('journal.record-key-fingerprint', { fingerprint, atMs: clock.nowMs() });
    },

    async appendOrderIntent(idempotencyKey, orderKey, entries) {
      return journal.request('order.append-intent', {
        idempotencyKey,
        orderKey,
        atMs: clock.nowMs(),
        entries: entries.map(toEntry),
      });
    },
    async findIdempotencyClaim(idempotencyKey) {
      return (await journal.request('order.find-claim', { idempotencyKey }))?.orderKey ?? null;
    },
    async upsertOrder({ orderKey, profile, accountId, permId, state, updatedMs, body }) {
      const order = { orderKey, profile, accountId, permId, state, updatedMs, body: toBody(body) };
      await journal.request('order.upsert', order);
    },
    async readOpenOrders(profile, accountId) {
      return (await journal.request('order.open', { profile, accountId })).map(withParsedBody);
    },
    async readEndedOrders({ profile, accountId, sinceMs }) {
      return (await journal.request('order.ended', { profile, accountId, sinceMs })).map(withParsedBody);
    },
    async insertExecution({ execId, profile, accountId, orderKey, permId, conId, atMs, body }) {
      const execution = { execId, profile, accountId, orderKey, permId, conId, atMs, body: toBody(body) };
      return journal.request('execution.insert', execution);
    },
    async updateCommission({ profile, execId, commission }) {
      await journal.request('execution.commission', { profile, execId, commission, atMs: clock.nowMs() });
    },
    async readExecutions({ profile, accountId, sinceMs }) {
      return (await journal.request('execution.read', { profile, accountId, sinceMs })).map(withParsedBody);
    },

    async putDocument(name, document) {
      await journal.request('document.put', { name, body: toBody(document), atMs: clock.nowMs() });
    },
    async getDocument(name) {
      const found = await journal.request('document.get', { name });
      return found === null ? undefined : withParsedBody(found).body;
    },
  };
}

/**
 * Opens the journal of a folder for reading alone: nothing is written, created, mended or copied, and a program that has
 * it open is not disturbed. @throws {StorageError} as a rejection, also when there is no journal
 */
export async function openJournalReader(options: StorageOptions): Promise<JournalReader> {
  const { worker, directory, log, clock } = options;
  const journal = createStorageLink({
    file: 'journal',
    directory,
    readOnly: true,
    startThread: typeof worker === 'function' ? worker : () => startWorkerThread(worker, 'storage-journal'),
    log,
    clock,
    onReopened: () => undefined,
  });
  const report = await journal.start();
  if (report.state === 'refused') {
    await journal.stop();
    throw new StorageError(report.error.kind, report.error.message);
  }
  return {
    async useJournalKey(key, origin) {
      await journal.useJournalKey({ key, origin });
    },
    async readJournal({ afterSeq, limit }) {
      return (await journal.request('journal.read', { afterSeq, limit })).map(withParsedBody);
    },
    verifyJournal: () => journal.request('journal.verify', {}),
    getJournalKeyFingerprint: () => journal.request('journal.key-fingerprint', {}),
    stop: () => journal.stop(),
  };
}

function toEntry({ atMs, kind, orderKey, body }: NewJournalEntry) {
  return { atMs, kind, orderKey, body: toBody(body) };
}

function toBody(value: unknown): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    throw new StorageError('invalid', error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

function withParsedBody<T extends { readonly body: string }>(
  row: T,
): Omit<T, 'body'> & { readonly body: unknown } {
  const body: unknown = JSON.parse(row.body);
  return { ...row, body };
}
