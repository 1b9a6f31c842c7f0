import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { err, ok, type Result } from '../../shared/domain/result';
import type { Logger } from '../platform/logger';
import { removeAbandonedSockets, socketFolderPrefix, socketName } from './abandoned-sockets';

/** How the built-in simulator is to run. */
export interface SimulatorOptions {
  readonly seed: number;
  readonly speed: number;
}

/** The built-in simulated gateway on a worker thread, reached over a local socket and never over a port. */
export interface SimulatorHost {
  /** Starts it and returns where it listens; the error is a sentence. */
  start(options: SimulatorOptions): Promise<Result<string, string>>;
  stop(): Promise<void>;
}

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening') }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);

/** Events a second of the busiest instrument: lively, and far from what a machine minds. */
const tickRate = 8;

/**
 * @param workerFile the bundled `simulator-worker.js`.
 * @param name a random name for the pipe on Windows, where sockets are no files.
 */
export function createSimulatorHost({
  workerFile,
  name,
  log,
}: {
  readonly workerFile: URL;
  readonly name: () => string;
  readonly log: Logger;
}): SimulatorHost {
  let worker: Worker | null = null;
  let directory: string | null = null;

  async function stop(): Promise<void> {
    const running = worker;
    worker = null;
    if (running !== null) {
      const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
      running.postMessage({ kind: 'stop' });
      const timer = setTimeout(() => void running.terminate(), 1_000);
      await ended;
      clearTimeout(timer);
    }
    if (directory !== null) await rm(directory, { recursive: true, force: true });
    directory = null;
  }

  return {
    stop,
    async start(options) {
      await stop();
      let path: string;
      if (process.platform === 'win32') {
        path = `\\\\.\\pipe\\tradewind-${name()}`;
      } else {
        // Sockets have short paths (104 characters on macOS), so it is not below the data folder.
        directory = await mkdtemp(join(tmpdir(), socketFolderPrefix));
        await chmod(directory, 0o700);
        path = join(directory, socketName);
        removeAbandonedSockets(tmpdir()).then(
          (removed) => {
            if (removed.length > 0) log.info('socket folders of killed apps removed', { removed });
          },
          (error: unknown) =>
            log.warn('old socket folders could not be looked for', { error: String(error) }),
        );
      }
      const started = new Worker(workerFile, {
        workerData: {
          path,
          seed: options.seed,
          speed: options.speed,
          tickRate,
          accountId: 'DU1234567',
          cash: 1_000_000,
        },
      });
      worker = started;
      const outcome = await new Promise<Result<string, string>>((resolve) => {
        started.on('message', (raw: unknown) => {
          const message = messageSchema.safeParse(raw);
          if (!message.success) return;
          resolve(message.data.kind === 'listening' ? ok(path) : err(message.data.message));
        });
        started.once('error', (error) => {
          log.error('simulator failed', { error: error.stack });
          resolve(err('The built-in simulator could not be started.'));
        });
        started.once('exit', (code) => {
          log.info('simulator ended', { code });
          resolve(err('The built-in simulator ended at once.'));
        });
      });
      return outcome;
    },
  };
}
