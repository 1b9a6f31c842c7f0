import type { Settings } from '../../shared/ipc/settings';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import type { JournalStore } from '../storage/storage';

/** A setting before and after a change. */
interface Change {
  readonly from: unknown;
  readonly to: unknown;
}

/** The settings that differ, by name; empty when none does. Pure. */
export function changedSettings(before: Settings, after: Settings): Readonly<Record<string, Change>> {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(
    Object.entries(after)
      .filter(([name, to]) => JSON.stringify(old.get(name)) !== JSON.stringify(to))
      .map(([name, to]) => [name, { from: old.get(name) ?? null, to }]),
  );
}

export interface JournalSettingsDeps {
  readonly storage: Pick<JournalStore, 'appendJournal'>;
  /** Settles when the journal is open. */
  readonly ready: Promise<void>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly log: Logger;
}

/**
 * Journals what was changed in the settings. It follows the change, which counts as soon as it is saved, also while the
 * journal cannot be written. Never rejects.
 */
export async function journalSettings(
  { storage, ready, clock, log }: JournalSettingsDeps,
  before: Settings,
  after: Settings,
): Promise<void> {
  const changes = changedSettings(before, after);
  const names = Object.keys(changes);
  if (names.length === 0) return;
  const kind = names.every((name) => name === 'profile') ? 'profile-selected' : 'settings-changed';
  const entry = { atMs: clock.nowMs(), kind, orderKey: null, body: { changes } };
  try {
    await ready;
    await storage.appendJournal([entry]);
  } catch (error) {
    log.error('settings not journaled', { error: String(error) });
  }
}
