import { createHash } from 'node:crypto';
import type { EventType } from './event-types';

/**
 * A CloudEvent 1.0 with our extensions, as handlers see it. `data` is snake_case and validated.
 * `key` is the Kafka key: the run id, or the request id for what concerns a whole request.
 */
export interface PipelineEvent<T = unknown> {
  id: string;
  type: EventType;
  /** Who published it, `/trademaster/<service>` or the requester's own URI. */
  source: string;
  /** What it is about: the symbol, or the request id. */
  subject: string;
  /** RFC 3339, UTC. The time of the request, not of the machine that published: time is an argument. */
  time: string;
  key: string;
  /** MLflow run id, absent on events about a whole request. */
  correlationid?: string;
  /** Id of the event that caused this one; absent on the first. */
  causationid?: string;
  attempt: number;
  traceparent?: string;
  data: T;
}

/** What a handler returns; the transport adds id, source, time and causation. */
export interface OutgoingEvent<T = unknown> {
  type: EventType;
  subject: string;
  key: string;
  correlationid?: string;
  data: T;
  /** Only the persister's retries raise it; everybody else's events inherit the cause's. */
  attempt?: number;
  /** Only when an event is published again as it was (a retry of its stage): keeps the first id. */
  id?: string;
}

/** Namespace of every id that the pipeline derives. */
export const ID_NAMESPACE = '6f1d3c4e-52f0-5b7e-9d0a-1c6a3f2b7e88';

/** RFC 9562 UUID version 5. */
export function uuidV5(name: string, namespace: string = ID_NAMESPACE): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50;
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80;
  const hex = hash.subarray(0, 16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The id of an event follows from its cause, so that a second computation names the same event. */
export function eventIdOf(cause: string, type: EventType, subject: string, attempt: number): string {
  return uuidV5(JSON.stringify(['event', cause, type, subject, attempt]));
}

/** Identity of a request: CloudEvents source, dag_id and the requester's own id. */
export function requestIdOf(source: string, dagId: string, clientId: string): string {
  return uuidV5(JSON.stringify(['request', source, dagId, clientId]));
}
