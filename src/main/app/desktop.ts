import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { Capability } from '../../shared/ipc/requests';
import { forgetWindow, serveIpc } from '../ipc/electron-ipc';
import { originOf } from '../ipc/sender-guard';
import type { Logger } from '../platform/logger';
import { appOrigin } from '../security/content-policy';
import type { CommandLine } from './command-line';
import type { Runtime } from './runtime';
import { openMainWindow, type WindowTheme } from './window';

export interface DesktopDeps {
  readonly version: string;
  readonly dataDirectory: string;
  readonly commandLine: CommandLine;
  readonly runtime: Runtime;
  /** Folder of the bundled main process. */
  readonly mainDirectory: string;
  readonly devServer: string | null;
  readonly files: { readonly preload: string; readonly pages: string };
  readonly log: Logger & { flush(): void };
  /** Opens the file behind `log`, which keeps its lines until then. */
  readonly openLog: () => Promise<void>;
}

/** How long services may take to stop before the app ends all the same, ms. */
const stopTimeoutMs = 3_000;
/** Services wait for the first frame of the window, but not longer than this, ms. */
const firstFrameTimeoutMs = 2_000;

/**
 * The app with its window: opens it, serves it, and ends everything in reverse when it is closed. The window comes
 * first; the services are loaded while its process starts, and begin their work when its first frame is there, because
 * until then both would fight for the same cores. What the page asks meanwhile waits for them.
 */
export async function runDesktop(deps: DesktopDeps): Promise<void> {
  const { log, runtime } = deps;
  const windows = new Map<number, ReadonlySet<Capability>>();
  const trusted = {
    windows,
    origin: deps.devServer === null ? appOrigin : (originOf(deps.devServer) ?? appOrigin),
  };
  let theme = await readTheme(deps.dataDirectory);
  let window: BrowserWindow | null = null;
  const open = (): BrowserWindow => {
    const opened = openMainWindow({
      preload: deps.files.preload,
      devServer: deps.devServer,
      theme,
      packaged: app.isPackaged,
    });
    windows.set(opened.webContents.id, new Set<Capability>(['read', 'trade', 'admin']));
    forgetWindow(opened, (id) => windows.delete(id));
    opened.once('closed', () => {
      if (window === opened) window = null;
    });
    opened.webContents.on('render-process-gone', (_event, details) => {
      log.error('window process ended', { reason: details.reason });
      if (!opened.isDestroyed() && details.reason !== 'clean-exit') opened.webContents.reload();
    });
    window = opened;
    return opened;
  };
  const first = open();
  const shown = Promise.withResolvers<void>();
  setTimeout(() => shown.resolve(), firstFrameTimeoutMs);
  // The first answer of the app protocol loads Node's fetch, which takes about as long as loading the page does. Now,
  // while the window's process starts, nobody waits for it.
  setImmediate(() => new Response(null));
  const loading = import('./desktop-services').then(({ createServices }) =>
    createServices({
      ...deps,
      trusted,
      chooseFile: (suggestedName) => chooseFile(window, suggestedName),
      onShown: () => shown.resolve(),
      checkOutputs: !app.isPackaged && (runtime.endToEndTest || deps.devServer !== null),
    }),
  );
  serveIpc({ services: loading, trusted, log });
  if (!app.isPackaged && process.env['TRADEWIND_SCREENSHOT'] !== undefined) {
    takeScreenshot(
      first,
      process.env['TRADEWIND_SCREENSHOT'],
      process.env['TRADEWIND_EXIT_AFTER_SCREENSHOT'] === '1',
      log,
    );
  }
  app.on('second-instance', () => {
    window?.show();
    window?.focus();
  });
  app.on('activate', () => {
    if (window === null) open();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  endInOrder(async () => {
    const services = await loading;
    services.hub.stop();
    await services.stop();
  }, log);
  const services = await loading;
  theme = services.settings().theme;
  await shown.promise;
  await deps.openLog();
  await services.start();
}

/** Asks where to write a file, in a dialog of the system on top of the window. */
async function chooseFile(window: BrowserWindow | null, suggestedName: string): Promise<string | null> {
  const options = { defaultPath: join(app.getPath('downloads'), suggestedName) };
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled || filePath === '' ? null : filePath;
}

/** The theme of the settings file, for the colour behind the first frame; dark when it does not say. */
async function readTheme(dataDirectory: string): Promise<WindowTheme> {
  try {
    const settings: unknown = JSON.parse(await readFile(join(dataDirectory, 'settings.json'), 'utf8'));
    if (typeof settings !== 'object' || settings === null || !('theme' in settings)) return 'dark';
    return settings.theme === 'light' || settings.theme === 'system' ? settings.theme : 'dark';
  } catch {
    // A file that is missing or damaged is the affair of who reads the settings themselves.
    return 'dark';
  }
}

/** Stops the services before the app ends, and ends it even when one of them does not stop. */
function endInOrder(stop: () => Promise<void>, log: Logger & { flush(): void }): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running';
  app.on('before-quit', (event) => {
    if (state === 'stopped') return;
    event.preventDefault();
    if (state === 'stopping') return;
    state = 'stopping';
    const finish = (): void => {
      if (state === 'stopped') return;
      state = 'stopped';
      log.flush();
      app.exit(0);
    };
    setTimeout(() => {
      log.warn('services did not stop in time');
      finish();
    }, stopTimeoutMs);
    stop().then(finish, (error: unknown) => {
      log.error('services did not stop cleanly', { error: String(error) });
      finish();
    });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
}

/** Development only: saves a picture of the window once it is usable, and says where. */
function takeScreenshot(window: BrowserWindow, file: string, exitAfterwards: boolean, log: Logger): void {
  const isUsable =
    'document.documentElement.dataset.usable === "true" && document.documentElement.dataset.connection === "ready"';
  const look = async (): Promise<void> => {
    for (let tries = 0; tries < 120 && !window.isDestroyed(); tries += 1) {
      if ((await window.webContents.executeJavaScript(isUsable)) === true) break;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    // Quotes and bars come within moments of the connection; a picture is nicer with them.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const picture = await window.webContents.capturePage();
    await writeFile(file, picture.toPNG());
    process.stdout.write(`screenshot: ${file}\n`);
    if (exitAfterwards) app.quit();
  };
  window.webContents.once('did-finish-load', () => {
    look().catch((error: unknown) => log.error('no screenshot', { error: String(error) }));
  });
}
