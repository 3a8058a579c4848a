import {
  eventIdOf,
  type Failure,
  type OutgoingEvent,
  PIPELINE_DAG_ID,
  type PipelineEvent,
  requestIdOf,
  type RequestFailed,
  type RunFailed,
  RUN_ID_PATTERN,
  type Stage,
  type StageOutcome,
  topicOf,
} from '@trademaster/contracts';
import { type PipelineError } from '@trademaster/errors';
import { attemptOf, type Attributes, attributesOf } from './cloud-event-codec';
import { causeIdOf, type EventIdentity, identityOf } from './event-identity';
import { followingEvent } from './outgoing';
import { type ReceivedMessage, recordedAt } from './received-message';
import type { Redact } from '@trademaster/environment';

const MAX_MESSAGE_LENGTH = 2000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is said about an error on Kafka, in MLflow and to people. */
export function failureOf(stage: Stage, error: PipelineError, redact: Redact): Failure {
  return {
    stage,
    code: error.code,
    ...(error.field === undefined ? {} : { field: error.field }),
    message: redact(error.message).slice(0, MAX_MESSAGE_LENGTH),
    retryable: error.retryable,
  };
}

/**
 * The outcome of a handler that failed for good: `run.failed`, or `request.failed` where there is no run yet.
 * Without outputs for failures themselves (the persister would go in circles) and for what ends nothing.
 */
export function failedWith(stage: Stage, cause: PipelineEvent, failure: Failure): StageOutcome {
  const isFailure = cause.type === 'run.failed' || cause.type === 'request.failed';
  if (isFailure || endsNothing(stage, topicOf(cause.type))) return { kind: 'failed', outputs: [] };
  return { kind: 'failed', outputs: failureEvents(stage, cause, identityOf(cause), failure) };
}

/**
 * Ends what a message is about although it cannot be read, or not validated (`decoded`). Key and headers are enough; no
 * outputs when not even these name a run or a request.
 */
export function failedUnread(
  stage: Stage,
  message: ReceivedMessage,
  decoded: PipelineEvent | undefined,
  failure: Failure,
): StageOutcome {
  if (endsNothing(stage, message.topic)) return { kind: 'failed', outputs: [] };
  if (decoded !== undefined)
    return { kind: 'failed', outputs: failureEvents(stage, decoded, identityOf(decoded), failure) };
  const attributes = attributesOf(message);
  const key = message.key?.toString() ?? '';
  const runId = [attributes.correlationid, key].find((id) => id !== undefined && RUN_ID_PATTERN.test(id));
  const cause: PipelineEvent = {
    id: attributes.id ?? `${message.topic}/${message.partition}/${message.offset}`,
    type: 'run.failed',
    source: attributes.source ?? '',
    subject: attributes.subject ?? key,
    time: validTime(attributes.time) ?? recordedAt(message),
    key,
    attempt: attemptOf(attributes),
    data: {},
  };
  const identity = runId === undefined ? requestOf(message, key, attributes) : { runId };
  return { kind: 'failed', outputs: failureEvents(stage, cause, identity, failure) };
}

/**
 * A refused request for a retry says nothing about the run. A request is the symbol-resolver's to refuse, although the
 * persister reads it, too: a failure has one owner.
 */
function endsNothing(stage: Stage, topic: string): boolean {
  return topic === topicOf('run.retry_requested') || (stage === 'persister' && topic === topicOf('run.requested'));
}

/** A request by its key, or by the source and id of the `run.requested` that made it. */
function requestOf({ topic }: ReceivedMessage, key: string, { id, source }: Attributes): EventIdentity {
  if (UUID.test(key)) return { requestId: key, executionId: id ?? key };
  if (topic !== topicOf('run.requested') || id === undefined || source === undefined) return {};
  return { requestId: requestIdOf(source, PIPELINE_DAG_ID, id), executionId: id };
}

function failureEvents(stage: Stage, cause: PipelineEvent, about: EventIdentity, failure: Failure): PipelineEvent[] {
  const outgoing = about.runId === undefined ? requestFailed(about, failure) : runFailed(about.runId, about, failure);
  if (outgoing === undefined) return [];
  // Two stages may fail on one event, so the stage is part of the cause.
  const id = eventIdOf(`${stage}:${causeIdOf(cause)}`, outgoing.type, outgoing.subject, cause.attempt);
  return [followingEvent(stage, cause, { ...outgoing, id })];
}

function runFailed(runId: string, { requestId, symbol }: EventIdentity, failure: Failure): OutgoingEvent<RunFailed> {
  return {
    type: 'run.failed',
    subject: symbol ?? runId,
    key: runId,
    correlationid: runId,
    data: {
      run_id: runId,
      ...(requestId === undefined ? {} : { request_id: requestId }),
      ...(symbol === undefined ? {} : { symbol }),
      failure,
    },
  };
}

function requestFailed(
  { requestId, dagId = PIPELINE_DAG_ID, executionId }: EventIdentity,
  failure: Failure,
): OutgoingEvent<RequestFailed> | undefined {
  if (requestId === undefined) return undefined;
  return {
    type: 'request.failed',
    subject: requestId,
    key: requestId,
    data: { request_id: requestId, dag_id: dagId, execution_id: executionId ?? requestId, failure },
  };
}

function validTime(time: string | undefined): string | undefined {
  return time === undefined || Number.isNaN(Date.parse(time)) ? undefined : time;
}
