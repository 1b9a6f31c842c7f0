import path from 'node:path';
import Database from 'better-sqlite3';
import { isOrderKey, type OrderKey } from '../../../shared/domain/order';
import { journalKeyFingerprint } from '../../secrets/journal-key-fingerprint';
import type { JournalVerification, Storage } from '../storage';
import { hashEntry } from '../worker/journal-chain';
import { openStorage, temporaryDirectory } from './storage-fixture';

/** The key of the keychain. */
export const keychainKey: Uint8Array = new Uint8Array(32).fill(1);
/** A key that somebody else has, or that lived for a session. */
export const otherKey: Uint8Array = new Uint8Array(32).fill(2);
/** When the first entry of {@link closedJournal} happened, UTC ms. */
export const firstEntryMs = 1_700_000_000_000;

/** An order's key out of a text. */
export function orderKeyOf(text: string): OrderKey {
  if (!isOrderKey(text)) throw new Error(`${text} is no order key`);
  return text;
}
export const journaledOrder: OrderKey = orderKeyOf('0b9f7a52-6f0e-4c59-8f6a-0d6d5c3f1a11');

/** Appends so many entries of one order, a millisecond apart. */
export async function appendEntries(storage: Storage, count: number): Promise<void> {
  await storage.appendJournal(
    Array.from({ length: count }, (_, index) => ({
      atMs: firstEntryMs + index,
      kind: index % 2 === 0 ? 'order-intent' : 'order-sent',
      orderKey: journaledOrder,
      body: { index, price: '187.20' },
    })),
  );
}

/** The folder of a closed journal whose entries are signed with {@link keychainKey}. */
export async function closedJournal(entries = 10): Promise<string> {
  const directory = temporaryDirectory();
  const { storage } = await openStorage(directory);
  await storage.recordJournalKeyFingerprint(journalKeyFingerprint(keychainKey));
  await storage.useJournalKey(keychainKey, 'keychain');
  await appendEntries(storage, entries);
  await storage.stop();
  return directory;
}

/** Does to a closed journal what somebody with the file and SQLite can do. */
export function tamper(directory: string, change: (database: Database.Database) => void): void {
  const database = new Database(path.join(directory, 'journal.db'));
  try {
    database.pragma('ignore_check_constraints = ON');
    for (const name of ['update', 'delete', 'replace'])
      database.exec(`DROP TRIGGER IF EXISTS journal_entries_refuse_${name}`);
    change(database);
  } finally {
    database.close();
  }
}

/** Opens the journal as the app does and verifies it. */
export async function verifyAgain(
  directory: string,
  key: Uint8Array | null = keychainKey,
): Promise<JournalVerification> {
  const { storage } = await openStorage(directory);
  if (key !== null) await storage.useJournalKey(key, 'keychain');
  const verification = await storage.verifyJournal();
  await storage.stop();
  return verification;
}

/** What a forger writes; what is left out is taken from the entry that stands there, or made up. */
export interface Forgery {
  readonly body: string;
  readonly keyFingerprint?: string;
}

/** Gives an entry another content and a hash to fit, which needs no key; the signature stays. Returns the hash. */
export function forgeEntry(database: Database.Database, seq: number, forgery: Forgery): Buffer {
  const previous: unknown = database
    .prepare('SELECT hash FROM journal_entries WHERE seq = ?')
    .pluck()
    .get(seq - 1);
  const previousHash = previous instanceof Uint8Array ? previous : Buffer.alloc(32);
  const keyFingerprint = forgery.keyFingerprint ?? journalKeyFingerprint(keychainKey);
  const atMs = firstEntryMs + seq;
  const hash = hashEntry({
    seq,
    atMs,
    kind: 'order-sent',
    orderKey: journaledOrder,
    body: forgery.body,
    keyFingerprint,
    previousHash,
  });
  database
    .prepare(
      `INSERT OR REPLACE INTO journal_entries
         (seq, at_ms, kind, order_key, body, key_fingerprint, previous_hash, hash, signature)
       VALUES (?, ?, 'order-sent', ?, ?, ?, ?, ?, coalesce((SELECT signature FROM journal_entries WHERE seq = ?), zeroblob(32)))`,
    )
    .run(seq, atMs, journaledOrder, forgery.body, keyFingerprint, previousHash, hash, seq);
  return hash;
}

/** Makes room for an entry: those from `seq` on move up by one. */
export function moveUpFrom(database: Database.Database, seq: number): void {
  database.prepare('UPDATE journal_entries SET seq = -seq WHERE seq >= ?').run(seq);
  database.exec('UPDATE journal_entries SET seq = 1 - seq WHERE seq < 0');
  database.exec('UPDATE journal_head SET seq = seq + 1');
}
