import { Worker } from 'node:worker_threads';
import type { StorageRequestEnvelope } from './protocol';

/** A running storage thread, as far as the client needs it. */
export interface StorageThread {
  postMessage(message: StorageRequestEnvelope): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once when the thread ended, for whatever reason. */
  onExit(listener: (reason: string) => void): void;
  /** Ends the thread at once. */
  terminate(): Promise<void>;
}

/** Starts the bundled worker (`storage-worker.js`) on a thread of its own. */
export function startWorkerThread(workerFile: string | URL, name: string): StorageThread {
  const worker = new Worker(workerFile, { name });
  let failure: string | null = null;
  worker.on('error', (error: unknown) => {
    failure = error instanceof Error ? error.message : String(error);
  });
  return {
    postMessage: (message) => worker.postMessage(message),
    onMessage: (listener) => {
      worker.on('message', listener);
    },
    onExit: (listener) => {
      worker.on('exit', (code) => listener(failure ?? `exit code ${String(code)}`));
    },
    terminate: async () => {
      await worker.terminate();
    },
  };
}
