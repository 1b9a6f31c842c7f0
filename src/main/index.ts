import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, session } from 'electron';
import packageJson from '../../package.json';
import { helpText, parseCommandLine } from './app/command-line';
import { runDesktop } from './app/desktop';
import { detectRuntime } from './app/runtime';
import { DeferredLogger } from './platform/deferred-logger';
import { appOrigin } from './security/content-policy';
import { registerAppScheme, serveAppPages } from './security/app-protocol';
import { hardenBeforeReady, hardenContents, hardenSession } from './security/harden';
import { bundledFiles } from './app/window';
import { originOf } from './ipc/sender-guard';

const commandLine = parseCommandLine(process.argv.slice(app.isPackaged ? 1 : 2), app.isPackaged);
if (!commandLine.ok || commandLine.value.help) {
  if (commandLine.ok) process.stdout.write(helpText);
  else process.stderr.write(`${commandLine.error}\n`);
  app.exit(commandLine.ok ? 0 : 2);
} else if (commandLine.value.journal !== null) {
  if (commandLine.value.userDataDirectory !== null)
    app.setPath('userData', commandLine.value.userDataDirectory);
  const { journal } = commandLine.value;
  import('./app/journal-process')
    .then(({ runJournalProcess }) => runJournalProcess(journal, import.meta.url))
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      app.exit(1);
    });
} else {
  start(commandLine.value);
}

function start(options: Extract<typeof commandLine, { ok: true }>['value']): void {
  if (options.userDataDirectory !== null) app.setPath('userData', options.userDataDirectory);
  const dataDirectory = app.getPath('userData');
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write(
      'Tradewind already runs with this data folder. Use that window, or choose another folder with --user-data-dir.\n',
    );
    app.exit(3);
    return;
  }
  // What is loaded from here on is compiled once, not at every start.
  enableCompileCache(join(dataDirectory, 'code-cache'));
  const mainDirectory = fileURLToPath(new URL('.', import.meta.url));
  const files = bundledFiles(mainDirectory);
  const devServer = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);
  const devOrigin = devServer === null ? null : originOf(devServer);
  // The file logger takes longer to load than the window may wait for.
  const log = new DeferredLogger();
  const openLog = (): Promise<void> =>
    log.open(
      async () => {
        const { createFileLogger } = await import('./platform/file-logger');
        const alsoTo = app.isPackaged ? null : (line: string) => process.stderr.write(line);
        return createFileLogger(join(dataDirectory, 'logs'), 'info', alsoTo);
      },
      (problem) => process.stderr.write(`The log could not be opened: ${problem}\n`),
    );
  const runtime = detectRuntime({
    packaged: app.isPackaged,
    environment: process.env,
    execPath: process.execPath,
    electronVersion: process.versions.electron,
    expectedVersion: packageJson.devDependencies.electron,
  });

  hardenBeforeReady(app.isPackaged, devOrigin);
  // As root on Linux Chromium has no sandbox of its own, and asking for it would end the app.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerAppScheme();
  hardenContents(devServer ?? `${appOrigin}/index.html`, log);
  process.on('uncaughtException', (error) => log.error('uncaught', { error: error.stack }));
  process.on('unhandledRejection', (reason) =>
    log.error('unhandled rejection', { reason: reason instanceof Error ? reason.stack : String(reason) }),
  );

  // Awaiting this at the top level of a module would never come back.
  app
    .whenReady()
    .then(() => {
      hardenSession(session.defaultSession, devOrigin, log);
      serveAppPages(session.defaultSession, files.pages, log);
      return runDesktop({
        version: packageJson.version,
        dataDirectory,
        commandLine: options,
        runtime,
        mainDirectory,
        devServer,
        files,
        log,
        openLog,
      });
    })
    .catch(async (error: unknown) => {
      await openLog();
      log.error('start failed', { error: error instanceof Error ? error.stack : String(error) });
      log.flush();
      dialog.showErrorBox(
        'Tradewind could not start',
        `Nothing was sent anywhere. The log in ${join(dataDirectory, 'logs')} says what happened.`,
      );
      app.exit(1);
    });
}
