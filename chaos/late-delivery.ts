import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, type Consumer, type EachMessagePayload, Kafka, logLevel, type Producer } from 'kafkajs';
import { waitUntil } from '../stack/processes/wait-until';
import { DETOUR, TO } from './detour-topic';
import type { Random } from './random';

const LATEST_MS = 15_000;
const PATIENCE_MS = 120_000;

/** Brings the events on the detour to their own topics; while `isLate()` says so, up to 15 seconds late. Loses none. */
export class LateDelivery {
  /** Events that went the way of the detour. */
  delivered = 0;
  private readonly taken = new Map<number, bigint>();
  private onTheWay = 0;
  private failure: Error | undefined;

  private constructor(
    private readonly admin: Admin,
    private readonly consumer: Consumer,
    private readonly producer: Producer,
    private readonly isLate: () => boolean,
    private readonly random: Random,
  ) {}

  static async start(brokers: string[], isLate: () => boolean, random: Random): Promise<LateDelivery> {
    const kafka = new Kafka({ brokers, clientId: 'chaos-late', logLevel: logLevel.NOTHING, retry: { retries: 100 } });
    const consumer = kafka.consumer({ groupId: 'chaos-late', maxWaitTimeInMs: 200 });
    const late = new LateDelivery(kafka.admin(), consumer, kafka.producer(), isLate, random);
    await Promise.all([late.admin.connect(), consumer.connect(), late.producer.connect()]);
    await late.admin.createTopics({ topics: [{ topic: DETOUR, numPartitions: 4 }] });
    await consumer.subscribe({ topics: [DETOUR], fromBeginning: true });
    await consumer.run({ eachMessage: (payload) => Promise.resolve(late.take(payload)) });
    return late;
  }

  /** Whether the detour is empty. Throws what kept an event from being delivered. */
  async arrived(): Promise<boolean> {
    if (this.failure !== undefined) throw this.failure;
    const ends = await this.admin.fetchTopicOffsets(DETOUR);
    return (
      this.onTheWay === 0 && ends.every(({ partition, high }) => (this.taken.get(partition) ?? 0n) >= BigInt(high))
    );
  }

  async stop(): Promise<void> {
    await Promise.all([this.admin.disconnect(), this.consumer.disconnect(), this.producer.disconnect()]);
  }

  /** After a rebalance the same one may come again: then it is delivered twice, as Kafka does, too. */
  private take({ partition, message }: EachMessagePayload): void {
    this.taken.set(partition, BigInt(message.offset) + 1n);
    this.onTheWay += 1;
    this.deliver(message).then(
      () => {
        this.onTheWay -= 1;
        this.delivered += 1;
      },
      (error: Error) => (this.failure = error),
    );
  }

  private async deliver({ key, value, headers = {} }: EachMessagePayload['message']): Promise<void> {
    if (this.isLate()) await sleep(this.random() * LATEST_MS);
    const topic = headers[TO]?.toString() as string;
    const send = () =>
      this.producer.send({ topic, messages: [{ key, value, headers }] }).then(
        () => true,
        () => false, // Kafka is being restarted
      );
    await waitUntil(send, { what: `a late event to reach ${topic}`, timeoutMs: PATIENCE_MS, everyMs: 500 });
  }
}
