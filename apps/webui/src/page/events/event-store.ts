import { Injectable, Logger } from '@nestjs/common';
import { type EntityManager, QueryFailedError } from 'typeorm';
import type { EventType } from '@trademaster/contracts';
import type { FollowedEvent, FollowedStore, Place, ReadPosition } from '@trademaster/messaging';
import { WebuiDatabase } from '../../storage/webui-database';
import type { StoredEvent } from '../contract';
import { RunTable } from '../runs/run-table';
import { type EventRow, storableEvent } from './storable-event';

/** Any number, the same in every process: who stores events holds PostgreSQL's lock of this number. */
export const STORE_LOCK = 7_412_002;
const COLUMNS = 'seq, event_id, type, attempt, run_id, request_id, symbol, time, received_at, data';
/** Classes of SQLSTATE that say that it is the data that cannot be stored. */
const REFUSED_DATA = /^(22|54)/;

/** Every event once, in the order in which they were stored: whoever sees a seq has seen, or can read, all before it. */
@Injectable()
export class EventStore implements FollowedStore {
  private readonly log = new Logger(EventStore.name);

  constructor(private readonly database: WebuiDatabase) {}

  async positionsOf(places: readonly Place[]): Promise<ReadPosition[]> {
    const rows = await this.database.dataSource.query<{ topic: string; partition: number; next_offset: string }[]>(
      'SELECT topic, partition, next_offset FROM webui.read_position WHERE topic = ANY($1)',
      [places.map(({ topic }) => topic)],
    );
    return rows.map(({ topic, partition, next_offset }) => ({ topic, partition, offset: next_offset }));
  }

  /** Errors: PostgreSQL's. What it refuses to store is logged and left out: one event must not stop the others. */
  async keep(events: readonly FollowedEvent[], position?: ReadPosition): Promise<void> {
    const rows = events.map(storableEvent);
    try {
      await this.keepRows(rows, position);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      for (const row of rows) await this.keepIfTaken(row);
      await this.keepRows([], position);
    }
  }

  /** At most `limit` events behind `seq`, oldest first. */
  async after(seq: number, limit: number): Promise<StoredEvent[]> {
    return this.select('WHERE seq > $1 ORDER BY seq LIMIT $2', [seq, limit]);
  }

  /** Of a run and of the request that it is part of, in the order in which they came. */
  async ofRun(runId: string): Promise<StoredEvent[]> {
    const own = 'SELECT request_id FROM webui.event WHERE run_id = $1 AND request_id IS NOT NULL';
    return this.select(`WHERE run_id = $1 OR (run_id IS NULL AND request_id IN (${own})) ORDER BY seq`, [runId]);
  }

  /** Of the request as a whole: not those of its runs. */
  async ofRequest(requestId: string): Promise<StoredEvent[]> {
    return this.select('WHERE request_id = $1 AND run_id IS NULL ORDER BY seq', [requestId]);
  }

  /** 0 when there is none. */
  async newestSeq(): Promise<number> {
    const [row] = await this.database.dataSource.query<{ newest: string | null }[]>(
      'SELECT max(seq) AS newest FROM webui.event',
    );
    return Number(row?.newest ?? 0);
  }

  private async select(rest: string, parameters: unknown[]): Promise<StoredEvent[]> {
    const rows = await this.database.dataSource.query<StoredRow[]>(
      `SELECT ${COLUMNS} FROM webui.event ${rest}`,
      parameters,
    );
    return rows.map(storedEvent);
  }

  private async keepIfTaken(row: EventRow): Promise<void> {
    try {
      await this.keepRows([row], undefined);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.log.error(`PostgreSQL does not store ${row.type} ${row.event_id}: ${error.message}`);
    }
  }

  private async keepRows(rows: readonly EventRow[], position: ReadPosition | undefined): Promise<void> {
    const { dataSource } = this.database;
    if (rows.every(({ run_id }) => run_id === null)) {
      await insert(dataSource.manager, rows, position);
      return;
    }
    await dataSource.transaction(async (manager) => {
      const touched = await insert(manager, rows, position);
      if (rows.some(({ type }) => type === PROGRESS || ENDS_TRAINING.includes(type))) await prune(manager, touched);
      await new RunTable(manager).refold(touched, (runId) => ofRunWithin(manager, runId));
    });
  }
}

interface StoredRow extends Omit<StoredEvent, 'seq' | 'received_at'> {
  seq: string;
  received_at: Date;
}

function storedEvent({ seq, received_at, ...row }: StoredRow): StoredEvent {
  return { ...row, seq: Number(seq), received_at: received_at.toISOString() };
}

/**
 * One writer at a time until its transaction ends: seq then grows in the order of the commits, and no reader passes one
 * that comes later. The lock is asked for before the first row gets its seq.
 */
const INSERT = `
  WITH alone AS MATERIALIZED (SELECT pg_advisory_xact_lock(${STORE_LOCK})),
       placed AS (INSERT INTO webui.read_position (topic, partition, next_offset)
                  SELECT $11::text, $12::integer, $13::bigint FROM alone WHERE $11 IS NOT NULL
                  ON CONFLICT (topic, partition) DO UPDATE SET next_offset = excluded.next_offset)
  INSERT INTO webui.event (identity, event_id, type, attempt, run_id, request_id, symbol, time, received_at, data)
  SELECT identity, event_id, type, attempt, run_id, request_id, symbol, time, received_at, data
  FROM alone, unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[],
                     $9::timestamptz[], $10::json[]) WITH ORDINALITY
    AS given (identity, event_id, type, attempt, run_id, request_id, symbol, time, received_at, data, place)
  ORDER BY place
  ON CONFLICT (identity) DO NOTHING
  RETURNING run_id`;

/** With the position behind them. Gives the runs of those that were not there. */
async function insert(
  manager: EntityManager,
  rows: readonly EventRow[],
  position: ReadPosition | undefined,
): Promise<string[]> {
  const { topic = null, partition = null, offset = null } = position ?? {};
  const inserted = await manager.query<{ run_id: string | null }[]>(INSERT, [
    ...columnsOf(rows),
    ...[topic, partition, offset],
  ]);
  return [...new Set(inserted.flatMap(({ run_id }) => run_id ?? []))];
}

function columnsOf(rows: readonly EventRow[]): unknown[][] {
  const column = (name: keyof EventRow) => rows.map((row) => row[name]);
  return [
    column('identity'),
    column('event_id'),
    column('type'),
    column('attempt'),
    column('run_id'),
    column('request_id'),
    column('symbol'),
    column('time'),
    column('received_at'),
    column('data'),
  ];
}

const PROGRESS: EventType = 'training.progressed';
/** After which a training of the attempt goes on no more. */
const ENDS_TRAINING: EventType[] = ['model.trained', 'run.failed', 'run.persisted'];

/** How far a training is does not count any more when it has ended, also where it is heard of later. */
async function prune(manager: EntityManager, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  await manager.query(
    `DELETE FROM webui.event AS progress
     WHERE progress.run_id = ANY($1) AND progress.type = $2 AND EXISTS (
       SELECT FROM webui.event AS ended
       WHERE ended.run_id = progress.run_id AND ended.type = ANY($3) AND ended.attempt >= progress.attempt)`,
    [runIds, PROGRESS, ENDS_TRAINING],
  );
}

async function ofRunWithin(manager: EntityManager, runId: string): Promise<StoredEvent[]> {
  const rows = await manager.query<StoredRow[]>(`SELECT ${COLUMNS} FROM webui.event WHERE run_id = $1 AND type <> $2`, [
    runId,
    PROGRESS,
  ]);
  return rows.map(storedEvent);
}

function isRefusal(error: unknown): error is QueryFailedError {
  if (!(error instanceof QueryFailedError)) return false;
  return REFUSED_DATA.test((error.driverError as { code?: string }).code ?? '');
}
