import { describe, expect, it } from 'vitest';
import { journalKeyName, resolveJournalKey, startNewJournalKey } from './journal-key';
import { journalKeyFingerprint } from './journal-key-fingerprint';
import type { SecretLookup, SecretStore } from './secret-store';

const kept = new Uint8Array(32).fill(3);
const fresh = new Uint8Array(32).fill(9);
const keptText = Buffer.from(kept).toString('base64');
const unreachable: SecretLookup = { kind: 'unreachable', state: { kind: 'locked', detail: 'locked' } };
const found = (value: string, from: 'keychain' | 'session' = 'keychain'): SecretLookup => ({
  kind: 'found',
  value,
  from,
});

/** Secrets that answer the given look-ups in turn, the last of them for ever. */
function secretsThat(lookups: readonly SecretLookup[], stored: 'keychain' | 'session' = 'keychain') {
  const written: string[] = [];
  let index = 0;
  const secrets: Pick<SecretStore, 'get' | 'set'> = {
    async get(name) {
      expect(name).toBe(journalKeyName);
      const lookup = lookups[Math.min(index, lookups.length - 1)] ?? unreachable;
      index += 1;
      return lookup;
    },
    async set(_name, value) {
      written.push(value);
      return { stored };
    },
  };
  return { secrets, written };
}

const randomBytes = () => fresh;
const freshText = Buffer.from(fresh).toString('base64');

describe('the key of the journal', () => {
  it('is the one in the keychain whose fingerprint is recorded', async () => {
    const { secrets, written } = secretsThat([found(keptText)]);
    const fingerprint = journalKeyFingerprint(kept);
    const outcome = await resolveJournalKey({ recordedFingerprint: fingerprint, secrets, randomBytes });
    expect(outcome).toEqual({ kind: 'key', key: kept, fingerprint, record: false });
    expect(written).toEqual([]);
  });

  it('is the one in the keychain also when its fingerprint was not recorded yet', async () => {
    const { secrets } = secretsThat([found(keptText)]);
    const outcome = await resolveJournalKey({ recordedFingerprint: null, secrets, randomBytes });
    expect(outcome).toMatchObject({ kind: 'key', key: kept, record: true });
  });

  it('is made when none is recorded, and counts once it reads back', async () => {
    const { secrets, written } = secretsThat([{ kind: 'not-found' }, found(freshText)]);
    const outcome = await resolveJournalKey({ recordedFingerprint: null, secrets, randomBytes });
    expect(outcome).toEqual({
      kind: 'key',
      key: fresh,
      fingerprint: journalKeyFingerprint(fresh),
      record: true,
    });
    expect(written).toEqual([freshText]);
  });

  it.each([
    ['gives nothing', { kind: 'not-found' } as const],
    ['cannot be asked', unreachable],
    ['holds something that is no key', found('c2hvcnQ=')],
  ])('is never made anew while one is recorded and the keychain %s', async (_, lookup) => {
    const { secrets, written } = secretsThat([lookup]);
    const outcome = await resolveJournalKey({
      recordedFingerprint: '0123456789abcdef',
      secrets,
      randomBytes,
    });
    expect(outcome).toMatchObject({ kind: 'locked', key: fresh });
    expect(written).toEqual([]);
  });

  it('is one of this session while the keychain holds another than the recorded one', async () => {
    const { secrets, written } = secretsThat([found(keptText)]);
    const outcome = await resolveJournalKey({
      recordedFingerprint: '0123456789abcdef',
      secrets,
      randomBytes,
    });
    expect(outcome).toMatchObject({ kind: 'other-key', key: fresh });
    expect(written).toEqual([]);
  });

  it.each([
    ['cannot be asked', [unreachable], 'keychain', 0],
    ['holds something that is no key', [found('not base64!')], 'keychain', 0],
    ['keeps a new key for the session only', [{ kind: 'not-found' }], 'session', 1],
    ['does not give back what it took', [{ kind: 'not-found' }], 'keychain', 1],
    ['gives back another key', [{ kind: 'not-found' }, found(keptText)], 'keychain', 1],
    ['gives it back from memory', [{ kind: 'not-found' }, found(freshText, 'session')], 'keychain', 1],
  ] as const)(
    'is one of this session when none is recorded and the keychain %s',
    async (_, lookups, stored, writes) => {
      const { secrets, written } = secretsThat(lookups, stored);
      const outcome = await resolveJournalKey({ recordedFingerprint: null, secrets, randomBytes });
      expect(outcome).toEqual({ kind: 'session', key: fresh, fingerprint: journalKeyFingerprint(fresh) });
      expect(written).toHaveLength(writes);
    },
  );

  it('is replaced on the word of the trader', async () => {
    const { secrets, written } = secretsThat([found(freshText)]);
    expect(await startNewJournalKey({ secrets, randomBytes })).toMatchObject({
      kind: 'key',
      key: fresh,
      record: true,
    });
    expect(written).toEqual([freshText]);
  });
});
