import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Settings } from '../../shared/ipc/settings';
import { createRouter, type Router } from '../ipc/router';
import type { TrustedSenders } from '../ipc/sender-guard';
import { createStreamHub, type StreamHub } from '../ipc/stream-hub';
import { systemClock } from '../platform/clock';
import { systemRandom } from '../platform/random';
import { createApp } from './create-app';
import type { DesktopDeps } from './desktop';
import { forkSecretsProcess } from './secrets-fork';

export interface ServicesDeps extends DesktopDeps {
  readonly trusted: TrustedSenders;
  /** Asks the trader where to write a file; null when they changed their mind. */
  readonly chooseFile: (suggestedName: string) => Promise<string | null>;
  /** The window shows its first true frame. */
  readonly onShown: () => void;
  /** Parse what goes out to the windows as well: in development and tests. */
  readonly checkOutputs: boolean;
}

/** Everything behind the windows. */
export interface Services {
  readonly router: Router;
  readonly hub: StreamHub;
  settings(): Settings;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Makes the app on this machine's own clock, randomness, threads and processes. Nothing runs before `start`. */
export async function createServices(deps: ServicesDeps): Promise<Services> {
  const { log, runtime, trusted, checkOutputs } = deps;
  const app = await createApp({
    version: deps.version,
    electronVersion: process.versions.electron,
    platform: `${process.platform} ${process.arch}`,
    dataDirectory: deps.dataDirectory,
    commandLine: deps.commandLine,
    simulatorLock: runtime.simulatorLock,
    unofficialRuntime: runtime.simulatorLock !== null,
    storageWorker: pathToFileURL(join(deps.mainDirectory, 'storage-worker.js')),
    simulatorWorker: pathToFileURL(join(deps.mainDirectory, 'simulator-worker.js')),
    forkSecrets: () => forkSecretsProcess(join(deps.mainDirectory, 'secrets-process.js')),
    clock: systemClock,
    random: systemRandom,
    log,
    chooseFile: deps.chooseFile,
    onShown: deps.onShown,
    onTerminalChange: () => hub.reopen(),
  });
  const router = createRouter({ handlers: app.handlers, trusted, checkOutputs, log });
  const hub = createStreamHub({ sources: app.sources, clock: systemClock, checkOutputs, log });
  return { router, hub, settings: () => app.settings(), start: () => app.start(), stop: () => app.stop() };
}
