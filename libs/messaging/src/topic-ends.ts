import { type Admin, KafkaJSError } from 'kafkajs';
import { withRetry } from './retry-policy';

/** Where each partition of a topic ends: the next record gets this offset. */
export interface PartitionEnd {
  partition: number;
  offset: string;
}

/** A topic that was just made has no leaders yet, although its metadata says otherwise. */
const LEADERLESS_MS = 10_000;

/** The ends of a topic's partitions; waits while their leaders are being elected. */
export async function endsOfTopic(admin: Admin, topic: string): Promise<PartitionEnd[]> {
  const ends = await withRetry(() => admin.fetchTopicOffsets(topic), {
    budgetMs: LEADERLESS_MS,
    isRetryable: (error) => error instanceof KafkaJSError && error.retriable,
    signal: new AbortController().signal,
  });
  return ends.map(({ partition, offset }) => ({ partition, offset }));
}
