import { writeFileSync } from 'node:fs';
import { gapsIn, requirementsPage } from './tests/requirements';
import { pageFile, readRequirements } from './tests/requirements-files';

/** `npm run requirements`: writes docs/requirements.md; exits 1 where a requirement has no test. */
const { requirements, tests } = readRequirements();
const gaps = gapsIn(requirements, tests);
writeFileSync(pageFile, requirementsPage(requirements, tests));
for (const gap of gaps) console.error(gap);
process.exitCode = gaps.length === 0 ? 0 : 1;
