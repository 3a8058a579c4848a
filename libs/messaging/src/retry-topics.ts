import type { Message } from 'kafkajs';
import type { Stage } from '@trademaster/contracts';
import type { Fault } from './dead-letter';
import { headerOf, type ReceivedMessage } from './received-message';
import { type RetryTopic, retryTopicsOf } from './topics';

/** So many times round the short retry topic before the long one. */
const SHORT_ROUNDS = 3;
/** What the headers of Spring's retryable topics are called, and ours for limit and delay: milliseconds and counts in text. */
const HEADERS = {
  topic: 'kafka_original-topic',
  partition: 'kafka_original-partition',
  offset: 'kafka_original-offset',
  timestamp: 'kafka_original-timestamp',
  attempts: 'retry_topic-attempts',
  limit: 'retry_topic-attempts-limit',
  dueAt: 'retry_topic-backoff-timestamp',
  cause: 'kafka_exception-message',
} as const;

/** A message as its stage first saw it, and how far it has come on the way of the retries. */
export interface Delivery {
  message: ReceivedMessage;
  /** How many times it was put on a retry topic already; 0 for a first delivery. */
  retries: number;
  /** Before then it is not to be tried, milliseconds since the epoch; 0: at once. */
  dueAt: number;
}

/** Where a message waits next. */
export interface NextRetry {
  topic: RetryTopic;
  /** Counted from 1. */
  retry: number;
  /** How many there are at most. */
  of: number;
}

/**
 * The way of a message that fails for now: three times round the topic of ten seconds, then round that of a minute while
 * the budget (milliseconds of waiting in all) allows, then undefined: dead letter.
 */
export function nextRetry(stage: Stage, retries: number, budgetMs: number): NextRetry | undefined {
  const { short, long } = retryTopicsOf(stage);
  const shortRounds = Math.min(SHORT_ROUNDS, Math.floor(budgetMs / short.delayMs));
  const of = shortRounds + Math.floor((budgetMs - shortRounds * short.delayMs) / long.delayMs);
  return retries < of ? { topic: retries < shortRounds ? short : long, retry: retries + 1, of } : undefined;
}

/** The record for a retry topic: the original's bytes, key and headers, where it came from and when it is due. */
export function retryRecordOf(
  message: ReceivedMessage,
  { topic, retry, of }: NextRetry,
  { failure }: Fault,
  now: number,
): Message {
  return {
    key: message.key,
    value: message.value,
    headers: {
      ...message.headers,
      [HEADERS.topic]: message.topic,
      [HEADERS.partition]: String(message.partition),
      [HEADERS.offset]: message.offset,
      [HEADERS.timestamp]: message.timestamp,
      [HEADERS.attempts]: String(retry),
      [HEADERS.limit]: String(of),
      [HEADERS.dueAt]: String(now + topic.delayMs),
      [HEADERS.cause]: `${failure.code}: ${failure.message}`,
    },
  };
}

/**
 * What a record asks for. On a retry topic that is the original message, whose identity it keeps; a record there that
 * does not say where it came from, or comes from a topic that the stage does not read, is itself the (unreadable)
 * message. Nobody waits longer than the topic's delay, whatever the header says.
 */
export function deliveryOf(
  record: ReceivedMessage,
  stage: Stage,
  reads: (topic: string) => boolean,
  now: number,
): Delivery {
  const { short, long } = retryTopicsOf(stage);
  const retryTopic = [short, long].find(({ name }) => name === record.topic);
  const itself: Delivery = { message: record, retries: 0, dueAt: 0 };
  if (retryTopic === undefined) return itself;
  const topic = headerOf(record, HEADERS.topic);
  const [partition, offset, timestamp, retries, dueAt] = [
    HEADERS.partition,
    HEADERS.offset,
    HEADERS.timestamp,
    HEADERS.attempts,
    HEADERS.dueAt,
  ].map((name) => numberIn(headerOf(record, name)));
  if (topic === undefined || !reads(topic) || partition === undefined || offset === undefined) return itself;
  const names: string[] = Object.values(HEADERS);
  const headers = Object.fromEntries(Object.entries(record.headers).filter(([name]) => !names.includes(name)));
  return {
    message: {
      ...record,
      topic,
      partition: Number(partition),
      offset,
      timestamp: timestamp ?? record.timestamp,
      headers,
    },
    retries: Number(retries ?? 1),
    dueAt: Math.min(Number(dueAt ?? 0), now + retryTopic.delayMs),
  };
}

/** Where a record of a retry topic stands on its way, as it says; `because`: why it was put there. */
export function waitOf(record: ReceivedMessage): { of: string | undefined; because: string | undefined } {
  return { of: numberIn(headerOf(record, HEADERS.limit)), because: headerOf(record, HEADERS.cause) };
}

/** Digits only, as they stand there. */
function numberIn(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{1,18}$/.test(text) ? text : undefined;
}
