import type {
  Failure,
  Mode,
  OutgoingEvent,
  RequestRef,
  RequestResolved,
  ResolvedRunConfig,
  RunFailed,
  RunRequested,
  SymbolRequested,
} from '@trademaster/contracts';
import type { PipelineError } from '@trademaster/errors';
import { resolveAsOf } from './as-of';
import type { OpenedRun } from './run-opener';
import type { Selection, Target } from './select-symbols';

/** A request as it was understood. */
export interface UnderstoodRequest extends RequestRef {
  mode: Mode;
  asked: RunRequested;
  requestedAt: Date;
  now: Date;
}

export function symbolRequested(
  request: UnderstoodRequest,
  target: Target,
  run: OpenedRun,
  config: ResolvedRunConfig,
): OutgoingEvent<SymbolRequested> {
  const { request_id, dag_id, execution_id, mode, asked, requestedAt } = request;
  const { asOf, historical } = resolveAsOf({ stated: config.as_of, ...request });
  const name = config.data.name ?? target.name;
  const conid = asked.conid ?? target.conid;
  const workflowSymbolId = asked.workflow_symbol_id ?? target.workflowSymbolId;
  const data: SymbolRequested = {
    request_id,
    dag_id,
    execution_id,
    run_id: run.runId,
    experiment_id: run.experimentId,
    ...(run.parentRunId === undefined ? {} : { parent_run_id: run.parentRunId }),
    symbol: target.symbol,
    mode,
    config: { ...config, data: { ...config.data, ...(name === undefined ? {} : { name }) } },
    historical,
    as_of: asOf.toISOString(),
    generated_at: requestedAt.toISOString(),
    deadline_at: run.deadlineAt.toISOString(),
    linked: target.link !== undefined,
    ...(conid === undefined ? {} : { conid }),
    ...(workflowSymbolId === undefined ? {} : { workflow_symbol_id: workflowSymbolId }),
  };
  return { type: 'symbol.requested', subject: target.symbol, key: run.runId, correlationid: run.runId, data };
}

export function runFailed(
  { request_id }: UnderstoodRequest,
  { runId, symbol }: OpenedRun,
  refusal: PipelineError,
): OutgoingEvent<RunFailed> {
  const { code, message, field, retryable } = refusal;
  const failure: Failure = { stage: 'symbol-resolver', code, message, retryable, ...(field ? { field } : {}) };
  const data = { run_id: runId, request_id, symbol, failure };
  return { type: 'run.failed', subject: symbol, key: runId, correlationid: runId, data };
}

export function resolvedEvent(
  { request_id, dag_id, execution_id, mode, now }: UnderstoodRequest,
  { skipped }: Selection,
  more: Partial<RequestResolved>,
): OutgoingEvent<RequestResolved> {
  return {
    type: 'request.resolved',
    subject: request_id,
    key: request_id,
    data: { request_id, dag_id, execution_id, mode, runs: [], skipped, deadline_at: now.toISOString(), ...more },
  };
}

export function deadlineOf(now: Date, { timeout_minutes }: ResolvedRunConfig): Date {
  return new Date(now.getTime() + timeout_minutes * 60_000);
}
