import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jestCounts, sum } from './jest-counts';

describe('the counts of a test run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jest-counts-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function written(results: Record<string, number>): string {
    const file = join(folder, 'results.json');
    const all = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numRuntimeErrorTestSuites: 0, ...results };
    writeFileSync(file, JSON.stringify(all));
    return file;
  }

  it('given tests that passed, failed and were skipped, then each is counted', () => {
    const file = written({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 1 });
    expect(jestCounts(file, false)).toEqual({ passed: 7, failed: 2, skipped: 1 });
  });

  it('given a suite that could not be read, a run that ended badly, or no results, then that is a failure', () => {
    expect(jestCounts(written({ numRuntimeErrorTestSuites: 1 }), false).failed).toBe(1);
    expect(jestCounts(written({ numPassedTests: 3 }), false)).toEqual({ passed: 3, failed: 1, skipped: 0 });
    expect(jestCounts(join(folder, 'nothing.json'), true).failed).toBe(1);
  });

  it('given several suites, then they add up', () => {
    expect(
      sum([
        { passed: 1, failed: 0, skipped: 2 },
        { passed: 4, failed: 3, skipped: 0 },
      ]),
    ).toEqual({
      passed: 5,
      failed: 3,
      skipped: 2,
    });
  });
});
