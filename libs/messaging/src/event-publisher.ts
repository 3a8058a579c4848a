import type { Kafka, Producer } from 'kafkajs';
import { type PipelineEvent, topicOf } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { encodeEvent } from './cloud-event-codec';
import { deadLetterOf, type Fault } from './dead-letter';
import { createKafka, createProducer, type KafkaClientOptions } from './kafka-client';
import type { ReceivedMessage } from './received-message';
import { type NextRetry, retryRecordOf } from './retry-topics';
import { batchesOf, type TopicMessage } from './record-batches';

/**
 * Publishes events and waits until every replica in sync has them. For the transport itself and for whoever starts
 * requests: command line, web page.
 * Errors: `broker_unavailable` after about two seconds without an answer; publishing the same event again is harmless.
 */
export class EventPublisher {
  private readonly producer: Producer;

  constructor(client: KafkaClientOptions | Kafka) {
    this.producer = createProducer('brokers' in client ? createKafka(client) : client);
  }

  async connect(): Promise<void> {
    await answered(() => this.producer.connect());
  }

  async publish(...events: PipelineEvent[]): Promise<void> {
    await this.publishRecords(events.map((event) => ({ topic: topicOf(event.type), message: encodeEvent(event) })));
  }

  /** In their order, with their own bytes, as many in a call as a record batch can hold. */
  async publishRecords(records: readonly TopicMessage[]): Promise<void> {
    for (const batch of batchesOf(records)) {
      const topicMessages = batch.map(({ topic, message }) => ({ topic, messages: [message] }));
      await answered(() => this.producer.sendBatch({ acks: -1, topicMessages }));
    }
  }

  /** Puts a message with its own bytes on a topic of dead letters. */
  async deadLetter(topic: string, group: string, message: ReceivedMessage, fault: Fault): Promise<void> {
    await answered(() => this.producer.send({ topic, acks: -1, messages: [deadLetterOf(message, group, fault)] }));
  }

  /** Puts a message that failed for now on a retry topic. */
  async retryLater(next: NextRetry, message: ReceivedMessage, fault: Fault): Promise<void> {
    const messages = [retryRecordOf(message, next, fault, Date.now())];
    await answered(() => this.producer.send({ topic: next.topic.name, acks: -1, messages }));
  }

  async disconnect(): Promise<void> {
    await this.producer.disconnect();
  }
}

async function answered<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new PipelineError('broker_unavailable', `Kafka did not take it: ${message}`, { cause: error });
  }
}
