import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exampleBars, exampleSeries, openStorage, temporaryDirectory } from '../testing/storage-fixture';
import { migrate, readVersion } from './migrate';
import { journalMigrations } from './migrations/journal';
import { openFile } from './open-file';

const key = new Uint8Array(32).fill(7);

/** A folder with a journal of `entries` entries, closed cleanly. */
async function folderWithJournal(entries: number): Promise<string> {
  const directory = temporaryDirectory();
  await addEntries(directory, entries);
  return directory;
}

async function addEntries(directory: string, entries: number): Promise<void> {
  const { storage } = await openStorage(directory);
  await storage.useJournalKey(key, 'keychain');
  for (let index = 0; index < entries; index += 1) {
    await storage.appendJournal([{ atMs: index, kind: 'test.entry', orderKey: null, body: { index } }]);
  }
  await storage.stop();
}

async function countEntries(directory: string) {
  const { storage, report } = await openStorage(directory);
  const entries = await storage.readJournal({ afterSeq: 0, limit: 1_000 });
  await storage.stop();
  return { count: entries.length, journal: report.journal };
}

const damages: readonly (readonly [string, (file: string) => void])[] = [
  ['holds garbage', (file) => fs.writeFileSync(file, Buffer.alloc(20_000, 'not a database '))],
  ['is empty', (file) => fs.writeFileSync(file, '')],
  ['was cut short', (file) => fs.truncateSync(file, 5_000)],
  [
    'is damaged in the middle',
    (file) => {
      const content = fs.readFileSync(file);
      content.fill(0x5a, 4_096, content.length);
      fs.writeFileSync(file, content);
    },
  ],
];

describe('the data files', () => {
  it('are created in a new folder', async () => {
    const directory = path.join(temporaryDirectory(), 'new', 'folder');
    const { report } = await openStorage(directory);
    expect(report).toEqual({ history: { state: 'created' }, journal: { state: 'created' } });
  });

  it.each([
    // SQLite's numbers: 1 is NORMAL, 2 is FULL.
    ['journal', 2],
    ['history', 1],
  ] as const)('keep a log beside them, and %s is synced as its content deserves', (file, synchronous) => {
    const { database } = openFile({ file, directory: temporaryDirectory(), migrations: [], nowMs: 0 });
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('synchronous', { simple: true })).toBe(synchronous);
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
    database.close();
  });

  it('are opened again as they were', async () => {
    const directory = await folderWithJournal(3);
    expect(await countEntries(directory)).toEqual({ count: 3, journal: { state: 'opened' } });
  });

  it('of a newer version are refused, named, and left byte for byte as they are', async () => {
    const directory = await folderWithJournal(1);
    const file = path.join(directory, 'journal.db');
    const database = new Database(file);
    // A newer version may keep its file in another mode, which opening it the usual way would change.
    database.pragma('journal_mode = DELETE');
    database.pragma('user_version = 99');
    database.close();
    const before = fs.readFileSync(file);
    const names = fs.readdirSync(directory).filter((name) => name.startsWith('journal'));

    const { storage, report } = await openStorage(directory);
    expect(report.journal).toMatchObject({ state: 'refused', error: { kind: 'newer-version' } });
    await expect(storage.verifyJournal()).rejects.toMatchObject({ kind: 'newer-version' });
    await storage.putBars(exampleSeries, exampleBars(0, 1), { startMs: 0, endMs: 1 });
    await storage.stop();
    expect(fs.readFileSync(file).equals(before)).toBe(true);
    expect(fs.readdirSync(directory).filter((name) => name.startsWith('journal'))).toEqual(names);
  });

  it('of a newer version are refused also while that version stands only in the log', async () => {
    const writer = new Database(path.join(await folderWithJournal(1), 'journal.db'));
    onTestFinished(() => {
      writer.close();
    });
    writer.pragma('user_version = 99');
    // A copy of both files while they are in use is what a crash leaves.
    const directory = temporaryDirectory();
    const file = path.join(directory, 'journal.db');
    for (const suffix of ['', '-wal']) fs.copyFileSync(writer.name + suffix, file + suffix);
    const before = fs.readFileSync(file);
    expect(before.readUInt32BE(60)).toBe(journalMigrations.length);
    const { storage, report } = await openStorage(directory);
    expect(report.journal).toMatchObject({ state: 'refused', error: { kind: 'newer-version' } });
    await storage.stop();
    expect(fs.readFileSync(file).equals(before)).toBe(true);
    const reader = new Database(file, { readonly: true });
    expect(readVersion(reader)).toBe(99);
    reader.close();
  });

  it('that cannot be opened are reported, and the other file works', async () => {
    const directory = temporaryDirectory();
    fs.mkdirSync(path.join(directory, 'journal.db'));
    const { storage, report } = await openStorage(directory);
    expect(report.journal).toMatchObject({ state: 'refused', error: { kind: 'io' } });
    expect(report.history).toEqual({ state: 'created' });
    await expect(storage.getDocument('watchlist')).rejects.toMatchObject({ kind: 'io' });
    expect(await storage.readCoverage(exampleSeries)).toEqual([]);
  });
});

describe.each(damages)('a file that %s', (_, damage) => {
  it('is set aside and rebuilt when it is the cache', async () => {
    const directory = await folderWithJournal(0);
    damage(path.join(directory, 'history.db'));
    const { storage, report } = await openStorage(directory);
    expect(report.history).toMatchObject({ state: 'rebuilt' });
    const aside = report.history.state === 'rebuilt' ? report.history.setAside : '';
    expect(fs.existsSync(aside)).toBe(true);
    await storage.putBars(exampleSeries, exampleBars(0, 5), { startMs: 0, endMs: 5 });
    expect((await storage.readBars(exampleSeries, { endMs: 1e15, limit: 10 })).timeMs).toHaveLength(5);
  });

  it('is set aside and restored from its last copy when it is the journal', async () => {
    const directory = await folderWithJournal(40);
    const file = path.join(directory, 'journal.db');
    damage(file);
    const damaged = fs.readFileSync(file);
    const { count, journal } = await countEntries(directory);
    expect(journal).toMatchObject({ state: 'restored', copyMadeMs: expect.any(Number) });
    const aside = journal.state === 'restored' ? journal.setAside : null;
    expect(aside === null ? null : fs.readFileSync(aside).equals(damaged)).toBe(true);
    expect(count).toBe(40);
  });
});

describe('the journal file', () => {
  it('is restored from an older copy when the newest copy is damaged too', async () => {
    const directory = await folderWithJournal(5);
    await addEntries(directory, 5);
    const copies = path.join(directory, 'copies');
    const names = fs.readdirSync(copies).toSorted();
    expect(names.length).toBeGreaterThanOrEqual(2);
    fs.writeFileSync(path.join(copies, names.at(-1) ?? ''), 'damaged');
    fs.writeFileSync(path.join(directory, 'journal.db'), 'damaged');
    expect(await countEntries(directory)).toMatchObject({ count: 5, journal: { state: 'restored' } });
  });

  it('is restored when it is missing', async () => {
    const directory = await folderWithJournal(4);
    fs.rmSync(path.join(directory, 'journal.db'));
    expect(await countEntries(directory)).toMatchObject({
      count: 4,
      journal: { state: 'restored', setAside: null },
    });
  });

  it('starts anew, and says so, when there is no copy', async () => {
    const directory = await folderWithJournal(4);
    fs.rmSync(path.join(directory, 'copies'), { recursive: true });
    fs.writeFileSync(path.join(directory, 'journal.db'), 'damaged');
    expect(await countEntries(directory)).toMatchObject({ count: 0, journal: { state: 'started-anew' } });
  });

  it('keeps its last three copies, and makes none when nothing changed', async () => {
    const directory = temporaryDirectory();
    for (let round = 0; round < 5; round += 1) await addEntries(directory, 1);
    const copies = path.join(directory, 'copies');
    const names = fs.readdirSync(copies).toSorted();
    expect(names).toHaveLength(3);
    await countEntries(directory);
    expect(fs.readdirSync(copies).toSorted()).toEqual(names);
  });

  it('is copied before a migration changes it, and each step counts', async () => {
    const directory = await folderWithJournal(2);
    const migrations = [
      ...journalMigrations,
      { name: 'more', sql: 'CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT' },
    ];
    const opened = openFile({ file: 'journal', directory, migrations, nowMs: 0 });
    expect(opened.report).toEqual({ state: 'opened', migratedFrom: journalMigrations.length });
    expect(readVersion(opened.database)).toBe(migrations.length);
    opened.database.close();
    const name = fs
      .readdirSync(path.join(directory, 'copies'))
      .find((copy) => copy.includes(`-before-v${migrations.length}-`));
    const copy = new Database(path.join(directory, 'copies', name ?? ''), { readonly: true });
    expect(readVersion(copy)).toBe(journalMigrations.length);
    expect(copy.prepare('SELECT count(*) AS entries FROM journal_entries').get()).toEqual({ entries: 2 });
    copy.close();
  });

  it('stays at the version before a migration that fails', async () => {
    const directory = await folderWithJournal(1);
    const database = new Database(path.join(directory, 'journal.db'));
    const migrations = [
      ...journalMigrations,
      {
        name: 'broken',
        sql: 'CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE half (id INTEGER) STRICT',
      },
    ];
    expect(() => migrate(database, migrations, { directory, file: 'journal', nowMs: 0 })).toThrow(/half/);
    expect(readVersion(database)).toBe(journalMigrations.length);
    expect(database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'half'`).get()).toBeUndefined();
    database.close();
  });
});
