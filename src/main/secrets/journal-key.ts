import { journalKeyFingerprint } from './journal-key-fingerprint';
import type { SecretStore } from './secret-store';

/** The name of the journal's key in the keychain. */
export const journalKeyName = 'journal-key';
/** Length of the key in bytes. */
export const journalKeyLength = 32;

/**
 * Which key the journal is to be signed with.
 * - `key`: the keychain's; `record` tells that its fingerprint is still to be recorded.
 * - `locked`: a key is recorded, but the keychain does not give it; a key for this session stands in.
 * - `session`: no key is recorded and none can be kept; a key for this session stands in.
 * - `other-key`: the keychain holds another key than the recorded one, for instance because the data folder came from
 *   another computer; a key for this session stands in until the trader starts a new one.
 */
export type JournalKeyOutcome =
  | { readonly kind: 'key'; readonly key: Uint8Array; readonly fingerprint: string; readonly record: boolean }
  | {
      readonly kind: 'locked' | 'session' | 'other-key';
      readonly key: Uint8Array;
      readonly fingerprint: string;
    };

export interface JournalKeyOptions {
  /** The fingerprint that the journal keeps, or null when it never had a key of the keychain. */
  readonly recordedFingerprint: string | null;
  readonly secrets: Pick<SecretStore, 'get' | 'set'>;
  readonly randomBytes: (length: number) => Uint8Array;
}

/**
 * Finds the journal's key. A new one is made only while no fingerprint is recorded, and it counts only when it reads back
 * from the keychain: nothing found is no proof that there is nothing.
 */
export async function resolveJournalKey(options: JournalKeyOptions): Promise<JournalKeyOutcome> {
  const { recordedFingerprint, secrets, randomBytes } = options;
  const lookup = await secrets.get(journalKeyName);
  const key = lookup.kind === 'found' && lookup.from === 'keychain' ? decodeKey(lookup.value) : null;
  if (key !== null) {
    const fingerprint = journalKeyFingerprint(key);
    if (recordedFingerprint === null || recordedFingerprint === fingerprint) {
      return { kind: 'key', key, fingerprint, record: recordedFingerprint === null };
    }
    return sessionKey('other-key', randomBytes);
  }
  if (recordedFingerprint !== null) return sessionKey('locked', randomBytes);
  // Something under the name that is no key is not ours to overwrite.
  if (lookup.kind !== 'not-found') return sessionKey('session', randomBytes);
  return (await createKey(secrets, randomBytes)) ?? sessionKey('session', randomBytes);
}

/**
 * The keychain's key, to verify with, or null where it gives none. Nothing is made or written.
 */
export async function readJournalKey(
  secrets: Pick<SecretStore, 'get'>,
): Promise<{ readonly key: Uint8Array; readonly fingerprint: string } | null> {
  const lookup = await secrets.get(journalKeyName);
  const key = lookup.kind === 'found' && lookup.from === 'keychain' ? decodeKey(lookup.value) : null;
  return key === null ? null : { key, fingerprint: journalKeyFingerprint(key) };
}

/**
 * Makes a new key although one is recorded, on the trader's word: the entries so far can then no longer be proven by their
 * own key, and verification says so.
 */
export async function startNewJournalKey(
  options: Omit<JournalKeyOptions, 'recordedFingerprint'>,
): Promise<JournalKeyOutcome> {
  const { secrets, randomBytes } = options;
  return (await createKey(secrets, randomBytes)) ?? sessionKey('session', randomBytes);
}

async function createKey(
  secrets: JournalKeyOptions['secrets'],
  randomBytes: JournalKeyOptions['randomBytes'],
): Promise<JournalKeyOutcome | null> {
  const key = randomBytes(journalKeyLength);
  const text = Buffer.from(key).toString('base64');
  const { stored } = await secrets.set(journalKeyName, text);
  if (stored !== 'keychain') return null;
  const readBack = await secrets.get(journalKeyName);
  if (readBack.kind !== 'found' || readBack.from !== 'keychain' || readBack.value !== text) return null;
  return { kind: 'key', key, fingerprint: journalKeyFingerprint(key), record: true };
}

function sessionKey(
  kind: 'locked' | 'session' | 'other-key',
  randomBytes: JournalKeyOptions['randomBytes'],
): JournalKeyOutcome {
  const key = randomBytes(journalKeyLength);
  return { kind, key, fingerprint: journalKeyFingerprint(key) };
}

function decodeKey(text: string): Uint8Array | null {
  const key = Buffer.from(text, 'base64');
  return key.length === journalKeyLength && key.toString('base64') === text ? new Uint8Array(key) : null;
}
