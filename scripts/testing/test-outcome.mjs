import { existsSync, readFileSync } from 'node:fs';

/**
 * What a test runner came to, by its exit and its JSON report. A run without any test has not passed.
 * @param {import('../setup/child-process.mjs').RunResult} result
 * @param {string} report the file, which the runner leaves out when it could not start
 * @param {(report: unknown) => import('./test-counts.mjs').TestCounts} countsIn
 * @returns {import('./step-runner.mjs').Outcome}
 */
export function testOutcome({ code, output, startError, timedOut }, report, countsIn) {
  const shown = [output, startError ?? '', timedOut ? 'The tests took too long and were ended.' : ''].join(
    '\n',
  );
  if (!existsSync(report)) return { passed: false, output: shown };
  const counts = countsIn(JSON.parse(readFileSync(report, 'utf8')));
  return {
    passed: code === 0 && !timedOut && counts.failed === 0 && counts.passed > 0,
    output: shown,
    counts,
  };
}
