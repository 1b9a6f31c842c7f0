import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './child-process.mjs';
import { SetupError } from './setup-error.mjs';

/** @typedef {{ readonly uid: number, readonly gid: number }} User */

/** Whether this process runs as root on Linux, where Chromium refuses to start with its sandbox. */
export const isLinuxRoot = () => process.platform === 'linux' && process.getuid?.() === 0;

/** @param {string} directory of the runtime */
function hasSetuidHelper(directory) {
  const helper = join(directory, 'chrome-sandbox');
  if (!existsSync(helper)) return false;
  const { uid, mode } = statSync(helper);
  return uid === 0 && (mode & 0o4001) === 0o4001;
}

/**
 * Whether Chromium's sandbox works for an ordinary user here: through user namespaces, or through its setuid helper.
 * @param {string} directory of the runtime
 * @param {User | undefined} user another user than the one we are
 */
export async function sandboxWorks(directory, user) {
  if (process.platform !== 'linux' || hasSetuidHelper(directory)) return true;
  const result = await run('unshare', ['--user', '--pid', '--net', '--fork', '--map-root-user', 'true'], {
    user,
  });
  return result.code === 0 || /ENOENT/.test(result.startError ?? '');
}

const apparmorSwitch = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';

/**
 * What an administrator runs so that the sandbox works.
 * @param {{ directory: string, unofficial: boolean }} runtime
 * @param {boolean} restrictedByAppArmor
 */
export function sandboxRemedy({ directory, unofficial }, restrictedByAppArmor) {
  const helper = join(directory, 'chrome-sandbox');
  // The setuid bit is only for a binary from its makers.
  if (!unofficial) return `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`;
  return restrictedByAppArmor
    ? 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'
    : 'sudo sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000';
}

/**
 * @param {{ directory: string, unofficial: boolean }} runtime
 * @throws {SetupError} when an ordinary user cannot start Chromium's sandbox, with the line that mends it
 */
export async function requireSandbox(runtime) {
  if (isLinuxRoot() || (await sandboxWorks(runtime.directory, undefined))) return;
  const restricted = existsSync(apparmorSwitch) && readFileSync(apparmorSwitch, 'utf8').trim() === '1';
  throw new SetupError(
    'This system does not let Chromium start its sandbox, and Tradewind does not run without it.\n' +
      `Run this, then the command again:\n\n  ${sandboxRemedy(runtime, restricted)}`,
  );
}
