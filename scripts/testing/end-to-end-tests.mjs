import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild } from '../setup/build.mjs';
import { run } from '../setup/child-process.mjs';
import { openDisplay } from '../setup/display.mjs';
import { runtimeEnvironment } from '../setup/electron-runtime.mjs';
import { becomeOrdinaryUser } from '../setup/ordinary-user.mjs';
import { inProject, projectRoot, toolPath } from '../setup/project.mjs';
import { isLinuxRoot, sandboxWorks } from '../setup/sandbox.mjs';
import { say, sayLoudly } from '../setup/terminal.mjs';
import { playwrightCounts } from './test-counts.mjs';
import { testOutcome } from './test-outcome.mjs';

/** @typedef {import('../setup/electron-runtime.mjs').ElectronRuntime} ElectronRuntime */

const report = inProject('out', 'reports', 'end-to-end.json');

/** Where the tests write: their report, their traces, and the screenshots of the papers. */
const writable = [inProject('out', 'reports'), inProject('test-results'), inProject('docs', 'screenshots')];

/** Playwright removes and creates this folder itself, so the one above it has to be writable. */
const traces = inProject('test-results', 'end-to-end');

/** A hanging run ends after this time. */
const timeoutMs = 9 * 60_000;

/** The file that configures Playwright, as an option for it. */
function configuration() {
  const inFolder = inProject('e2e', 'playwright.config.ts');
  return existsSync(inFolder) ? ['--config', inFolder] : [];
}

/**
 * Whom the tests run as, and whether Chromium's sandbox is on: as root they run as an ordinary user where that works.
 * @param {ElectronRuntime} runtime
 */
async function chooseUser(runtime) {
  const asWeAre = {
    user: undefined,
    environment: {},
    runtimeDirectory: runtime.directory,
    release: () => undefined,
  };
  if (!isLinuxRoot()) {
    const sandboxed = await sandboxWorks(runtime.directory, undefined);
    if (!sandboxed) sayUnsandboxed('this system does not let Chromium start its sandbox');
    return { ...asWeAre, sandboxed };
  }
  const ordinary = await becomeOrdinaryUser({ runtimeDirectory: runtime.directory, writable });
  if ('impossible' in ordinary) {
    sayUnsandboxed(`running as root, and ${ordinary.impossible}`);
    return { ...asWeAre, sandboxed: false };
  }
  say(
    `  Running as root: the end-to-end tests run as the user nobody (${ordinary.user.uid}), with the sandbox on.`,
  );
  return { ...ordinary, sandboxed: true };
}

/** @param {string} why */
const sayUnsandboxed = (why) =>
  sayLoudly(['The end-to-end tests run WITHOUT Chromium’s sandbox (--no-sandbox):', `${why}.`]);

/**
 * The end-to-end tests: Playwright, on the machine's Node, drives the built app.
 * @param {object} options
 * @param {ElectronRuntime} options.runtime
 * @param {boolean} options.verbose
 * @param {readonly string[]} options.playwrightArguments
 * @returns {import('./step-runner.mjs').Step}
 */
export const endToEndTests = ({ runtime, verbose, playwrightArguments }) => ({
  name: 'end-to-end tests',
  work: async () => {
    await ensureBuild({ env: runtimeEnvironment(runtime), verbose });
    rmSync(report, { force: true });
    mkdirSync(inProject('out', 'reports'), { recursive: true });
    const { user, environment, runtimeDirectory, sandboxed, release } = await chooseUser(runtime);
    try {
      const display = await openDisplay({ user });
      try {
        /** @type {NodeJS.ProcessEnv} */
        const env = {
          ...runtimeEnvironment({
            ...runtime,
            directory: runtimeDirectory,
            executable: join(runtimeDirectory, runtime.executable.slice(runtime.directory.length + 1)),
          }),
          ...environment,
          ...display.environment,
          PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        };
        if (sandboxed) delete env['TRADEWIND_E2E_NO_SANDBOX'];
        else env['TRADEWIND_E2E_NO_SANDBOX'] = '1';
        const result = await run(
          process.execPath,
          [
            toolPath('playwright'),
            'test',
            '--reporter=list,json',
            '--output',
            traces,
            ...configuration(),
            ...playwrightArguments,
          ],
          { cwd: projectRoot, env, user, timeoutMs, output: verbose ? 'inherit' : 'capture' },
        );
        return testOutcome(result, report, playwrightCounts);
      } finally {
        await display.stop();
      }
    } finally {
      release();
    }
  },
});
