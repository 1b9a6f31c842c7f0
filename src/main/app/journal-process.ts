import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { app } from 'electron';
import { systemClock } from '../platform/clock';
import { silentLogger } from '../platform/logger';
import { createSecretStore } from '../secrets/secret-store';
import { openJournalReader } from '../storage/storage-client';
import { type JournalCommand, runJournalCommand } from './journal-command';
import { forkSecretsProcess } from './secrets-fork';

/**
 * Runs a command on the journal instead of the app, prints its answer and ends. It takes no lock and opens no window, and
 * keeps what Chromium writes in a folder of its own, so that an app with the same data goes on undisturbed.
 */
export async function runJournalProcess(command: JournalCommand, mainUrl: string): Promise<void> {
  const mainDirectory = fileURLToPath(new URL('.', mainUrl));
  const directory = app.getPath('userData');
  const sessionData = mkdtempSync(join(tmpdir(), 'tradewind-journal-'));
  app.setPath('sessionData', sessionData);
  app.dock?.hide();
  await app.whenReady();
  const clock = systemClock;
  const log = silentLogger;
  const { code, answer } = await runJournalCommand(
    command.kind === 'export' ? { ...command, path: resolve(command.path) } : command,
    {
      directory,
      secrets: createSecretStore({
        fork: () => forkSecretsProcess(join(mainDirectory, 'secrets-process.js')),
        clock,
        log,
      }),
      openReader: () =>
        openJournalReader({
          worker: pathToFileURL(join(mainDirectory, 'storage-worker.js')),
          directory,
          log,
          clock,
        }),
      createFile: async (path) => open(path, 'wx', 0o600),
      clock,
      log,
    },
  );
  await new Promise<void>((written) => {
    process.stdout.write(`${JSON.stringify(answer)}\n`, () => written());
  });
  rmSync(sessionData, { recursive: true, force: true });
  app.exit(code);
}
