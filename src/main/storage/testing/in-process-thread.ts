import { MessageChannel } from 'node:worker_threads';
import type { StorageThread } from '../storage-thread';
import { createStorageEngine } from '../worker/storage-engine';

/** The thread of a test, with a way to end it as a crash would. */
export interface InProcessThread extends StorageThread {
  crash(): void;
  /** Posts anything, also what the types forbid. */
  postUnchecked(message: unknown): void;
}

/** Runs the engine of a storage thread in the thread of the test; messages are cloned and transferred as between threads. */
export function startInProcessThread(options: { readonly maximumBars?: number } = {}): InProcessThread {
  const { port1: inside, port2: outside } = new MessageChannel();
  const exitListeners: ((reason: string) => void)[] = [];
  const engine = createStorageEngine({
    post: (reply, transfer) => inside.postMessage(reply, [...transfer]),
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    ...options,
  });
  inside.on('message', (message: unknown) => {
    void engine.handle(message);
  });
  function end(reason: string): void {
    inside.close();
    outside.close();
    for (const listener of exitListeners.splice(0)) listener(reason);
  }
  return {
    postMessage: (message) => outside.postMessage(message),
    onMessage: (listener) => {
      outside.on('message', listener);
    },
    onExit: (listener) => {
      exitListeners.push(listener);
    },
    terminate: async () => end('terminated'),
    postUnchecked: (message) => outside.postMessage(message),
    crash: () => end('crashed'),
  };
}
