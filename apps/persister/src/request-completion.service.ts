import { Injectable } from '@nestjs/common';
import type {
  OutgoingEvent,
  PipelineEvent,
  RequestCompleted,
  RequestFailed,
  RequestResolved,
  RunEnd,
} from '@trademaster/contracts';
import type { LedgerDatabase, RunLedger, RunRecord } from '@trademaster/ledger';
import type { FirstCause } from './first-cause';
import type { BatchRun } from './mlflow/batch-run';

/** Ends a request, once per attempt, when every run that it expects has ended. */
@Injectable()
export class RequestCompletion {
  constructor(
    private readonly database: Pick<LedgerDatabase, 'withLock'>,
    private readonly ledger: Pick<RunLedger, 'factsOf' | 'runsOf' | 'completeRequest'>,
    private readonly batchRun: Pick<BatchRun, 'end'>,
    private readonly firstCause: FirstCause,
  ) {}

  /** `request.completed` when the request has ended and this event is the one to say so. */
  async completeIfDue(requestId: string, event: PipelineEvent): Promise<OutgoingEvent<RequestCompleted>[]> {
    return this.database.withLock(`request:${requestId}`, async () => {
      const due = await this.due(requestId);
      if (!due) return [];
      if (due.resolved?.parent_run_id) await this.batchRun.end(due.resolved, due.completed);
      const { completed } = await this.ledger.completeRequest(due.attempt, due.completed);
      if (!(await this.firstCause.isAnnouncedBy('request.completed', `${requestId}/${due.attempt}`, event))) return [];
      return [completedEvent(completed, due.attempt)];
    });
  }

  private async due(
    requestId: string,
  ): Promise<{ attempt: number; completed: RequestCompleted; resolved?: RequestResolved } | undefined> {
    const facts = await this.ledger.factsOf(requestId);
    const resolved = facts.find(({ type }) => type === 'request.resolved')?.data as RequestResolved | undefined;
    if (!resolved) {
      const failed = facts.find(({ type }) => type === 'request.failed')?.data as RequestFailed | undefined;
      return failed && { attempt: 0, completed: failedRequest(failed) };
    }
    const expected = new Set(resolved.runs.map(({ run_id }) => run_id));
    const runs = (await this.ledger.runsOf(requestId)).filter(({ runId }) => expected.has(runId));
    if (runs.length < expected.size || runs.some(({ status }) => status === 'RUNNING')) return undefined;
    const attempt = runs.reduce((sum, run) => sum + run.attempt, 0);
    return { attempt, completed: endedRequest(resolved, runs), resolved };
  }
}

/** How a request's end travels. */
export function completedEvent(data: RequestCompleted, attempt: number): OutgoingEvent<RequestCompleted> {
  return { type: 'request.completed', subject: data.request_id, key: data.request_id, attempt, data };
}

/** The end of a request that could not be resolved. */
export function failedRequest({ request_id, dag_id, execution_id, failure }: RequestFailed): RequestCompleted {
  return {
    request_id,
    dag_id,
    execution_id,
    status: 'failed',
    message: failure.message,
    runs: [],
    skipped: [],
    failure,
    repeated: false,
  };
}

function endedRequest(resolved: RequestResolved, records: readonly RunRecord[]): RequestCompleted {
  const { request_id, dag_id, execution_id, skipped, switched_off, note } = resolved;
  const ends = new Map(records.map(({ runId, end }) => [runId, end]));
  const runs = resolved.runs.map(({ run_id }) => ends.get(run_id)).filter((end): end is RunEnd => end !== null);
  const finished = runs.filter(({ status }) => status === 'FINISHED').length;
  return {
    request_id,
    dag_id,
    execution_id,
    status: switched_off ? 'skipped' : finished < runs.length ? 'failed' : 'succeeded',
    message: runs.length === 0 ? (note ?? 'no symbol, no run') : `${finished} of ${runs.length} runs finished`,
    runs,
    skipped,
    repeated: false,
  };
}
