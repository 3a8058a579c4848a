import { randomUUID } from 'node:crypto';
import { type Admin, type Consumer, type Kafka } from 'kafkajs';
import { type EventType, type PipelineEvent, topicOf } from '@trademaster/contracts';
import { asPipelineError, PipelineError } from '@trademaster/errors';
import { decodeEvent, validateEvent } from './cloud-event-codec';
import { createKafka, type KafkaClientOptions, RETRY } from './kafka-client';
import type { ReceivedMessage } from './received-message';

/** Where each partition of a topic ended at a moment: what is published later stands at or behind these offsets. */
export type NotedOffsets = Record<string, { partition: number; offset: string }[]>;

/** Notes the ends of the topics of these events. Throws `broker_unavailable`. */
export async function noteOffsets(client: KafkaClientOptions, types: readonly EventType[]): Promise<NotedOffsets> {
  return withAdmin(createKafka(client), (admin) => endsOf(admin, types.map(topicOf)));
}

export interface WatchOptions extends KafkaClientOptions {
  types: readonly EventType[];
  /** Offsets noted before the request was published; `now`: only what comes; `beginning`: everything kept. */
  from: NotedOffsets | 'now' | 'beginning';
  onEvent: (event: PipelineEvent) => void | Promise<void>;
  /** Told of messages that cannot be read; they are passed over. */
  onUnreadable?: (error: PipelineError, message: ReceivedMessage) => void;
  /** Called once when the watch stands and will miss nothing from now on. */
  onReady?: () => void;
  /** Ends the watch. */
  signal: AbortSignal;
}

/**
 * Reads every partition of some events' topics, each watcher for itself, until the signal. An event may come twice
 * after a rebalance. kafkajs cannot assign partitions, so a watcher is a consumer group of its own whose offsets are
 * set before it starts, and which is deleted at the end.
 * Throws `broker_unavailable` when it cannot start, or cannot go on; what `onEvent` throws ends the watch.
 */
export async function watchEvents(options: WatchOptions): Promise<void> {
  const { signal, types, from } = options;
  if (signal.aborted) return;
  const kafka = createKafka(options);
  const groupId = `${options.clientId}-watch-${randomUUID()}`;
  const topics = types.map(topicOf);
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 250, sessionTimeout: 10_000, retry: RETRY });
  try {
    if (from !== 'beginning') await withAdmin(kafka, (admin) => startAt(admin, groupId, topics, from));
    await answered(async () => {
      await consumer.connect();
      await consumer.subscribe({ topics, fromBeginning: true });
    });
    await consume(consumer, options);
  } finally {
    await consumer.disconnect();
    await forget(kafka, groupId, options);
  }
}

async function startAt(admin: Admin, groupId: string, topics: string[], from: NotedOffsets | 'now'): Promise<void> {
  const offsets = from === 'now' ? await endsOf(admin, topics) : from;
  for (const topic of topics)
    await admin.setOffsets({
      groupId,
      topic,
      partitions: offsets[topic] ?? (await endsOf(admin, [topic]))[topic] ?? [],
    });
}

/** Settles at the signal, or with what went wrong. */
function consume(consumer: Consumer, { onEvent, onReady, onUnreadable, signal }: WatchOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    const { events } = consumer;
    let ready = onReady;
    consumer.on(events.GROUP_JOIN, () => {
      ready?.();
      ready = undefined;
    });
    consumer.on(events.CRASH, ({ payload }) => {
      if (!payload.restart) reject(unavailable(payload.error));
    });
    const eachMessage = async ({ topic, partition, message }: Delivery): Promise<void> => {
      if (signal.aborted) return;
      const received = { ...message, topic, partition, headers: message.headers ?? {} };
      try {
        await deliver(received, onEvent, onUnreadable);
      } catch (error) {
        reject(asPipelineError(error));
      }
    };
    consumer.run({ autoCommitInterval: 1000, eachMessage }).catch((error: unknown) => reject(unavailable(error)));
  });
}

type Delivery = Parameters<NonNullable<NonNullable<Parameters<Consumer['run']>[0]>['eachMessage']>>[0];

async function deliver(
  message: ReceivedMessage,
  onEvent: WatchOptions['onEvent'],
  onUnreadable: WatchOptions['onUnreadable'],
): Promise<void> {
  let event: PipelineEvent;
  try {
    event = validateEvent(decodeEvent(message));
  } catch (error) {
    onUnreadable?.(asPipelineError(error), message);
    return;
  }
  await onEvent(event);
}

/** The group has no use any more; a broker that keeps it forgets it by itself after its retention. */
async function forget(kafka: Kafka, groupId: string, { log }: WatchOptions): Promise<void> {
  try {
    await withAdmin(kafka, (admin) => admin.deleteGroups([groupId]));
  } catch (error) {
    log?.debug({ err: error }, 'the group of a watcher was not deleted');
  }
}

async function endsOf(admin: Admin, topics: string[]): Promise<NotedOffsets> {
  const ends: NotedOffsets = {};
  for (const topic of topics)
    ends[topic] = (await admin.fetchTopicOffsets(topic)).map(({ partition, offset }) => ({ partition, offset }));
  return ends;
}

async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin({ retry: RETRY });
  try {
    return await answered(async () => {
      await admin.connect();
      return work(admin);
    });
  } finally {
    await admin.disconnect();
  }
}

async function answered<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(error: unknown): PipelineError {
  const message = error instanceof Error ? error.message : String(error);
  return new PipelineError('broker_unavailable', `Kafka does not answer: ${message}`, { cause: error });
}
