import type { JournalKeyStatus } from '../../shared/ipc/journal-schemas';
import { err, ok, type Result } from '../../shared/domain/result';
import type { RequestError } from '../../shared/ipc/errors';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import type { Random } from '../platform/random';
import { type JournalKeyOutcome, resolveJournalKey, startNewJournalKey } from '../secrets/journal-key';
import { describeSecretState } from '../secrets/secret-state';
import type { SecretStore } from '../secrets/secret-store';
import type { JournalStore } from '../storage/storage';
import type { Warnings } from './warnings';

export interface JournalKeeperDeps {
  readonly storage: Pick<
    JournalStore,
    'useJournalKey' | 'getJournalKeyFingerprint' | 'recordJournalKeyFingerprint' | 'appendJournal'
  >;
  readonly secrets: Pick<SecretStore, 'get' | 'set' | 'state' | 'retry'>;
  readonly warnings: Warnings;
  readonly random: Pick<Random, 'bytes'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly log: Logger;
}

type KeyAnswer = Result<JournalKeyStatus, RequestError>;

/** Sees to it that the journal is signed with the keychain's key as soon as that can be had. */
export interface JournalKeeper {
  /** Gives the journal its key; until it resolves nothing can be appended. Rejects with a `StorageError`. */
  open(): Promise<void>;
  status(): JournalKeyStatus;
  /** Looks for the keychain's key again, and uses it from now on when it is there. Rejects with a `StorageError`. */
  retry(): Promise<KeyAnswer>;
  /**
   * Uses the key that the keychain has, or a new one where it has none, although another is recorded. A key that the
   * keychain holds is never overwritten: another data folder may need it. Rejects with a `StorageError`.
   */
  startNewKey(): Promise<KeyAnswer>;
}

type Current = Pick<JournalKeyOutcome, 'kind' | 'fingerprint'>;

export function createJournalKeeper(deps: JournalKeeperDeps): JournalKeeper {
  const { storage, secrets, warnings, random, clock, log } = deps;
  const randomBytes = (length: number): Uint8Array => random.bytes(length);
  let current: Current | null = null;
  let last: Promise<unknown> = Promise.resolve();

  function show(next: Current): void {
    current = next;
    log.info('journal key', { kind: next.kind, fingerprint: next.fingerprint });
    warnings.set('journal-key', warningOf(next));
  }

  function status(): JournalKeyStatus {
    if (current === null)
      return { state: 'opening', fingerprint: null, text: 'The journal is being opened.' };
    const { kind, fingerprint } = current;
    return { state: kind === 'key' ? 'keychain' : kind, fingerprint, text: describeKey(current) };
  }

  async function resolve(recordedFingerprint: string | null): Promise<JournalKeyOutcome> {
    return resolveJournalKey({ recordedFingerprint, secrets, randomBytes });
  }

  /** Signs with the keychain's key from here on; its first entry says so and seals what came before. */
  async function changeTo(
    found: Extract<JournalKeyOutcome, { kind: 'key' }>,
    kind: 'journal-key-found' | 'journal-key-began',
  ): Promise<void> {
    const former = current?.fingerprint ?? null;
    await storage.useJournalKey(found.key, 'keychain');
    if (found.record) await storage.recordJournalKeyFingerprint(found.fingerprint);
    const body = { fingerprint: found.fingerprint, former };
    await storage.appendJournal([{ atMs: clock.nowMs(), kind, orderKey: null, body }]);
    show(found);
  }

  /** One change at a time, however often a button is pressed. */
  function inTurn(work: () => Promise<KeyAnswer>): Promise<KeyAnswer> {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  }

  return {
    async open() {
      const found = await resolve(await storage.getJournalKeyFingerprint());
      await storage.useJournalKey(found.key, found.kind === 'key' ? 'keychain' : 'session');
      if (found.kind === 'key' && found.record) await storage.recordJournalKeyFingerprint(found.fingerprint);
      show(found);
    },
    status,
    retry: () =>
      inTurn(async () => {
        if (current === null || current.kind === 'key') return ok(status());
        const state = await secrets.retry();
        if (state.kind !== 'available') return err({ code: 'storage', text: describeSecretState(state) });
        const found = await resolve(await storage.getJournalKeyFingerprint());
        if (found.kind === 'key') await changeTo(found, 'journal-key-found');
        // The key of this session goes on; what stands in its way may have changed.
        else show({ kind: found.kind, fingerprint: current.fingerprint });
        return ok(status());
      }),
    startNewKey: () =>
      inTurn(async () => {
        if (current === null || current.kind === 'key' || current.kind === 'session')
          return err({ code: 'rule', text: 'The journal has lost no key, so it keeps the one that it has.' });
        const state = await secrets.retry();
        if (state.kind !== 'available') return err({ code: 'storage', text: describeSecretState(state) });
        // Without a recorded key this takes the keychain's, and makes one only where it has none.
        const existing = await resolve(null);
        const found = existing.kind === 'key' ? existing : await startNewJournalKey({ secrets, randomBytes });
        if (found.kind !== 'key')
          return err({ code: 'storage', text: 'The keychain did not keep a new key. Nothing was changed.' });
        await changeTo({ ...found, record: true }, 'journal-key-began');
        return ok(status());
      }),
  };
}

const tryAgain = 'press “Try the keychain again” in the settings under About.';

function warningOf({ kind }: Current): string | null {
  switch (kind) {
    case 'locked':
      return `The keychain did not give the key of the journal. Entries are signed with a key of this session meanwhile. Unlock the keychain and ${tryAgain}`;
    case 'other-key':
      return 'The keychain holds the key of another journal. Entries of this session are signed with a key of their own. The settings, under About, offer what can be done.';
    // The sentence about the keychain says it already.
    case 'session':
    case 'key':
      return null;
  }
}

function describeKey({ kind }: Current): string {
  switch (kind) {
    case 'key':
      return 'Entries are signed with a key that is kept in the keychain of this computer.';
    case 'locked':
      return `The keychain does not give the key of this journal, so entries are signed with a key of this session. Unlock the keychain and ${tryAgain} If the key is lost for good, begin a new one.`;
    case 'other-key':
      return 'The keychain holds the key of another journal, for instance because the data folder came from another computer. Entries are signed with a key of this session. Bring the former key back, or go on with the one that the keychain holds.';
    case 'session':
      return `No keychain keeps a key, so entries are signed with one that ends with this session: later nothing proves them. Set a keychain up or unlock it, and ${tryAgain}`;
  }
}
