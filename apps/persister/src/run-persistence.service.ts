import { Injectable } from '@nestjs/common';
import type { EventType, OutgoingEvent, PipelineEvent, RequestRef, RunPersisted } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import type { LedgerDatabase, RunLedger, RunRecord } from '@trademaster/ledger';
import type { Log } from '@trademaster/messaging';
import type { RunLog } from '@trademaster/mlflow';
import { allEnded } from './all-ended';
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
    private readonly projection: Pick<RunProjection, 'apply'>,
    private readonly trackRecord: Pick<TrackRecord, 'countTrial'>,
    private readonly ending: Pick<RunEnding, 'describe' | 'write' | 'close'>,
    private readonly firstCause: FirstCause,
    private readonly requests: Pick<RequestCompletion, 'completeIfDue'>,
  ) {}

  /** `run.persisted` when this event ended its run, `request.completed` when that ended the request. */
  async apply(runId: string, event: PipelineEvent, log: Log): Promise<OutgoingEvent[]> {
    const applied = await this.database.withLock(runLock(runId), () => this.applyAlone(runId, event));
    if (applied === undefined) {
      log.warn({ type: event.type }, `no request has opened run ${runId}: the event is left alone`);
      return [];
    }
    const { announced, run } = applied;
    if (run.status === 'RUNNING') return announced;
    return [...announced, ...(await this.requests.completeIfDue(run.requestId, event))];
  }

  private async applyAlone(
    runId: string,
    event: PipelineEvent,
  ): Promise<{ announced: OutgoingEvent[]; run: RunRecord } | undefined> {
    const known = await this.ledger.run(runId);
    if (!known) return undefined;
    await this.ledger.recordFact(runId, event);
    const view = foldRun(known.mode, await this.ledger.factsOf(runId));
    const isDue = view.status !== 'RUNNING' && !hasEnded(known, view);
    if (!isDue) await this.show(runId, { ...view, facts: shownWith(event.type, view.facts) });
    const run = isDue ? await this.end(known, view) : known;
    return { announced: await this.announced(run, event), run };
  }

  private async end(run: RunRecord, view: RunView): Promise<RunRecord> {
    const end = await this.ending.describe(run, view);
    await allEnded([this.ending.write(end), this.show(run.runId, view, end.log)]);
    return this.ledger.endRun(await this.ending.close(run, view, end.manifest));
  }

  /** What facts say, and of its end. Where writing facts is what failed, the failure needs none of them. */
  private async show(runId: string, { facts, failure }: RunView, end?: RunLog): Promise<void> {
    const shown = failure?.stage === 'persister' ? {} : facts;
    await this.projection.apply(runId, shown, end);
    if (shown['model.trained']) await this.trackRecord.countTrial(shown['model.trained'].data);
  }

  private async announced(run: RunRecord, event: PipelineEvent): Promise<OutgoingEvent[]> {
    const { runId, symbol, mode, end } = run;
    if (!end) return [];
    if (!(await this.firstCause.isAnnouncedBy('run.persisted', `${runId}/${end.attempt}`, event))) return [];
    const data: RunPersisted = { ...(await this.requestRef(run)), mode, run: end };
    return [{ type: 'run.persisted', subject: symbol, key: runId, correlationid: runId, attempt: end.attempt, data }];
  }

  private async requestRef({ requestId }: RunRecord): Promise<RequestRef> {
    const request = await this.ledger.request(requestId);
    if (!request) throw new PipelineError('internal', `request ${requestId} has runs but was never recorded`);
    return { request_id: requestId, dag_id: request.dagId, execution_id: request.executionId };
  }
}

/** What is shown when a fact comes. A request waits for its symbol, which is there at once: one call of MLflow less. */
function shownWith(type: EventType, facts: RunView['facts']): RunView['facts'] {
  const { 'symbol.requested': requested, 'symbol.resolved': resolved } = facts;
  if (type !== 'symbol.requested' && type !== 'symbol.resolved') return { [type]: facts[type] };
  return resolved ? { 'symbol.requested': requested, 'symbol.resolved': resolved } : {};
}

/** Serialises everything that happens to one run. */
export function runLock(runId: string): string {
  return `run:${runId}`;
}

/** FINISHED is final; a failure gives way only to a higher attempt. */
function hasEnded(run: RunRecord, view: RunView): boolean {
  return run.status === 'FINISHED' || (run.status === 'FAILED' && run.attempt >= view.attempt);
}
