import type { Message } from 'kafkajs';
import { canonicalJson, CONTRACT_OF, eventTypeOf, parse, type PipelineEvent, topicOf } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { headerOf, type ReceivedMessage, recordedAt } from './received-message';

/**
 * CloudEvents 1.0 over Kafka. Written in binary mode (attributes in `ce_*` headers, data as JSON); read in binary and
 * in structured mode. https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
 */
const STRUCTURED = 'application/cloudevents+json';
const ATTRIBUTES = ['id', 'source', 'specversion', 'type', 'subject', 'time'] as const;
const EXTENSIONS = ['correlationid', 'causationid', 'attempt', 'traceparent'] as const;
type Attribute = (typeof ATTRIBUTES)[number] | (typeof EXTENSIONS)[number];
export type Attributes = Partial<Record<Attribute, string>>;

/** The Kafka record of an event: key, `ce_*` headers, JSON. */
export function encodeEvent(event: PipelineEvent): Message {
  const attributes: Attributes = {
    id: event.id,
    source: event.source,
    specversion: '1.0',
    type: topicOf(event.type),
    subject: event.subject,
    time: event.time,
    attempt: String(event.attempt),
    correlationid: event.correlationid,
    causationid: event.causationid,
    traceparent: event.traceparent,
  };
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) headers[`ce_${name}`] = value;
  return { key: event.key, value: JSON.stringify(event.data), headers };
}

/**
 * What can be said about a message whose body may be anything: key and headers are enough.
 * Structured messages give their attributes only when the body is JSON.
 */
export function attributesOf(message: ReceivedMessage): Attributes {
  if (isStructured(message)) {
    try {
      return structuredAttributes(jsonOf(message) as Record<string, unknown>);
    } catch {
      return {}; // the caller decodes the same bytes next and says why they are unreadable
    }
  }
  const attributes: Attributes = {};
  for (const name of [...ATTRIBUTES, ...EXTENSIONS]) {
    const value = headerOf(message, `ce_${name}`);
    if (value !== undefined) attributes[name] = value;
  }
  return attributes;
}

/** Zero for a message that says nothing, or nonsense, about its attempt. */
export function attemptOf({ attempt }: Attributes): number {
  return attempt !== undefined && /^\d{1,9}$/.test(attempt) ? Number(attempt) : 0;
}

/** Throws `message_unreadable` when the record is not a CloudEvent of its topic with JSON data. */
export function decodeEvent(message: ReceivedMessage): PipelineEvent {
  const body = jsonOf(message);
  const attributes = attributesOf(message);
  const type = eventTypeOf(message.topic);
  if (type === undefined) throw unreadable(`${message.topic} is no topic of this pipeline`, 'type');
  if (attributes.specversion !== '1.0')
    throw unreadable(`specversion ${attributes.specversion} is not 1.0`, 'specversion');
  if (attributes.type !== message.topic) throw unreadable(`type ${attributes.type} is on ${message.topic}`, 'type');
  const id = required(attributes, 'id');
  const key = message.key?.toString() || attributes.correlationid || id;
  const { correlationid, causationid, traceparent } = attributes;
  return {
    id,
    type,
    source: required(attributes, 'source'),
    subject: attributes.subject ?? key,
    time: attributes.time ?? recordedAt(message),
    key,
    attempt: attemptOf(attributes),
    ...(correlationid === undefined ? {} : { correlationid }),
    ...(causationid === undefined ? {} : { causationid }),
    ...(traceparent === undefined ? {} : { traceparent }),
    data: isStructured(message) ? (body as { data: unknown }).data : body,
  };
}

/**
 * The event with its data as its contract's class. Throws `message_invalid`, or `request_invalid` for a request; also for
 * text that is not Unicode, which JSON can carry and no database keeps, and for a key `__proto__`: what stands below it
 * would be passed over in silence.
 */
export function validateEvent(event: PipelineEvent): PipelineEvent {
  const code = event.type === 'run.requested' ? 'request_invalid' : 'message_invalid';
  let text: string;
  try {
    text = canonicalJson(event.data);
  } catch (error) {
    throw new PipelineError(code, `data: ${(error as Error).message}`, { field: 'data', cause: error });
  }
  if (text.includes('"__proto__":'))
    throw new PipelineError(code, '__proto__ is not a known key', { field: '__proto__' });
  return { ...event, data: parse<object>(CONTRACT_OF[event.type], event.data, { code }) };
}

function isStructured(message: ReceivedMessage): boolean {
  return headerOf(message, 'content-type')?.toLowerCase().startsWith(STRUCTURED) ?? false;
}

function jsonOf(message: ReceivedMessage): unknown {
  if (message.value === null) throw unreadable('the message has no value');
  const type = headerOf(message, 'content-type') ?? 'application/json';
  if (!/^application\/(json|cloudevents\+json)\b/i.test(type)) throw unreadable(`content-type ${type} is not JSON`);
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(message.value));
  } catch (error) {
    throw unreadable('the value is not JSON in UTF-8', undefined, error);
  }
  if (isStructured(message) && (typeof body !== 'object' || body === null || !('data' in body)))
    throw unreadable('the structured event has no data', 'data');
  return body;
}

function structuredAttributes(body: Record<string, unknown>): Attributes {
  const attributes: Attributes = {};
  for (const name of [...ATTRIBUTES, ...EXTENSIONS]) {
    const value = body[name];
    if (typeof value === 'string' || typeof value === 'number') attributes[name] = String(value);
  }
  return attributes;
}

function required(attributes: Attributes, name: Attribute): string {
  const value = attributes[name];
  if (value === undefined || value === '') throw unreadable(`the CloudEvents attribute ${name} is missing`, name);
  return value;
}

function unreadable(message: string, field?: string, cause?: unknown): PipelineError {
  return new PipelineError('message_unreadable', message, { ...(field === undefined ? {} : { field }), cause });
}
