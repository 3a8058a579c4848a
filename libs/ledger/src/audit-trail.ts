import { randomUUID } from 'node:crypto';
import { AuditRow } from './entities/audit.entity';
import type { LedgerDatabase } from './ledger-database';

export type AuditEntry = AuditRow;
export type NewAuditEntry = Pick<AuditRow, 'by' | 'action' | 'why' | 'committed' | 'what'>;

/** Who did what by hand, when and why. */
export class AuditTrail {
  constructor(private readonly database: LedgerDatabase) {}

  /** Records before it is done: what breaks off is on record, too. Returns the record's id. */
  async begin(entry: NewAuditEntry): Promise<string> {
    const auditId = randomUUID();
    await this.database.ask(({ manager }) => manager.insert(AuditRow, { auditId, ...entry }));
    return auditId;
  }

  /** Fills in what came of it, unless that is filled in. */
  async end(auditId: string, outcome: object): Promise<void> {
    await this.database.ask(({ manager }) =>
      manager.query('UPDATE ledger.audit SET outcome = $2 WHERE audit_id = $1 AND outcome IS NULL', [
        auditId,
        JSON.stringify(outcome),
      ]),
    );
  }

  /** The newest first. */
  list(limit: number): Promise<AuditEntry[]> {
    return this.database.ask(({ manager }) =>
      manager.find(AuditRow, { order: { recordedAt: 'DESC', auditId: 'ASC' }, take: limit }),
    );
  }
}
