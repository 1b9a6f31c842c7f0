import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import {
  type FileReport,
  replyEnvelopeSchema,
  type StorageInput,
  type StorageOutput,
  type StorageRequestName,
  storageSchemas,
} from './protocol';
import { StorageError, toStorageError } from './storage-error';
import type { StorageThread } from './storage-thread';

/** Requests that may wait for an answer; a further one is refused as `busy`. */
const maximumPending = 2_000;
/** A thread that ended is started again at most so many times within the window. */
const maximumRestarts = 3;
const restartWindowMs = 60_000;
/** How long a thread may take to close its file before it is ended. */
const closeTimeoutMs = 10_000;

export interface StorageLinkOptions {
  readonly file: 'history' | 'journal';
  readonly directory: string;
  /** Opens the file for reading alone. */
  readonly readOnly?: boolean;
  readonly startThread: (file: 'history' | 'journal') => StorageThread;
  readonly log: Logger;
  readonly clock: Clock;
  /** Called for every report after the first: the file was opened anew while the app ran. */
  readonly onReopened: (report: FileReport) => void;
}

/** The way to one data file on its thread. */
export interface StorageLink {
  start(): Promise<FileReport>;
  stop(): Promise<void>;
  /** Gives the thread the key of the journal, and again whenever it is started anew. */
  useJournalKey(input: StorageInput<'journal.use-key'>): Promise<StorageOutput<'journal.use-key'>>;
  /** Sends a request; requests are served in their order. @throws {StorageError} as a rejection */
  request<Name extends StorageRequestName>(
    name: Name,
    input: StorageInput<Name>,
  ): Promise<StorageOutput<Name>>;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: StorageError) => void;
}

type State = 'new' | 'running' | 'stopping' | 'failed' | 'stopped';

export function createStorageLink(options: StorageLinkOptions): StorageLink {
  const { file, directory, log, clock } = options;
  const pending = new Map<number, Pending>();
  const restarts: number[] = [];
  let state: State = 'new';
  let thread: StorageThread | null = null;
  let nextId = 1;
  let journalKey: StorageInput<'journal.use-key'> | null = null;

  function launch(): Promise<FileReport> {
    const started = options.startThread(file);
    thread = started;
    started.onMessage(receive);
    started.onExit((reason) => {
      if (thread === started) handleExit(reason);
    });
    const readOnly = options.readOnly === true ? { readOnly: true } : {};
    return send(started, 'open', { file, directory, ...readOnly });
  }

  function send<Name extends StorageRequestName>(
    target: StorageThread,
    name: Name,
    input: StorageInput<Name>,
  ): Promise<StorageOutput<Name>> {
    return new Promise((resolve, reject) => {
      const id = nextId;
      nextId += 1;
      pending.set(id, {
        resolve: (value) => {
          const parsed = storageSchemas[name].output.safeParse(value);
          if (parsed.success) resolve(parsed.data);
          else reject(new StorageError('io', `the answer to ${name} was malformed: ${parsed.error.message}`));
        },
        reject,
      });
      try {
        target.postMessage({ id, name, input });
      } catch (error) {
        pending.delete(id);
        reject(new StorageError('invalid', `${name} could not be sent: ${toStorageError(error).message}`));
      }
    });
  }

  function receive(message: unknown): void {
    const envelope = replyEnvelopeSchema.safeParse(message);
    if (!envelope.success) {
      log.error('a storage thread sent something unknown', { file, problem: envelope.error.message });
      return;
    }
    const reply = envelope.data;
    switch (reply.type) {
      case 'value':
        take(reply.id)?.resolve(reply.value);
        return;
      case 'error':
        take(reply.id)?.reject(new StorageError(reply.error.kind, reply.error.message));
        return;
      case 'slow':
        log.warn('slow storage request', {
          file,
          request: reply.name,
          elapsedMs: Math.round(reply.elapsedMs),
        });
        return;
      case 'rebuilt':
        log.warn('the bar cache was damaged and is begun anew', { setAside: reply.setAside });
        options.onReopened({ state: 'rebuilt', setAside: reply.setAside });
        return;
      case 'warning':
        log.warn('storage warning', { file, problem: reply.message });
    }
  }

  function take(id: number): Pending | undefined {
    const entry = pending.get(id);
    pending.delete(id);
    return entry;
  }

  function rejectPending(error: StorageError): void {
    const waiting = [...pending.values()];
    pending.clear();
    for (const entry of waiting) entry.reject(error);
  }

  function handleExit(reason: string): void {
    thread = null;
    rejectPending(new StorageError('crashed', `the storage thread of ${file} ended: ${reason}`));
    if (state !== 'running') return;
    const nowMs = clock.monotonicMs();
    while ((restarts[0] ?? nowMs) < nowMs - restartWindowMs) restarts.shift();
    if (restarts.length >= maximumRestarts) {
      state = 'failed';
      log.error('a storage thread ended too often and stays down', { file, reason });
      return;
    }
    restarts.push(nowMs);
    log.error('a storage thread ended and is started again', { file, reason });
    reopen().catch((error: unknown) => {
      log.error('a storage thread could not be started again', {
        file,
        problem: toStorageError(error).message,
      });
    });
  }

  async function reopen(): Promise<void> {
    const opening = launch();
    // Sent right behind the opening, so that no append can come between them.
    const keyed =
      thread !== null && journalKey !== null ? send(thread, 'journal.use-key', journalKey) : undefined;
    const [report] = await Promise.all([opening, keyed]);
    options.onReopened(report);
  }

  return {
    async start() {
      if (state !== 'new') throw new StorageError('closed', 'storage was started before');
      state = 'running';
      return launch();
    },
    async stop() {
      const closing = thread;
      if (state !== 'running' || closing === null) {
        state = 'stopped';
        return;
      }
      state = 'stopping';
      let cancelTimer = () => {};
      const late = new Promise<'late'>((resolve) => {
        cancelTimer = clock.after(closeTimeoutMs, () => resolve('late'));
      });
      const closed = send(closing, 'close', {}).catch((error: unknown) => {
        log.warn('a data file did not close cleanly', { file, problem: toStorageError(error).message });
      });
      if ((await Promise.race([closed, late])) === 'late')
        log.warn('a data file took too long to close', { file });
      cancelTimer();
      thread = null;
      await closing.terminate();
      rejectPending(new StorageError('closed', 'storage was stopped'));
      state = 'stopped';
    },
    request,
    useJournalKey(input) {
      journalKey = input;
      return request('journal.use-key', input);
    },
  };

  function request<Name extends StorageRequestName>(
    name: Name,
    input: StorageInput<Name>,
  ): Promise<StorageOutput<Name>> {
    if (state !== 'running' || thread === null) {
      return Promise.reject(new StorageError('closed', `the ${file} file is not open`));
    }
    if (pending.size >= maximumPending) {
      return Promise.reject(
        new StorageError('busy', `${String(pending.size)} requests to ${file} are waiting`),
      );
    }
    return send(thread, name, input);
  }
}
