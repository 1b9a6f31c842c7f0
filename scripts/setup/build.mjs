import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from './child-process.mjs';
import { inProject, projectRoot, toolPath } from './project.mjs';
import { SetupError } from './setup-error.mjs';

const stampFile = inProject('out', '.tradewind-build-hash');

/** What the built app depends on. */
const inputs = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'tsconfig.node.json',
  'tsconfig.web.json',
];

/**
 * Whether a file takes part in the build. Paths are relative to the project.
 * @param {string} path
 */
export const isBuildInput = (path) => !/\.(?:test|spec)\.[a-z]+$/.test(path) && !path.endsWith('.md');

/**
 * @param {string} path
 * @returns {string[]} the files at or below it, in a fixed order
 */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesBelow(join(path, name)));
}

/**
 * A hash over the names and contents of files.
 * @param {readonly string[]} roots files or folders inside `base`
 * @param {string} base
 */
export function hashOfFiles(roots, base) {
  const hash = createHash('sha256');
  for (const file of roots.flatMap((root) => filesBelow(join(base, root)))) {
    const name = relative(base, file).split('\\').join('/');
    if (isBuildInput(name)) hash.update(`${name}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Makes the next command build anew, whatever `out` holds. */
export function forgetBuild() {
  rmSync(stampFile, { force: true });
}

/**
 * Builds the app with electron-vite when its sources are others than those of the last build.
 * @param {{ readonly env: NodeJS.ProcessEnv, readonly verbose: boolean, readonly force?: boolean }} options
 * @returns {Promise<string>} what was done, in a few words
 * @throws {SetupError} when the build fails
 */
export async function ensureBuild({ env, verbose, force = false }) {
  const hash = hashOfFiles(inputs, projectRoot);
  const upToDate =
    !force &&
    existsSync(inProject('out', 'main', 'index.js')) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === hash;
  if (upToDate) return 'up to date';
  forgetBuild();
  const result = await run(process.execPath, [toolPath('electron-vite'), 'build'], {
    cwd: projectRoot,
    env,
    output: verbose ? 'inherit' : 'capture',
  });
  if (result.code !== 0) {
    throw new SetupError(`${result.output.trim()}\n\nThe build failed. Its message is above.`);
  }
  mkdirSync(inProject('out'), { recursive: true });
  writeFileSync(stampFile, hash);
  return 'built';
}
