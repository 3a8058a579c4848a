import { randomUUID } from 'node:crypto';
import { type Consumer, type EachMessagePayload, Kafka, logLevel, type Producer } from 'kafkajs';
import { EVENT_TOPICS, SENT_AT } from './detour-topic';
import type { Random } from './random';

const COPY = 'chaos-copy';
const SHARE = 0.2;
const LATEST_MS = 15_000;

/** Publishes a fifth of all events once more, up to 15 seconds later; sees, beside it, which ones come out of order. */
export class Echo {
  /** Copies that Kafka has taken. */
  copies = 0;
  /** Events that came for the first time behind one of their partition that was published after them. */
  overtaken = 0;
  /** When the newest one of each partition was published. */
  private readonly newest = new Map<string, number>();
  private readonly pending = new Set<NodeJS.Timeout>();
  private stopped = false;

  private constructor(
    private readonly consumer: Consumer,
    private readonly producer: Producer,
    private readonly random: Random,
  ) {}

  static async start(brokers: string[], random: Random): Promise<Echo> {
    const kafka = new Kafka({ brokers, clientId: 'chaos-echo', logLevel: logLevel.NOTHING, retry: { retries: 100 } });
    const consumer = kafka.consumer({ groupId: `chaos-echo-${randomUUID()}`, maxWaitTimeInMs: 200 });
    const echo = new Echo(consumer, kafka.producer(), random);
    await Promise.all([consumer.connect(), echo.producer.connect()]);
    await consumer.subscribe({ topics: [EVENT_TOPICS], fromBeginning: false });
    await consumer.run({ eachMessage: (payload) => Promise.resolve(echo.take(payload)) });
    return echo;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.pending) clearTimeout(timer);
    await this.consumer.disconnect();
    await this.producer.disconnect();
  }

  private take({ topic, partition, message }: EachMessagePayload): void {
    if (message.headers?.[COPY] !== undefined) return;
    this.compare(`${topic}/${partition}`, Number(message.headers?.[SENT_AT] ?? message.timestamp));
    if (this.random() >= SHARE) return;
    const timer = setTimeout(() => {
      this.pending.delete(timer);
      if (!this.stopped) void this.publish(topic, message);
    }, this.random() * LATEST_MS);
    this.pending.add(timer);
  }

  private compare(place: string, sentAt: number): void {
    const newest = this.newest.get(place) ?? 0;
    if (sentAt < newest) this.overtaken += 1;
    else this.newest.set(place, sentAt);
  }

  private async publish(topic: string, { key, value, headers }: EachMessagePayload['message']): Promise<void> {
    try {
      await this.producer.send({ topic, messages: [{ key, value, headers: { ...headers, [COPY]: '1' } }] });
      this.copies += 1;
    } catch {
      // Kafka was being restarted: one duplicate less
    }
  }
}
