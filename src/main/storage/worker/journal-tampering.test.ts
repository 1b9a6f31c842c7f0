import fs from 'node:fs';
import path from 'node:path';
import DatabaseConstructor, { type Database } from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { journalKeyFingerprint } from '../../secrets/journal-key-fingerprint';
import {
  appendEntries,
  closedJournal,
  firstEntryMs,
  forgeEntry,
  journaledOrder,
  keychainKey,
  moveUpFrom,
  otherKey,
  tamper,
  verifyAgain,
} from '../testing/journal-fixture';
import { openStorage, temporaryDirectory } from '../testing/storage-fixture';
import { verifyJournal } from './journal-verification';

const entryOf = (seq: number) => ({
  atMs: firstEntryMs + seq - 1,
  kind: seq % 2 === 1 ? 'order-intent' : 'order-sent',
});
const lastGood = (seq: number) => ({ seq, ...entryOf(seq) });

describe('a journal that somebody changed', () => {
  it.each<[string, string, object]>([
    ['the body', `body = '{"index":0}'`, { reason: 'changed', flaw: 'content', entry: entryOf(4) }],
    ['the kind', `kind = 'order-refused'`, { reason: 'changed', flaw: 'content' }],
    ['the order', `order_key = 'nobody'`, { reason: 'changed', flaw: 'content' }],
    [
      'the time',
      'at_ms = at_ms + 60000',
      { reason: 'changed', flaw: 'content', entry: { ...entryOf(4), atMs: firstEntryMs + 60_003 } },
    ],
    ['the signature', 'signature = zeroblob(32)', { reason: 'changed', flaw: 'signature' }],
    ['the link', 'previous_hash = randomblob(32)', { reason: 'removed', flaw: 'predecessor' }],
  ])('is found out by %s of an entry', async (_, assignment, found) => {
    const directory = await closedJournal();
    tamper(directory, (database) => database.exec(`UPDATE journal_entries SET ${assignment} WHERE seq = 4`));
    expect(await verifyAgain(directory)).toMatchObject({
      ok: false,
      seq: 4,
      entries: 10,
      lastGood: lastGood(3),
      ...found,
    });
  });

  it('is found out by an entry with a hash that was computed anew, without the key', async () => {
    const directory = await closedJournal();
    tamper(directory, (database) => forgeEntry(database, 5, { body: '{"price":"1.00"}' }));
    expect(await verifyAgain(directory)).toMatchObject({
      ok: false,
      seq: 5,
      reason: 'changed',
      flaw: 'signature',
    });
  });

  it('is found out by an entry that claims a key that nobody has', async () => {
    const directory = await closedJournal();
    tamper(directory, (database) =>
      forgeEntry(database, 5, { body: '1', keyFingerprint: journalKeyFingerprint(otherKey) }),
    );
    expect(await verifyAgain(directory)).toMatchObject({
      ok: false,
      seq: 5,
      reason: 'changed',
      flaw: 'rewritten',
      lastGood: lastGood(4),
    });
  });

  it('is found out by the place where an entry was taken out', async () => {
    const directory = await closedJournal();
    tamper(directory, (database) => database.exec('DELETE FROM journal_entries WHERE seq = 4'));
    expect(await verifyAgain(directory)).toEqual({
      ok: false,
      seq: 4,
      reason: 'removed',
      flaw: 'gap',
      entries: 9,
      entry: null,
      lastGood: lastGood(3),
    });
  });

  it('is found out by the signed end when its newest entries were cut off', async () => {
    const directory = await closedJournal();
    tamper(directory, (database) => database.exec('DELETE FROM journal_entries WHERE seq > 7'));
    expect(await verifyAgain(directory)).toMatchObject({
      ok: false,
      seq: 8,
      reason: 'removed',
      flaw: 'end',
      lastGood: lastGood(7),
    });
  });

  it('is found out by the orders that it knows when all of it was emptied', async () => {
    const directory = temporaryDirectory();
    const { storage } = await openStorage(directory);
    await storage.useJournalKey(keychainKey, 'keychain');
    await storage.appendOrderIntent('key-1', journaledOrder, [
      { atMs: 1, kind: 'order-intent', orderKey: journaledOrder, body: 1 },
    ]);
    await storage.stop();
    tamper(directory, (database) => database.exec('DELETE FROM journal_entries; DELETE FROM journal_head'));
    expect(await verifyAgain(directory)).toMatchObject({ ok: false, seq: 1, reason: 'removed' });
  });

  it.each([
    [2, 3],
    [4, 9],
    [1, 10],
  ])('is found out by the first of the entries %i and %i that changed places', async (first, second) => {
    const directory = await closedJournal();
    tamper(directory, (database) => swap(database, first, second));
    expect(await verifyAgain(directory)).toMatchObject({ ok: false, seq: first, reason: 'reordered' });
  });

  it.each([
    ['under the key of the journal', undefined, { reason: 'changed', flaw: 'signature' }],
    ['under another key', journalKeyFingerprint(otherKey), { reason: 'added', flaw: 'between' }],
  ])('is found out by a forged entry in between, %s', async (_, keyFingerprint, found) => {
    const directory = await closedJournal();
    tamper(directory, (database) => {
      moveUpFrom(database, 6);
      forgeEntry(database, 6, { body: '1', ...(keyFingerprint === undefined ? {} : { keyFingerprint }) });
    });
    expect(await verifyAgain(directory)).toMatchObject({ ok: false, seq: 6, ...found });
  });

  it.each([
    ['before the first', 0],
    ['far before the first', -7],
    ['behind the signed end', 11],
  ])('is found out by a forged entry %s', async (_, seq) => {
    const directory = await closedJournal();
    tamper(directory, (database) =>
      forgeEntry(database, seq, { body: '1', keyFingerprint: journalKeyFingerprint(otherKey) }),
    );
    expect(await verifyAgain(directory)).toMatchObject({ ok: false, seq, reason: 'added', flaw: 'outside' });
  });

  it('never passes as proven when its end was rewritten under a key that poses as one of a session', async () => {
    const directory = await closedJournal();
    tamper(directory, (database) => {
      const keyFingerprint = journalKeyFingerprint(otherKey);
      database
        .prepare(`INSERT INTO journal_keys (fingerprint, origin, since_ms) VALUES (?, 'session', 1)`)
        .run(keyFingerprint);
      const hash = forgeEntry(database, 10, { body: '1', keyFingerprint });
      database.prepare('UPDATE journal_head SET hash = ?, key_fingerprint = ?').run(hash, keyFingerprint);
    });
    expect(await verifyAgain(directory)).toMatchObject({
      ok: true,
      proven: 9,
      unproven: [{ fromSeq: 10, toSeq: 10, sealedBySeq: null }],
    });
  });
});

/** Everything that a stranger can do with one or two entries; returns the first number that must be named. */
const tamperings: readonly ((database: Database, seq: number, other: number) => number)[] = [
  (database, seq) => set(database, seq, `body = '{"forged":true}'`),
  (database, seq) => set(database, seq, 'at_ms = at_ms - 1'),
  (database, seq) => set(database, seq, `kind = kind || 'x'`),
  (database, seq) => set(database, seq, 'order_key = NULL'),
  (database, seq) => set(database, seq, 'signature = randomblob(32)'),
  (database, seq) => set(database, seq, 'hash = randomblob(32)'),
  (database, seq) => set(database, seq, 'previous_hash = randomblob(32)'),
  (database, seq) => set(database, seq, `hash = x'00'`),
  (database, seq) => set(database, seq, `body = 'no JSON'`),
  (database, seq) => {
    forgeEntry(database, seq, { body: '{"forged":true}' });
    return seq;
  },
  (database, seq) => {
    moveUpFrom(database, seq);
    forgeEntry(database, seq, { body: '{"forged":true}' });
    return seq;
  },
  (database, seq) => {
    moveUpFrom(database, seq);
    forgeEntry(database, seq, { body: '1', keyFingerprint: journalKeyFingerprint(otherKey) });
    return seq;
  },
  (database, seq) => {
    database.prepare('DELETE FROM journal_entries WHERE seq = ?').run(seq);
    return seq;
  },
  (database, seq) => {
    database.prepare('DELETE FROM journal_entries WHERE seq >= ?').run(seq);
    return seq;
  },
  (database, seq, other) => {
    swap(database, seq, other);
    return Math.min(seq, other);
  },
];

describe('any tampering with any entry', () => {
  it('is found, and the first entry that it touched is named', async () => {
    const count = 30;
    const directory = await closedJournal(count);
    const original = fs.readFileSync(path.join(directory, 'journal.db'));
    // A database in memory keeps no write-ahead log. Source: SQLite database file format, 1.3.3.
    original.fill(1, 18, 20);
    const key = {
      key: keychainKey,
      fingerprint: journalKeyFingerprint(keychainKey),
      origin: 'keychain',
    } as const;
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: tamperings.length - 1 }),
        fc.integer({ min: 1, max: count }),
        fc.integer({ min: 1, max: count }),
        async (which, seq, other) => {
          fc.pre(seq !== other);
          // In memory: a disk would make a thousand of these slow.
          const database = new DatabaseConstructor(original);
          try {
            database.pragma('ignore_check_constraints = ON');
            for (const name of ['update', 'delete', 'replace'])
              database.exec(`DROP TRIGGER journal_entries_refuse_${name}`);
            const touched = tamperings[which]?.(database, seq, other);
            const found = await verifyJournal(database, key, () => Promise.resolve());
            expect(found).toMatchObject({ ok: false, seq: touched });
          } finally {
            database.close();
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is no matter of what was done: an untouched journal is sound', async () => {
    const directory = await closedJournal(3);
    const { storage } = await openStorage(directory);
    await storage.useJournalKey(keychainKey, 'keychain');
    await appendEntries(storage, 2);
    expect(await storage.verifyJournal()).toEqual({ ok: true, entries: 5, proven: 5, unproven: [] });
  });
});

function set(database: Database, seq: number, assignment: string): number {
  database.prepare(`UPDATE journal_entries SET ${assignment} WHERE seq = ?`).run(seq);
  return seq;
}

function swap(database: Database, first: number, second: number): void {
  const move = database.prepare('UPDATE journal_entries SET seq = ? WHERE seq = ?');
  move.run(-1, first);
  move.run(first, second);
  move.run(second, -1);
}
