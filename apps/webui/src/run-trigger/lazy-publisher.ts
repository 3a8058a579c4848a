import type { PipelineEvent } from '@trademaster/contracts';
import { EventPublisher } from '@trademaster/messaging';
import type { Publisher } from './publishing-run-trigger';

/** Connects when something is published: the WebUI starts, and serves everything else, while Kafka is away. */
export class LazyPublisher implements Publisher {
  private connecting: Promise<EventPublisher> | undefined;

  constructor(private readonly brokers: string[]) {}

  /** Throws `broker_unavailable`. */
  async publish(...events: PipelineEvent[]): Promise<void> {
    this.connecting ??= this.connect();
    const publisher = await this.connecting;
    await publisher.publish(...events);
  }

  async disconnect(): Promise<void> {
    const publisher = await this.connecting?.catch(() => undefined); // it never stood
    await publisher?.disconnect();
  }

  private async connect(): Promise<EventPublisher> {
    const publisher = new EventPublisher({ brokers: this.brokers, clientId: 'webui' });
    try {
      await publisher.connect();
      return publisher;
    } catch (error) {
      this.connecting = undefined;
      throw error;
    }
  }
}
