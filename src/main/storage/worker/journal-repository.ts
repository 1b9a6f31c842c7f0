import type { Database } from 'better-sqlite3';
import * as z from 'zod';
import { journalKeyFingerprint } from '../../secrets/journal-key-fingerprint';
import { orderKeySchema, type StorageInput, type StorageOutput } from '../protocol';
import { StorageError } from '../storage-error';
import { genesisHash, hashEntry, signEntry, signHead } from './journal-chain';

/**
 * The key that new entries are signed with. It comes from the secrets process over the thread's port and lives in memory
 * only: signing here, beside the write, keeps a second process and its time-outs out of the path of every order.
 */
export interface JournalKey {
  readonly key: Uint8Array;
  readonly fingerprint: string;
  readonly origin: 'keychain' | 'session';
}

export const bytes = z.instanceof(Uint8Array);

export const entryRow = z.object({
  seq: z.number(),
  at_ms: z.number(),
  kind: z.string(),
  order_key: orderKeySchema.nullable(),
  body: z.string(),
  key_fingerprint: z.string(),
  previous_hash: bytes,
  hash: bytes,
  signature: bytes,
});
export type EntryRow = z.infer<typeof entryRow>;

export const headRow = z.object({
  seq: z.number(),
  hash: bytes,
  key_fingerprint: z.string(),
  signature: bytes,
});

/** The append-only journal. */
export interface JournalRepository {
  useKey(input: StorageInput<'journal.use-key'>, nowMs: number): { readonly fingerprint: string };
  /** The key in use, or null before one was given. */
  currentKey(): JournalKey | null;
  /** Returns when the entries are on the disk. @throws {StorageError} `invalid` when no key was given yet */
  append(entries: StorageInput<'journal.append'>['entries']): StorageOutput<'journal.append'>;
  /** Entries with a number greater than `afterSeq`, ascending. */
  read(afterSeq: number, limit: number): StorageOutput<'journal.read'>;
  /** The fingerprint of the keychain's key that was recorded last, or null. */
  recordedFingerprint(): string | null;
  recordFingerprint(fingerprint: string, atMs: number): void;
}

export function createJournalRepository(database: Database): JournalRepository {
  const insertEntry = database.prepare(
    `INSERT INTO journal_entries (seq, at_ms, kind, order_key, body, key_fingerprint, previous_hash, hash, signature)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const newest = database.prepare('SELECT seq, hash FROM journal_entries ORDER BY seq DESC LIMIT 1');
  const newestRow = z.object({ seq: z.number(), hash: bytes });
  const writeHead = database.prepare(
    `INSERT INTO journal_head (only_row, seq, hash, key_fingerprint, signature) VALUES (1, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET seq = excluded.seq, hash = excluded.hash,
       key_fingerprint = excluded.key_fingerprint, signature = excluded.signature`,
  );
  const selectEntries = database.prepare('SELECT * FROM journal_entries WHERE seq > ? ORDER BY seq LIMIT ?');
  const insertKey = database.prepare(
    'INSERT OR IGNORE INTO journal_keys (fingerprint, origin, since_ms) VALUES (?, ?, ?)',
  );
  const recordKey = database.prepare(
    `INSERT INTO journal_keys (fingerprint, origin, since_ms) VALUES (?, 'keychain', ?)
     ON CONFLICT DO UPDATE SET origin = 'keychain', since_ms = excluded.since_ms`,
  );
  const recorded = database.prepare(
    `SELECT fingerprint FROM journal_keys WHERE origin = 'keychain' ORDER BY since_ms DESC, fingerprint LIMIT 1`,
  );

  let current: JournalKey | null = null;

  function append(key: JournalKey, entries: StorageInput<'journal.append'>['entries']) {
    // Read inside the transaction, so that the chain is right whoever wrote last.
    const last = newestRow.optional().parse(newest.get());
    let seq = last?.seq ?? 0;
    let previousHash: Uint8Array = last?.hash ?? genesisHash;
    const written = entries.map(({ atMs, kind, orderKey, body }) => {
      seq += 1;
      const content = { seq, atMs, kind, orderKey, body, keyFingerprint: key.fingerprint, previousHash };
      const hash = hashEntry(content);
      const signature = signEntry(key.key, hash);
      insertEntry.run(seq, atMs, kind, orderKey, body, key.fingerprint, previousHash, hash, signature);
      previousHash = hash;
      return { seq, hash: hash.toString('hex') };
    });
    writeHead.run(seq, previousHash, key.fingerprint, signHead(key.key, seq, previousHash));
    return written;
  }

  return {
    useKey({ key, origin }, nowMs) {
      if (key.length !== 32) throw new StorageError('invalid', 'a journal key has 32 bytes');
      const fingerprint = journalKeyFingerprint(key);
      if (origin === 'session') insertKey.run(fingerprint, origin, nowMs);
      current = { key, fingerprint, origin };
      return { fingerprint };
    },
    currentKey: () => current,
    append(entries) {
      const key = current;
      if (key === null) throw new StorageError('invalid', 'the journal was given no key yet');
      return database.transaction(() => append(key, entries)).immediate();
    },
    read(afterSeq, limit) {
      return z.array(entryRow).parse(selectEntries.all(afterSeq, limit)).map(entryOf);
    },
    recordedFingerprint() {
      return z.object({ fingerprint: z.string() }).optional().parse(recorded.get())?.fingerprint ?? null;
    },
    recordFingerprint(fingerprint, atMs) {
      recordKey.run(fingerprint, atMs);
    },
  };
}

/** A row as it leaves the thread. */
export function entryOf(row: EntryRow): StorageOutput<'journal.read'>[number] {
  return {
    seq: row.seq,
    atMs: row.at_ms,
    kind: row.kind,
    orderKey: row.order_key,
    body: row.body,
    hash: Buffer.from(row.hash).toString('hex'),
    keyFingerprint: row.key_fingerprint,
    previousHash: Buffer.from(row.previous_hash).toString('hex'),
    signature: Buffer.from(row.signature).toString('hex'),
  };
}
