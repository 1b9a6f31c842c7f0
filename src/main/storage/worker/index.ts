import { parentPort } from 'node:worker_threads';
import { createStorageEngine } from './storage-engine';

if (parentPort === null) throw new Error('this is the entry of a worker thread');
const port = parentPort;

const engine = createStorageEngine({
  post: (reply, transfer) => port.postMessage(reply, [...transfer]),
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
});

port.on('message', (message: unknown) => {
  void engine.handle(message);
});
