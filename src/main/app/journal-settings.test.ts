import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../shared/ipc/settings';
import { silentLogger } from '../platform/logger';
import type { NewJournalEntry } from '../storage/storage';
import { journalSettings } from './journal-settings';

async function journaled(after: typeof defaultSettings): Promise<readonly NewJournalEntry[]> {
  const entries: NewJournalEntry[] = [];
  const storage = {
    appendJournal: (added: readonly NewJournalEntry[]) => {
      entries.push(...added);
      return Promise.resolve([]);
    },
  };
  const deps = { storage, ready: Promise.resolve(), clock: { nowMs: () => 7 }, log: silentLogger };
  await journalSettings(deps, defaultSettings, after);
  return entries;
}

describe('a change of the settings', () => {
  it('is journaled with what each setting was and is', async () => {
    expect(await journaled({ ...defaultSettings, readOnly: true })).toEqual([
      {
        atMs: 7,
        kind: 'settings-changed',
        orderKey: null,
        body: { changes: { readOnly: { from: false, to: true } } },
      },
    ]);
  });

  it('is a choice of the profile when nothing else changed', async () => {
    expect(await journaled({ ...defaultSettings, profile: 'paper' })).toMatchObject([
      { kind: 'profile-selected' },
    ]);
  });

  it('that changes nothing is none', async () => {
    expect(await journaled({ ...defaultSettings })).toEqual([]);
  });

  it('does not fail with the journal', async () => {
    const storage = { appendJournal: () => Promise.reject(new Error('full')) };
    const deps = { storage, ready: Promise.resolve(), clock: { nowMs: () => 7 }, log: silentLogger };
    await expect(
      journalSettings(deps, defaultSettings, { ...defaultSettings, readOnly: true }),
    ).resolves.toBeUndefined();
  });
});
