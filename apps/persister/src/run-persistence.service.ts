import { Injectable } from '@nestjs/common';
import type { OutgoingEvent, PipelineEvent, RequestRef, RunEnd, RunPersisted } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import type { LedgerDatabase, RunLedger, RunRecord } from '@trademaster/ledger';
import type { Log } from '@trademaster/messaging';
import type { MlflowClient } from '@trademaster/mlflow';
import type { FirstCause } from './first-cause';
import type { RunProjection } from './mlflow/run-projection';
import type { RequestCompletion } from './request-completion.service';
import type { RunEnding } from './run-ending';
import { foldRun, type RunView } from './run-fold';
import type { TrackRecord } from './track-record';

/**
 * Keeps every event of a run as a fact and makes MLflow and the WebUI say what the facts say, in whatever order they
 * come. One event at a time per run, over all processes: the lock is PostgreSQL's.
 */
@Injectable()
export class RunPersistenceService {
  constructor(
    private readonly database: Pick<LedgerDatabase, 'withLock'>,
    private readonly ledger: Pick<RunLedger, 'run' | 'request' | 'recordFact' | 'factsOf' | 'endRun'>,
    private readonly mlflow: Pick<MlflowClient, 'getRun'>,
    private readonly projection: Pick<RunProjection, 'apply'>,
    private readonly trackRecord: Pick<TrackRecord, 'countTrial'>,
    private readonly ending: Pick<RunEnding, 'apply'>,
    private readonly firstCause: FirstCause,
    private readonly requests: Pick<RequestCompletion, 'completeIfDue'>,
  ) {}

  /** `run.persisted` when this event ended its run, `request.completed` when that ended the request. */
  async apply(runId: string, event: PipelineEvent, log: Log): Promise<OutgoingEvent[]> {
    const known = await this.ledger.run(runId);
    if (!known) {
      log.warn({ type: event.type }, `no request has opened run ${runId}: the event is left alone`);
      return [];
    }
    const persisted = await this.database.withLock(runLock(runId), () => this.applyAlone(runId, event));
    return [...persisted, ...(await this.requests.completeIfDue(known.requestId, event))];
  }

  private async applyAlone(runId: string, event: PipelineEvent): Promise<OutgoingEvent[]> {
    await this.ledger.recordFact(runId, event);
    const run = (await this.ledger.run(runId)) as RunRecord;
    const view = foldRun(run.mode, await this.ledger.factsOf(runId));
    await this.show(runId, view);
    if (view.status === 'RUNNING' || isOver(run, view)) return this.announced(run, run.end, event);
    const ended = await this.ledger.endRun(await this.ending.apply(run, view, await this.mlflowRun(runId)));
    return this.announced(ended, ended.end, event);
  }

  /** Where writing the facts is what failed, the failure must be written without them. */
  private async show(runId: string, { facts, failure }: RunView): Promise<void> {
    if (failure?.stage === 'persister') return;
    await this.projection.apply(await this.mlflowRun(runId), facts);
    if (facts['model.trained']) await this.trackRecord.countTrial(facts['model.trained'].data);
  }

  private async announced(run: RunRecord, end: RunEnd | null, event: PipelineEvent): Promise<OutgoingEvent[]> {
    if (!end) return [];
    const { runId, symbol, mode } = run;
    if (!(await this.firstCause.isAnnouncedBy('run.persisted', `${runId}/${end.attempt}`, event))) return [];
    const data: RunPersisted = { ...(await this.requestRef(run)), mode, run: end };
    return [{ type: 'run.persisted', subject: symbol, key: runId, correlationid: runId, attempt: end.attempt, data }];
  }

  private async requestRef({ requestId }: RunRecord): Promise<RequestRef> {
    const request = await this.ledger.request(requestId);
    if (!request) throw new PipelineError('internal', `request ${requestId} has runs but was never recorded`);
    return { request_id: requestId, dag_id: request.dagId, execution_id: request.executionId };
  }

  private async mlflowRun(runId: string) {
    const run = await this.mlflow.getRun(runId);
    if (!run) throw new PipelineError('mlflow_rejected', `MLflow has no run ${runId}`);
    return run;
  }
}

/** Serialises everything that happens to one run. */
export function runLock(runId: string): string {
  return `run:${runId}`;
}

/** FINISHED is final; a failure gives way only to a higher attempt. */
function isOver(run: RunRecord, view: RunView): boolean {
  return run.status === 'FINISHED' || (run.status === 'FAILED' && run.attempt >= view.attempt);
}
