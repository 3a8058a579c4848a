import type { EntityManager } from 'typeorm';
import type { RunRow, StoredEvent } from '../contract';
import { foldRun } from './run-fold';

const COLUMNS = [
  'run_id',
  'request_id',
  'symbol',
  'mode',
  'status',
  'attempt',
  'stage',
  'started_at',
  'ended_at',
  'action',
  'confidence_score',
  'simulated',
  'historical',
  'provenance',
  'failure',
] as const satisfies (keyof RunRow)[];
const SELECT = `SELECT ${COLUMNS.join(', ')} FROM webui.run`;
const NEWEST_FIRST = 'ORDER BY started_at DESC, run_id DESC';
const UPSERT = `
  INSERT INTO webui.run (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((_, index) => `$${index + 1}`).join(', ')})
  ON CONFLICT (run_id) DO UPDATE SET ${COLUMNS.slice(1)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;
/** For a page of symbols or of running ones: beyond it the list of runs is the place to look. */
const MOST = 500;

export interface RunFilter {
  symbol?: string;
  status?: RunRow['status'];
}

/** The runs, as their events make them. */
export class RunTable {
  constructor(private readonly manager: EntityManager) {}

  /** Makes the lines of these runs anew out of their events. */
  async refold(runIds: readonly string[], eventsOf: (runId: string) => Promise<StoredEvent[]>): Promise<void> {
    for (const runId of runIds) {
      const row = foldRun(runId, await eventsOf(runId));
      if (row === undefined) continue;
      await this.manager.query(
        UPSERT,
        COLUMNS.map((name) => (name === 'failure' && row.failure ? JSON.stringify(row.failure) : row[name])),
      );
    }
  }

  /** Newest first, and how many there are in all. */
  async page({ symbol, status }: RunFilter, limit: number, offset: number): Promise<{ runs: RunRow[]; total: number }> {
    const where = '($1::text IS NULL OR symbol = $1) AND ($2::text IS NULL OR status = $2)';
    const filter = [symbol ?? null, status ?? null];
    const [runs, [counted]] = await Promise.all([
      this.select(`WHERE ${where} ${NEWEST_FIRST} LIMIT $3 OFFSET $4`, [...filter, limit, offset]),
      this.manager.query<{ total: string }[]>(`SELECT count(*) AS total FROM webui.run WHERE ${where}`, filter),
    ]);
    return { runs, total: Number(counted?.total ?? 0) };
  }

  async one(runId: string): Promise<RunRow | undefined> {
    const [row] = await this.select('WHERE run_id = $1', [runId]);
    return row;
  }

  ofRequest(requestId: string): Promise<RunRow[]> {
    return this.select('WHERE request_id = $1 ORDER BY symbol, run_id', [requestId]);
  }

  running(): Promise<RunRow[]> {
    return this.select(`WHERE status = 'RUNNING' ${NEWEST_FIRST} LIMIT ${MOST}`, []);
  }

  /** Each symbol's newest run that decided, newest first. */
  async decisions(): Promise<RunRow[]> {
    const newest = `SELECT DISTINCT ON (symbol) * FROM webui.run
      WHERE status = 'FINISHED' AND action IS NOT NULL ORDER BY symbol, started_at DESC, run_id DESC`;
    const rows = await this.manager.query<SelectedRow[]>(
      `SELECT ${COLUMNS.join(', ')} FROM (${newest}) AS newest ${NEWEST_FIRST} LIMIT ${MOST}`,
    );
    return rows.map(runRow);
  }

  private async select(rest: string, parameters: unknown[]): Promise<RunRow[]> {
    return (await this.manager.query<SelectedRow[]>(`${SELECT} ${rest}`, parameters)).map(runRow);
  }
}

type SelectedRow = Omit<RunRow, 'started_at' | 'ended_at'> & { started_at: Date; ended_at: Date | null };

function runRow({ started_at, ended_at, ...row }: SelectedRow): RunRow {
  return { ...row, started_at: started_at.toISOString(), ended_at: ended_at?.toISOString() ?? null };
}
