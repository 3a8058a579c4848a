import { AuditTrail, LedgerDatabase, type NewAuditEntry } from '@trademaster/ledger';
import { PipelineError } from '@trademaster/errors';
import { type CliConfig, userName } from './cli.config';

export interface AuditOptions {
  commit?: boolean;
  why?: string;
}

/** Who asks and when, for the headers of what is published. */
export interface Audited {
  auditId: string;
  by: string;
  at: string;
}

/** Runs `work` with the audit trail of the ledger, and closes the connection. */
export async function withAuditTrail<T>(config: CliConfig, work: (trail: AuditTrail) => Promise<T>): Promise<T> {
  const database = await LedgerDatabase.open(config.need('DATABASE_URL'), { poolSize: 1, bootTimeoutMs: 5_000 });
  try {
    return await work(new AuditTrail(database));
  } finally {
    await database.close();
  }
}

/**
 * Does something by hand, on record: the record is there before anything is done, and says what came of it after.
 * A look without effect is recorded, too. Errors: `request_invalid` (`why`), `ledger_unavailable`, those of `work`.
 */
export async function audited<T extends object>(
  config: CliConfig,
  { commit = false, why }: AuditOptions,
  { action, what }: Pick<NewAuditEntry, 'action' | 'what'>,
  work: (audited: Audited) => Promise<T>,
): Promise<T & { audit_id: string }> {
  if (commit && !why?.trim()) {
    throw new PipelineError('request_invalid', '--commit needs --why "the reason", for the audit record', {
      field: 'why',
    });
  }
  return withAuditTrail(config, async (trail) => {
    const by = userName();
    const auditId = await trail.begin({ by, action, why: why ?? 'dry run', committed: commit, what });
    const result = await work({ auditId, by, at: new Date().toISOString() });
    await trail.end(auditId, result);
    return { ...result, audit_id: auditId };
  });
}
