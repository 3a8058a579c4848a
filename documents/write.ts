import 'reflect-metadata';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../stack/paths';
import { documents } from './documents';
import { asyncApiFaults } from './asyncapi-faults';

/**
 * `npm run documents` writes what docs/ has from the source; with `--check` (`npm run documents:check`) it compares, has
 * AsyncAPI's own parser read the events, and exits 1 when something is wrong.
 */
async function main(checkOnly: boolean): Promise<number> {
  const made = await documents();
  const stale = [...made].filter(([path, text]) => textOf(path) !== text);
  if (checkOnly) {
    const faults = await asyncApiFaults(made.get('docs/asyncapi.json') ?? '');
    for (const [path] of stale) console.error(`${path} is not what the source says: npm run documents`);
    for (const fault of faults) console.error(`docs/asyncapi.json: ${fault}`);
    return stale.length + faults.length === 0 ? 0 : 1;
  }
  for (const [path, text] of stale) writeFileSync(join(PROJECT_ROOT, path), text);
  console.log(`${made.size} documents, ${stale.length} written`);
  return 0;
}

function textOf(path: string): string | undefined {
  const file = join(PROJECT_ROOT, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

void main(process.argv.includes('--check')).then((code) => (process.exitCode = code));
