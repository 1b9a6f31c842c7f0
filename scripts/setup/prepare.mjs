import { ensureDependencies } from './dependencies.mjs';
import { ensureElectronRuntime } from './electron-runtime.mjs';
import { requireSupportedNode } from './node-version.mjs';
import { ensureSharedLibraries } from './shared-libraries.mjs';
import { sayStep } from './terminal.mjs';

/** @typedef {import('./electron-runtime.mjs').ElectronRuntime} ElectronRuntime */

/**
 * Does one step and says how it went and how long it took. What it throws goes on.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {(result: T) => string} describe
 * @returns {Promise<T>}
 */
export async function step(name, work, describe) {
  const startedAt = performance.now();
  try {
    const result = await work();
    sayStep(true, name, describe(result), performance.now() - startedAt);
    return result;
  } catch (error) {
    sayStep(false, name, 'failed', performance.now() - startedAt);
    throw error;
  }
}

/**
 * The set-up that needs no Electron: the right Node, and the packages of the lockfile.
 * @param {{ readonly verbose: boolean }} options
 */
export async function preparePackages({ verbose }) {
  requireSupportedNode();
  await step('packages', () => ensureDependencies({ verbose }), String);
}

/**
 * The whole set-up: Node, packages, the Electron runtime, the shared libraries it needs, and the programs named.
 * @param {{ readonly verbose: boolean, readonly programs: readonly string[] }} options
 * @returns {Promise<ElectronRuntime>}
 */
export async function prepareElectron({ verbose, programs }) {
  await preparePackages({ verbose });
  const runtime = await step(
    'Electron runtime',
    () => ensureElectronRuntime(),
    ({ version, unofficial, source }) =>
      `${version}, ${unofficial ? 'UNOFFICIAL, for development only' : source}`,
  );
  await step(
    'system libraries',
    () => ensureSharedLibraries({ executable: runtime.executable, programs, verbose }),
    String,
  );
  return runtime;
}
