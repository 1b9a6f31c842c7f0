import { spawn } from 'node:child_process';

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env] the whole environment of the child; ours when left out
 * @property {string} [cwd]
 * @property {'capture' | 'inherit'} [output] `capture` (the default) keeps what the child prints, `inherit` shows it
 * @property {number} [timeoutMs] the child and what it started are killed after this time
 * @property {AbortSignal} [abort] the child is killed when this fires; counts as a time-out
 * @property {{ readonly uid: number, readonly gid: number } | undefined} [user] whom the child runs as
 * @property {(text: string) => void} [onOutput] called with each piece of captured output
 */

/**
 * @typedef {object} RunResult
 * @property {number} code the exit code; 1 when a signal ended the child, 127 when it could not be started
 * @property {string} output what it printed on both streams, the last few million characters at most
 * @property {boolean} timedOut
 * @property {string | undefined} startError why the child could not be started
 */

/** How long a child that ran out of time has to clean up. */
const graceMs = 5_000;

const keptCharacters = 4_000_000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** @type {NodeJS.Signals | undefined} */
let interruptedBy;

/** The signal that asked this script to end, once there was one. */
export const interruption = () => interruptedBy;

/**
 * From here on a signal that asks us to end goes to every child, and no further child is started: so the script comes
 * to its end in order and gives back what it holds.
 */
export function passSignalsOn() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      interruptedBy = signal;
      for (const child of running) signalTree(child, signal);
    });
  }
}

/**
 * Signals a child, and with it the process group that it leads, if it leads one.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalTree(child, signal) {
  if (process.platform === 'win32' || child.pid === undefined) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It leads no group, or the group is gone.
    child.kill(signal);
  }
}

/**
 * Runs a program to its end. It never rejects: what went wrong is in the result.
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, commandArguments, options = {}) {
  if (interruptedBy !== undefined) {
    return Promise.resolve({
      code: 130,
      output: '',
      timedOut: false,
      startError: `interrupted by ${interruptedBy}`,
    });
  }
  const limited = options.timeoutMs !== undefined || options.abort !== undefined;
  const capture = options.output !== 'inherit';
  return new Promise((resolve) => {
    let output = '';
    let timedOut = false;
    const child = spawn(command, [...commandArguments], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      windowsHide: true,
      // A process group of its own, so that a time-out ends what the child has started, too.
      detached: limited && process.platform !== 'win32',
      ...(options.user === undefined ? {} : options.user),
    });
    running.add(child);
    /** @type {NodeJS.Timeout | undefined} */
    let grace;
    const giveUp = () => {
      timedOut = true;
      signalTree(child, 'SIGTERM');
      grace = setTimeout(() => signalTree(child, 'SIGKILL'), graceMs);
    };
    options.abort?.addEventListener('abort', giveUp, { once: true });
    const timer = options.timeoutMs === undefined ? undefined : setTimeout(() => giveUp(), options.timeoutMs);
    /** @param {string} text */
    const keep = (text) => {
      output += text;
      if (output.length > keptCharacters) output = output.slice(-keptCharacters / 2);
      options.onOutput?.(text);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', keep);
    }
    /** @param {number} code @param {string} [startError] */
    const finish = (code, startError) => {
      clearTimeout(timer);
      clearTimeout(grace);
      options.abort?.removeEventListener('abort', giveUp);
      running.delete(child);
      resolve({ code, output, timedOut, startError });
    };
    child.once('error', (error) => finish(127, error.message));
    child.once('close', (code) => finish(code ?? 1));
  });
}

/**
 * Runs npm as the machine has it: the very npm that started us where there is one, since a child of `npm run` may have
 * another one on its path, and Windows cannot start `npm.cmd` without a shell.
 * @param {readonly string[]} npmArguments
 * @param {RunOptions} [options]
 */
export function runNpm(npmArguments, options = {}) {
  const own = process.env['npm_execpath'];
  if (own !== undefined && /\.[cm]?js$/.test(own)) {
    return run(process.execPath, [own, ...npmArguments], options);
  }
  if (process.platform === 'win32') {
    return run('cmd.exe', ['/d', '/s', '/c', 'npm.cmd', ...npmArguments], options);
  }
  return run('npm', npmArguments, options);
}

/**
 * Lets a child that was not started with `run` receive the signals passed on, until it closes.
 * @param {import('node:child_process').ChildProcess} child
 */
export function forwardSignalsTo(child) {
  running.add(child);
  child.once('close', () => running.delete(child));
}
