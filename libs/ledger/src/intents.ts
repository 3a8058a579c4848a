import { IntentRow } from './entities/intent.entity';
import { firstWins } from './first-wins';
import type { LedgerDatabase } from './ledger-database';

export interface Intent<Result = unknown> {
  /** `new`: nobody has tried the effect yet. `planned`: somebody has, and how it ended is not known. */
  state: 'new' | 'planned' | 'done';
  /** What was found or made, once it is done: the lowest id, as a rule. */
  result?: Result;
}

/**
 * Effects outside PostgreSQL, exactly one each after convergence: plan → look up → write → look up again → keep the
 * lowest → done. All of it under LedgerDatabase.withLock of the run.
 */
export class Intents {
  constructor(private readonly database: LedgerDatabase) {}

  /** Notes that the effect is about to be tried; says `done` with its result when it was made before. */
  plan<Result>(kind: string, key: string): Promise<Intent<Result>> {
    return this.database.ask(async ({ manager }) => {
      const { stored, first } = await firstWins(manager.getRepository(IntentRow), { kind, key }, { kind, key });
      if (stored.state === 'done') return { state: 'done', result: stored.result as Result };
      return { state: first ? 'new' : 'planned' };
    });
  }

  /** Notes the effect's result unless one is noted; returns the noted one. `result` is JSON. */
  done<Result>(kind: string, key: string, result: Result): Promise<Result> {
    return this.database.ask(async ({ manager }) => {
      const [stored] = await manager.query<[{ result: Result }]>(
        `INSERT INTO ledger.intent AS intent (kind, key, state, result, done_at)
         VALUES ($1, $2, 'done', $3, clock_timestamp())
         ON CONFLICT (kind, key) DO UPDATE
           SET state = 'done',
               result = CASE intent.state WHEN 'planned' THEN excluded.result ELSE intent.result END,
               done_at = coalesce(intent.done_at, excluded.done_at)
         RETURNING result`,
        [kind, key, JSON.stringify(result)],
      );
      return stored.result;
    });
  }
}
