import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './child-process.mjs';
import { cacheDirectory, inProject, projectRoot } from './project.mjs';

/** How long a failed fetch is remembered, so that the next starts do not wait for it again. */
export const failureRememberedMs = 6 * 60 * 60 * 1000;

/** How long the fetch may take while nothing shows that the download site can be reached. */
const unreachableLimitMs = 20_000;

/** How long the download itself may take, once the site has answered. */
const downloadLimitMs = 15 * 60_000;

/**
 * Where the executable lies inside an Electron distribution.
 * @param {NodeJS.Platform} platform
 */
export function executableWithin(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** The version of the installed `electron` package. */
export function officialVersion() {
  return String(
    JSON.parse(readFileSync(inProject('node_modules', 'electron', 'package.json'), 'utf8')).version,
  );
}

/**
 * The folder of the official binary, or undefined while it has not been fetched.
 * @returns {string | undefined}
 */
export function findOfficialRuntime() {
  const directory = inProject('node_modules', 'electron', 'dist');
  const versionFile = join(directory, 'version');
  if (!existsSync(versionFile) || !existsSync(join(directory, executableWithin(process.platform))))
    return undefined;
  const version = readFileSync(versionFile, 'utf8').trim().replace(/^v/, '');
  return version === officialVersion() ? directory : undefined;
}

/**
 * Whether a failure noted at one time still counts at another. Times in UTC milliseconds.
 * @param {number | undefined} failedAt
 * @param {number} now
 */
export function failureIsRecent(failedAt, now) {
  return failedAt !== undefined && failedAt <= now && now - failedAt < failureRememberedMs;
}

const failureStamp = () => join(cacheDirectory(), `electron-${officialVersion()}-out-of-reach`);

/** Whether the last fetch failed, and not long ago. */
export function officialFetchFailedRecently() {
  const stamp = failureStamp();
  return existsSync(stamp) && failureIsRecent(statSync(stamp).mtimeMs, Date.now());
}

/**
 * The address of the archive that the `electron` package downloads.
 * @param {string} version
 * @param {{ platform: string, arch: string, mirror: string | undefined }} target
 */
export function archiveAddress(version, { platform, arch, mirror }) {
  const base = mirror ?? 'https://github.com/electron/electron/releases/download/';
  return `${base}v${version}/electron-v${version}-${platform}-${arch}.zip`;
}

/**
 * Takes the short limit away once the archive turns out to be in reach: the download may take its time then.
 * @param {AbortSignal} signal
 * @param {NodeJS.Timeout} shortLimit
 */
async function letDownloadOnceAnswered(signal, shortLimit) {
  const answered = await archiveAnswers(signal);
  if (answered) clearTimeout(shortLimit);
  return answered;
}

/** @param {AbortSignal} signal */
async function archiveAnswers(signal) {
  const address = archiveAddress(officialVersion(), {
    platform: process.platform,
    arch: process.arch,
    mirror: process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'],
  });
  try {
    const response = await fetch(address, { method: 'HEAD', signal });
    return response.ok;
  } catch {
    // Out of reach or aborted: the installer itself reports the cause.
    return false;
  }
}

/**
 * Lets the `electron` package fetch its binary. Its installer knows the cache and the checksums. Meanwhile one request
 * asks whether the archive can be reached at all: only then does the installer get more than a few seconds.
 * @returns {Promise<{ directory: string } | { failure: string }>}
 */
export async function fetchOfficialRuntime() {
  const stop = new AbortController();
  const waiting = setTimeout(() => stop.abort(), unreachableLimitMs);
  const probe = letDownloadOnceAnswered(stop.signal, waiting);
  const environment = { ...process.env };
  delete environment['ELECTRON_OVERRIDE_DIST_PATH'];
  const installer = inProject('node_modules', 'electron', 'install.js');
  const result = await run(process.execPath, [installer], {
    cwd: projectRoot,
    env: environment,
    timeoutMs: downloadLimitMs,
    abort: stop.signal,
  });
  clearTimeout(waiting);
  stop.abort();
  const answered = await probe;
  const directory = findOfficialRuntime();
  if (result.code === 0 && directory !== undefined) {
    rmSync(failureStamp(), { force: true });
    return { directory };
  }
  mkdirSync(cacheDirectory(), { recursive: true });
  writeFileSync(failureStamp(), '');
  return { failure: failureReason(result, answered) };
}

/**
 * @param {import('./child-process.mjs').RunResult} result
 * @param {boolean} answered
 */
function failureReason(result, answered) {
  if (result.timedOut) {
    return answered ? 'the download took more than 15 minutes' : 'the download site does not answer';
  }
  const lines = result.output.split('\n').map((line) => line.trim());
  return lines.find((line) => /error|failed/i.test(line)) ?? `the installer ended with code ${result.code}`;
}
