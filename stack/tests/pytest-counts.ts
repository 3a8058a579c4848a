import { existsSync, readFileSync } from 'node:fs';
import { type Counts, ONE_FAILED } from './jest-counts';

/** What pytest wrote to `--junitxml`. Tests that could not be set up, a run that ended badly, or no file, are failures. */
export function pytestCounts(file: string, ok: boolean): Counts {
  const suite = existsSync(file) ? /<testsuite [^>]*>/.exec(readFileSync(file, 'utf8'))?.[0] : undefined;
  if (suite === undefined) return ONE_FAILED;
  const count = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  const skipped = count('skipped');
  return { passed: count('tests') - failed - skipped, failed: !ok && failed === 0 ? 1 : failed, skipped };
}
