import type { Message } from 'kafkajs';
import { MAX_EVENT_BYTES } from './topics';

/** A record on its topic. */
export interface TopicMessage {
  topic: string;
  message: Message;
}

/** Kafka's own framing of a record batch and a record in it. */
const FRAMING_BYTES = 128;
/** A call's records of one partition are one record batch, and that is what `max.message.bytes` limits. */
const BATCH_BYTES = MAX_EVENT_BYTES / 2;

/** Whether an event's topic takes the record. One from outside that fills it has no room for a replay's headers. */
export function isPublishable({ message }: TopicMessage): boolean {
  return recordBytes(message) <= MAX_EVENT_BYTES;
}

/** Bytes that a record takes on its topic, at most. */
export function recordBytes({ key, value, headers }: Message): number {
  const own = [key, value].reduce((sum, part) => sum + (part == null ? 0 : Buffer.byteLength(part)), 0);
  return own + Buffer.byteLength(JSON.stringify(headers ?? {})) + FRAMING_BYTES;
}

/** The records in their order, cut so that each part fits into one record batch; a larger record stands alone. */
export function batchesOf(records: readonly TopicMessage[]): TopicMessage[][] {
  const batches: TopicMessage[][] = [];
  let room = 0;
  for (const record of records) {
    const bytes = recordBytes(record.message);
    if (batches.length === 0 || bytes > room) {
      batches.push([]);
      room = BATCH_BYTES;
    }
    batches.at(-1)?.push(record);
    room -= bytes;
  }
  return batches;
}
