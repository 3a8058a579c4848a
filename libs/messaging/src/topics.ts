import { type Admin, KafkaJSError } from 'kafkajs';
import { EVENT_TYPES, type Stage, STAGES, topicOf } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { createKafka } from './kafka-client';
import { withRetry } from './retry-policy';
import { endsOfTopic } from './topic-ends';

/** Partitions of a topic where nobody says otherwise. */
export const DEFAULT_PARTITIONS = 4;
export const MAX_EVENT_BYTES = 1024 * 1024;
/** A dead letter is larger than its original by its headers. */
const MAX_DEAD_LETTER_BYTES = 2 * MAX_EVENT_BYTES;

/** How long a fresh broker may take to have a coordinator for groups. */
const COORDINATOR_MS = 20_000;

export interface TopicDeclaration {
  name: string;
  maxMessageBytes: number;
}

/** Where a stage puts the messages that it cannot work with: `<stage>-dlt`. */
export function deadLetterTopicOf(stage: Stage): string {
  return `${stage}-dlt`;
}

/** Every topic of the pipeline: one per event, one of dead letters per stage. */
export const TOPICS: readonly TopicDeclaration[] = [
  ...EVENT_TYPES.map((type) => ({ name: topicOf(type), maxMessageBytes: MAX_EVENT_BYTES })),
  ...STAGES.map((stage) => ({ name: deadLetterTopicOf(stage), maxMessageBytes: MAX_DEAD_LETTER_BYTES })),
];

/**
 * Creates the topics that are missing and leaves the others as they are, so that a cluster whose topics an operator
 * made needs no right to create any. Returns when they can be written and read and groups can be joined. Several
 * services may do it at once. Replication is the broker's default.
 * Throws `broker_unavailable`.
 */
export async function ensureTopics(brokers: string[], partitions: number = DEFAULT_PARTITIONS): Promise<void> {
  const admin = createKafka({ brokers, clientId: 'trademaster-topics' }).admin();
  try {
    await admin.connect();
    const present = new Set(await admin.listTopics());
    const missing = TOPICS.filter(({ name }) => !present.has(name));
    if (missing.length > 0) await createTopics(admin, missing, partitions);
    await awaitGroupCoordinator(admin);
  } catch (error) {
    throw new PipelineError('broker_unavailable', `Kafka at ${brokers.join(', ')} has no topics for us`, {
      cause: error,
    });
  } finally {
    await admin.disconnect();
  }
}

async function createTopics(admin: Admin, missing: typeof TOPICS, partitions: number): Promise<void> {
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map(({ name, maxMessageBytes }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: -1,
      configEntries: [{ name: 'max.message.bytes', value: String(maxMessageBytes) }],
    })),
  });
  for (const { name } of missing) await endsOfTopic(admin, name);
}

/**
 * A fresh broker makes its topic of group offsets when it is first asked for a coordinator, and refuses every group
 * until it is there: longer than a consumer of kafkajs would wait. Asking about any group finds out.
 */
async function awaitGroupCoordinator(admin: Admin): Promise<void> {
  await withRetry(() => admin.describeGroups(['trademaster']), {
    budgetMs: COORDINATOR_MS,
    isRetryable: (error) => error instanceof KafkaJSError,
    signal: new AbortController().signal,
  });
}
