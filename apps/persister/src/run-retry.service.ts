import { Injectable } from '@nestjs/common';
import {
  type EventType,
  INPUT_OF_STAGE,
  type Mode,
  type OutgoingEvent,
  type PipelineEvent,
  type RunFailed,
  type RunRetryRequested,
  type Stage,
  type SymbolRequested,
} from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import type { LedgerDatabase, RunLedger, RunRecord } from '@trademaster/ledger';
import type { Log } from '@trademaster/messaging';
import type { MlflowClient } from '@trademaster/mlflow';
import type { BatchRun } from './mlflow/batch-run';
import { NO_FAILURE } from './mlflow/run-tags';
import { runLock } from './run-persistence.service';

const MINUTE_MS = 60_000;
/** For runs whose configuration was never accepted. */
const DEFAULT_TIMEOUT_MINUTES = 60;

/**
 * Takes a failed run up again in the same MLflow run: publishes the failed stage's input once more, with its first id
 * and the next attempt (docs/decisions/0002).
 */
@Injectable()
export class RunRetryService {
  constructor(
    private readonly database: Pick<LedgerDatabase, 'withLock'>,
    private readonly ledger: Pick<RunLedger, 'run' | 'recordFact' | 'factsOf' | 'startAttempt'>,
    private readonly mlflow: Pick<MlflowClient, 'logBatch' | 'updateRun'>,
    private readonly batchRun: Pick<BatchRun, 'reopen'>,
    private readonly clock: () => Date,
  ) {}

  /** Nothing for a run that is unknown, has not failed, or is already past the attempt that was asked for. */
  async onRetryRequested(event: PipelineEvent<RunRetryRequested>, log: Log): Promise<OutgoingEvent[]> {
    const runId = event.data.run_id;
    return this.database.withLock(runLock(runId), async () => {
      const run = await this.ledger.run(runId);
      if (!run) {
        log.warn({}, `retry of run ${runId}, which nobody has opened: ignored`);
        return [];
      }
      const facts = await this.ledger.factsOf(runId);
      const attempt = attemptStartedBy(event, facts) ?? nextAttempt(event, run);
      if (attempt === undefined) {
        log.info(
          { status: run.status, attempt: run.attempt },
          'retry of a run that has not failed at that attempt: ignored',
        );
        return [];
      }
      return this.start(run, attempt, event, facts);
    });
  }

  private async start(
    run: RunRecord,
    attempt: number,
    event: PipelineEvent,
    facts: readonly PipelineEvent[],
  ): Promise<OutgoingEvent[]> {
    const failed = failureBefore(attempt, facts);
    const input = inputToRepeat(failed, run.mode, facts);
    await this.ledger.recordFact(run.runId, { ...event, attempt });
    const started = await this.ledger.startAttempt(run.runId, attempt, this.newDeadline(facts));
    if (started.status === 'RUNNING' && started.attempt === attempt) await this.reopen(started);
    const about = { subject: run.symbol, key: run.runId, correlationid: run.runId, attempt };
    if (!input) return [{ ...about, type: 'run.failed', data: failed.data }];
    return [{ ...about, type: input.type, id: input.id, data: input.data }];
  }

  private async reopen({ runId, attempt, parentRunId }: RunRecord): Promise<void> {
    await this.mlflow.updateRun(runId, { status: 'RUNNING' });
    await this.mlflow.logBatch(runId, { tags: { ...NO_FAILURE, attempt: String(attempt) } });
    if (parentRunId !== null) await this.batchRun.reopen(parentRunId);
  }

  private newDeadline(facts: readonly PipelineEvent[]): Date {
    const requested = facts.find(({ type }) => type === 'symbol.requested')?.data as SymbolRequested | undefined;
    const minutes = requested?.config.timeout_minutes ?? DEFAULT_TIMEOUT_MINUTES;
    return new Date(this.clock().getTime() + minutes * MINUTE_MS);
  }
}

/** The attempt that this very request started before a crash kept it from publishing. */
function attemptStartedBy({ id }: PipelineEvent, facts: readonly PipelineEvent[]): number | undefined {
  return facts.find((fact) => fact.type === 'run.retry_requested' && fact.id === id)?.attempt;
}

function nextAttempt({ data }: PipelineEvent<RunRetryRequested>, run: RunRecord): number | undefined {
  const next = run.attempt + 1;
  return run.status === 'FAILED' && (data.attempt ?? next) === next ? next : undefined;
}

function failureBefore(attempt: number, facts: readonly PipelineEvent[]): PipelineEvent<RunFailed> {
  const failures = facts.filter((fact) => fact.type === 'run.failed' && fact.attempt < attempt);
  return failures.reduce((newest, fact) => (fact.attempt > newest.attempt ? fact : newest)) as PipelineEvent<RunFailed>;
}

/**
 * The newest event that makes the failed stage work. None for a run that was refused before its first stage: asking
 * again can only be refused again. Throws (retryable) while an event that must exist has not come yet.
 */
function inputToRepeat(
  failed: PipelineEvent<RunFailed>,
  mode: Mode,
  facts: readonly PipelineEvent[],
): PipelineEvent | undefined {
  const { stage, retryable } = failed.data.failure;
  const isInput = (fact: PipelineEvent) =>
    stage === 'persister' ? fact.id === failed.causationid : fact.type === inputTypeOf(stage, mode);
  const candidates = facts.filter(isInput).sort((a, b) => b.attempt - a.attempt);
  if (candidates[0]) return candidates[0];
  const refusedAtOnce = stage === 'symbol-resolver' && !retryable;
  if (refusedAtOnce) return undefined;
  throw new PipelineError('internal', `the event that ${stage} failed on has not come yet`, { retryable: true });
}

function inputTypeOf(stage: Exclude<Stage, 'persister'>, mode: Mode): EventType | undefined {
  return INPUT_OF_STAGE[stage][mode];
}
