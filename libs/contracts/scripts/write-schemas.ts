import 'reflect-metadata';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractSchemas } from '../src/schema/contract-schemas';

/**
 * `npm run schema` writes the contracts' JSON Schemas; with `--check` (`npm run schema:check`) it only compares and
 * exits 1 where a file differs, is missing or is left over.
 */
function main(folder: string, checkOnly: boolean): number {
  const wanted = new Map(
    [...contractSchemas()].map(([name, schema]) => [name, `${JSON.stringify(schema, null, 2)}\n`]),
  );
  mkdirSync(folder, { recursive: true });
  const present = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  const stale = [...new Set([...wanted.keys(), ...present.keys()])].filter(
    (name) => wanted.get(name) !== present.get(name),
  );
  if (checkOnly) {
    for (const name of stale) process.stderr.write(`${name} is not what the contracts say: npm run schema\n`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const name of stale) {
    const text = wanted.get(name);
    if (text === undefined) rmSync(join(folder, name));
    else writeFileSync(join(folder, name), text);
  }
  process.stdout.write(`${wanted.size} schemas, ${stale.length} written or removed\n`);
  return 0;
}

process.exitCode = main(join('libs', 'contracts', 'schema'), process.argv.includes('--check'));
