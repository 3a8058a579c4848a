import 'reflect-metadata';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { airflowContract } from '../src/schema/airflow-contract';
import { contractSchemas } from '../src/schema/contract-schemas';

const SCHEMAS = join('libs', 'contracts', 'schema');
const AIRFLOW_CONTRACT = join('airflow', 'plugins', 'trademaster_airflow', 'contract.json');

/**
 * `npm run schema` writes the contracts' JSON Schemas, and what Airflow's DAG has to know of them; with `--check`
 * (`npm run schema:check`) it only compares and exits 1 where a file differs, is missing or is left over.
 */
function main(checkOnly: boolean): number {
  const wanted = new Map(
    [
      ...[...contractSchemas()].map(([name, schema]) => [join(SCHEMAS, name), schema] as const),
      [AIRFLOW_CONTRACT, airflowContract()] as const,
    ].map(([path, content]) => [path, `${JSON.stringify(content, null, 2)}\n`]),
  );
  mkdirSync(SCHEMAS, { recursive: true });
  const present = readdirSync(SCHEMAS).map((name) => join(SCHEMAS, name));
  const stale = [...new Set([...wanted.keys(), ...present])].filter((path) => wanted.get(path) !== textOf(path));
  if (checkOnly) {
    for (const path of stale) process.stderr.write(`${path} is not what the contracts say: npm run schema\n`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const path of stale) {
    const text = wanted.get(path);
    if (text === undefined) rmSync(path);
    else writeFileSync(path, text);
  }
  process.stdout.write(`${wanted.size} files, ${stale.length} written or removed\n`);
  return 0;
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

process.exitCode = main(process.argv.includes('--check'));
