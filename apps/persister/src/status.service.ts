import { Injectable } from '@nestjs/common';
import {
  type ArtifactRef,
  type RequestFailed,
  type RequestResolved,
  type RunEnd,
  stageWaitedFor,
} from '@trademaster/contracts';
import type { RunLedger, RunRecord } from '@trademaster/ledger';
import type { ArtifactStore } from '@trademaster/mlflow';
import { foldRun, type RunView } from './run-fold';

/** What is known about runs and requests, for command line and Airflow. Reads the ledger and nothing else. */
@Injectable()
export class StatusService {
  constructor(
    private readonly ledger: Pick<RunLedger, 'request' | 'runsOf' | 'factsOf' | 'completionOf' | 'run'>,
    private readonly store: Pick<ArtifactStore, 'httpUrlOf'>,
    private readonly mlflowUrl: string,
  ) {}

  async request(requestId: string): Promise<object | undefined> {
    const [request, facts, ended, runs] = await Promise.all([
      this.ledger.request(requestId),
      this.ledger.factsOf(requestId),
      this.ledger.completionOf(requestId),
      this.ledger.runsOf(requestId),
    ]);
    if (!request && facts.length === 0) return undefined;
    const resolved = facts.find(({ type }) => type === 'request.resolved')?.data as RequestResolved | undefined;
    const failed = facts.find(({ type }) => type === 'request.failed')?.data as RequestFailed | undefined;
    // A run that was retried after the request's end makes it go on.
    const goesOn = !ended || runs.some(({ status }) => status === 'RUNNING');
    return {
      request_id: requestId,
      dag_id: request?.dagId ?? failed?.dag_id,
      execution_id: request?.executionId ?? failed?.execution_id,
      status: goesOn ? 'running' : ended.completed.status,
      ...(goesOn ? {} : { message: ended.completed.message }),
      ...(resolved === undefined ? {} : { mode: resolved.mode, skipped: resolved.skipped }),
      ...(resolved?.parent_run_id === undefined ? {} : { parent_run_id: resolved.parent_run_id }),
      ...(failed === undefined ? {} : { failure: failed.failure }),
      runs: await Promise.all(runs.map((run) => this.describe(run))),
    };
  }

  async run(runId: string): Promise<object | undefined> {
    const run = await this.ledger.run(runId);
    return run && this.describe(run);
  }

  private async describe(run: RunRecord): Promise<object> {
    const { runId, requestId, symbol, mode, status, attempt, experimentId, parentRunId, deadlineAt } = run;
    const { facts } = foldRun(mode, await this.ledger.factsOf(runId));
    const trained = facts['model.trained']?.data.training;
    const reviewed = facts['signal.reviewed']?.data;
    return {
      run_id: runId,
      experiment_id: experimentId,
      request_id: requestId,
      ...(parentRunId === null ? {} : { parent_run_id: parentRunId }),
      symbol,
      mode,
      status,
      attempt,
      ...(status === 'RUNNING'
        ? { stage: stageWaitedFor(mode, facts), deadline_at: deadlineAt.toISOString() }
        : outcomeOf(run.end)),
      ...(trained === undefined ? {} : { backtest: trained.backtest }),
      ...artifactsOf(facts),
      links: {
        mlflow: `${this.mlflowUrl}/#/experiments/${experimentId}/runs/${runId}`,
        ...(trained === undefined ? {} : { report: this.store.httpUrlOf(trained.report) }),
        ...(reviewed === undefined ? {} : { transcript: this.store.httpUrlOf(reviewed.transcript) }),
      },
    };
  }
}

/** What the run's events refer to, by name. */
function artifactsOf(facts: RunView['facts']): { artifacts?: Record<string, ArtifactRef> } {
  const inferred = facts['signal.inferred']?.data;
  const reviewed = facts['signal.reviewed']?.data;
  if (inferred === undefined || reviewed === undefined) return {};
  const { run, inference, team, prompt, transcript, claims } = reviewed;
  const { onnx: model, policy } = inference.model;
  return {
    artifacts: { bars: run.bars.artifact, model, policy, facts: inferred.facts, team, prompt, transcript, claims },
  };
}

function outcomeOf(end: RunEnd | null): Partial<RunEnd> {
  if (!end) return {};
  const { failure, signal, decision_sha256, note } = end;
  const outcome = { failure, signal, decision_sha256, note };
  return Object.fromEntries(Object.entries(outcome).filter(([, value]) => value !== undefined));
}
