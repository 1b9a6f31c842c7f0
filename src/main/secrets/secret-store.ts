import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import { createKeychainClient, type SecretsProcess } from './keychain-client';
import type { SecretFailure, SecretState } from './secret-state';

/** What was found under a name. */
export type SecretLookup =
  | { readonly kind: 'found'; readonly value: string; readonly from: 'keychain' | 'session' }
  /** The keychain gave nothing. That is no proof of absence: a ring that was locked meanwhile gives nothing as well. */
  | { readonly kind: 'not-found' }
  | { readonly kind: 'unreachable'; readonly state: SecretFailure };

/** Secrets by name, in the keychain of the operating system; in memory while that cannot be used, never in a file. */
export interface SecretStore {
  /** Looks whether the keychain works; resolves with the state within a few times the time-out of a call. Never rejects. */
  start(): Promise<SecretState>;
  /** Ends the secrets process at once, also while a call hangs. */
  stop(): void;
  state(): SecretState;
  /** Tells of every change of state; returns the unsubscribe function. */
  onStateChange(listener: (state: SecretState) => void): () => void;
  /** Looks again, for instance after the trader unlocked the keychain. */
  retry(): Promise<SecretState>;
  get(name: string): Promise<SecretLookup>;
  /** Keeps a secret and tells where. */
  set(name: string, value: string): Promise<{ readonly stored: 'keychain' | 'session' }>;
  /** Forgets a secret; `deleted` is false when the keychain could not be asked and may still hold it. */
  delete(name: string): Promise<{ readonly deleted: boolean }>;
}

export interface SecretStoreOptions {
  /** Starts the bundled secrets process (`secrets-process.js`). */
  readonly fork: () => SecretsProcess;
  readonly log: Logger;
  readonly clock: Clock;
  /** The name under which the keychain shows the secrets. */
  readonly service?: string;
  /** How long one call of the keychain may take, ms. */
  readonly timeoutMs?: number;
}

const checkName = 'keychain-check';
const checkValue = 'ok';

export function createSecretStore(options: SecretStoreOptions): SecretStore {
  const { fork, log, clock, service = 'Tradewind', timeoutMs = 4_000 } = options;
  const keychain = createKeychainClient({ fork, service, log, clock, timeoutMs });
  const session = new Map<string, string>();
  const listeners = new Set<(state: SecretState) => void>();
  let current: SecretState = { kind: 'checking' };
  let checking: Promise<SecretState> | null = null;

  function enter(next: SecretState): SecretState {
    if (next.kind !== current.kind) log.info('keychain state', { ...next });
    current = next;
    for (const listener of listeners) listener(next);
    return next;
  }

  /** A value that reads back is the only proof that the keychain works; a ring that gives nothing may be locked. */
  async function check(): Promise<SecretState> {
    const first = await keychain.run({ operation: 'get', account: checkName });
    if (!first.ok) return enter(first.error);
    if (first.value === checkValue) return enter({ kind: 'available' });
    const written = await keychain.run({ operation: 'set', account: checkName, secret: checkValue });
    if (!written.ok) return enter(written.error);
    const second = await keychain.run({ operation: 'get', account: checkName });
    if (!second.ok) return enter(second.error);
    return second.value === checkValue
      ? enter({ kind: 'available' })
      : enter({ kind: 'locked', detail: 'what was written does not read back' });
  }

  function checkOnce(): Promise<SecretState> {
    checking ??= check().finally(() => {
      checking = null;
    });
    return checking;
  }

  /** The state once it is known. After a failure the keychain is left alone until the trader asks for it again. */
  async function settled(): Promise<Exclude<SecretState, { kind: 'checking' }>> {
    const state = current.kind === 'checking' || checking !== null ? await checkOnce() : current;
    return state.kind === 'checking'
      ? { kind: 'unavailable', reason: 'failed', detail: 'the check gave no result' }
      : state;
  }

  return {
    start: checkOnce,
    retry: checkOnce,
    stop() {
      keychain.stop();
      session.clear();
      listeners.clear();
    },
    state: () => current,
    onStateChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async get(name) {
      const kept = session.get(name);
      if (kept !== undefined) return { kind: 'found', value: kept, from: 'session' };
      const state = await settled();
      if (state.kind !== 'available') return { kind: 'unreachable', state };
      const outcome = await keychain.run({ operation: 'get', account: name });
      if (!outcome.ok) {
        enter(outcome.error);
        return { kind: 'unreachable', state: outcome.error };
      }
      return outcome.value === null
        ? { kind: 'not-found' }
        : { kind: 'found', value: outcome.value, from: 'keychain' };
    },
    async set(name, value) {
      const state = await settled();
      if (state.kind === 'available') {
        const outcome = await keychain.run({ operation: 'set', account: name, secret: value });
        if (outcome.ok) {
          session.delete(name);
          return { stored: 'keychain' };
        }
        enter(outcome.error);
      }
      session.set(name, value);
      return { stored: 'session' };
    },
    async delete(name) {
      session.delete(name);
      const state = await settled();
      if (state.kind !== 'available') return { deleted: false };
      const outcome = await keychain.run({ operation: 'delete', account: name });
      if (!outcome.ok) enter(outcome.error);
      return { deleted: outcome.ok };
    },
  };
}
