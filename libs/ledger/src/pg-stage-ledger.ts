import { randomUUID } from 'node:crypto';
import type { Claim, Lease, StageLedger, StageOutcome, WorkKey } from '@trademaster/contracts';
import type { EntityManager } from 'typeorm';
import { StageClaimRow } from './entities/stage-claim.entity';
import type { LedgerDatabase } from './ledger-database';

/** Leases are measured by the database's clock only: workers' clocks may disagree. */
export class PgStageLedger implements StageLedger {
  constructor(private readonly database: LedgerDatabase) {}

  claim(key: WorkKey, leaseMs: number): Promise<Claim> {
    return this.database.ask(async ({ manager }) => {
      const token = randomUUID();
      const granted: unknown[] = await manager.query(
        `INSERT INTO ledger.stage_claim AS claim (stage, input_event_id, attempt, token, expires_at)
         VALUES ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 millisecond')
         ON CONFLICT (stage, input_event_id, attempt) DO UPDATE
           SET token = excluded.token, expires_at = excluded.expires_at
           WHERE claim.expires_at <= clock_timestamp()
         RETURNING token`,
        [key.stage, key.inputEventId, key.attempt, token, leaseMs],
      );
      // `complete` stores the result and ends the claim at once: a claim that came after it sees the result here
      const finished = await outcomeOf(manager, key);
      if (!finished) return granted.length === 0 ? { state: 'busy' } : { state: 'granted', lease: { key, token } };
      if (granted.length > 0) await manager.delete(StageClaimRow, { ...key, token });
      return { state: 'done', outcome: finished };
    });
  }

  renew(lease: Lease, leaseMs: number): Promise<boolean> {
    return this.database.ask(async ({ manager }) => {
      const { affected } = await manager
        .createQueryBuilder()
        .update(StageClaimRow)
        .set({ expiresAt: () => `clock_timestamp() + :leaseMs * interval '1 millisecond'` })
        .where({ ...lease.key, token: lease.token })
        .andWhere('expires_at > clock_timestamp()')
        .setParameter('leaseMs', leaseMs)
        .execute();
      return affected === 1;
    });
  }

  complete(key: WorkKey, outcome: StageOutcome): Promise<StageOutcome> {
    return this.database.ask(async ({ manager }) => {
      const stored: unknown[] = await manager.query(
        `WITH ended AS (DELETE FROM ledger.stage_claim WHERE stage = $1 AND input_event_id = $2 AND attempt = $3)
         INSERT INTO ledger.stage_result (stage, input_event_id, attempt, kind, outputs)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING
         RETURNING stage`,
        [key.stage, key.inputEventId, key.attempt, outcome.kind, JSON.stringify(outcome.outputs)],
      );
      return stored.length === 1 ? outcome : ((await outcomeOf(manager, key)) as StageOutcome);
    });
  }

  async release(lease: Lease): Promise<void> {
    await this.database.ask(({ manager }) => manager.delete(StageClaimRow, { ...lease.key, token: lease.token }));
  }
}

async function outcomeOf(manager: EntityManager, key: WorkKey): Promise<StageOutcome | undefined> {
  const [row] = await manager.query<StageOutcome[]>(
    'SELECT kind, outputs FROM ledger.stage_result WHERE stage = $1 AND input_event_id = $2 AND attempt = $3',
    [key.stage, key.inputEventId, key.attempt],
  );
  return row;
}
