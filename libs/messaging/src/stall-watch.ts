import type { Admin, Kafka } from 'kafkajs';
import { PipelineError } from '@trademaster/errors';
import type { Log } from './log';
import { type PartitionLag, StallDetector, type Watched } from './stall-detector';

export interface StallWatchOptions {
  kafka: Kafka;
  groupId: string;
  topics: () => string[];
  /** What the member knows of itself. */
  member: Omit<Watched, 'lags'>;
  log: Log;
  /** Called when it stands still for as long again after it was said: the process had better end. */
  onHopeless: (error: PipelineError) => void;
  /** How long nothing may move, milliseconds. */
  limitMs: number;
  everyMs: number;
}

/**
 * Asks Kafka itself, over a connection of its own, how far the group has come: a consumer that hangs cannot be asked.
 * While Kafka does not answer nothing is said: that is readiness' affair.
 */
export class StallWatch {
  private readonly detector: StallDetector;
  private readonly admin: Admin;
  private timer: NodeJS.Timeout | undefined;
  private asking: Promise<void> = Promise.resolve();
  private stalled: { reason: string; since: number } | undefined;

  constructor(private readonly options: StallWatchOptions) {
    this.detector = new StallDetector(options.limitMs);
    this.admin = options.kafka.admin({ retry: { retries: 0 } });
  }

  /** What stands still; undefined while everything moves. */
  get reason(): string | undefined {
    return this.stalled?.reason;
  }

  async start(): Promise<void> {
    await this.admin.connect();
    let asks = false;
    this.timer = setInterval(() => {
      if (asks) return;
      asks = true;
      this.asking = this.look().finally(() => (asks = false));
    }, this.options.everyMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.asking;
    await this.admin.disconnect();
  }

  private async look(): Promise<void> {
    const { limitMs, log, member, onHopeless } = this.options;
    try {
      const lags = await this.lags();
      const now = Date.now();
      const reason = this.detector.check({ ...member, lags }, now);
      if (reason !== undefined && this.stalled === undefined) log.error({}, `stalled: ${reason}`);
      this.stalled = reason === undefined ? undefined : { reason, since: this.stalled?.since ?? now };
      if (this.stalled !== undefined && now - this.stalled.since > limitMs)
        onHopeless(new PipelineError('internal', `the consumer stands still: ${this.stalled.reason}`));
    } catch (error) {
      this.detector.forget();
      this.stalled = undefined;
      log.debug({ err: error }, 'Kafka does not say how far the group is');
    }
  }

  private async lags(): Promise<PartitionLag[]> {
    const { groupId, topics } = this.options;
    const committed = await this.admin.fetchOffsets({ groupId, topics: topics() });
    const lags = await Promise.all(
      committed.map(async ({ topic, partitions }) => {
        const ends = await this.admin.fetchTopicOffsets(topic);
        return ends.map(({ partition, high, low }): PartitionLag => {
          const at = BigInt(partitions.find((one) => one.partition === partition)?.offset ?? -1);
          return { topic, partition, committed: at < BigInt(low) ? BigInt(low) : at, end: BigInt(high) };
        });
      }),
    );
    return lags.flat();
  }
}
