import { interruption } from '../setup/child-process.mjs';
import { needsOwnDisplay } from '../setup/display.mjs';
import { prepareElectron } from '../setup/prepare.mjs';
import { isLinuxRoot } from '../setup/sandbox.mjs';
import { say } from '../setup/terminal.mjs';
import { runSteps, saySummary } from './step-runner.mjs';
import { totalCounts } from './test-counts.mjs';

/** The programs beside Electron that the tests use on Linux: a real keyring on a message bus of its own, and a display. */
function testPrograms() {
  if (process.platform !== 'linux') return [];
  // As root the tests run as another user, who needs a display of its own.
  const ownDisplay = isLinuxRoot() || needsOwnDisplay(process.platform, process.env);
  return ['dbus-run-session', 'gnome-keyring-daemon', ...(ownDisplay ? ['Xvfb'] : [])];
}

/**
 * Sets everything up, does the steps, and closes with a line `N passed, N failed`.
 * @param {{ readonly verbose: boolean }} options
 * @param {(runtime: import('../setup/electron-runtime.mjs').ElectronRuntime) => readonly import('./step-runner.mjs').Step[]} stepsWith
 * @returns {Promise<number>} the exit code
 */
export async function runTests({ verbose }, stepsWith) {
  const runtime = await prepareElectron({ verbose, programs: testPrograms() });
  say('');
  const finished = await runSteps(stepsWith(runtime));
  saySummary(finished);
  const interrupted = interruption() === undefined ? [] : [{ passed: false }];
  const { passed, failed } = totalCounts([...finished, ...interrupted]);
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
