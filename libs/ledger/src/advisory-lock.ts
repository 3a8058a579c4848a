import { PipelineError } from '@trademaster/errors';
import { Client } from 'pg';
import { askLedger } from './ledger-errors';

/** PostgreSQL's session lock on a connection that nobody else uses; see LedgerDatabase.withLock. */
export async function withAdvisoryLock<T>(
  url: string,
  key: string,
  timeoutMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'trademaster-lock',
  });
  let lost: Error | undefined;
  client.on('error', (error) => (lost = error));
  try {
    await askLedger(() => acquire(client, key, timeoutMs));
    const result = await work();
    if (lost) throw new PipelineError('ledger_unavailable', `the lock "${key}" was lost`, { cause: lost });
    return result;
  } finally {
    await client.end();
  }
}

async function acquire(client: Client, key: string, timeoutMs: number): Promise<void> {
  await client.connect();
  await client.query("SELECT set_config('lock_timeout', $1, false)", [`${timeoutMs}ms`]);
  await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [key]);
}
