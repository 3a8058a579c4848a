import { type PipelineEvent, topicOf } from '@trademaster/contracts';
import { encodeEvent } from '../src/cloud-event-codec';
import type { ReceivedMessage } from '../src/received-message';

/** An event as Kafka would deliver it. */
export function receivedOf(event: PipelineEvent, overrides: Partial<ReceivedMessage> = {}): ReceivedMessage {
  const { key, value, headers } = encodeEvent(event);
  return {
    topic: topicOf(event.type),
    partition: 0,
    offset: '41',
    timestamp: '1795413600000',
    key: Buffer.from(String(key)),
    value: Buffer.from(String(value)),
    headers: { ...headers },
    ...overrides,
  };
}
