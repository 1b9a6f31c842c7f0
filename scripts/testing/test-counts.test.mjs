import { describe, expect, it } from 'vitest';
import { playwrightCounts, totalCounts, vitestCounts } from './test-counts.mjs';

describe('the counts of a run', () => {
  it('are read from the report of vitest', () => {
    const file = { status: 'failed', assertionResults: [{ status: 'failed' }] };
    expect(vitestCounts({ numPassedTests: 12, numFailedTests: 1, testResults: [file] })).toEqual({
      passed: 12,
      failed: 1,
    });
  });

  it('count a file that could not be loaded as a failure', () => {
    const unloaded = { status: 'failed', assertionResults: [] };
    expect(vitestCounts({ numPassedTests: 12, numFailedTests: 0, testResults: [unloaded] })).toEqual({
      passed: 12,
      failed: 1,
    });
  });

  it('are read from the report of Playwright, retries and errors outside tests too', () => {
    const stats = { expected: 5, flaky: 1, unexpected: 2, skipped: 3 };
    expect(playwrightCounts({ stats, errors: [{ message: 'no worker' }] })).toEqual({ passed: 6, failed: 3 });
  });

  it('are zero in a report without them', () => {
    expect(vitestCounts(null)).toEqual({ passed: 0, failed: 0 });
    expect(playwrightCounts({})).toEqual({ passed: 0, failed: 0 });
  });
});

describe('the closing line', () => {
  it('sums over all steps', () => {
    const outcomes = [
      { passed: true },
      { passed: true, counts: { passed: 7, failed: 0 } },
      { passed: false, counts: { passed: 2, failed: 3 } },
    ];
    expect(totalCounts(outcomes)).toEqual({ passed: 9, failed: 3 });
  });

  it('never says that nothing failed when a step did', () => {
    expect(totalCounts([{ passed: false }, { passed: false, counts: { passed: 4, failed: 0 } }])).toEqual({
      passed: 4,
      failed: 2,
    });
  });
});
