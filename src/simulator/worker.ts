import { parentPort, workerData } from 'node:worker_threads';
import type { GatewayEvent } from './gateway/gateway-log';
import { isNamedPipe, makePrivate, preparePrivateSocket } from './private-socket';
import { type Simulator, startSimulator } from './start-simulator';
import { ownerMessageSchema, type SimulatorWorkerMessage, workerDataSchema } from './worker-messages';

/*
 * Entry of the worker thread that serves the simulated gateway inside the app. It listens on a unix domain socket or
 * a Windows named pipe and never on an internet address.
 */

function tell(message: SimulatorWorkerMessage): void {
  parentPort?.postMessage(message, []);
}

/** What goes wrong inside shows on the standard error of the app. */
function logFault(event: GatewayEvent): void {
  if (event.kind !== 'fault') return;
  const { error } = event;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`Something went wrong in the simulator: ${text}\n`);
}

async function run(): Promise<void> {
  const data = workerDataSchema.safeParse(workerData);
  if (!data.success) {
    tell({ kind: 'failed', message: 'The simulator was started with settings that it cannot use.' });
    return;
  }
  const { path, startMs, ...settings } = data.data;
  if (!isNamedPipe(path)) {
    const prepared = await preparePrivateSocket(path);
    if (!prepared.ok) {
      tell({ kind: 'failed', message: prepared.message });
      return;
    }
  }
  const simulator = startSimulator({ ...settings, startMs }, logFault);
  const listening = await simulator.listen({ path });
  if (!listening.ok) {
    await simulator.close();
    tell({ kind: 'failed', message: `The simulator could not listen at ${path}: ${listening.message}` });
    return;
  }
  if (!isNamedPipe(path)) await makePrivate(path);
  stopWhenTold(simulator);
  tell({ kind: 'listening' });
}

function stopWhenTold(simulator: Simulator): void {
  parentPort?.on('message', (message: unknown) => {
    if (!ownerMessageSchema.safeParse(message).success) return;
    void simulator.close().finally(() => parentPort?.close());
  });
}

run().catch((error: unknown) => {
  tell({
    kind: 'failed',
    message: error instanceof Error ? error.message : 'The simulator could not start.',
  });
});
