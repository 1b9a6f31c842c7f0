import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './child-process.mjs';
import { inProject } from './project.mjs';
import { sandboxWorks } from './sandbox.mjs';

/**
 * @typedef {object} OrdinaryUser
 * @property {import('./sandbox.mjs').User} user whom a child runs as
 * @property {string} runtimeDirectory a folder of the Electron runtime that this user can read
 * @property {NodeJS.ProcessEnv} environment its home and runtime folders
 * @property {() => void} release gives back the lent folders and removes the temporary ones
 */

/**
 * The ids of the user `nobody` in the text of /etc/passwd.
 * @param {string} passwd
 * @returns {import('./sandbox.mjs').User}
 */
export function nobodyIn(passwd) {
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name === 'nobody' && uid !== undefined && gid !== undefined)
      return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65_534, gid: 65_534 };
}

/**
 * Hands a tree to an owner. Links are left alone.
 * @param {string} path
 * @param {import('./sandbox.mjs').User} owner
 */
function handOver(path, owner) {
  const entry = lstatSync(path);
  if (entry.isSymbolicLink()) return;
  chownSync(path, owner.uid, owner.gid);
  if (!entry.isDirectory()) return;
  for (const name of readdirSync(path)) handOver(join(path, name), owner);
}

/**
 * Copies a tree with hard links, which costs no space, and file by file where links are not possible.
 * @param {string} from
 * @param {string} to
 */
export function linkTree(from, to) {
  mkdirSync(to, { mode: 0o755 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) {
      linkTree(source, target);
      continue;
    }
    try {
      linkSync(source, target);
    } catch {
      // Another file system, or one without links.
      copyFileSync(source, target);
    }
  }
}

/**
 * Whether a user can read the files and run the programs.
 * @param {import('./sandbox.mjs').User} user
 * @param {readonly string[]} files
 */
async function canReach(user, files) {
  const check = 'for (const f of process.argv.slice(1)) require("fs").accessSync(f, 4)';
  const result = await run(process.execPath, ['-e', check, ...files], { user, cwd: '/' });
  return result.code === 0;
}

/**
 * Prepares to run the end-to-end tests as an ordinary user, since Chromium has no sandbox for root.
 * @param {object} options
 * @param {string} options.runtimeDirectory
 * @param {readonly string[]} options.writable folders of the project that the tests write to; created where missing
 * @returns {Promise<OrdinaryUser | { impossible: string }>}
 */
export async function becomeOrdinaryUser({ runtimeDirectory, writable }) {
  const user = nobodyIn(existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '');
  const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const workspace = mkdtempSync(join(tmpdir(), 'tradewind-e2e-'));
  /** @type {string[]} */
  const lent = [];
  const release = () => {
    for (const path of lent) if (existsSync(path)) handOver(path, owner);
    rmSync(workspace, { recursive: true, force: true });
  };
  try {
    chmodSync(workspace, 0o755);
    let directory = runtimeDirectory;
    if (!(await canReach(user, [join(directory, 'electron')]))) {
      directory = join(workspace, 'electron');
      linkTree(runtimeDirectory, directory);
    }
    const needed = [
      inProject('package.json'),
      inProject('out', 'main'),
      inProject('node_modules', '@playwright', 'test', 'cli.js'),
      join(directory, 'electron'),
    ];
    const impossible = !(await canReach(user, needed))
      ? 'an ordinary user cannot read this folder or run this Node'
      : !(await sandboxWorks(directory, user))
        ? 'this system does not allow user namespaces'
        : undefined;
    if (impossible !== undefined) {
      release();
      return { impossible };
    }
    const home = join(workspace, 'home');
    const runtimeFiles = join(workspace, 'run');
    for (const path of [home, runtimeFiles]) {
      mkdirSync(path, { mode: 0o700 });
      chownSync(path, user.uid, user.gid);
    }
    for (const path of writable) {
      mkdirSync(path, { recursive: true });
      lent.push(path);
      handOver(path, user);
    }
    return {
      user,
      runtimeDirectory: directory,
      environment: {
        HOME: home,
        USER: 'nobody',
        LOGNAME: 'nobody',
        XDG_RUNTIME_DIR: runtimeFiles,
        XDG_CACHE_HOME: join(home, '.cache'),
        XDG_CONFIG_HOME: join(home, '.config'),
        XDG_DATA_HOME: join(home, '.local', 'share'),
      },
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}
