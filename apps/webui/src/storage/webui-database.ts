import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { PipelineError } from '@trademaster/errors';
import { DataSource, type EntityTarget, type ObjectLiteral, type Repository } from 'typeorm';
import { Artifact } from './artifact.entity';
import { FirstWebuiSchema1763930000000 } from './migrations/1763930000000-first-webui-schema';
import { LiveView1764140000000 } from './migrations/1764140000000-live-view';
import { WorkflowLink, WorkflowSymbol } from './workflow-symbol.entity';

/** Any number, the same in every process: who migrates schema `webui` holds PostgreSQL's lock of this number. */
const MIGRATION_LOCK = 7_412_001;
const BOOT_PATIENCE_MS = 60_000;
const PING_PATIENCE_MS = 2_000;

/** The connection pool to schema `webui`, migrated. */
export class WebuiDatabase {
  private constructor(readonly dataSource: DataSource) {}

  /** Several processes may open at once. Throws `ledger_unavailable` when PostgreSQL does not answer for a minute. */
  static async open(url: string, patienceMs = BOOT_PATIENCE_MS): Promise<WebuiDatabase> {
    const log = new Logger(WebuiDatabase.name);
    const dataSource = dataSourceFor(url);
    const giveUpAt = performance.now() + patienceMs;
    for (;;) {
      try {
        if (!dataSource.isInitialized) await dataSource.initialize();
        await migrate(dataSource);
        return new WebuiDatabase(dataSource);
      } catch (cause) {
        const message = `PostgreSQL did not take schema webui: ${(cause as Error).message}`;
        if (performance.now() > giveUpAt) throw new PipelineError('ledger_unavailable', message, { cause });
        log.warn(message);
        await sleep(1_000);
      }
    }
  }

  rows<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T> {
    return this.dataSource.getRepository(entity);
  }

  /** Throws unless PostgreSQL answers within two seconds. */
  async ping(): Promise<void> {
    const patience = new AbortController();
    const tooSlow = sleep(PING_PATIENCE_MS, undefined, { signal: patience.signal }).then(
      () => {
        throw new PipelineError('ledger_unavailable', `PostgreSQL did not answer within ${PING_PATIENCE_MS} ms`);
      },
      () => undefined, // it was the answer that came first
    );
    try {
      await Promise.race([this.dataSource.query('SELECT 1'), tooSlow]);
    } finally {
      patience.abort();
    }
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}

function dataSourceFor(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema: 'webui',
    entities: [Artifact, WorkflowSymbol, WorkflowLink],
    migrations: [FirstWebuiSchema1763930000000, LiveView1764140000000],
    migrationsTableName: 'migration',
    installExtensions: false,
    poolSize: 10,
    connectTimeoutMS: 5_000,
    applicationName: 'trademaster-webui',
    extra: { query_timeout: 15_000, statement_timeout: 15_000, keepAlive: true },
  });
}

async function migrate(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runner.query('CREATE SCHEMA IF NOT EXISTS webui');
    await dataSource.runMigrations({ transaction: 'all' });
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  } catch (error) {
    await runner.query('SELECT pg_advisory_unlock_all()').catch(() => undefined); // the connection may be gone with it
    throw error;
  } finally {
    await runner.release();
  }
}
