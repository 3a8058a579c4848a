import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { EVENT_TYPES } from '@trademaster/contracts';
import { EventFollower, type FollowedEvent, type Log, pingKafka, type ReadPosition } from '@trademaster/messaging';
import { LOGGER, ServiceConfig, ServiceMetrics } from '@trademaster/runtime';
import { EventFeed } from './event-feed';
import { EventStore } from './event-store';

/** Injection token of the consumer group's name. */
export const INTAKE_GROUP = Symbol('INTAKE_GROUP');

/** Brings every event from Kafka into the store, behind everything else: nothing waits for it. */
@Injectable()
export class EventIntake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly follower: EventFollower;

  constructor(
    private readonly config: ServiceConfig,
    private readonly store: EventStore,
    private readonly feed: EventFeed,
    @Inject(LOGGER) private readonly log: Log,
    metrics: ServiceMetrics,
    @Inject(INTAKE_GROUP) groupId: string,
  ) {
    this.follower = new EventFollower({
      brokers: config.kafkaBrokers,
      clientId: 'webui',
      groupId,
      types: EVENT_TYPES,
      partitions: config.kafkaPartitions,
      sessionTimeoutMs: config.kafkaSessionMs,
      store: { positionsOf: (places) => this.store.positionsOf(places), keep: (events, at) => this.keep(events, at) },
      log,
      onLag: (topic, partition, records) => metrics.lag(topic, partition, records),
      onFatal: (error) => this.fail(error),
    });
  }

  /** Returns at once: the REST contract is served while Kafka is away. */
  onApplicationBootstrap(): void {
    this.follower.start().catch((error: unknown) => this.fail(error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.follower.close();
  }

  /** Throws while what the page shows may be old. */
  async check(): Promise<void> {
    await pingKafka(this.config.kafkaBrokers);
    if (!this.follower.isFollowing) throw new Error('not in its consumer group');
  }

  private async keep(events: readonly FollowedEvent[], position: ReadPosition): Promise<void> {
    await this.store.keep(events, position);
    this.feed.wake();
  }

  /** As any error that nobody expected, it ends the process: a page that stands still is not to be taken for a live one. */
  private fail(error: unknown): void {
    this.log.error({ err: error }, 'the web page reads no events any more');
    setImmediate(() => {
      throw error;
    });
  }
}
