import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the project. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * A path inside the project.
 * @param {readonly string[]} parts
 */
export const inProject = (...parts) => join(projectRoot, ...parts);

/**
 * The folder where downloads are kept between clones.
 * @param {NodeJS.ProcessEnv} environment
 */
export function cacheDirectory(environment = process.env) {
  const base = environment['XDG_CACHE_HOME'];
  return join(base !== undefined && base !== '' ? base : join(homedir(), '.cache'), 'tradewind');
}

/**
 * The arguments with which this Node runs a tool from node_modules, the same on every platform.
 * @param {'electron-vite' | 'vite' | 'vitest' | 'playwright' | 'tsc' | 'oxlint' | 'biome'} tool
 */
export function toolPath(tool) {
  const entries = {
    'electron-vite': 'electron-vite/bin/electron-vite.js',
    vite: 'vite/bin/vite.js',
    vitest: 'vitest/vitest.mjs',
    playwright: '@playwright/test/cli.js',
    tsc: 'typescript/bin/tsc',
    oxlint: 'oxlint/bin/oxlint',
    biome: '@biomejs/biome/bin/biome',
  };
  return inProject('node_modules', ...entries[tool].split('/'));
}
