import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

/** The folder that holds package.json and the built app. */
export const projectRoot = resolve(import.meta.dirname, '../..');

/** How the app is started. */
export interface LaunchOptions {
  /** Where it keeps its data; the test decides when it is removed. */
  readonly dataDirectory: string;
  /** Options of the app, as on its command line. */
  readonly options?: readonly string[];
  /** Added to the environment; undefined takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The app with its main window, which shows true things and takes input. */
export interface RunningApp {
  readonly electron: ElectronApplication;
  readonly window: Page;
  readonly dataDirectory: string;
  /** Quits it and waits until its process has ended. */
  close(): Promise<void>;
}

/** The Electron that the tests drive. @throws Error when the suite was not started by its script. */
export function electronExecutable(): string {
  const executable = process.env['ELECTRON_EXEC_PATH'];
  if (executable === undefined) throw new Error('ELECTRON_EXEC_PATH is not set: run `npm run test:e2e`.');
  return executable;
}

/** Whether Chromium's sandbox is on; the script that starts the tests finds out. */
export const isSandboxed = process.env['TRADEWIND_E2E_NO_SANDBOX'] !== '1';

/** The switches and the environment of an app under test. */
export function commandOf({ dataDirectory, options = [], environment = {} }: LaunchOptions) {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...process.env, TRADEWIND_E2E: '1', ...environment }))
    if (value !== undefined) env[name] = value;
  return {
    args: [
      ...(isSandboxed ? [] : ['--no-sandbox']),
      projectRoot,
      `--user-data-dir=${dataDirectory}`,
      ...options,
    ],
    env,
  };
}

/** Starts the app and waits until its window is usable. */
export async function launchApp(options: LaunchOptions): Promise<RunningApp> {
  const { args, env } = commandOf(options);
  // Without a path Playwright finds the same Electron through ELECTRON_OVERRIDE_DIST_PATH, and only then it holds the
  // app back until it is attached; otherwise it may miss the window.
  const electron = await _electron.launch({
    chromiumSandbox: isSandboxed,
    cwd: projectRoot,
    args,
    env,
  });
  const window = await electron.firstWindow();
  await window.locator('html[data-usable="true"]').waitFor({ state: 'attached', timeout: 20_000 });
  return { electron, window, dataDirectory: options.dataDirectory, close: () => electron.close() };
}

/** A fresh folder for the data of an app. */
export function makeDataDirectory(folder: string): string {
  return mkdtempSync(join(folder, 'tradewind-test-'));
}

/** Removes what `makeDataDirectory` made. */
export function removeDataDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}
