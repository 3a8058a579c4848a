import { randomUUID } from 'node:crypto';
import {
  CONTRACT_OF,
  type EventData,
  eventIdOf,
  type EventType,
  type OutgoingEvent,
  parse,
  type PipelineEvent,
  type Stage,
  type StageOutcome,
} from '@trademaster/contracts';
import { asPipelineError, PipelineError } from '@trademaster/errors';
import { encodeEvent } from './cloud-event-codec';
import { causeIdOf } from './event-identity';
import { recordBytes } from './record-batches';
import { MAX_EVENT_BYTES } from './topics';

/** For the headers that a replay adds. */
const ROOM_FOR_REPLAY_BYTES = 4096;

export function sourceOf(service: string): string {
  return `/trademaster/${service}`;
}

/** A handler's event as it travels: id, source, time and causation follow from the event that caused it. */
export function followingEvent(stage: Stage, cause: PipelineEvent, outgoing: OutgoingEvent): PipelineEvent {
  const attempt = outgoing.attempt ?? cause.attempt;
  return {
    id: outgoing.id ?? eventIdOf(causeIdOf(cause), outgoing.type, outgoing.subject, attempt),
    type: outgoing.type,
    source: sourceOf(stage),
    subject: outgoing.subject,
    time: cause.time,
    key: outgoing.key,
    ...(outgoing.correlationid === undefined ? {} : { correlationid: outgoing.correlationid }),
    causationid: cause.id,
    attempt,
    ...(cause.traceparent === undefined ? {} : { traceparent: cause.traceparent }),
    data: JSON.parse(JSON.stringify(outgoing.data)) as unknown,
  };
}

/**
 * The outcome of a handler that returned. What it returned is checked before it is remembered for ever: an event that
 * no consumer could read, two of one id, or one that no topic takes is a defect of this stage, and here its name is known.
 * Throws `internal`.
 */
export function succeededWith(stage: Stage, cause: PipelineEvent, outgoing: OutgoingEvent[]): StageOutcome {
  const outputs = outgoing.map((event) => followingEvent(stage, cause, event));
  for (const output of outputs) assertPublishable(stage, output);
  if (new Set(outputs.map(({ id, attempt }) => `${id}/${attempt}`)).size < outputs.length)
    throw new PipelineError('internal', `${stage} made two events of the same type, subject and attempt`);
  return { kind: 'succeeded', outputs };
}

function assertPublishable(stage: Stage, event: PipelineEvent): void {
  try {
    parse<object>(CONTRACT_OF[event.type], event.data);
  } catch (error) {
    const { message, field } = asPipelineError(error);
    throw new PipelineError('internal', `${stage} made an invalid ${event.type}: ${message}`, {
      ...(field === undefined ? {} : { field }),
      cause: error,
    });
  }
  const bytes = recordBytes(encodeEvent(event)) + ROOM_FOR_REPLAY_BYTES;
  if (bytes > MAX_EVENT_BYTES)
    throw new PipelineError(
      'internal',
      `${stage} made a ${event.type} of ${bytes} bytes; a topic takes ${MAX_EVENT_BYTES}`,
    );
}

/** An event that nobody stores; its id follows from nothing. */
export function ephemeralEvent<K extends EventType>(
  stage: Stage,
  cause: PipelineEvent,
  type: K,
  key: string,
  data: EventData[K],
): PipelineEvent {
  return followingEvent(stage, cause, { id: randomUUID(), type, subject: key, key, data });
}
