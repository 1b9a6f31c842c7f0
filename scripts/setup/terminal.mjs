import { interruption, passSignalsOn } from './child-process.mjs';
import { SetupError } from './setup-error.mjs';

const colourful = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;

/** @param {string} code @param {string} text */
const paint = (code, text) => (colourful ? `\u001B[${code}m${text}\u001B[0m` : text);

/** @param {string} text */
export const dim = (text) => paint('2', text);
/** @param {string} text */
export const green = (text) => paint('32', text);
/** @param {string} text */
export const red = (text) => paint('31', text);
/** @param {string} text */
export const yellow = (text) => paint('33', text);

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * A notice that must not be missed.
 * @param {readonly string[]} lines
 */
export function sayLoudly(lines) {
  const rule = '!'.repeat(Math.max(...lines.map((line) => line.length)) + 4);
  say('');
  say(yellow(rule));
  for (const line of lines) say(yellow(`! ${line}`));
  say(yellow(rule));
  say('');
}

/**
 * A duration for a reader.
 * @param {number} durationMs
 */
export function formatDuration(durationMs) {
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/**
 * The one line that says how a step went.
 * @param {boolean} passed
 * @param {string} name
 * @param {string} detail
 * @param {number} durationMs
 */
export function sayStep(passed, name, detail, durationMs) {
  const mark = passed ? green('✓') : red('✗');
  say(`${mark} ${name.padEnd(18)} ${detail.padEnd(44)} ${dim(formatDuration(durationMs))}`);
}

/**
 * Runs a script: prints what it throws in the plainest form and sets the exit code to what it returns. A signal ends the
 * children first, and the exit code is 130 then.
 * @param {() => Promise<number>} main
 */
export async function runScript(main) {
  passSignalsOn();
  try {
    const code = await main();
    process.exitCode = interruption() === undefined ? code : 130;
  } catch (error) {
    process.exitCode = 1;
    say('');
    if (error instanceof SetupError) {
      for (const line of error.message.split('\n')) say(red(line));
    } else {
      say(red(error instanceof Error ? (error.stack ?? error.message) : String(error)));
    }
  }
}
