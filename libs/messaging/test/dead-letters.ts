import { randomUUID } from 'node:crypto';
import type { Consumer, Kafka, KafkaMessage } from 'kafkajs';
import type { Stage } from '@trademaster/contracts';
import { deadLetterTopicOf } from '../src/topics';

/** Everything on a stage's topic of dead letters. */
export class DeadLetters {
  readonly letters: KafkaMessage[] = [];

  private constructor(private readonly consumer: Consumer) {}

  static async of(kafka: Kafka, stage: Stage): Promise<DeadLetters> {
    const consumer = kafka.consumer({ groupId: `dead-letters-${randomUUID()}`, maxWaitTimeInMs: 200 });
    const deadLetters = new DeadLetters(consumer);
    await consumer.connect();
    await consumer.subscribe({ topic: deadLetterTopicOf(stage), fromBeginning: true });
    await consumer.run({
      eachMessage: ({ message }) => {
        deadLetters.letters.push(message);
        return Promise.resolve();
      },
    });
    return deadLetters;
  }

  find(key: string): KafkaMessage | undefined {
    return this.letters.find((letter) => letter.key?.toString() === key);
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect();
  }
}
