import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { isOrderKey, type OrderKey } from '../../../shared/domain/order';
import { journalKeyFingerprint } from '../../secrets/journal-key-fingerprint';
import type { Storage } from '../storage';
import { openStorage, temporaryDirectory } from '../testing/storage-fixture';
import { genesisHash, hashEntry, signEntry } from './journal-chain';

const key = new Uint8Array(32).fill(1);
const otherKey = new Uint8Array(32).fill(2);

function orderKeyOf(text: string): OrderKey {
  if (!isOrderKey(text)) throw new Error(`${text} is no order key`);
  return text;
}
const orderKey = orderKeyOf('0b9f7a52-6f0e-4c59-8f6a-0d6d5c3f1a11');

async function append(storage: Storage, count: number): Promise<void> {
  const entries = Array.from({ length: count }, (_, index) => ({
    atMs: 1_700_000_000_000 + index,
    kind: 'order.intent',
    orderKey,
    body: { index, price: '187.20' },
  }));
  await storage.appendJournal(entries);
}

/** A closed journal of ten entries signed with {@link key}. */
async function closedJournal(): Promise<string> {
  const directory = temporaryDirectory();
  const { storage } = await openStorage(directory);
  await storage.recordJournalKeyFingerprint(journalKeyFingerprint(key));
  await storage.useJournalKey(key, 'keychain');
  await append(storage, 10);
  await storage.stop();
  return directory;
}

/** Does to a closed journal what somebody with the file and SQLite can do. */
function tamper(directory: string, change: (database: Database.Database) => void): void {
  const database = new Database(path.join(directory, 'journal.db'));
  database.exec(
    'DROP TRIGGER journal_entries_refuse_update; DROP TRIGGER journal_entries_refuse_delete; DROP TRIGGER journal_entries_refuse_replace',
  );
  change(database);
  database.close();
}

async function verify(
  directory: string,
  withKey: Uint8Array | null = key,
  origin: 'keychain' | 'session' = 'keychain',
) {
  const { storage } = await openStorage(directory);
  if (withKey !== null) await storage.useJournalKey(withKey, origin);
  const verification = await storage.verifyJournal();
  await storage.stop();
  return verification;
}

describe('the journal', () => {
  it('numbers its entries without gaps and gives them back as they were', async () => {
    const { storage } = await openStorage(temporaryDirectory());
    await storage.useJournalKey(key, 'keychain');
    const body = { text: 'naïve — 漢字 \u0000 \ud800', list: [1, null, true], nothing: undefined };
    const first = await storage.appendJournal([
      { atMs: 1, kind: 'order.intent', orderKey, body },
      { atMs: 2, kind: 'app.started', orderKey: null, body: null },
    ]);
    const second = await storage.appendJournal([
      { atMs: 3, kind: 'app.stopped', orderKey: null, body: 'end' },
    ]);
    expect([...first, ...second].map(({ seq }) => seq)).toEqual([1, 2, 3]);
    const entries = await storage.readJournal({ afterSeq: 0, limit: 10 });
    const keyFingerprint = journalKeyFingerprint(key);
    expect(entries).toMatchObject([
      {
        seq: 1,
        atMs: 1,
        kind: 'order.intent',
        orderKey,
        body: { text: body.text, list: body.list },
        hash: first[0]?.hash,
        keyFingerprint,
      },
      {
        seq: 2,
        atMs: 2,
        kind: 'app.started',
        orderKey: null,
        body: null,
        hash: first[1]?.hash,
        keyFingerprint,
      },
      {
        seq: 3,
        atMs: 3,
        kind: 'app.stopped',
        orderKey: null,
        body: 'end',
        hash: second[0]?.hash,
        keyFingerprint,
      },
    ]);
    expect(entries.map(({ previousHash }) => previousHash)).toEqual([
      genesisHash.toString('hex'),
      ...entries.slice(0, 2).map(({ hash }) => hash),
    ]);
    expect(entries[2]?.signature).toBe(
      signEntry(key, Buffer.from(entries[2]?.hash ?? '', 'hex')).toString('hex'),
    );
    expect(await storage.readJournal({ afterSeq: 1, limit: 1 })).toMatchObject([{ seq: 2 }]);
  });

  it('takes no entry before it was given a key, none that is not JSON, and of several all or none', async () => {
    const { storage } = await openStorage(temporaryDirectory());
    const entry = { atMs: 1, kind: 'a', orderKey: null, body: 1 };
    await expect(storage.appendJournal([entry])).rejects.toMatchObject({ kind: 'invalid' });
    await storage.useJournalKey(key, 'keychain');
    await expect(storage.appendJournal([{ ...entry, body: Number.NaN }])).rejects.toMatchObject({
      kind: 'invalid',
    });
    await expect(storage.appendJournal([entry, { ...entry, kind: 'Not a kind' }])).rejects.toMatchObject({
      kind: 'invalid',
    });
    await expect(storage.appendJournal([])).rejects.toMatchObject({ kind: 'invalid' });
    await expect(storage.useJournalKey(new Uint8Array(31), 'keychain')).rejects.toMatchObject({
      kind: 'invalid',
    });
    expect(await storage.readJournal({ afterSeq: 0, limit: 10 })).toEqual([]);
  });

  it.each([
    ['changing', 'UPDATE journal_entries SET at_ms = 5 WHERE seq = 3'],
    ['removing', 'DELETE FROM journal_entries WHERE seq = 3'],
    [
      'replacing',
      'INSERT OR REPLACE INTO journal_entries SELECT seq, 5, kind, order_key, body, key_fingerprint, previous_hash, hash, signature FROM journal_entries WHERE seq = 3',
    ],
  ])('refuses %s an entry', async (_, sql) => {
    const directory = await closedJournal();
    const database = new Database(path.join(directory, 'journal.db'));
    expect(() => database.exec(sql)).toThrow('append-only');
    database.close();
    expect(await verify(directory)).toMatchObject({ ok: true, entries: 10, proven: 10 });
  });

  it('remembers the fingerprint of the key that was recorded last', async () => {
    const { storage } = await openStorage(temporaryDirectory());
    expect(await storage.getJournalKeyFingerprint()).toBeNull();
    await storage.useJournalKey(otherKey, 'session');
    expect(await storage.getJournalKeyFingerprint()).toBeNull();
    await storage.recordJournalKeyFingerprint(journalKeyFingerprint(key));
    expect(await storage.getJournalKeyFingerprint()).toBe(journalKeyFingerprint(key));
  });
});

describe('the verification of the journal', () => {
  it('proves every entry of a journal that nobody touched, also of an empty one', async () => {
    expect(await verify(await closedJournal())).toEqual({ ok: true, entries: 10, proven: 10, unproven: [] });
    expect(await verify(temporaryDirectory())).toEqual({ ok: true, entries: 0, proven: 0, unproven: [] });
  });

  it.each([
    ['body', `UPDATE journal_entries SET body = '{"index":0}' WHERE seq = 4`],
    ['time', 'UPDATE journal_entries SET at_ms = at_ms + 1 WHERE seq = 4'],
    ['kind', `UPDATE journal_entries SET kind = 'order.refused' WHERE seq = 4`],
    ['order', 'UPDATE journal_entries SET order_key = NULL WHERE seq = 4'],
    ['signature', 'UPDATE journal_entries SET signature = zeroblob(32) WHERE seq = 4'],
    ['key', `UPDATE journal_entries SET key_fingerprint = '0123456789abcdef' WHERE seq = 4`],
  ])('finds the entry whose %s was changed', async (_, sql) => {
    const directory = await closedJournal();
    tamper(directory, (database) => database.exec(sql));
    expect(await verify(directory)).toMatchObject({ ok: false, seq: 4, reason: 'changed', entries: 10 });
  });

  it('finds a changed entry whose hash was made to fit', async () => {
    const directory = await closedJournal();
    tamper(directory, (database) => {
      const previous: unknown = database
        .prepare('SELECT hash FROM journal_entries WHERE seq = 9')
        .pluck()
        .get();
      const hash = hashEntry({
        seq: 10,
        atMs: 5,
        kind: 'order.intent',
        orderKey,
        body: '1',
        keyFingerprint: journalKeyFingerprint(key),
        previousHash: previous instanceof Uint8Array ? previous : genesisHash,
      });
      database.prepare(`UPDATE journal_entries SET at_ms = 5, body = '1', hash = ? WHERE seq = 10`).run(hash);
      database.prepare('UPDATE journal_head SET hash = ?').run(hash);
    });
    expect(await verify(directory)).toMatchObject({ ok: false, seq: 10, reason: 'changed', entries: 10 });
  });

  it.each([
    ['the first', 'DELETE FROM journal_entries WHERE seq = 1', 1],
    ['one in the middle', 'DELETE FROM journal_entries WHERE seq = 4', 4],
    ['the last', 'DELETE FROM journal_entries WHERE seq = 10', 10],
    ['the last and its mark', 'DELETE FROM journal_entries WHERE seq = 10; DELETE FROM journal_head', 10],
    ['all of them', 'DELETE FROM journal_entries', 1],
    [
      'one, with the rest moved up',
      `DELETE FROM journal_entries WHERE seq = 4; UPDATE journal_entries SET seq = -seq WHERE seq > 4;
       UPDATE journal_entries SET seq = -seq - 1 WHERE seq < 0; UPDATE journal_head SET seq = 9`,
      4,
    ],
  ])('finds that entries were removed: %s', async (_, sql, seq) => {
    const directory = await closedJournal();
    tamper(directory, (database) => database.exec(sql));
    expect(await verify(directory)).toMatchObject({ ok: false, seq, reason: 'removed' });
  });

  it('finds that the end was cut off and its mark set back without the key', async () => {
    const directory = await closedJournal();
    tamper(directory, (database) =>
      database.exec(
        `DELETE FROM journal_entries WHERE seq > 8;
         UPDATE journal_head SET (seq, hash, signature) = (SELECT seq, hash, signature FROM journal_entries WHERE seq = 8)`,
      ),
    );
    expect(await verify(directory)).toMatchObject({ ok: false, seq: 8, reason: 'changed' });
  });

  it('finds entries that changed places', async () => {
    const directory = await closedJournal();
    tamper(directory, (database) =>
      database.exec(
        `UPDATE journal_entries SET seq = -1 WHERE seq = 4; UPDATE journal_entries SET seq = 4 WHERE seq = 5;
         UPDATE journal_entries SET seq = 5 WHERE seq = -1`,
      ),
    );
    expect(await verify(directory)).toMatchObject({ ok: false, seq: 4, reason: 'reordered', entries: 10 });
  });

  it('does not call a journal sound whose recorded key is not at hand', async () => {
    const directory = await closedJournal();
    const unknown = { ok: false, seq: 1, reason: 'key-unknown', entries: 10 };
    expect(await verify(directory, null)).toMatchObject(unknown);
    expect(await verify(directory, otherKey, 'session')).toMatchObject(unknown);
  });

  it('tells which part a session key signed, and which later entry of the keychain seals it', async () => {
    const directory = await closedJournal();
    const session = await openStorage(directory);
    await session.storage.useJournalKey(otherKey, 'session');
    await append(session.storage, 3);
    await session.storage.stop();
    const part = {
      fromSeq: 11,
      toSeq: 13,
      keyFingerprint: journalKeyFingerprint(otherKey),
      sealedBySeq: null,
    };
    expect(await verify(directory)).toEqual({ ok: true, entries: 13, proven: 10, unproven: [part] });

    const later = await openStorage(directory);
    await later.storage.useJournalKey(key, 'keychain');
    await append(later.storage, 1);
    await later.storage.stop();
    expect(await verify(directory)).toEqual({
      ok: true,
      entries: 14,
      proven: 11,
      unproven: [{ ...part, sealedBySeq: 14 }],
    });

    tamper(directory, (database) => database.exec(`UPDATE journal_entries SET body = '1' WHERE seq = 12`));
    expect(await verify(directory)).toMatchObject({ ok: false, seq: 12, reason: 'changed', entries: 14 });
  });

  it('goes on beside appends', async () => {
    const directory = temporaryDirectory();
    const { storage } = await openStorage(directory);
    await storage.useJournalKey(key, 'keychain');
    for (let round = 0; round < 10; round += 1) await append(storage, 100);
    const finished: string[] = [];
    const verification = storage.verifyJournal().then((result) => {
      finished.push('verified');
      return result;
    });
    await append(storage, 1).then(() => finished.push('appended'));
    expect(await verification).toEqual({ ok: true, entries: 1_001, proven: 1_001, unproven: [] });
    expect(finished).toEqual(['appended', 'verified']);
  });
});

describe('orders and executions', () => {
  const order = {
    orderKey,
    profile: 'paper' as const,
    accountId: 'DU1234567',
    permId: null,
    state: 'sending' as const,
    updatedMs: 1,
    body: { symbol: 'AAPL' },
  };
  const execution = {
    execId: '00025b46.63f8f39c.01.01',
    profile: 'paper' as const,
    accountId: 'DU1234567',
    orderKey,
    permId: 12,
    conId: 265598,
    atMs: 1_000,
    body: { price: '187.20' },
  };

  it('are found open after a restart until they are done, and keep a permId once known', async () => {
    const directory = temporaryDirectory();
    const first = await openStorage(directory);
    await first.storage.upsertOrder(order);
    await first.storage.upsertOrder({ ...order, permId: 77, state: 'working', updatedMs: 2 });
    await first.storage.upsertOrder({ ...order, state: 'partially-filled', updatedMs: 3 });
    await first.storage.stop();
    const { storage } = await openStorage(directory);
    const open = [{ ...order, permId: 77, state: 'partially-filled', updatedMs: 3 }];
    expect(await storage.readOpenOrders('paper', 'DU1234567')).toEqual(open);
    expect(await storage.readOpenOrders('live', 'DU1234567')).toEqual([]);
    expect(await storage.readOpenOrders('paper', 'DU7654321')).toEqual([]);
    await storage.upsertOrder({ ...order, state: 'filled', updatedMs: 4 });
    expect(await storage.readOpenOrders('paper', 'DU1234567')).toEqual([]);
    const ended = { profile: 'paper' as const, accountId: 'DU1234567' };
    expect(await storage.readEndedOrders({ ...ended, sinceMs: 4 })).toMatchObject([
      { orderKey: order.orderKey, state: 'filled' },
    ]);
    expect(await storage.readEndedOrders({ ...ended, sinceMs: 5 })).toEqual([]);
    expect(await storage.readEndedOrders({ ...ended, profile: 'live', sinceMs: 0 })).toEqual([]);
  });

  it('have each execution once, with its commission whichever came first', async () => {
    const { storage } = await openStorage(temporaryDirectory());
    const commission = { commission: '1.00', currency: 'USD', realizedPnl: null };
    await storage.updateCommission({ profile: 'paper', execId: execution.execId, commission });
    expect(await storage.insertExecution(execution)).toEqual({ inserted: true });
    expect(await storage.insertExecution({ ...execution, body: { price: '1' } })).toEqual({
      inserted: false,
    });
    await storage.insertExecution({ ...execution, execId: 'later', atMs: 2_000 });
    const query = { profile: 'paper' as const, accountId: 'DU1234567', sinceMs: 1_000 };
    expect(await storage.readExecutions(query)).toEqual([
      { ...execution, commission },
      { ...execution, execId: 'later', atMs: 2_000, commission: null },
    ]);
    expect(await storage.readExecutions({ ...query, sinceMs: 1_001 })).toHaveLength(1);
  });
});

describe('documents', () => {
  it('are replaced as a whole and outlive a restart', async () => {
    const directory = temporaryDirectory();
    const first = await openStorage(directory);
    expect(await first.storage.getDocument('watchlist')).toBeUndefined();
    await first.storage.putDocument('watchlist', [265598]);
    await first.storage.putDocument('watchlist', { conIds: [265598, 756733] });
    await first.storage.stop();
    const { storage } = await openStorage(directory);
    expect(await storage.getDocument('watchlist')).toEqual({ conIds: [265598, 756733] });
  });
});
