import { type EventType, eventTypeOf, type Stage, STAGES } from '@trademaster/contracts';
import { headerOf, type ReceivedMessage, recordedAt } from './received-message';
import { aboutRecord } from './replay';
import { deadLetterTopicOf } from './topics';

/** What a dead letter says about itself: where its message came from, and why it is here. */
export interface StoredDeadLetter {
  /** `<stage>/<partition>/<offset>` of the letter. */
  id: string;
  stage: Stage;
  /** When it was put there, RFC 3339. */
  at: string;
  /** Where its message first stood. */
  topic: string;
  partition?: number;
  offset?: string;
  type?: EventType;
  event_id?: string;
  run_id?: string;
  request_id?: string;
  symbol?: string;
  /** The failure's code: see libs/errors. */
  code: string;
  message: string;
}

/** Throws nothing: what a letter does not say is left out. */
export function storedDeadLetter(letter: ReceivedMessage): StoredDeadLetter {
  const header = (name: string) => headerOf(letter, `kafka_dlt-${name}`);
  const stage = STAGES.find((name) => deadLetterTopicOf(name) === letter.topic) as Stage;
  const topic = header('original-topic') ?? letter.topic;
  const { id, runId, requestId, symbol } = aboutRecord({ ...letter, topic });
  const partition = integerOf(letter, 'original-partition');
  const offset = integerOf(letter, 'original-offset');
  const found = { event_id: id, run_id: runId, request_id: requestId, symbol, type: eventTypeOf(topic) };
  return {
    id: `${stage}/${letter.partition}/${letter.offset}`,
    stage,
    at: recordedAt(letter),
    topic,
    ...(partition === undefined ? {} : { partition: Number(partition) }),
    ...(offset === undefined ? {} : { offset: String(offset) }),
    ...Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)),
    code: (header('exception-fqcn') ?? '').split('.').at(-1) ?? '',
    message: header('exception-message') ?? '',
  };
}

/** Spring writes int32 and int64, big-endian. */
function integerOf({ headers }: ReceivedMessage, name: string): bigint | undefined {
  const value = headers[`kafka_dlt-${name}`];
  if (!Buffer.isBuffer(value)) return undefined;
  if (value.length === 4) return BigInt(value.readInt32BE());
  return value.length === 8 ? value.readBigInt64BE() : undefined;
}
