import { Client } from 'pg';
import { lastLineOf, runCommand } from '../processes/run-command';

const DATABASE = 'airflow';

/** The address of Airflow's own database on the server of ours; the database is made when it is not there. */
export async function airflowDatabase(ledgerUrl: string): Promise<string> {
  const client = new Client({ connectionString: ledgerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
  const url = new URL(ledgerUrl);
  url.pathname = `/${DATABASE}`;
  return url.href;
}

/** Makes Airflow's tables, or brings those of an earlier version up to date. */
export async function migrateAirflow(python: string, env: NodeJS.ProcessEnv): Promise<void> {
  const result = await runCommand(python, ['-m', 'airflow', 'db', 'migrate'], { env, timeoutMs: 300_000 });
  if (result.code !== 0) throw new Error(`Airflow's database could not be made: ${lastLineOf(result)}`);
}
