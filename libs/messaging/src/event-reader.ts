import { randomUUID } from 'node:crypto';
import type { Admin, Consumer, EachMessagePayload, Kafka } from 'kafkajs';
import { type EventType, type PipelineEvent, topicOf } from '@trademaster/contracts';
import { asPipelineError, PipelineError } from '@trademaster/errors';
import { decodeEvent, validateEvent } from './cloud-event-codec';
import { createKafka, type KafkaClientOptions, RETRY } from './kafka-client';
import type { ReceivedMessage } from './received-message';
import { endsOfTopic, type PartitionEnd } from './topic-ends';

/** Where each partition of a topic ended at a moment: what is published later stands at or behind these offsets. */
export type NotedOffsets = Record<string, PartitionEnd[]>;

/** Notes the ends of the topics of these events. Throws `broker_unavailable`. */
export async function noteOffsets(client: KafkaClientOptions, types: readonly EventType[]): Promise<NotedOffsets> {
  return withAdmin(createKafka(client), (admin) => endsOf(admin, types));
}

export interface WatchOptions extends KafkaClientOptions {
  types: readonly EventType[];
  /** Offsets noted before the request was published; `now`: only what comes; `beginning`: everything kept. */
  from: NotedOffsets | 'now' | 'beginning';
  /** Events of one key come one after the other, others side by side. */
  onEvent: (event: PipelineEvent) => void | Promise<void>;
  /** Told of messages that cannot be read; they are passed over. */
  onUnreadable?: (error: PipelineError, message: ReceivedMessage) => void;
  /** Called when the watch stands. With `now`, what was published since the call of `watchEvents` is not missed. */
  onReady?: () => void;
  /** Ends the watch. */
  signal: AbortSignal;
}

/**
 * Reads every partition of some events' topics, each watcher for itself, until the signal. An event may come twice
 * after Kafka was away. kafkajs cannot assign partitions: a watcher is a consumer group of its own that commits nothing,
 * takes up its own positions at every join, and is deleted at the end.
 * Throws `broker_unavailable` when it cannot start, or cannot go on; what `onEvent` throws ends the watch.
 */
export async function watchEvents(options: WatchOptions): Promise<void> {
  const { signal, types, from } = options;
  if (signal.aborted) return;
  const kafka = createKafka(options);
  const groupId = `${options.clientId}-watch-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 250, sessionTimeout: 10_000, retry: RETRY });
  try {
    const positions = from === 'now' ? await withAdmin(kafka, (admin) => endsOf(admin, types)) : from;
    await answered(async () => {
      await consumer.connect();
      await consumer.subscribe({ topics: types.map(topicOf), fromBeginning: true });
    });
    await consume(consumer, new Positions(positions === 'beginning' ? {} : positions), options);
  } finally {
    await consumer.disconnect();
    await forget(kafka, groupId, options);
  }
}

/** The next offset of each partition, as far as one is known. */
class Positions {
  private readonly next = new Map<string, PartitionEnd & { topic: string }>();

  constructor(noted: NotedOffsets) {
    for (const [topic, ends] of Object.entries(noted)) for (const end of ends) this.set(topic, end);
  }

  passed({ topic, partition, message }: EachMessagePayload): void {
    this.set(topic, { partition, offset: String(BigInt(message.offset) + 1n) });
  }

  /** Before the first fetch of a membership: kafkajs would begin at the beginning. */
  takeUp(consumer: Consumer): void {
    for (const position of this.next.values()) consumer.seek(position);
  }

  private set(topic: string, { partition, offset }: PartitionEnd): void {
    this.next.set(`${topic}/${partition}`, { topic, partition, offset });
  }
}

/** Settles at the signal, or with what went wrong. */
function consume(consumer: Consumer, positions: Positions, options: WatchOptions): Promise<void> {
  const { onReady, signal } = options;
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    const { events } = consumer;
    let ready = onReady;
    consumer.on(events.GROUP_JOIN, () => {
      positions.takeUp(consumer);
      ready?.();
      ready = undefined;
    });
    consumer.on(events.CRASH, ({ payload }) => {
      if (!payload.restart) reject(unavailable(payload.error));
    });
    const eachMessage = async (payload: EachMessagePayload): Promise<void> => {
      if (signal.aborted) return;
      try {
        await deliver(payload, options);
        positions.passed(payload);
      } catch (error) {
        reject(asPipelineError(error));
      }
    };
    consumer
      .run({ autoCommit: false, partitionsConsumedConcurrently: 8, eachMessage })
      .catch((error: unknown) => reject(unavailable(error)));
  });
}

async function deliver(payload: EachMessagePayload, { onEvent, onUnreadable }: WatchOptions): Promise<void> {
  const { topic, partition, message } = payload;
  const received: ReceivedMessage = { ...message, topic, partition, headers: message.headers ?? {} };
  let event: PipelineEvent;
  try {
    event = validateEvent(decodeEvent(received));
  } catch (error) {
    onUnreadable?.(asPipelineError(error), received);
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

async function endsOf(admin: Admin, types: readonly EventType[]): Promise<NotedOffsets> {
  const ends: NotedOffsets = {};
  for (const topic of types.map(topicOf)) ends[topic] = await endsOfTopic(admin, topic);
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
