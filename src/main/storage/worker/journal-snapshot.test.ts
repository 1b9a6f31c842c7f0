import fs from 'node:fs';
import path from 'node:path';
import { onTestFinished, describe, expect, it } from 'vitest';
import { systemClock } from '../../platform/clock';
import { silentLogger } from '../../platform/logger';
import { journalKeyFingerprint } from '../../secrets/journal-key-fingerprint';
import type { JournalReader } from '../storage';
import { openJournalReader } from '../storage-client';
import { startInProcessThread } from '../testing/in-process-thread';
import { appendEntries, closedJournal, keychainKey } from '../testing/journal-fixture';
import { openStorage, temporaryDirectory } from '../testing/storage-fixture';

async function openReader(directory: string): Promise<JournalReader> {
  const reader = await openJournalReader({
    worker: () => startInProcessThread(),
    directory,
    log: silentLogger,
    clock: systemClock,
  });
  onTestFinished(() => reader.stop());
  return reader;
}

describe('reading the journal beside the app', () => {
  it('verifies and reads it, and leaves the file as it was', async () => {
    const directory = await closedJournal();
    const before = fs.readFileSync(path.join(directory, 'journal.db'));
    const reader = await openReader(directory);
    expect(await reader.getJournalKeyFingerprint()).toBe(journalKeyFingerprint(keychainKey));
    await reader.useJournalKey(keychainKey, 'keychain');
    expect(await reader.verifyJournal()).toEqual({ ok: true, entries: 10, proven: 10, unproven: [] });
    expect(await reader.readJournal({ afterSeq: 8, limit: 100 })).toMatchObject([{ seq: 9 }, { seq: 10 }]);
    await reader.stop();
    expect(fs.readFileSync(path.join(directory, 'journal.db')).equals(before)).toBe(true);
  });

  it('sees the entries of the moment while an app goes on writing, and does not hold it up', async () => {
    const directory = temporaryDirectory();
    const { storage } = await openStorage(directory);
    await storage.useJournalKey(keychainKey, 'keychain');
    await appendEntries(storage, 3);
    const reader = await openReader(directory);
    await reader.useJournalKey(keychainKey, 'keychain');
    await appendEntries(storage, 2);
    expect(await reader.verifyJournal()).toMatchObject({ ok: true, entries: 3 });
    expect(await reader.readJournal({ afterSeq: 0, limit: 100 })).toHaveLength(3);
    await reader.stop();
    await appendEntries(storage, 1);
    expect(await storage.verifyJournal()).toMatchObject({ ok: true, entries: 6 });
    expect(await (await openReader(directory)).verifyJournal()).toMatchObject({ entries: 6 });
  });

  it('does not write, also not when asked to', async () => {
    const reader = await openReader(await closedJournal());
    await expect(reader.useJournalKey(keychainKey, 'session')).rejects.toMatchObject({ kind: 'io' });
  });

  it('makes no journal where there is none, and no copy of a damaged one', async () => {
    const empty = temporaryDirectory();
    await expect(openReader(empty)).rejects.toMatchObject({ kind: 'io' });
    expect(fs.readdirSync(empty)).toEqual([]);
    const directory = temporaryDirectory();
    fs.writeFileSync(path.join(directory, 'journal.db'), 'not a database, but long enough to be looked at');
    await expect(openReader(directory)).rejects.toMatchObject({ kind: 'corrupt' });
    expect(fs.readdirSync(directory)).toEqual(['journal.db']);
  });
});
