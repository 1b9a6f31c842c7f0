import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './child-process.mjs';
import { debianPackages, installLine, packageFamily, parseOsRelease } from './debian-packages.mjs';
import { inProject } from './project.mjs';
import { SetupError } from './setup-error.mjs';
import { say } from './terminal.mjs';

/**
 * @typedef {object} Missing
 * @property {readonly string[]} libraries by the names that the dynamic linker looks for
 * @property {readonly string[]} programs
 */

/**
 * The libraries that `ldd` did not find, sorted, each once.
 * @param {string} output
 * @returns {string[]}
 */
export function missingLibraries(output) {
  /** @type {Set<string>} */
  const missing = new Set();
  for (const line of output.split('\n')) {
    const name = /^\s*(\S+)\s+=>\s+not found\s*$/.exec(line)?.[1];
    if (name !== undefined) missing.add(name);
  }
  return [...missing].toSorted();
}

/**
 * Whether a program is on the search path.
 * @param {string} program
 * @param {string} searchPath
 */
export function isOnPath(program, searchPath = process.env['PATH'] ?? '') {
  return searchPath.split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return directory !== '';
    } catch {
      // Not in this folder.
      return false;
    }
  });
}

/** Which keytar binary this Linux loads. */
const keytarBinary = () =>
  inProject('node_modules', 'keytar', 'prebuilds', `linux-${process.arch}`, 'keytar.node');

/**
 * @param {readonly string[]} binaries
 * @param {readonly string[]} programs
 * @returns {Promise<Missing>}
 */
async function lookFor(binaries, programs) {
  /** @type {string[]} */
  const libraries = [];
  for (const binary of binaries) {
    const result = await run('ldd', [binary]);
    if (result.startError !== undefined) {
      throw new SetupError(
        'The program ldd is missing, so the shared libraries of Electron cannot be checked. Install libc-bin.',
      );
    }
    libraries.push(...missingLibraries(result.output));
  }
  return {
    libraries: [...new Set(libraries)].toSorted(),
    programs: programs.filter((program) => !isOnPath(program)),
  };
}

/** @param {Missing} missing */
const isComplete = (missing) => missing.libraries.length === 0 && missing.programs.length === 0;

/** @param {Missing} missing */
const listed = (missing) => [...missing.libraries, ...missing.programs].join(', ');

function readOsRelease() {
  return existsSync('/etc/os-release') ? parseOsRelease(readFileSync('/etc/os-release', 'utf8')) : {};
}

/**
 * Sees to the shared libraries of Electron and keytar and to the programs named, on Linux. As root on a system of the
 * Debian family it installs what is missing.
 * @param {{ readonly executable: string, readonly programs: readonly string[], readonly verbose: boolean }} options
 * @returns {Promise<string>} what was found or done, in a few words
 * @throws {SetupError} with the exact line to run when something is missing and cannot be installed from here
 */
export async function ensureSharedLibraries({ executable, programs, verbose }) {
  if (process.platform !== 'linux') return 'nothing to check on this system';
  const binaries = [executable, keytarBinary()].filter((file) => existsSync(file));
  const missing = await lookFor(binaries, programs);
  if (isComplete(missing)) return 'all there';
  const osRelease = readOsRelease();
  if (process.getuid?.() !== 0 || packageFamily(osRelease) !== 'debian' || !isOnPath('apt-get')) {
    throw new SetupError(
      `Missing on this system: ${listed(missing)}.\nRun this, then the command again:\n\n  ${installLine(missing, osRelease)}`,
    );
  }
  const { packages } = debianPackages(missing, osRelease);
  say(`  Installing with apt-get: ${packages.join(' ')}`);
  await aptInstall(packages, verbose);
  const still = await lookFor(binaries, programs);
  if (isComplete(still)) return `installed ${packages.length} packages`;
  throw new SetupError(
    `Still missing after the installation: ${listed(still)}.\n` +
      'Find the package of each with apt-file search, install it, and run the command again.',
  );
}

/**
 * @param {readonly string[]} packages
 * @param {boolean} verbose
 */
async function aptInstall(packages, verbose) {
  /** @type {import('./child-process.mjs').RunOptions} */
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    output: verbose ? 'inherit' : 'capture',
  };
  const commands = [['update'], ['install', '-y', '--no-install-recommends', ...packages]];
  for (const command of commands) {
    const result = await run('apt-get', command, options);
    if (result.code !== 0) {
      throw new SetupError(
        `${result.output.trim()}\n\napt-get ${command[0]} failed. Mend the cause above, or install by hand:\n\n` +
          `  apt-get update && apt-get install -y ${packages.join(' ')}`,
      );
    }
  }
}
