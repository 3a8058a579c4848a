import { createHash, randomUUID } from 'node:crypto';
import { type Admin, type EachMessagePayload, Kafka, logLevel } from 'kafkajs';
import { positionsOf } from './group-positions';
import type { Observed, SeenEvent } from './observations';

const EVENT_TOPIC = /^trademaster\.(.+)\.v\d+$/;

/** Reads every event and dead letter that is there, and what the groups have committed. */
export async function readKafka(brokers: string[]): Promise<Observed['kafka']> {
  const kafka = new Kafka({ brokers, clientId: 'chaos-checker', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter(
      (topic) => topic.endsWith('-dlt') || (EVENT_TOPIC.test(topic) && !topic.includes('training.progressed')),
    );
    const seen: Observed['kafka'] = { events: [], deadLetters: [], uncommitted: await uncommitted(admin) };
    await readAll(kafka, admin, topics, ({ topic, message }) => {
      const text = message.value?.toString() ?? '';
      const header = (name: string): string | undefined => message.headers?.[name]?.toString();
      const type = EVENT_TOPIC.exec(topic)?.[1];
      if (type !== undefined) seen.events.push(eventOf(type, header, text));
      else
        seen.deadLetters.push({
          topic,
          key: message.key?.toString() ?? '',
          reason: header('kafka_dlt-exception-message') ?? '',
        });
    });
    return seen;
  } finally {
    await admin.disconnect();
  }
}

function eventOf(type: string, header: (name: string) => string | undefined, text: string): SeenEvent {
  const data = parsed(text);
  const run = (data['run'] ?? {}) as Record<string, unknown>;
  const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    type,
    id: header('ce_id') ?? '',
    attempt: Number(header('ce_attempt') ?? 0),
    requestId: textOf(data['request_id']) ?? textOf(run['request_id']),
    runId: header('ce_correlationid'),
    sha256: createHash('sha256').update(text).digest('hex'),
    decisionSha256: textOf(data['decision_sha256']) ?? textOf(run['decision_sha256']),
    status: textOf(data['status']) ?? textOf(run['status']),
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {}; // other tests on the same broker publish what is no JSON; nothing of the campaign's is
  }
}

/** From each partition's beginning to where it ends now. */
async function readAll(
  kafka: Kafka,
  admin: Admin,
  topics: string[],
  each: (payload: EachMessagePayload) => void,
): Promise<void> {
  const left = new Map<string, bigint>();
  for (const topic of topics)
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
      if (BigInt(high) > BigInt(low)) left.set(`${topic}/${partition}`, BigInt(high));
  const groupId = `chaos-checker-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200 });
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  if (left.size === 0) resolve();
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  try {
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: (payload) => {
        const key = `${payload.topic}/${payload.partition}`;
        const end = left.get(key);
        const offset = BigInt(payload.message.offset);
        if (end !== undefined && offset < end) each(payload);
        if (end !== undefined && offset + 1n >= end) left.delete(key);
        if (left.size === 0) resolve();
        return Promise.resolve();
      },
    });
    await done;
  } finally {
    await consumer.disconnect();
    await admin.deleteGroups([groupId]);
  }
}

async function uncommitted(admin: Admin): Promise<Observed['kafka']['uncommitted']> {
  const { groups } = await admin.listGroups();
  const found: Observed['kafka']['uncommitted'] = [];
  for (const groupId of groups
    .map((group) => group.groupId)
    .filter((id) => /^trademaster-/.test(id) && !/-watch-/.test(id)))
    for (const { topic, partition, offset, low, high } of await positionsOf(admin, groupId)) {
      const records = high - Math.max(offset, low);
      if (records > 0) found.push({ group: groupId, topic, partition, records });
    }
  return found;
}
