import { spawn } from 'node:child_process';
import { forwardSignalsTo } from './child-process.mjs';
import { projectRoot } from './project.mjs';

/**
 * What Chromium says on a machine without a desktop session: no message bus, no graphics card. It means nothing to the
 * person at the terminal, and `--verbose` shows it.
 */
const chromiumChatter =
  /^\[\d+:\d{4}\/\d{6}\.\d+:(?:ERROR|WARNING|INFO):(?:dbus|gpu|ui\/gl|ui\/ozone|content\/browser\/gpu)\//;

/**
 * @param {string} line a line that the app printed on its error output
 */
export const isChromiumChatter = (line) => chromiumChatter.test(line);

/**
 * The path in the line with which the app reports a screenshot.
 * @param {string} line
 * @returns {string | undefined}
 */
export const screenshotIn = (line) => /^screenshot: (.+?)\s*$/.exec(line)?.[1];

/**
 * Calls back with each complete line of a stream, and with the rest when it ends.
 * @param {import('node:stream').Readable} stream
 * @param {(line: string) => void} onLine
 */
function eachLine(stream, onLine) {
  let pending = '';
  stream.setEncoding('utf8');
  stream.on('data', (/** @type {string} */ text) => {
    const lines = `${pending}${text}`.split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream.once('end', () => {
    if (pending !== '') onLine(pending);
  });
}

/**
 * Starts the built app and waits for its end. Its output goes through, signals go to it.
 * @param {object} options
 * @param {string} options.executable of Electron
 * @param {readonly string[]} options.args for Electron, the project folder first
 * @param {NodeJS.ProcessEnv} options.env
 * @param {boolean} options.verbose
 * @param {(path: string) => void} options.onScreenshot
 * @param {number | undefined} options.timeLimitMs the app is killed after this time
 * @returns {Promise<{ code: number, timedOut: boolean }>}
 */
export function runApp({ executable, args, env, verbose, onScreenshot, timeLimitMs }) {
  return new Promise((resolve, reject) => {
    let timedOut = false;
    const child = spawn(executable, [...args], { cwd: projectRoot, env, stdio: ['inherit', 'pipe', 'pipe'] });
    forwardSignalsTo(child);
    const timer =
      timeLimitMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, timeLimitMs);
    eachLine(child.stdout, (line) => {
      const path = screenshotIn(line);
      if (path === undefined) process.stdout.write(`${line}\n`);
      else onScreenshot(path);
    });
    eachLine(child.stderr, (line) => {
      if (verbose || !isChromiumChatter(line)) process.stderr.write(`${line}\n`);
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, timedOut });
    });
  });
}
