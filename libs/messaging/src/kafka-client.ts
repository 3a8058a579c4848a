import { Kafka, type LogEntry, logLevel, type Producer, Partitioners } from 'kafkajs';
import { PipelineError } from '@trademaster/errors';
import { kafkaSecurity } from './kafka-security.config';
import type { Log } from './log';
import './quiet-request-queue';

export interface KafkaClientOptions {
  brokers: string[];
  clientId: string;
  log?: Log;
}

/** Short, so that clients are back within seconds of the broker: kafkajs would wait up to 30 s (measured: 13 s). */
export const RETRY = { maxRetryTime: 2000, initialRetryTime: 100, retries: 6 };

/** kafkajs complains at these levels about what it mends itself; only errors are for people. */
function writeTo(log: Log | undefined): () => (entry: LogEntry) => void {
  return () => (entry) => {
    const { message, ...fields } = entry.log as { message: string; [field: string]: unknown };
    delete fields['timestamp'];
    delete fields['stack'];
    if (entry.level <= logLevel.ERROR) log?.warn({ ...fields, kafka: entry.namespace }, message);
    else log?.debug({ ...fields, kafka: entry.namespace }, message);
  };
}

export function createKafka({ brokers, clientId, log }: KafkaClientOptions): Kafka {
  return new Kafka({
    ...kafkaSecurity(),
    brokers,
    clientId,
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    retry: RETRY,
    logLevel: log === undefined ? logLevel.NOTHING : logLevel.INFO,
    logCreator: writeTo(log),
  });
}

/** Java's partitioner: every producer in every language puts a key on the same partition. */
export function createProducer(kafka: Kafka): Producer {
  return kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    retry: RETRY,
  });
}

/** Asks the cluster who it is, over a connection of its own. Throws `broker_unavailable`. */
export async function pingKafka(brokers: string[]): Promise<void> {
  const kafka = new Kafka({
    ...kafkaSecurity(),
    brokers,
    clientId: 'trademaster-health',
    connectionTimeout: 1500,
    requestTimeout: 1500,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.describeCluster();
  } catch (error) {
    throw new PipelineError('broker_unavailable', `Kafka at ${brokers.join(', ')} does not answer`, { cause: error });
  } finally {
    await admin.disconnect();
  }
}
