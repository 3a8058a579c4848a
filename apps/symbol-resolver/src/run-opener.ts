import { Injectable } from '@nestjs/common';
import type { Mode, RequestRef } from '@trademaster/contracts';
import { asPipelineError } from '@trademaster/errors';
import type { Intents, LedgerDatabase, RunLedger, RunRecord } from '@trademaster/ledger';
import type { MlflowClient, MlflowRun, RunLocations } from '@trademaster/mlflow';

export interface OpenedRun {
  runId: string;
  experimentId: string;
  parentRunId?: string;
  symbol: string;
  deadlineAt: Date;
}

export interface RunToOpen extends RequestRef {
  symbol: string;
  mode: Mode;
  requestedAt: Date;
  now: Date;
  deadlineAt: Date;
  parentRunId: string | undefined;
}

/** What a run is found by: its MLflow run was made by us if and only if it has these. */
const REQUEST_TAG = 'trademaster.request_id';
const SYMBOL_TAG = 'trademaster.symbol';
const BATCH_TAG = 'trademaster.batch';

/**
 * One MLflow run per request and symbol, and one parent per batch, however often and from however many processes it is
 * asked for. MLflow has no idempotent create: the ledger is asked, then, where somebody has tried before, MLflow by tag,
 * then it is created, all under a lock of the request. Errors: `mlflow_unavailable`, `ledger_unavailable` (both retryable), `mlflow_rejected`.
 */
@Injectable()
export class RunOpener {
  private experimentId: string | undefined;

  constructor(
    private readonly database: Pick<LedgerDatabase, 'withLock'>,
    private readonly ledger: Pick<RunLedger, 'request' | 'recordParentRun' | 'runOf' | 'recordRun'>,
    private readonly intents: Pick<Intents, 'plan'>,
    private readonly mlflow: Pick<
      MlflowClient,
      'getOrCreateExperiment' | 'createRun' | 'findOrCreateRun' | 'deleteRun'
    >,
    private readonly locations: Pick<RunLocations, 'remember'>,
    private readonly experimentName: string,
  ) {}

  openParent(request: RequestRef & { now: Date }): Promise<{ runId: string }> {
    const { request_id } = request;
    return this.oneAtATime(request_id, async () => {
      const known = (await this.ledger.request(request_id))?.parentRunId;
      if (known) return { runId: known };
      const parent = await this.findOrCreate(request, { [BATCH_TAG]: 'true' }, `batch ${request.execution_id}`);
      const runId = await this.ledger.recordParentRun(request_id, parent.runId);
      await this.discardUnlessKept(parent.runId, runId);
      return { runId };
    });
  }

  openRun(run: RunToOpen): Promise<OpenedRun> {
    return this.oneAtATime(run.request_id, async () => {
      const known = await this.ledger.runOf(run.request_id, run.symbol);
      return opened(known ?? (await this.create(run)));
    });
  }

  private async create(run: RunToOpen): Promise<RunRecord> {
    const { symbol, parentRunId } = run;
    const parent: Record<string, string> = parentRunId === undefined ? {} : { 'mlflow.parentRunId': parentRunId };
    const name = `${symbol} ${run.requestedAt.toISOString().slice(0, 16)}`;
    const made = await this.findOrCreate(run, { [SYMBOL_TAG]: symbol }, name, parent);
    this.locations.remember(made);
    const { runId, experimentId } = made;
    const kept = await this.ledger.recordRun({
      runId,
      requestId: run.request_id,
      symbol,
      mode: run.mode,
      experimentId,
      deadlineAt: run.deadlineAt,
      ...(parentRunId === undefined ? {} : { parentRunId }),
    });
    await this.discardUnlessKept(runId, kept.runId);
    return kept;
  }

  /** The ledger decides: who lost the lock in the middle may have made a second one. */
  private async discardUnlessKept(runId: string, keptId: string): Promise<void> {
    if (runId !== keptId) await this.mlflow.deleteRun(runId);
  }

  private async findOrCreate(
    { request_id, now }: RequestRef & { now: Date },
    identity: Record<string, string>,
    runName: string,
    tags: Record<string, string> = {},
  ): Promise<MlflowRun> {
    const identifying = { [REQUEST_TAG]: request_id, ...identity };
    const intent = await this.intents.plan('mlflow.run', JSON.stringify(identifying));
    return this.inExperiment((experimentId) => {
      const run = { experimentId, runName, startTime: now.getTime(), tags };
      return intent.state === 'new'
        ? this.mlflow.createRun({ ...run, tags: { ...tags, ...identifying } })
        : this.mlflow.findOrCreateRun(run, identifying);
    });
  }

  /** The experiment's id is asked for once, and again when MLflow refuses it: it may have been deleted meanwhile. */
  private async inExperiment<T>(work: (experimentId: string) => Promise<T>): Promise<T> {
    if (this.experimentId !== undefined) {
      try {
        return await work(this.experimentId);
      } catch (error) {
        if (asPipelineError(error).code !== 'mlflow_rejected') throw error;
      }
    }
    this.experimentId = await this.mlflow.getOrCreateExperiment(this.experimentName);
    return work(this.experimentId);
  }

  private oneAtATime<T>(requestId: string, work: () => Promise<T>): Promise<T> {
    return this.database.withLock(`mlflow.runs:${requestId}`, work);
  }
}

function opened({ runId, experimentId, parentRunId, symbol, deadlineAt }: RunRecord): OpenedRun {
  return { runId, experimentId, symbol, deadlineAt, ...(parentRunId === null ? {} : { parentRunId }) };
}
