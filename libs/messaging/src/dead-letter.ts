import type { Message } from 'kafkajs';
import type { Failure } from '@trademaster/contracts';
import type { ReceivedMessage } from './received-message';
import type { Redact } from '@trademaster/environment';

const MAX_STACK_LENGTH = 4000;

export interface Fault {
  failure: Failure;
  /** Of the thrown error and its causes; absent when the failure was read back from the ledger. */
  stack?: string;
}

/**
 * The dead letter of a message: its own bytes, key and headers, and the headers by which Spring Kafka's tools know
 * where it came from and why it is here. Partition (int32), offset and timestamp (int64) are big-endian binary, as
 * Spring writes them: https://docs.spring.io/spring-kafka/reference/kafka/annotation-error-handling.html#dead-letters
 */
export function deadLetterOf(message: ReceivedMessage, group: string, { failure, stack }: Fault): Message {
  return {
    key: message.key,
    value: message.value,
    headers: {
      ...message.headers,
      'kafka_dlt-original-topic': message.topic,
      'kafka_dlt-original-partition': int32(message.partition),
      'kafka_dlt-original-offset': int64(message.offset),
      'kafka_dlt-original-timestamp': int64(message.timestamp),
      'kafka_dlt-original-consumer-group': group,
      'kafka_dlt-exception-fqcn': `trademaster.PipelineError.${failure.code}`,
      'kafka_dlt-exception-message': failure.message,
      'kafka_dlt-exception-stacktrace': stack ?? failure.message,
    },
  };
}

/** Stack of an error and its causes, without the folders of the machine and without secrets. */
export function scrubbedStack(thrown: unknown, redact: Redact): string {
  const stacks: string[] = [];
  for (let error: unknown = thrown; error instanceof Error && stacks.length < 5; error = error.cause)
    stacks.push(error.stack ?? `${error.name}: ${error.message}`);
  const withoutFolders = stacks
    .join('\ncaused by ')
    .replaceAll(/(?:file:\/\/)?(?:[A-Za-z]:)?(?:[\\/][^\\/\s():]+)+[\\/]/g, '');
  return redact(withoutFolders).slice(0, MAX_STACK_LENGTH);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: string): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(/^-?\d+$/.test(value) ? BigInt(value) : -1n);
  return bytes;
}
