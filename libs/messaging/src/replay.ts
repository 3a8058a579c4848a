import type { Message } from 'kafkajs';
import { ACTS_ON, type EventType, eventTypeOf, type PipelineEvent, type Stage, topicOf } from '@trademaster/contracts';
import { attributesOf, decodeEvent } from './cloud-event-codec';
import { type EventIdentity, identityOf } from './event-identity';
import { headerOf, type ReceivedMessage } from './received-message';
import type { TopicMessage } from './record-batches';

/** Whose doing a replayed record is; its headers say so beside the original ones. */
export interface Provenance {
  /** Id of the audit record. */
  auditId: string;
  by: string;
  /** RFC 3339. */
  at: string;
}

const PREFIX = 'trademaster-replay-';
const DEAD_LETTER_PREFIX = 'kafka_dlt-';

/** Topics of the events that any stage works on, or that one of them does. */
export function replayableTopics(stage?: Stage): string[] {
  const stages = stage === undefined ? Object.values(ACTS_ON) : [ACTS_ON[stage]];
  const types = new Set(stages.flatMap((acts) => Object.keys(acts) as EventType[]));
  return [...types].map(topicOf);
}

/** What a record is about, as far as it can be read. */
export function aboutRecord(message: ReceivedMessage): EventIdentity & Pick<Partial<PipelineEvent>, 'id' | 'type'> {
  try {
    const event = decodeEvent(message);
    return { ...identityOf(event), id: event.id, type: event.type };
  } catch {
    // unreadable: key and headers are what there is
    const { id, correlationid } = attributesOf(message);
    const key = message.key?.toString();
    const type = eventTypeOf(message.topic);
    return {
      ...(id === undefined ? {} : { id }),
      ...(type === undefined ? {} : { type }),
      ...((correlationid ?? key) === undefined ? {} : { runId: correlationid ?? key }),
    };
  }
}

/** Whether a record was published by a replay or redrive, and not by a service. */
export function isReplayed(message: ReceivedMessage): boolean {
  return headerOf(message, `${PREFIX}audit-id`) !== undefined;
}

/** The record's own bytes, key and headers, and where and by whom they were taken up. */
export function replayed(message: ReceivedMessage, provenance: Provenance): TopicMessage {
  return { topic: message.topic, message: withProvenance(message, message, provenance) };
}

/** A dead letter's message as it first was, for the topic where it first stood; undefined when its headers do not say. */
export function redriven(letter: ReceivedMessage, provenance: Provenance): TopicMessage | undefined {
  const topic = headerOf(letter, `${DEAD_LETTER_PREFIX}original-topic`);
  if (topic === undefined) return undefined;
  const headers = Object.entries(letter.headers).filter(([name]) => !name.startsWith(DEAD_LETTER_PREFIX));
  return { topic, message: withProvenance({ ...letter, headers: Object.fromEntries(headers) }, letter, provenance) };
}

function withProvenance(
  { key, value, headers }: ReceivedMessage,
  { topic, partition, offset }: ReceivedMessage,
  { auditId, by, at }: Provenance,
): Message {
  return {
    key,
    value,
    headers: {
      ...headers,
      [`${PREFIX}audit-id`]: auditId,
      [`${PREFIX}by`]: by,
      [`${PREFIX}at`]: at,
      [`${PREFIX}from`]: `${topic}/${partition}/${offset}`,
    },
  };
}
