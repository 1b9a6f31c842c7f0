import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { isOrderKey, type OrderKey } from '../../../shared/domain/order';
import { systemClock } from '../../platform/clock';
import { type Logger, silentLogger } from '../../platform/logger';
import type { StorageRequestEnvelope } from '../protocol';
import type { Storage } from '../storage';
import { createStorage } from '../storage-client';
import { type StorageThread, startWorkerThread } from '../storage-thread';
import { bundleEntry } from '../testing/bundle-entry';
import { type InProcessThread, startInProcessThread } from '../testing/in-process-thread';
import { exampleBars, exampleSeries, temporaryDirectory } from '../testing/storage-fixture';

const key = new Uint8Array(32).fill(1);
const entry = (index: number) => ({ atMs: index, kind: 'test.entry', orderKey: null, body: { index } });
const orderKey = orderKeyOf('0b9f7a52-6f0e-4c59-8f6a-0d6d5c3f1a11');
/** The intents of a bracket. */
const intents = [0, 1, 2].map((index) => ({ atMs: index, kind: 'order-intent', orderKey, body: { index } }));
const everything = { afterSeq: 0, limit: 1_000 };

function orderKeyOf(text: string): OrderKey {
  if (!isOrderKey(text)) throw new Error(`${text} is no order key`);
  return text;
}

/** Whether another connection is in the middle of a transaction that writes. */
function isBeingWritten(probe: Database.Database): boolean {
  try {
    probe.exec('BEGIN IMMEDIATE; ROLLBACK');
    return false;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') return true;
    throw error;
  }
}

async function start(
  directory: string,
  worker: (file: 'history' | 'journal') => StorageThread,
  log: Logger = silentLogger,
): Promise<Storage> {
  const storage = createStorage({ worker, directory, log, clock: systemClock });
  onTestFinished(() => storage.stop());
  await storage.start();
  return storage;
}

describe('storage on real threads', () => {
  let bundleDirectory = '';
  let workerFile = '';

  beforeAll(async () => {
    bundleDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'tradewind-worker-'));
    workerFile = await bundleEntry('src/main/storage/worker/index.ts', bundleDirectory);
  });

  afterAll(() => fs.rmSync(bundleDirectory, { recursive: true, force: true }));

  it('stores bars and entries, hands the columns over, and ends', async () => {
    const directory = temporaryDirectory();
    const storage = createStorage({ worker: workerFile, directory, log: silentLogger, clock: systemClock });
    expect(await storage.start()).toEqual({ history: { state: 'created' }, journal: { state: 'created' } });
    await storage.useJournalKey(key, 'keychain');
    await storage.putBars(exampleSeries, exampleBars(0, 10_000), { startMs: 0, endMs: 1 });
    const bars = await storage.readBars(exampleSeries, { endMs: 1e15, limit: 10_000 });
    expect(bars).toEqual(exampleBars(0, 10_000));
    await storage.appendJournal([entry(1)]);
    expect(await storage.verifyJournal()).toMatchObject({ ok: true, proven: 1 });
    await storage.stop();
    await expect(storage.readCoverage(exampleSeries)).rejects.toMatchObject({ kind: 'closed' });
  });

  it('loses no entry that was confirmed when the thread is killed in the middle of appending', async () => {
    const directory = temporaryDirectory();
    let journal: StorageThread | undefined;
    const storage = await start(directory, (file) => {
      const thread = startWorkerThread(workerFile, file);
      if (file === 'journal') journal = thread;
      return thread;
    });
    await storage.useJournalKey(key, 'keychain');
    const confirmed: number[] = [];
    const outcomes: Promise<string>[] = [];
    for (let index = 0; index < 200; index += 1) {
      outcomes.push(
        storage.appendJournal([entry(index)]).then(
          ([written]) => {
            confirmed.push(written?.seq ?? 0);
            if (confirmed.length === 20) void journal?.terminate();
            return 'written';
          },
          (error: { kind?: string }) => error.kind ?? 'unknown',
        ),
      );
    }
    const kinds = await Promise.all(outcomes);
    expect(kinds.every((kind) => kind === 'written' || kind === 'crashed')).toBe(true);
    expect(kinds).toContain('crashed');

    // The thread was started again, with the key, and the chain goes on after what reached the disk.
    const [after] = await storage.appendJournal([entry(1_000)]);
    expect(after?.seq).toBeGreaterThan(Math.max(...confirmed));
    const seqs = (await storage.readJournal(everything)).map(({ seq }) => seq);
    expect(seqs).toEqual(expect.arrayContaining(confirmed));
    expect(await storage.verifyJournal()).toMatchObject({ ok: true, proven: seqs.length });
  });

  it('has neither the claim nor an entry of an order when the thread is killed between them', async () => {
    const directory = temporaryDirectory();
    let journal: StorageThread | undefined;
    const storage = await start(directory, (file) => {
      const thread = startWorkerThread(workerFile, file);
      if (file === 'journal') journal = thread;
      return thread;
    });
    await storage.useJournalKey(key, 'keychain');
    const probe = new Database(path.join(directory, 'journal.db'), { timeout: 0 });
    onTestFinished(() => void probe.close());
    // The second entry takes its time, so that the end comes after the claim and the first entry.
    probe.exec(
      `CREATE TRIGGER second_entry_is_slow BEFORE INSERT ON journal_entries WHEN NEW.seq = 2 BEGIN
         SELECT count(*) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 4000000) SELECT i FROM n);
       END`,
    );
    const outcome = storage.appendOrderIntent('ticket-1', orderKey, intents).then(
      () => 'written',
      (error: { kind?: string }) => error.kind,
    );
    while (!isBeingWritten(probe)) await nextTurn();
    await journal?.terminate();
    expect(await outcome).toBe('crashed');
    probe.exec('DROP TRIGGER second_entry_is_slow');

    expect(await storage.findIdempotencyClaim('ticket-1')).toBeNull();
    expect(await storage.readJournal(everything)).toEqual([]);
    const again = await storage.appendOrderIntent('ticket-1', orderKey, intents);
    expect(again).toMatchObject({ claimed: true, written: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] });
    expect(await storage.verifyJournal()).toMatchObject({ ok: true, proven: 3 });
  });

  it('stays down with a typed error when the worker file is not there', async () => {
    const storage = createStorage({
      worker: path.join(bundleDirectory, 'missing.mjs'),
      directory: temporaryDirectory(),
      log: silentLogger,
      clock: systemClock,
    });
    await expect(storage.start()).rejects.toMatchObject({ kind: 'crashed' });
    await storage.stop();
  });
});

describe('the client of storage', () => {
  function countingThreads() {
    const started: { readonly file: string; readonly thread: InProcessThread }[] = [];
    const worker = (file: 'history' | 'journal') => {
      const thread = startInProcessThread();
      started.push({ file, thread });
      return thread;
    };
    const newest = (file: string) => started.findLast((one) => one.file === file)?.thread;
    return { worker, newest, count: (file: string) => started.filter((one) => one.file === file).length };
  }

  it('rejects what was under way when a thread crashed, and starts the thread again', async () => {
    const threads = countingThreads();
    const storage = await start(temporaryDirectory(), threads.worker);
    await storage.putDocument('watchlist', [1]);
    const reopened: string[] = [];
    storage.onReopened((file, report) => reopened.push(`${file} ${report.state}`));
    const pending = storage.getDocument('watchlist');
    threads.newest('journal')?.crash();
    await expect(pending).rejects.toMatchObject({ kind: 'crashed' });
    expect(await storage.getDocument('watchlist')).toEqual([1]);
    expect(reopened).toEqual(['journal opened']);
    expect(threads.count('history')).toBe(1);
  });

  it('gives up on a thread that keeps crashing', async () => {
    const threads = countingThreads();
    const storage = await start(temporaryDirectory(), threads.worker);
    for (let crash = 0; crash < 4; crash += 1) threads.newest('history')?.crash();
    expect(threads.count('history')).toBe(4);
    await expect(storage.readCoverage(exampleSeries)).rejects.toMatchObject({ kind: 'closed' });
    expect(await storage.getDocument('watchlist')).toBeUndefined();
  });

  it('refuses further requests while too many wait', async () => {
    const silent: StorageThread = {
      postMessage: () => undefined,
      onMessage: () => undefined,
      onExit: () => undefined,
      terminate: async () => undefined,
    };
    const storage = createStorage({
      worker: () => silent,
      directory: 'unused',
      log: silentLogger,
      clock: { ...systemClock, after: (_, run) => systemClock.after(0, run) },
    });
    const outcomes: Promise<unknown>[] = [storage.start().catch(() => undefined)];
    for (let index = 0; index < 1_999; index += 1) {
      outcomes.push(storage.readCoverage(exampleSeries).catch((error: { kind?: string }) => error.kind));
    }
    await expect(storage.readCoverage(exampleSeries)).rejects.toMatchObject({ kind: 'busy' });
    await storage.stop();
    expect(new Set((await Promise.all(outcomes)).slice(1))).toEqual(new Set(['closed']));
  });

  it('is closed before it is started', async () => {
    const storage = createStorage({
      worker: () => startInProcessThread(),
      directory: 'unused',
      log: silentLogger,
      clock: systemClock,
    });
    await expect(storage.readCoverage(exampleSeries)).rejects.toMatchObject({ kind: 'closed' });
  });

  it('logs a request that took too long', async () => {
    const warnings: string[] = [];
    // The history is a real file here, and a busy disk may be slow with it.
    const log = {
      ...silentLogger,
      warn: (message: string, fields?: Readonly<Record<string, unknown>>) => {
        if (fields?.['file'] === 'journal') warnings.push(message);
      },
    };
    let answer: (message: unknown) => void = () => undefined;
    const thread: StorageThread = {
      postMessage: ({ id, name }: StorageRequestEnvelope) =>
        queueMicrotask(() => {
          answer({ type: 'value', id, value: name === 'open' ? { state: 'created' } : null });
          if (name === 'document.put') answer({ type: 'slow', name, elapsedMs: 41 });
        }),
      onMessage: (listener) => {
        answer = listener;
      },
      onExit: () => undefined,
      terminate: async () => undefined,
    };
    const storage = await start(
      temporaryDirectory(),
      (file) => (file === 'journal' ? thread : startInProcessThread()),
      log,
    );
    await storage.putDocument('watchlist', []);
    expect(warnings).toEqual(['slow storage request']);
  });
});

describe('a storage thread', () => {
  function ask(messages: readonly unknown[]): Promise<readonly unknown[]> {
    const thread = startInProcessThread();
    onTestFinished(() => thread.terminate());
    const answers: unknown[] = [];
    return new Promise((resolve) => {
      thread.onMessage((answer) => {
        answers.push(answer);
        if (answers.length === messages.length) resolve(answers);
      });
      for (const message of messages) thread.postUnchecked(message);
    });
  }

  it('answers what is not a request, or not a valid one, with a typed error and goes on', async () => {
    const answers = await ask([
      'nonsense',
      { id: 1, name: 'toString', input: {} },
      { id: 2, name: 'document.get', input: { name: 7 } },
      { id: 3, name: 'open', input: { file: 'journal', directory: '' } },
      { id: 4, name: 'bars.read', input: { series: { ...exampleSeries, extra: 1 }, endMs: 1, limit: 1 } },
      { id: 5, name: 'bars.read', input: { series: exampleSeries, endMs: Number.NaN, limit: 1 } },
      { id: 6, name: 'bars.read', input: { series: exampleSeries, endMs: 1, limit: 10_001 } },
      { id: 7, name: 'document.get', input: { name: 'a' } },
    ]);
    expect(answers.map((answer) => describeAnswer(answer))).toEqual([
      'warning',
      'warning',
      '2 invalid',
      '3 invalid',
      '4 invalid',
      '5 invalid',
      '6 invalid',
      '7 closed',
    ]);
  });

  function describeAnswer(answer: unknown): string {
    if (typeof answer !== 'object' || answer === null || !('type' in answer)) return 'unknown';
    if (!('id' in answer) || !('error' in answer)) return String(answer.type);
    const { error } = answer;
    const kind = typeof error === 'object' && error !== null && 'kind' in error ? error.kind : 'none';
    return `${String(answer.id)} ${String(kind)}`;
  }
});
