import {
  DEFAULT_MODE,
  type Mode,
  MODES,
  PIPELINE_DAG_ID,
  type PipelineEvent,
  requestIdOf,
  RUN_ID_PATTERN,
} from '@trademaster/contracts';

/** Whom an event is about, as far as it says so. */
export interface EventIdentity {
  runId?: string;
  requestId?: string;
  dagId?: string;
  executionId?: string;
  symbol?: string;
  mode?: Mode;
}

/**
 * Reads the identity out of an event whose data may be anything: `data.run` of the later events, `data` itself of the
 * others, the key as a last resort. A `run.requested` gets the request id that its source, dag_id and id make.
 */
export function identityOf(event: PipelineEvent): EventIdentity {
  const data = objectOf(event.data);
  const about = { ...data, ...objectOf(data['run']) };
  const runId = [about['run_id'], event.correlationid, event.key].find(isRunId);
  const identity = {
    runId,
    requestId: textOf(about['request_id']),
    dagId: textOf(about['dag_id']),
    executionId: textOf(about['execution_id']),
    symbol: textOf(about['symbol']),
    mode: MODES.find((mode) => mode === about['mode']),
  };
  return withoutUndefined(event.type === 'run.requested' ? { ...identity, ...requestOf(event, identity) } : identity);
}

/** The request that a `run.requested` makes. */
function requestOf(event: PipelineEvent, { dagId = PIPELINE_DAG_ID, executionId, mode }: EventIdentity): EventIdentity {
  return {
    runId: undefined,
    requestId: requestIdOf(event.source, dagId, event.id),
    dagId,
    executionId: executionId ?? event.id,
    mode: mode ?? DEFAULT_MODE,
  };
}

/**
 * What the ids of following events are derived from. A requester chooses the id of its request, and two requesters may
 * choose the same one: for a request it is the request's identity that counts.
 */
export function causeIdOf(event: PipelineEvent): string {
  return (event.type === 'run.requested' ? identityOf(event).requestId : undefined) ?? event.id;
}

function isRunId(value: unknown): value is string {
  return typeof value === 'string' && RUN_ID_PATTERN.test(value);
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function withoutUndefined(identity: { [K in keyof EventIdentity]: EventIdentity[K] | undefined }): EventIdentity {
  return Object.fromEntries(Object.entries(identity).filter(([, value]) => value !== undefined));
}
