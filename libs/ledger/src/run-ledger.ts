import type { PipelineEvent, RequestCompleted, RunEnd } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { FactRow } from './entities/fact.entity';
import { RequestCompletionRow } from './entities/request-completion.entity';
import { RequestRow } from './entities/request.entity';
import { RunRow } from './entities/run.entity';
import { firstWins } from './first-wins';
import type { LedgerDatabase } from './ledger-database';

export type RequestRecord = RequestRow;
export type NewRequest = Omit<RequestRow, 'parentRunId' | 'recordedAt'>;
export type RunRecord = RunRow;
export type NewRun = Pick<RunRow, 'runId' | 'requestId' | 'symbol' | 'mode' | 'experimentId' | 'deadlineAt'> & {
  parentRunId?: string;
};

/** Requests, their runs, and every fact about either. Whatever is recorded twice keeps its first value. */
export class RunLedger {
  constructor(private readonly database: LedgerDatabase) {}

  /**
   * Records what was asked for. `repeated`: it was recorded before, with the same payload.
   * Throws `request_conflict` when the same request was recorded with another payload.
   */
  async recordRequest(request: NewRequest): Promise<{ request: RequestRecord; repeated: boolean }> {
    const { requestId } = request;
    const { stored, first } = await this.database.ask(({ manager }) =>
      firstWins(manager.getRepository(RequestRow), request, { requestId }),
    );
    if (stored.payloadSha256 !== request.payloadSha256) {
      throw new PipelineError(
        'request_conflict',
        `request "${stored.clientId}" of ${stored.source} for ${stored.dagId} was made before with another payload ` +
          `(sha256 ${stored.payloadSha256.slice(0, 12)}, now ${request.payloadSha256.slice(0, 12)})`,
        { field: 'id' },
      );
    }
    return { request: stored, repeated: !first };
  }

  async request(requestId: string): Promise<RequestRecord | undefined> {
    return (await this.database.ask(({ manager }) => manager.findOneBy(RequestRow, { requestId }))) ?? undefined;
  }

  /** Records a batch's parent run unless it has one; returns the one it has. */
  async recordParentRun(requestId: string, parentRunId: string): Promise<string> {
    const request = await this.database.ask(async ({ manager }) => {
      await manager.query(
        'UPDATE ledger.request SET parent_run_id = $2 WHERE request_id = $1 AND parent_run_id IS NULL',
        [requestId, parentRunId],
      );
      return manager.findOneByOrFail(RequestRow, { requestId });
    });
    return request.parentRunId as string;
  }

  /** Records the run of a request's symbol unless it has one; returns the one it has. */
  async recordRun(run: NewRun): Promise<RunRecord> {
    const { requestId, symbol } = run;
    const { stored } = await this.database.ask(({ manager }) =>
      firstWins(manager.getRepository(RunRow), run, { requestId, symbol }),
    );
    return stored;
  }

  async run(runId: string): Promise<RunRecord | undefined> {
    return (await this.database.ask(({ manager }) => manager.findOneBy(RunRow, { runId }))) ?? undefined;
  }

  async runOf(requestId: string, symbol: string): Promise<RunRecord | undefined> {
    return (await this.database.ask(({ manager }) => manager.findOneBy(RunRow, { requestId, symbol }))) ?? undefined;
  }

  /** By symbol. */
  runsOf(requestId: string): Promise<RunRecord[]> {
    return this.database.ask(({ manager }) => manager.find(RunRow, { where: { requestId }, order: { symbol: 'ASC' } }));
  }

  /** Runs that go on though their deadline has passed by the database's clock, the most overdue first. */
  overdueRuns(limit = 100): Promise<RunRecord[]> {
    return this.database.ask(({ manager }) =>
      manager
        .createQueryBuilder(RunRow, 'run')
        .where(`run.status = 'RUNNING' AND run.deadlineAt < clock_timestamp()`)
        .orderBy('run.deadlineAt')
        .limit(limit)
        .getMany(),
    );
  }

  /**
   * Ends a run's attempt: FINISHED is final, FAILED gives way only to a higher attempt, and the end of an attempt below
   * the run's own comes too late. Returns how the run stands, whether or not this end counted.
   * Throws `run_unknown`.
   */
  endRun(end: RunEnd): Promise<RunRecord> {
    return this.database.ask(async ({ manager }) => {
      await manager.query(
        `UPDATE ledger.run SET status = $3, attempt = $2, ended_as = $4
         WHERE run_id = $1 AND (status = 'RUNNING' AND attempt <= $2 OR status = 'FAILED' AND attempt < $2)`,
        [end.run_id, end.attempt, end.status, JSON.stringify(end)],
      );
      return this.knownRun(end.run_id);
    });
  }

  /**
   * Takes a failed run up again: RUNNING at `attempt`, with a new deadline. Repeating it changes nothing.
   * Throws `run_unknown`; `run_not_failed` when the run goes on at a lower attempt or is FINISHED.
   */
  startAttempt(runId: string, attempt: number, deadlineAt: Date): Promise<RunRecord> {
    return this.database.ask(async ({ manager }) => {
      await manager.query(
        `UPDATE ledger.run SET status = 'RUNNING', attempt = $2, deadline_at = $3
         WHERE run_id = $1 AND status = 'FAILED' AND attempt < $2`,
        [runId, attempt, deadlineAt],
      );
      const run = await this.knownRun(runId);
      if (run.attempt >= attempt) return run;
      throw new PipelineError('run_not_failed', `run ${runId} is ${run.status} at attempt ${run.attempt}`);
    });
  }

  /**
   * Keeps an event as a fact about `subjectId`: a run's id, or a request's for what concerns all of it. The first of
   * its type and attempt stays; it is returned.
   */
  async recordFact(subjectId: string, event: PipelineEvent): Promise<PipelineEvent> {
    const key = { subjectId, type: event.type, attempt: event.attempt };
    const { stored } = await this.database.ask(({ manager }) =>
      firstWins(manager.getRepository(FactRow), { ...key, eventId: event.id, event }, key),
    );
    return stored.event;
  }

  /** Every fact about a run or request, by attempt and type: the order of arrival means nothing. */
  async factsOf(subjectId: string): Promise<PipelineEvent[]> {
    const rows = await this.database.ask(({ manager }) =>
      manager.find(FactRow, { where: { subjectId }, order: { attempt: 'ASC', type: 'ASC' } }),
    );
    return rows.map((row) => row.event);
  }

  /** Records a request's end at an attempt unless it has one; returns the one it has, and whether it is this one. */
  async completeRequest(
    attempt: number,
    completed: RequestCompleted,
  ): Promise<{ completed: RequestCompleted; first: boolean }> {
    const key = { requestId: completed.request_id, attempt };
    const { stored, first } = await this.database.ask(({ manager }) =>
      firstWins(manager.getRepository(RequestCompletionRow), { ...key, completed }, key),
    );
    return { completed: stored.completed, first };
  }

  /** The request's newest end, if it has ended. */
  async completionOf(requestId: string): Promise<{ attempt: number; completed: RequestCompleted } | undefined> {
    const row = await this.database.ask(({ manager }) =>
      manager.findOne(RequestCompletionRow, { where: { requestId }, order: { attempt: 'DESC' } }),
    );
    return row ?? undefined;
  }

  private async knownRun(runId: string): Promise<RunRecord> {
    const run = await this.run(runId);
    if (run === undefined) throw new PipelineError('run_unknown', `no run has the id ${runId}`, { field: 'run_id' });
    return run;
  }
}
