import { err, ok, type Result } from '../../shared/domain/result';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import { type KeychainRequest, keychainReplySchema } from './keychain-protocol';
import { classifyKeychainMessage, type SecretFailure } from './secret-state';

/**
 * The process that talks to the keychain: Electron's `utilityProcess.fork(secretsProcessFile)`, or a forked Node process.
 */
export interface SecretsProcess {
  postMessage(message: KeychainRequest): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once when the process ended, for whatever reason, also when it could not be started. */
  onExit(listener: (code: number | null) => void): void;
  /** Ends the process at once, also while a call of the library hangs in it (SIGKILL where there are signals). */
  kill(): void;
}

/** One operation without what the client adds. */
export type KeychainOperation =
  | { readonly operation: 'get'; readonly account: string }
  | { readonly operation: 'set'; readonly account: string; readonly secret: string }
  | { readonly operation: 'delete'; readonly account: string };

export interface KeychainClient {
  /** Runs one operation after those before it. For `get` a null is no proof of absence: a locked ring gives it too. */
  run(operation: KeychainOperation): Promise<Result<string | null, SecretFailure>>;
  /** Ends the process; what is under way or waits fails at once. */
  stop(): void;
}

export interface KeychainClientOptions {
  readonly fork: () => SecretsProcess;
  /** The name under which the keychain shows the secrets. */
  readonly service: string;
  readonly log: Logger;
  readonly clock: Clock;
  /** How long one call may take; then the process is killed. */
  readonly timeoutMs: number;
}

/** Operations that may wait. */
const maximumWaiting = 32;

export function createKeychainClient(options: KeychainClientOptions): KeychainClient {
  const { fork, service, log, clock, timeoutMs } = options;
  let running: SecretsProcess | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let nextId = 1;
  let stopped = false;
  let settle: ((outcome: Result<string | null, SecretFailure>, id: number | null) => void) | null = null;

  function processOrNew(): SecretsProcess {
    if (running !== null) return running;
    const started = fork();
    running = started;
    started.onMessage((message) => {
      if (running === started) receive(message);
    });
    started.onExit((code) => {
      if (running !== started) return;
      running = null;
      settle?.(unavailable('crashed', `the secrets process ended with code ${String(code)}`), null);
    });
    return started;
  }

  function receive(message: unknown): void {
    const reply = keychainReplySchema.safeParse(message);
    if (!reply.success) {
      log.error('the secrets process sent something unknown');
      return;
    }
    settle?.(outcomeOf(reply.data), reply.data.id);
  }

  function endProcess(): void {
    const ending = running;
    running = null;
    ending?.kill();
  }

  function perform(operation: KeychainOperation): Promise<Result<string | null, SecretFailure>> {
    if (stopped) return Promise.resolve(stoppedFailure);
    const id = nextId;
    nextId += 1;
    return new Promise((resolve) => {
      const cancelTimer = clock.after(timeoutMs, () => {
        log.warn('the keychain did not answer in time', { operation: operation.operation, timeoutMs });
        endProcess();
        settle?.(unavailable('timeout', `no answer within ${String(timeoutMs)} ms`), null);
      });
      settle = (outcome, answeredId) => {
        if (answeredId !== null && answeredId !== id) return;
        settle = null;
        cancelTimer();
        resolve(outcome);
      };
      try {
        processOrNew().postMessage({ id, service, ...operation });
      } catch (error) {
        endProcess();
        settle?.(unavailable('crashed', error instanceof Error ? error.message : String(error)), null);
      }
    });
  }

  return {
    run(operation) {
      if (waiting >= maximumWaiting)
        return Promise.resolve(unavailable('failed', 'too many requests are waiting'));
      waiting += 1;
      const outcome = last.then(() => perform(operation)).finally(() => (waiting -= 1));
      last = outcome;
      return outcome;
    },
    stop() {
      stopped = true;
      endProcess();
      settle?.(stoppedFailure, null);
    },
  };
}

const stoppedFailure = unavailable('failed', 'the keychain client was stopped');

function unavailable(
  reason: Extract<SecretFailure, { kind: 'unavailable' }>['reason'],
  detail: string,
): Result<string | null, SecretFailure> {
  return err({ kind: 'unavailable', reason, detail });
}

function outcomeOf(
  reply: ReturnType<typeof keychainReplySchema.parse>,
): Result<string | null, SecretFailure> {
  switch (reply.type) {
    case 'done':
      return ok(reply.value);
    case 'no-library':
      return unavailable('no-library', reply.message);
    case 'failed':
      return err(classifyKeychainMessage(reply.message));
  }
}
