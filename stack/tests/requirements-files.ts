import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../paths';
import { type Requirement, type ShownBy, testsIn } from './requirements';

const TESTS = 'airflow/tests';
export const pageFile = join(PROJECT_ROOT, 'docs', 'requirements.md');

export function readRequirements(): { requirements: Requirement[]; tests: ShownBy[] } {
  const read = (path: string) => readFileSync(join(PROJECT_ROOT, path), 'utf8');
  const files = readdirSync(join(PROJECT_ROOT, TESTS)).filter((name) => /^test_.*\.py$/.test(name));
  return {
    requirements: JSON.parse(read('docs/requirements.json')) as Requirement[],
    tests: files.sort().flatMap((name) => testsIn(`${TESTS}/${name}`, read(`${TESTS}/${name}`))),
  };
}
