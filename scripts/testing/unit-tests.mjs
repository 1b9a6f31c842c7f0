import { mkdirSync, rmSync } from 'node:fs';
import { run } from '../setup/child-process.mjs';
import { electronAsNode } from '../setup/electron-runtime.mjs';
import { inProject, projectRoot, toolPath } from '../setup/project.mjs';
import { vitestCounts } from './test-counts.mjs';
import { testOutcome } from './test-outcome.mjs';

/** A hanging run ends after this time. */
const timeoutMs = 5 * 60_000;

/**
 * The unit and integration tests, with vitest on Electron's own Node: the one that ships.
 * @param {object} options
 * @param {import('../setup/electron-runtime.mjs').ElectronRuntime} options.runtime
 * @param {boolean} options.verbose
 * @param {readonly string[]} options.filters files or folders; all when empty
 * @returns {import('./step-runner.mjs').Step}
 */
export const unitTests = ({ runtime, verbose, filters }) => ({
  name: 'unit tests',
  work: async () => {
    const report = inProject('out', 'reports', 'unit.json');
    rmSync(report, { force: true });
    mkdirSync(inProject('out', 'reports'), { recursive: true });
    const result = await run(
      runtime.executable,
      [
        toolPath('vitest'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...filters,
      ],
      { cwd: projectRoot, env: electronAsNode(runtime), timeoutMs, output: verbose ? 'inherit' : 'capture' },
    );
    return testOutcome(result, report, vitestCounts);
  },
});
