import { PipelineError } from '@trademaster/errors';
import { Pool, type PoolClient } from 'pg';
import { askLedger } from './ledger-errors';

/** More than can be held at once: work under a lock may ask for another one, so it must never wait for a connection. */
const CONNECTIONS = 200;
const IDLE_MS = 10_000;

/** PostgreSQL's session locks, each on a connection that nobody else uses meanwhile; see LedgerDatabase.withLock. */
export class AdvisoryLocks {
  private readonly pool: Pool;

  constructor(url: string) {
    this.pool = new Pool({
      connectionString: url,
      max: CONNECTIONS,
      idleTimeoutMillis: IDLE_MS,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      application_name: 'trademaster-lock',
    });
    this.pool.on('error', () => undefined); // an idle connection was cut: the pool opens another one
  }

  async hold<T>(key: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
    const client = await askLedger(() => this.pool.connect());
    let lost: Error | undefined;
    const onError = (error: Error) => (lost = error);
    client.on('error', onError);
    let isFree = false;
    try {
      await askLedger(() => acquire(client, key, timeoutMs));
      const result = await work();
      isFree = await isReleased(client, key);
      if (!isFree) throw new PipelineError('ledger_unavailable', `the lock "${key}" was lost`, { cause: lost });
      return result;
    } finally {
      client.off('error', onError);
      client.release(!isFree); // the end of a connection gives its lock back
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

async function acquire(client: PoolClient, key: string, timeoutMs: number): Promise<void> {
  await client.query(
    `WITH patience AS MATERIALIZED (SELECT set_config('lock_timeout', $1, false))
     SELECT pg_advisory_lock(hashtextextended($2, 0)) FROM patience`,
    [`${timeoutMs}ms`, key],
  );
}

/** Whether it was held until now. */
async function isReleased(client: PoolClient, key: string): Promise<boolean> {
  try {
    const { rows } = await client.query<{ held: boolean }>(
      'SELECT pg_advisory_unlock(hashtextextended($1, 0)) AS held',
      [key],
    );
    return rows[0]?.held === true;
  } catch {
    return false;
  }
}
