import fs from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../platform/clock';
import { silentLogger } from '../platform/logger';
import { journalKeyName } from '../secrets/journal-key';
import { openJournalReader } from '../storage/storage-client';
import { startInProcessThread } from '../storage/testing/in-process-thread';
import { closedJournal, firstEntryMs, keychainKey, tamper } from '../storage/testing/journal-fixture';
import { temporaryDirectory } from '../storage/testing/storage-fixture';
import { type JournalCommand, runJournalCommand } from './journal-command';

const verify: JournalCommand = { kind: 'verify' };

function run(command: JournalCommand, directory: string, key: Uint8Array | null = keychainKey) {
  const asked: string[] = [];
  return runJournalCommand(command, {
    directory,
    secrets: {
      start: () => Promise.resolve({ kind: 'available' }),
      stop: () => undefined,
      get: (name) => {
        asked.push(name);
        expect(asked).toEqual([journalKeyName]);
        return Promise.resolve(
          key === null
            ? { kind: 'not-found' }
            : { kind: 'found', value: Buffer.from(key).toString('base64'), from: 'keychain' },
        );
      },
    },
    openReader: () =>
      openJournalReader({
        worker: () => startInProcessThread(),
        directory,
        log: silentLogger,
        clock: systemClock,
      }),
    createFile: async (file) => open(file, 'wx', 0o600),
    clock: { nowMs: () => 0 },
    log: silentLogger,
  });
}

describe('the journal on the command line', () => {
  it('is verified with the key of the keychain', async () => {
    expect(await run(verify, await closedJournal())).toMatchObject({
      code: 0,
      answer: { command: 'verify', verdict: 'proven', entries: 10, key: 'at hand', firstBad: null },
    });
  });

  it('has its first bad entry named, and ends with 1', async () => {
    const directory = await closedJournal();
    tamper(directory, (database) => database.exec(`UPDATE journal_entries SET body = '1' WHERE seq = 4`));
    expect(await run(verify, directory)).toMatchObject({
      code: 1,
      answer: {
        verdict: 'broken',
        text: expect.stringContaining('Entry 4'),
        firstBad: { seq: 4, atMs: firstEntryMs + 3, kind: 'order-sent' },
      },
    });
  });

  it('is followed by its links without the key, which it says, and finds what was changed all the same', async () => {
    const directory = await closedJournal();
    expect(await run(verify, directory, null)).toMatchObject({
      code: 1,
      answer: {
        verdict: 'broken',
        key: 'not at hand',
        text: expect.stringContaining('Every hash and link was checked and fits'),
      },
    });
    tamper(directory, (database) => database.exec('DELETE FROM journal_entries WHERE seq = 4'));
    expect(await run(verify, directory, null)).toMatchObject({
      code: 1,
      answer: { text: expect.stringContaining('Entry 4 was removed') },
    });
  });

  it('is exported into a new file, and never over another one', async () => {
    const directory = await closedJournal();
    const file = path.join(temporaryDirectory(), 'journal.csv');
    const command: JournalCommand = { kind: 'export', path: file, format: 'csv' };
    expect(await run(command, directory)).toMatchObject({
      code: 0,
      answer: { command: 'export', path: file, format: 'csv', entries: 10 },
    });
    const written = fs.readFileSync(file, 'utf8');
    expect(written.trimEnd().split('\r\n')).toHaveLength(11);
    expect(await run(command, directory)).toMatchObject({
      code: 1,
      answer: { error: expect.stringContaining('there already') },
    });
    expect(fs.readFileSync(file, 'utf8')).toBe(written);
  });

  it('says that there is none in an empty folder, and makes none', async () => {
    const directory = temporaryDirectory();
    expect(await run(verify, directory)).toMatchObject({
      code: 1,
      answer: { error: 'There is no journal in this folder.' },
    });
    expect(fs.readdirSync(directory)).toEqual([]);
  });
});
