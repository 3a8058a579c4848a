import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { PipelineError } from '@trademaster/errors';
import { DataSource } from 'typeorm';
import { LEDGER_ENTITIES } from './entities';
import { askLedger } from './ledger-errors';
import { AdvisoryLocks } from './advisory-locks';
import { FirstLedgerSchema1763900000000 } from './migrations/1763900000000-first-ledger-schema';
import { ChampionAudit1764060000000 } from './migrations/1764060000000-champion-audit';
import { AuditTrail1764070000000 } from './migrations/1764070000000-audit-trail';
import { StoredBars1764110000000 } from './migrations/1764110000000-stored-bars';

export interface LedgerDatabaseOptions {
  /** How long to wait for PostgreSQL at boot. */
  bootTimeoutMs?: number;
  /** Most connections of this process, locks apart: each lock held has its own. */
  poolSize?: number;
}

export interface LockOptions {
  /** How long to wait for the lock before giving up with `ledger_unavailable`. */
  timeoutMs?: number;
}

const LOCK_TIMEOUT_MS = 30_000;
const PING_TIMEOUT_MS = 2_000;

/** The connection pool to schema `ledger`, migrated. A connection that was lost is opened anew by the next question. */
export class LedgerDatabase {
  private constructor(
    readonly dataSource: DataSource,
    private readonly locks: AdvisoryLocks,
  ) {}

  /**
   * Connects and migrates; several services may do so at once. Throws `ledger_unavailable` when PostgreSQL does not
   * answer within `bootTimeoutMs` (60 s).
   */
  static async open(url: string, options: LedgerDatabaseOptions = {}): Promise<LedgerDatabase> {
    const dataSource = dataSourceFor(url, options.poolSize ?? 10);
    const locks = new AdvisoryLocks(url);
    const log = new Logger('ledger');
    const giveUpAt = performance.now() + (options.bootTimeoutMs ?? 60_000);
    for (;;) {
      try {
        await askLedger(() => connectAndMigrate(dataSource, locks));
        return new LedgerDatabase(dataSource, locks);
      } catch (error) {
        if (!(error instanceof PipelineError && error.retryable) || performance.now() > giveUpAt) {
          await locks.close();
          throw error;
        }
        log.warn(`waiting for PostgreSQL: ${error.message}`);
        await sleep(1_000);
      }
    }
  }

  /** One conversation with the database; errors as in askLedger. */
  ask<T>(conversation: (dataSource: DataSource) => Promise<T>): Promise<T> {
    return askLedger(() => conversation(this.dataSource));
  }

  /**
   * Runs `work` while no other process runs any work under the same key. The lock has a connection to itself, so
   * `work` may use the ledger and take other locks; a process that dies gives it back.
   * Throws `ledger_unavailable` when the lock is not free in time, or when its connection was lost meanwhile: what was
   * done may then have overlapped with somebody else's work and has to be looked at again.
   */
  withLock<T>(key: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
    return this.locks.hold(key, options.timeoutMs ?? LOCK_TIMEOUT_MS, work);
  }

  /** Throws `ledger_unavailable` unless PostgreSQL answers within two seconds. */
  async ping(): Promise<void> {
    const patience = new AbortController();
    const tooSlow = sleep(PING_TIMEOUT_MS, undefined, { signal: patience.signal }).then(() => {
      throw new PipelineError('ledger_unavailable', `PostgreSQL did not answer within ${PING_TIMEOUT_MS} ms`);
    });
    tooSlow.catch(() => undefined); // the timer's end when the answer came first
    try {
      await Promise.race([this.ask((dataSource) => dataSource.query('SELECT 1')), tooSlow]);
    } finally {
      patience.abort();
    }
  }

  async close(): Promise<void> {
    await this.locks.close();
    await this.dataSource.destroy();
  }
}

function dataSourceFor(url: string, poolSize: number): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema: 'ledger',
    entities: LEDGER_ENTITIES,
    migrations: [
      FirstLedgerSchema1763900000000,
      ChampionAudit1764060000000,
      AuditTrail1764070000000,
      StoredBars1764110000000,
    ],
    migrationsTableName: 'migration',
    installExtensions: false,
    poolSize,
    connectTimeoutMS: 5_000,
    applicationName: 'trademaster-ledger',
    extra: { query_timeout: 15_000, statement_timeout: 15_000, keepAlive: true },
  });
}

async function connectAndMigrate(dataSource: DataSource, locks: AdvisoryLocks): Promise<void> {
  if (!dataSource.isInitialized) await dataSource.initialize();
  await locks.hold('ledger.migrations', LOCK_TIMEOUT_MS, async () => {
    await dataSource.query('CREATE SCHEMA IF NOT EXISTS ledger');
    await dataSource.runMigrations({ transaction: 'all' });
  });
}
