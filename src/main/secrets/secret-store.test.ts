import { describe, expect, it } from 'vitest';
import type { Clock } from '../platform/clock';
import { silentLogger } from '../platform/logger';
import type { SecretsProcess } from './keychain-client';
import type { KeychainReply, KeychainRequest } from './keychain-protocol';
import { createSecretStore } from './secret-store';
import {
  classifyKeychainMessage,
  describeSecretState,
  type SecretState,
  unavailableReasons,
} from './secret-state';

type Answer = (request: KeychainRequest) => KeychainReply | 'silent' | 'crash';

/** A clock whose timers run only when told. */
function manualClock() {
  const timers = new Set<() => void>();
  const clock: Clock = {
    nowMs: () => 0,
    monotonicMs: () => 0,
    after(_delayMs, run) {
      timers.add(run);
      return () => timers.delete(run);
    },
  };
  return {
    clock,
    waiting: () => timers.size,
    fire() {
      for (const run of timers) {
        timers.delete(run);
        run();
      }
    },
  };
}

/** Processes that answer as told, and what became of them. */
function fakeProcesses(answer: Answer) {
  const seen: KeychainRequest[] = [];
  const log = { forked: 0, killed: 0, atOnce: 0, mostAtOnce: 0 };
  const fork = (): SecretsProcess => {
    log.forked += 1;
    let deliver: (message: unknown) => void = () => undefined;
    let exit: (code: number | null) => void = () => undefined;
    return {
      postMessage(request) {
        seen.push(request);
        log.atOnce += 1;
        log.mostAtOnce = Math.max(log.mostAtOnce, log.atOnce);
        const reply = answer(request);
        queueMicrotask(() => {
          if (reply === 'silent') return;
          log.atOnce -= 1;
          if (reply === 'crash') exit(139);
          else deliver(reply);
        });
      },
      onMessage: (listener) => {
        deliver = listener;
      },
      onExit: (listener) => {
        exit = listener;
      },
      kill: () => {
        log.killed += 1;
      },
    };
  };
  return { fork, seen, log };
}

/** A keychain that works. */
function workingRing(): Answer {
  const items = new Map<string, string>();
  return (request) => {
    const { id, operation, account } = request;
    if (operation === 'set') items.set(account, request.secret);
    if (operation === 'delete') items.delete(account);
    return { type: 'done', id, value: operation === 'get' ? (items.get(account) ?? null) : null };
  };
}

function storeWith(answer: Answer) {
  const processes = fakeProcesses(answer);
  const time = manualClock();
  const store = createSecretStore({ fork: processes.fork, log: silentLogger, clock: time.clock });
  return { store, processes, time };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('the secret store', () => {
  it('keeps secrets in a keychain that works, one call at a time', async () => {
    const { store, processes } = storeWith(workingRing());
    expect(store.state()).toEqual({ kind: 'checking' });
    const [state, stored] = await Promise.all([
      store.start(),
      store.set('a', 'secret'),
      store.set('b', 'other'),
    ]);
    expect(state).toEqual({ kind: 'available' });
    expect(stored).toEqual({ stored: 'keychain' });
    expect(await store.get('a')).toEqual({ kind: 'found', value: 'secret', from: 'keychain' });
    expect(await store.delete('a')).toEqual({ deleted: true });
    expect(await store.get('a')).toEqual({ kind: 'not-found' });
    expect(processes.log).toMatchObject({ forked: 1, mostAtOnce: 1 });
  });

  it('does not take a ring for working that gives nothing back', async () => {
    const { store } = storeWith(({ id }) => ({ type: 'done', id, value: null }));
    expect(await store.start()).toMatchObject({ kind: 'locked' });
    expect(await store.set('a', 'secret')).toEqual({ stored: 'session' });
    expect(await store.get('a')).toEqual({ kind: 'found', value: 'secret', from: 'session' });
    expect(await store.get('b')).toMatchObject({ kind: 'unreachable', state: { kind: 'locked' } });
    expect(await store.delete('b')).toEqual({ deleted: false });
  });

  it('kills a process that does not answer, leaves the keychain alone, and looks again when asked to', async () => {
    let hanging = true;
    const ring = workingRing();
    const { store, processes, time } = storeWith((request) => (hanging ? 'silent' : ring(request)));
    const started = store.start();
    await until(() => time.waiting() === 1);
    time.fire();
    expect(await started).toMatchObject({ kind: 'unavailable', reason: 'timeout' });
    expect(processes.log).toMatchObject({ forked: 1, killed: 1 });
    expect(await store.set('a', 'secret')).toEqual({ stored: 'session' });
    expect(processes.seen).toHaveLength(1);
    hanging = false;
    expect(await store.retry()).toEqual({ kind: 'available' });
    expect(processes.log.forked).toBe(2);
    expect(time.waiting()).toBe(0);
  });

  it('tells when the process crashed, and tells every change of state', async () => {
    let crashing = false;
    const ring = workingRing();
    const { store } = storeWith((request) => (crashing ? 'crash' : ring(request)));
    const states: SecretState['kind'][] = [];
    store.onStateChange(({ kind }) => states.push(kind));
    await store.start();
    crashing = true;
    expect(await store.get('a')).toMatchObject({ kind: 'unreachable', state: { reason: 'crashed' } });
    expect(states).toEqual(['available', 'unavailable']);
  });

  it('stops at once while a call hangs, and answers what waits', async () => {
    const { store, processes, time } = storeWith(() => 'silent');
    const started = store.start();
    await until(() => time.waiting() === 1);
    store.stop();
    expect(await started).toMatchObject({ kind: 'unavailable' });
    expect(processes.log.killed).toBe(1);
    expect(time.waiting()).toBe(0);
  });

  it('tells when the process cannot be started', async () => {
    const store = createSecretStore({
      fork: () => {
        throw new Error('no such file');
      },
      log: silentLogger,
      clock: manualClock().clock,
    });
    expect(await store.start()).toMatchObject({
      kind: 'unavailable',
      reason: 'crashed',
      detail: 'no such file',
    });
    expect(await store.set('a', 'secret')).toEqual({ stored: 'session' });
  });
});

describe('the states of the keychain', () => {
  it.each([
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'no-bus'],
    ['Could not connect: No such file or directory', 'no-bus'],
    ['Unknown or unsupported transport “disabled” for address “disabled:”', 'no-bus'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'no-ring'],
    ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'no-ring'],
    ['something else', 'failed'],
  ])('are told from the message %j', (message, reason) => {
    expect(classifyKeychainMessage(message)).toEqual({ kind: 'unavailable', reason, detail: message });
  });

  it.each([['Cannot create an item in a locked collection'], ['User interaction is not allowed.']])(
    'are locked with the message %j',
    (message) => {
      expect(classifyKeychainMessage(message)).toMatchObject({ kind: 'locked' });
    },
  );

  it('each have a sentence of their own, which tells what becomes of new secrets', () => {
    const states: readonly SecretState[] = [
      { kind: 'locked', detail: '' },
      ...unavailableReasons.map((reason) => ({ kind: 'unavailable' as const, reason, detail: '' })),
    ];
    const sentences = states.map((state) => describeSecretState(state));
    expect(new Set(sentences).size).toBe(states.length);
    for (const sentence of sentences) expect(sentence).toContain('for this session only');
  });
});
