import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pytestCounts } from './pytest-counts';

describe('the counts of pytest', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pytest-counts-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function written(attributes: string): string {
    const file = join(folder, 'results.xml');
    writeFileSync(file, `<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest" ${attributes}>`);
    return file;
  }

  it('given tests that passed, failed, broke and were skipped, then each is counted', () => {
    const file = written('errors="1" failures="2" skipped="3" tests="10" time="7.1"');
    expect(pytestCounts(file, false)).toEqual({ passed: 4, failed: 3, skipped: 3 });
  });

  it('given a run that ended badly or no results, then that is a failure', () => {
    expect(pytestCounts(written('errors="0" failures="0" skipped="0" tests="2"'), false).failed).toBe(1);
    expect(pytestCounts(join(folder, 'nothing.xml'), true).failed).toBe(1);
  });
});
