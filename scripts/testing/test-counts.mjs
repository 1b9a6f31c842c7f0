/**
 * @typedef {object} TestCounts
 * @property {number} passed
 * @property {number} failed
 */

/**
 * The counts in a JSON report of vitest. A file that could not be loaded holds no tests and counts as one failure.
 * @param {unknown} report
 * @returns {TestCounts}
 */
export function vitestCounts(report) {
  const { numPassedTests, numFailedTests, testResults } =
    /** @type {{ numPassedTests?: unknown, numFailedTests?: unknown, testResults?: unknown }} */ (
      report ?? {}
    );
  const files = Array.isArray(testResults) ? testResults : [];
  const unloaded = files.filter((file) => file?.status === 'failed' && file?.assertionResults?.length === 0);
  return { passed: count(numPassedTests), failed: count(numFailedTests) + unloaded.length };
}

/**
 * The counts in a JSON report of Playwright. A test that passed only on a retry has passed; an error outside any test
 * counts as one failure.
 * @param {unknown} report
 * @returns {TestCounts}
 */
export function playwrightCounts(report) {
  const { stats, errors } = /** @type {{ stats?: Record<string, unknown>, errors?: unknown }} */ (
    report ?? {}
  );
  return {
    passed: count(stats?.['expected']) + count(stats?.['flaky']),
    failed: count(stats?.['unexpected']) + (Array.isArray(errors) ? errors.length : 0),
  };
}

/** @param {unknown} value */
const count = (value) => (typeof value === 'number' && Number.isInteger(value) ? value : 0);

/**
 * The counts of a whole run. A step that failed without a failed test to show for it counts as one failure, so that
 * no failed run ever says "0 failed".
 * @param {readonly { readonly passed: boolean, readonly counts?: TestCounts | undefined }[]} outcomes
 * @returns {TestCounts}
 */
export function totalCounts(outcomes) {
  const total = { passed: 0, failed: 0 };
  for (const outcome of outcomes) {
    const { passed, failed } = outcome.counts ?? { passed: 0, failed: 0 };
    total.passed += passed;
    total.failed += outcome.passed ? failed : Math.max(failed, 1);
  }
  return total;
}
