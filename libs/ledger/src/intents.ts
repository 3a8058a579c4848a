import type { LedgerDatabase } from './ledger-database';

/** An effect outside PostgreSQL. */
export interface Effect {
  /** `webui.signal`, `mlflow.model_version`, … */
  kind: string;
  /** Which one of its kind: the run's id, as a rule. */
  key: string;
}

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
  constructor(private readonly database: Pick<LedgerDatabase, 'ask'>) {}

  /** Notes that the effect is about to be tried; says `done` with its result when it was made before. */
  async plan<Result>(kind: string, key: string): Promise<Intent<Result>> {
    const [intent] = await this.planAll([{ kind, key }]);
    return intent as Intent<Result>;
  }

  /** As `plan`, of several in one statement: in their order. */
  async planAll(effects: readonly Effect[]): Promise<Intent[]> {
    if (effects.length === 0) return [];
    const rows = await this.database.ask(({ manager }) =>
      manager.query<{ was: 'planned' | 'done' | null; result: unknown; is_new: boolean }[]>(PLAN, columnsOf(effects)),
    );
    return rows.map(({ was, result, is_new }) => {
      if (was === 'done') return { state: was, result };
      // Noted by somebody else while this statement ran, which the lock is there against: how it ended is not known.
      return { state: is_new ? 'new' : 'planned' };
    });
  }

  /** Notes the effect's result unless one is noted; returns the noted one. `result` is JSON. */
  async done<Result>(kind: string, key: string, result: Result): Promise<Result> {
    const [noted] = await this.doneAll([{ kind, key, result }]);
    return noted as Result;
  }

  /** As `done`, of several different ones in one statement: in their order. */
  async doneAll(effects: readonly (Effect & { result: unknown })[]): Promise<unknown[]> {
    if (effects.length === 0) return [];
    const results = effects.map(({ result }) => JSON.stringify(result));
    const rows = await this.database.ask(({ manager }) =>
      manager.query<(Effect & { result: unknown })[]>(DONE, [...columnsOf(effects), results]),
    );
    return effects.map(({ kind, key }) => rows.find((row) => row.kind === kind && row.key === key)?.result);
  }
}

const PLAN = `
  WITH wanted AS (SELECT * FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS wanted (kind, key, place)),
       noted AS (INSERT INTO ledger.intent (kind, key) SELECT kind, key FROM wanted
                 ON CONFLICT DO NOTHING RETURNING kind, key)
  SELECT intent.state AS was, intent.result, noted.kind IS NOT NULL AS is_new
  FROM wanted LEFT JOIN ledger.intent USING (kind, key) LEFT JOIN noted USING (kind, key)
  ORDER BY place`;

const DONE = `
  INSERT INTO ledger.intent AS intent (kind, key, state, result, done_at)
  SELECT kind, key, 'done', result, clock_timestamp()
  FROM unnest($1::text[], $2::text[], $3::json[]) AS done (kind, key, result)
  ON CONFLICT (kind, key) DO UPDATE
    SET state = 'done',
        result = CASE intent.state WHEN 'planned' THEN excluded.result ELSE intent.result END,
        done_at = coalesce(intent.done_at, excluded.done_at)
  RETURNING kind, key, result`;

function columnsOf(effects: readonly Effect[]): [kinds: string[], keys: string[]] {
  return [effects.map(({ kind }) => kind), effects.map(({ key }) => key)];
}
