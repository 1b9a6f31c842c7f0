import { interruption } from '../setup/child-process.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { dim, formatDuration, green, red, say } from '../setup/terminal.mjs';

/** How often a long step shows that it is alive. */
const signOfLifeMs = 20_000;

/**
 * What a step came to.
 * @typedef {object} Outcome
 * @property {boolean} passed
 * @property {string} output what its program printed, shown when it failed
 * @property {import('./test-counts.mjs').TestCounts} [counts] for a step that runs tests
 */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => Promise<Outcome>} work
 */

/** @typedef {Outcome & { name: string, durationMs: number }} Finished */

/**
 * Does every step, also after one failed, and says how each went as it goes.
 * @param {readonly Step[]} steps
 * @returns {Promise<Finished[]>}
 */
export async function runSteps(steps) {
  /** @type {Finished[]} */
  const finished = [];
  for (const { name, work } of steps) {
    if (interruption() !== undefined) break;
    say(dim(`▸ ${name} …`));
    const startedAt = performance.now();
    const elapsed = () => performance.now() - startedAt;
    const signOfLife = setInterval(() => say(dim(`  … ${name}, ${formatDuration(elapsed())}`)), signOfLifeMs);
    const outcome = await work().catch(failureOf);
    clearInterval(signOfLife);
    finished.push({ ...outcome, name, durationMs: elapsed() });
    if (!outcome.passed && outcome.output.trim() !== '') say(`\n${outcome.output.trimEnd()}\n`);
    say(summaryLine({ ...outcome, name, durationMs: elapsed() }));
  }
  return finished;
}

/**
 * @param {unknown} error
 * @returns {Outcome}
 */
function failureOf(error) {
  if (error instanceof SetupError) return { passed: false, output: error.message };
  return { passed: false, output: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** @param {Finished} finished */
function summaryLine({ name, passed, counts, durationMs }) {
  const detail =
    counts === undefined
      ? passed
        ? 'passed'
        : 'failed'
      : `${counts.passed} passed, ${counts.failed} failed`;
  return `${passed ? green('✓') : red('✗')} ${name.padEnd(18)} ${detail.padEnd(28)} ${dim(formatDuration(durationMs))}`;
}

/**
 * The table at the end: one line per step. A single step has said it already.
 * @param {readonly Finished[]} finished
 */
export function saySummary(finished) {
  say('');
  if (finished.length < 2) return;
  for (const outcome of finished) say(summaryLine(outcome));
  say('');
}
