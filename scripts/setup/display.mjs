import { spawn } from 'node:child_process';
import { SetupError } from './setup-error.mjs';

/**
 * @typedef {object} Display
 * @property {boolean} own whether it was started here, since there was none
 * @property {NodeJS.ProcessEnv} environment what a program needs to draw on it
 * @property {() => Promise<void>} stop
 */

const startLimitMs = 15_000;

/**
 * Whether a program that opens a window needs a display of ours.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} environment
 */
export function needsOwnDisplay(platform, environment) {
  return platform === 'linux' && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY'];
}

/**
 * Uses the display there is, or starts an Xvfb that nobody reaches over the network and that ends with this process.
 * @param {{ readonly user?: { readonly uid: number, readonly gid: number } | undefined }} [options] whose server it is
 * @returns {Promise<Display>}
 * @throws {SetupError} when Xvfb does not start
 */
export async function openDisplay({ user } = {}) {
  // A display belongs to one user: an ordinary user that the tests run as gets its own.
  if (user === undefined && !needsOwnDisplay(process.platform, process.env)) {
    return { own: false, environment: {}, stop: () => Promise.resolve() };
  }
  // In a process group of its own, so that Ctrl-C ends the app before its display.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1680x1050x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
    ...(user === undefined ? {} : user),
  });
  const end = () => server.kill('SIGTERM');
  process.once('exit', end);
  /** @type {Promise<void>} */
  const closed = new Promise((resolve) => server.once('close', () => resolve()));
  const stop = async () => {
    process.removeListener('exit', end);
    end();
    await closed;
  };
  try {
    const number = await displayNumber(server);
    return { own: true, environment: { DISPLAY: `:${number}` }, stop };
  } catch (error) {
    end();
    throw error;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string>}
 */
function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let complaints = '';
    let written = '';
    /** @param {string} why */
    const fail = (why) => {
      clearTimeout(timer);
      reject(new SetupError(`The virtual display did not start: ${why}\n${complaints.trim()}`.trim()));
    };
    const timer = setTimeout(() => fail('Xvfb gave no display number within 15 seconds.'), startLimitMs);
    server.stderr?.setEncoding('utf8').on('data', (text) => {
      complaints = `${complaints}${text}`.slice(-4000);
    });
    const numbers = /** @type {import('node:stream').Readable} */ (server.stdio[3]);
    numbers.setEncoding('utf8').on('data', (text) => {
      written += text;
      const number = /^\s*(\d+)\s/.exec(written)?.[1];
      if (number === undefined) return;
      clearTimeout(timer);
      resolve(number);
    });
    server.once('error', (error) => fail(`Xvfb could not be run (${error.message}).`));
    server.once('close', (code) => fail(`Xvfb ended with code ${code}.`));
  });
}
