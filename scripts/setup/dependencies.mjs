import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { runNpm } from './child-process.mjs';
import { inProject, projectRoot } from './project.mjs';
import { SetupError } from './setup-error.mjs';
import { say } from './terminal.mjs';

const stampFile = inProject('node_modules', '.tradewind-lock-hash');
const installedLockFile = inProject('node_modules', '.package-lock.json');

/** @param {string} lockText the text of package-lock.json */
export const lockHash = (lockText) => createHash('sha256').update(lockText).digest('hex');

/**
 * @param {string} text a lockfile of npm
 * @returns {Record<string, Record<string, unknown>>} its packages by their place
 */
function packagesOf(text) {
  const packages = JSON.parse(text).packages;
  return typeof packages === 'object' && packages !== null ? packages : {};
}

/**
 * Whether what npm says it installed is what the lockfile asks for. Packages for other platforms may be absent.
 * @param {string} lockText
 * @param {string} installedLockText npm's own record, node_modules/.package-lock.json
 */
export function installedMatchesLock(lockText, installedLockText) {
  const wanted = packagesOf(lockText);
  const installed = packagesOf(installedLockText);
  for (const [place, entry] of Object.entries(wanted)) {
    if (place === '') continue;
    const present = installed[place];
    if (present === undefined) {
      if (entry['optional'] === true || entry['devOptional'] === true) continue;
      return false;
    }
    if (present['version'] !== entry['version'] || present['integrity'] !== entry['integrity']) return false;
  }
  return Object.keys(installed).every((place) => wanted[place] !== undefined);
}

/**
 * What has to be done about node_modules.
 * @param {object} seen
 * @param {string} seen.lockText the text of package-lock.json
 * @param {string | undefined} seen.installedLockText npm's record inside node_modules, undefined where there is none
 * @param {string | undefined} seen.stamp the hash of the lockfile that was installed last by us
 * @returns {'missing' | 'stale' | 'current'}
 */
export function dependenciesState({ lockText, installedLockText, stamp }) {
  if (installedLockText === undefined) return 'missing';
  if (stamp?.trim() === lockHash(lockText)) return 'current';
  try {
    return installedMatchesLock(lockText, installedLockText) ? 'current' : 'stale';
  } catch (error) {
    // A record that does not parse tells nothing: install anew.
    if (error instanceof SyntaxError) return 'stale';
    throw error;
  }
}

/** @param {string} path */
const textOf = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

/**
 * Installs the packages of the lockfile when they are missing or others.
 * @param {{ readonly verbose: boolean }} options
 * @returns {Promise<string>} what was done, in a few words
 * @throws {SetupError} when npm fails
 */
export async function ensureDependencies({ verbose }) {
  const lockText = textOf(inProject('package-lock.json'));
  if (lockText === undefined) {
    throw new SetupError('package-lock.json is missing. Restore it with: git checkout package-lock.json');
  }
  const stamp = textOf(stampFile);
  const state = dependenciesState({ lockText, installedLockText: textOf(installedLockFile), stamp });
  if (state === 'current') {
    if (stamp !== lockHash(lockText)) writeFileSync(stampFile, lockHash(lockText));
    return 'as in the lockfile';
  }
  say(
    state === 'missing'
      ? '  Installing the packages of the lockfile (npm ci). This takes a minute the first time.'
      : '  The lockfile has changed: installing its packages again (npm ci).',
  );
  const result = await runNpm(['ci', '--no-audit', '--no-fund'], {
    cwd: projectRoot,
    output: verbose ? 'inherit' : 'capture',
  });
  if (result.code !== 0) {
    throw new SetupError(
      `${result.output.trim()}\n\nThe packages could not be installed: npm ci ended with code ${result.code}` +
        `${result.startError === undefined ? '' : ` (${result.startError})`}.\n` +
        'Check the network and the registry (npm config get registry), then run the command again.',
    );
  }
  writeFileSync(stampFile, lockHash(lockText));
  return 'installed';
}
