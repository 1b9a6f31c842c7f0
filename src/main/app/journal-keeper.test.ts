import { describe, expect, it } from 'vitest';
import { silentLogger } from '../platform/logger';
import { journalKeyFingerprint } from '../secrets/journal-key-fingerprint';
import { journalKeyName } from '../secrets/journal-key';
import type { SecretState } from '../secrets/secret-state';
import { openStorage, temporaryDirectory } from '../storage/testing/storage-fixture';
import { createJournalKeeper } from './journal-keeper';
import { Warnings } from './warnings';

const oldKey = new Uint8Array(32).fill(3);
const foreignKey = new Uint8Array(32).fill(4);
const textOf = (key: Uint8Array) => Buffer.from(key).toString('base64');

/** A keychain that can be locked and emptied. */
function keychain(start: Readonly<Record<string, string>> = {}) {
  const kept = new Map(Object.entries(start));
  const control = { locked: false, takes: true };
  const state = (): SecretState =>
    control.locked ? { kind: 'locked', detail: 'a test' } : { kind: 'available' };
  return {
    kept,
    control,
    secrets: {
      state,
      retry: () => Promise.resolve(state()),
      get: (name: string) => {
        if (control.locked)
          return Promise.resolve({
            kind: 'unreachable' as const,
            state: { kind: 'locked' as const, detail: '' },
          });
        const value = kept.get(name);
        return Promise.resolve(
          value === undefined
            ? { kind: 'not-found' as const }
            : { kind: 'found' as const, value, from: 'keychain' as const },
        );
      },
      set: (name: string, value: string) => {
        if (control.locked || !control.takes) return Promise.resolve({ stored: 'session' as const });
        kept.set(name, value);
        return Promise.resolve({ stored: 'keychain' as const });
      },
    },
  };
}

async function scene(ring: ReturnType<typeof keychain>, directory = temporaryDirectory()) {
  const { storage } = await openStorage(directory);
  const warnings = new Warnings();
  let seed = 40;
  const keeper = createJournalKeeper({
    storage,
    secrets: ring.secrets,
    warnings,
    random: {
      bytes: (length) => {
        seed += 1;
        return new Uint8Array(length).fill(seed);
      },
    },
    clock: { nowMs: () => 1_000 },
    log: silentLogger,
  });
  const write = () =>
    storage.appendJournal([{ atMs: 1, kind: 'order-sent', orderKey: null, body: {} }]).then(() => undefined);
  return { storage, warnings, keeper, write, directory };
}

/** A journal that was signed with `oldKey` of the keychain before. */
async function journalOfOldKey(): Promise<string> {
  const ring = keychain({ [journalKeyName]: textOf(oldKey) });
  const { keeper, write, storage, directory } = await scene(ring);
  await keeper.open();
  await write();
  await storage.stop();
  return directory;
}

describe('the key of the journal', () => {
  it('is the keychain’s from the start when that can be had', async () => {
    const { keeper, write, storage, warnings } = await scene(keychain());
    expect(keeper.status().state).toBe('opening');
    await keeper.open();
    await write();
    expect(keeper.status().state).toBe('keychain');
    expect(warnings.all()).toEqual([]);
    expect(await storage.verifyJournal()).toMatchObject({ ok: true, proven: 1 });
  });

  it('becomes the keychain’s in mid-session once it was unlocked, which proves what came before', async () => {
    const ring = keychain({ [journalKeyName]: textOf(oldKey) });
    ring.control.locked = true;
    const { keeper, write, storage, warnings } = await scene(ring, await journalOfOldKey());
    await keeper.open();
    await write();
    expect(keeper.status().state).toBe('locked');
    expect(warnings.all()).toMatchObject([{ id: 'journal-key' }]);

    expect(await keeper.retry()).toMatchObject({ ok: false, error: { code: 'storage' } });
    expect(keeper.status().state).toBe('locked');

    ring.control.locked = false;
    expect(await keeper.retry()).toMatchObject({
      ok: true,
      value: { state: 'keychain', fingerprint: journalKeyFingerprint(oldKey) },
    });
    expect(warnings.all()).toEqual([]);
    await write();
    const entries = await storage.readJournal({ afterSeq: 0, limit: 10 });
    expect(entries.map(({ kind }) => kind)).toEqual([
      'order-sent',
      'order-sent',
      'journal-key-found',
      'order-sent',
    ]);
    expect(await storage.verifyJournal()).toMatchObject({
      ok: true,
      proven: 3,
      unproven: [{ fromSeq: 2, toSeq: 2, sealedBySeq: 3 }],
    });
  });

  it('is made in mid-session when none was ever recorded and a keychain comes up', async () => {
    const ring = keychain();
    ring.control.locked = true;
    const { keeper } = await scene(ring);
    await keeper.open();
    expect(keeper.status().state).toBe('session');
    ring.control.locked = false;
    expect(await keeper.retry()).toMatchObject({ ok: true, value: { state: 'keychain' } });
    expect(ring.kept.has(journalKeyName)).toBe(true);
  });

  it('is left alone by a retry when it is the keychain’s already, however often one presses', async () => {
    const { keeper, storage } = await scene(keychain());
    await keeper.open();
    await Promise.all([keeper.retry(), keeper.retry(), keeper.retry()]);
    expect(await storage.readJournal({ afterSeq: 0, limit: 10 })).toEqual([]);
  });

  it('is begun anew when it is lost, on the trader’s word; the first entry says so and covers the former ones', async () => {
    const ring = keychain();
    const { keeper, write, storage } = await scene(ring, await journalOfOldKey());
    await keeper.open();
    await write();
    expect(keeper.status().state).toBe('locked');
    const begun = await keeper.startNewKey();
    expect(begun).toMatchObject({ ok: true, value: { state: 'keychain' } });
    const fingerprint = keeper.status().fingerprint;
    expect(await storage.getJournalKeyFingerprint()).toBe(fingerprint);
    expect((await storage.readJournal({ afterSeq: 2, limit: 10 }))[0]).toMatchObject({
      kind: 'journal-key-began',
      keyFingerprint: fingerprint,
    });
    expect(await storage.verifyJournal()).toMatchObject({
      ok: true,
      unproven: [
        { fromSeq: 1, sealedBySeq: 3 },
        { fromSeq: 2, sealedBySeq: 3 },
      ],
    });
  });

  it('is taken from the keychain when that holds another one, which stays as it is', async () => {
    const ring = keychain({ [journalKeyName]: textOf(foreignKey) });
    const { keeper } = await scene(ring, await journalOfOldKey());
    await keeper.open();
    expect(keeper.status().state).toBe('other-key');
    expect(await keeper.startNewKey()).toMatchObject({
      ok: true,
      value: { state: 'keychain', fingerprint: journalKeyFingerprint(foreignKey) },
    });
    expect(ring.kept.get(journalKeyName)).toBe(textOf(foreignKey));
  });

  it('is not begun anew while the keychain is locked, does not take it, or nothing is lost', async () => {
    const ring = keychain();
    const { keeper } = await scene(ring, await journalOfOldKey());
    await keeper.open();
    ring.control.locked = true;
    expect(await keeper.startNewKey()).toMatchObject({ ok: false, error: { code: 'storage' } });
    ring.control.locked = false;
    ring.control.takes = false;
    expect(await keeper.startNewKey()).toMatchObject({ ok: false, error: { code: 'storage' } });
    expect(keeper.status().state).toBe('locked');
    const sound = await scene(keychain());
    await sound.keeper.open();
    expect(await sound.keeper.startNewKey()).toMatchObject({ ok: false, error: { code: 'rule' } });
  });
});
