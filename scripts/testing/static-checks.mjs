import { run } from '../setup/child-process.mjs';
import { projectRoot, toolPath } from '../setup/project.mjs';

/**
 * @param {string} name
 * @param {'tsc' | 'oxlint' | 'biome'} tool
 * @param {readonly string[]} toolArguments
 * @returns {import('./step-runner.mjs').Step}
 */
const check = (name, tool, toolArguments) => ({
  name,
  work: async () => {
    const { code, output, startError } = await run(process.execPath, [toolPath(tool), ...toolArguments], {
      cwd: projectRoot,
    });
    return { passed: code === 0, output: startError ?? output };
  },
});

/** The checks that need no Electron: types, lint and format. */
export const staticChecks = Object.freeze([
  check('types: main', 'tsc', ['-p', 'tsconfig.node.json']),
  check('types: renderer', 'tsc', ['-p', 'tsconfig.web.json']),
  check('types: scripts', 'tsc', ['-p', 'scripts/tsconfig.json']),
  check('lint', 'oxlint', ['--type-aware', '--deny-warnings', '.']),
  check('format', 'biome', ['format', '.']),
]);
