import * as z from 'zod';
import {
  requestEnvelopeSchema,
  type StorageInput,
  type StorageOutput,
  type StorageReply,
  type StorageRequestName,
  storageSchemas,
} from '../protocol';
import { StorageError, toStorageError } from '../storage-error';
import type { DataFile, Handlers } from './handlers';
import { type HistoryFile, openHistoryFile } from './history-file';
import { openJournalFile } from './journal-file';
import { openJournalSnapshot } from './journal-snapshot';

/** A request that takes longer is told, so that it is logged. */
const slowRequestMs = 40;
/** Bars that the cache keeps, about 130 MB. */
const defaultMaximumBars = 2_000_000;

export interface StorageEngineOptions {
  readonly post: (reply: StorageReply, transfer: readonly ArrayBuffer[]) => void;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
  readonly maximumBars?: number;
}

/** Serves the requests of one data file; all of it runs on a storage thread. */
export interface StorageEngine {
  /** Handles one message; settles when it is answered. Never rejects. */
  handle(message: unknown): Promise<void>;
}

type State =
  | { readonly kind: 'closed' }
  | { readonly kind: 'refused'; readonly error: StorageError }
  | { readonly kind: 'history'; readonly directory: string; readonly file: HistoryFile }
  | { readonly kind: 'journal'; readonly file: DataFile };

export function createStorageEngine(options: StorageEngineOptions): StorageEngine {
  const { post, nowMs, monotonicMs } = options;
  const maximumBars = options.maximumBars ?? defaultMaximumBars;
  let state: State = { kind: 'closed' };

  const ownHandlers: Pick<Handlers, 'open' | 'close'> = {
    open({ file, directory, readOnly }) {
      if (state.kind !== 'closed') throw new StorageError('invalid', 'the thread has a file open already');
      try {
        if (readOnly === true) {
          if (file !== 'journal')
            throw new StorageError('invalid', 'only the journal opens for reading alone');
          state = { kind: 'journal', file: openJournalSnapshot(directory) };
        } else if (file === 'history') {
          state = { kind: 'history', directory, file: openHistoryFile(directory, nowMs, maximumBars) };
        } else {
          const warn = (message: string) => post({ type: 'warning', message }, []);
          state = { kind: 'journal', file: openJournalFile({ directory, nowMs, warn }) };
        }
        return state.file.report;
      } catch (error) {
        const problem = toStorageError(error);
        state = { kind: 'refused', error: problem };
        return { state: 'refused', error: problem.toData() };
      }
    },
    async close() {
      const closing = state;
      state = { kind: 'closed' };
      if (closing.kind === 'history' || closing.kind === 'journal') await closing.file.close();
      return null;
    },
  };

  function handlerOf<Name extends StorageRequestName>(name: Name): Handlers[Name] {
    const own: Partial<Handlers> = ownHandlers;
    const handlers: Partial<Handlers> = 'file' in state ? { ...state.file.handlers, ...own } : own;
    const handler = handlers[name];
    if (handler !== undefined) return handler;
    if (state.kind === 'refused') throw state.error;
    if (state.kind === 'closed') throw new StorageError('closed', 'no file is open');
    throw new StorageError('invalid', `${name} is not a request to this file`);
  }

  function run<Name extends StorageRequestName>(
    name: Name,
    input: StorageInput<Name>,
  ): StorageOutput<Name> | Promise<StorageOutput<Name>> {
    try {
      return handlerOf(name)(input);
    } catch (error) {
      const problem = toStorageError(error);
      if (problem.kind !== 'corrupt' || state.kind !== 'history') throw problem;
      const aside = state.file.setAside();
      state = { ...state, file: openHistoryFile(state.directory, nowMs, maximumBars) };
      post({ type: 'rebuilt', setAside: aside }, []);
      return handlerOf(name)(input);
    }
  }

  async function answer(id: number, name: StorageRequestName, input: unknown): Promise<void> {
    try {
      const value = await timed(name, () => run(name, parseInput(name, input)));
      post({ type: 'value', id, value }, buffersOf(value));
    } catch (error) {
      post({ type: 'error', id, error: toStorageError(error).toData() }, []);
    }
  }

  /** Measures how long a request holds up those behind it; what it does in later turns does not. */
  function timed<T>(name: StorageRequestName, work: () => T): T {
    const startedMs = monotonicMs();
    try {
      return work();
    } finally {
      const elapsedMs = monotonicMs() - startedMs;
      if (elapsedMs > slowRequestMs) post({ type: 'slow', name, elapsedMs }, []);
    }
  }

  return {
    async handle(message) {
      const envelope = requestEnvelopeSchema.safeParse(message);
      if (envelope.success) {
        const { id, name, input } = envelope.data;
        await answer(id, name, input);
      } else {
        post(
          { type: 'warning', message: `a message was not a request: ${z.prettifyError(envelope.error)}` },
          [],
        );
      }
    },
  };
}

function parseInput<Name extends StorageRequestName>(name: Name, input: unknown): StorageInput<Name> {
  const parsed = storageSchemas[name].input.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new StorageError('invalid', `${name}: ${z.prettifyError(parsed.error)}`);
}

/** The buffers of columns, which change hands instead of being copied. */
function buffersOf(value: unknown): readonly ArrayBuffer[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((member: unknown) =>
    member instanceof Float64Array && member.buffer instanceof ArrayBuffer ? [member.buffer] : [],
  );
}
