import { randomUUID } from 'node:crypto';
import type { Admin, Consumer, EachBatchPayload } from 'kafkajs';
import { asPipelineError, PipelineError } from '@trademaster/errors';
import { createKafka, type KafkaClientOptions, RETRY } from './kafka-client';
import type { ReceivedMessage } from './received-message';

/** Where to begin or to end: an offset of every partition, or a moment (milliseconds since the epoch). */
export type Boundary = { offset: bigint } | { time: number };

export interface StoredRecordsOptions extends KafkaClientOptions {
  topics: readonly string[];
  /** The first record that is read; default: the oldest that is kept. */
  from?: Boundary;
  /** The first one that is not; default: what stands there now. */
  to?: Boundary;
  onRecord: (message: ReceivedMessage) => void;
}

/** A partition's records from `next` up to, and not with, `end`. */
interface Range {
  topic: string;
  partition: number;
  next: bigint;
  end: bigint;
}

/** No answer for so long means that none will come. */
const SILENCE_MS = 20_000;

/**
 * Reads what topics have kept, between two boundaries, once, and returns. Commits nothing and disturbs nobody.
 * Throws `broker_unavailable`, also when a topic falls silent in the middle.
 */
export async function readStoredRecords(options: StoredRecordsOptions): Promise<void> {
  const kafka = createKafka(options);
  const admin = kafka.admin({ retry: RETRY });
  const groupId = `${options.clientId}-read-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 250, sessionTimeout: 10_000, retry: RETRY });
  try {
    await admin.connect();
    const ranges = (await Promise.all(options.topics.map((topic) => rangesOf(admin, topic, options)))).flat();
    if (ranges.length === 0) return;
    await consumer.connect();
    await consumer.subscribe({ topics: [...new Set(ranges.map(({ topic }) => topic))], fromBeginning: true });
    await consumeRanges(consumer, ranges, options.onRecord);
  } catch (error) {
    if (error instanceof PipelineError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new PipelineError('broker_unavailable', `Kafka does not answer: ${message}`, { cause: error });
  } finally {
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch(() => undefined); // never joined, or the broker forgets it by itself
    await admin.disconnect();
  }
}

/** Partitions with something to read. */
async function rangesOf(admin: Admin, topic: string, { from, to }: StoredRecordsOptions): Promise<Range[]> {
  const kept = await admin.fetchTopicOffsets(topic);
  const [begins, ends] = await Promise.all([boundaryOf(admin, topic, from), boundaryOf(admin, topic, to)]);
  return kept
    .map(({ partition, low, high }) => ({
      topic,
      partition,
      next: largest(BigInt(low), begins(partition) ?? BigInt(low)),
      end: smallest(BigInt(high), ends(partition) ?? BigInt(high)),
    }))
    .filter(({ next, end }) => next < end);
}

/** The boundary's offset by partition; undefined: none, or a moment that has no record after it. */
async function boundaryOf(
  admin: Admin,
  topic: string,
  boundary: Boundary | undefined,
): Promise<(partition: number) => bigint | undefined> {
  if (boundary === undefined) return () => undefined;
  if ('offset' in boundary) return () => boundary.offset;
  const found = await admin.fetchTopicOffsetsByTimestamp(topic, boundary.time);
  const offsets = new Map(found.map(({ partition, offset }) => [partition, BigInt(offset)]));
  return (partition) => offsets.get(partition);
}

function consumeRanges(
  consumer: Consumer,
  ranges: Range[],
  onRecord: (message: ReceivedMessage) => void,
): Promise<void> {
  const open = new Map(ranges.map((range) => [`${range.topic}/${range.partition}`, range]));
  return new Promise((resolve, reject) => {
    const giveUp = () =>
      reject(new PipelineError('broker_unavailable', `Kafka sent nothing more of ${[...open.keys()].join(', ')}`));
    let silence = setTimeout(giveUp, SILENCE_MS);
    const settled = (settle: () => void) => {
      clearTimeout(silence);
      settle();
    };
    consumer.on(consumer.events.GROUP_JOIN, () => {
      for (const { topic, partition, next } of open.values()) consumer.seek({ topic, partition, offset: String(next) });
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      const { error, restart } = payload;
      if (!restart) settled(() => reject(asPipelineError(error)));
    });
    const eachBatch = async (payload: EachBatchPayload): Promise<void> => {
      clearTimeout(silence);
      silence = setTimeout(giveUp, SILENCE_MS);
      const range = open.get(`${payload.batch.topic}/${payload.batch.partition}`);
      if (range) take(range, payload, onRecord);
      if (range && range.next >= range.end) open.delete(`${range.topic}/${range.partition}`);
      if (open.size === 0) settled(resolve);
      await payload.heartbeat();
    };
    consumer
      .run({ autoCommit: false, partitionsConsumedConcurrently: 4, eachBatch })
      .catch((error: unknown) => settled(() => reject(asPipelineError(error))));
  });
}

function take(range: Range, { batch, ...payload }: EachBatchPayload, onRecord: (message: ReceivedMessage) => void) {
  const { topic, partition } = batch;
  for (const { offset, timestamp, key, value, headers } of batch.messages) {
    payload.resolveOffset(offset);
    const at = BigInt(offset);
    if (at < range.next || at >= range.end) continue;
    onRecord({ topic, partition, offset, timestamp, key, value, headers: headers ?? {} });
  }
  const passed = BigInt(batch.lastOffset()) + 1n;
  if (passed > range.next) range.next = passed;
}

function largest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function smallest(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
