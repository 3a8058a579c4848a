import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { type EventType, type PipelineEvent, topicOf } from '@trademaster/contracts';
import { asPipelineError, type PipelineError } from '@trademaster/errors';
import { decodeEvent, validateEvent } from './cloud-event-codec';
import { createKafka, type KafkaClientOptions, RETRY } from './kafka-client';
import type { Log } from './log';
import type { Place } from './partition-jobs';
import { PositionTelling, type ReadPosition } from './position-telling';
import { type ReceivedMessage, recordedAt } from './received-message';
import { ensureTopics } from './topic-admin';
import { MAX_EVENT_BYTES } from './topics';
import { Abandoned, untilDone } from './until-done';

/** An event with the time at which Kafka took it, RFC 3339. */
export interface FollowedEvent {
  event: PipelineEvent;
  recordedAt: string;
}

/** Where a follower keeps what it reads, and how far it has come. */
export interface FollowedStore {
  /** Of these partitions; one that is not answered for is read from its beginning. */
  positionsOf(places: readonly Place[]): Promise<ReadPosition[]>;
  /** Keeps the events and the position behind them, both or none. May come twice with the same events. */
  keep(events: readonly FollowedEvent[], position: ReadPosition): Promise<void>;
}

export interface FollowOptions extends KafkaClientOptions {
  groupId: string;
  types: readonly EventType[];
  /** Of topics that do not exist yet. */
  partitions: number;
  sessionTimeoutMs: number;
  store: FollowedStore;
  log: Log;
  onLag: (topic: string, partition: number, records: number) => void;
  /** Called when it cannot go on. */
  onFatal: (error: unknown) => void;
}

/** Kept in one go: long batches must not outlast the session. */
const EVENTS_AT_ONCE = 100;

/**
 * Reads every event of some types for a store that remembers how far it has read: whoever starts again with the same
 * store goes on there, whoever starts with an empty one reads all that Kafka has kept. Members of one group share the
 * partitions. While Kafka or the store is away it waits; it holds up nobody.
 */
export class EventFollower {
  private readonly consumer: Consumer;
  private readonly stopping = new AbortController();
  private readonly telling: PositionTelling;
  private memberships = 0;
  private following = false;

  constructor(private readonly options: FollowOptions) {
    this.consumer = createKafka(options).consumer({
      groupId: options.groupId,
      sessionTimeout: options.sessionTimeoutMs,
      heartbeatInterval: Math.min(1500, options.sessionTimeoutMs / 4),
      rebalanceTimeout: 30_000,
      maxWaitTimeInMs: 250,
      maxBytes: 4 * MAX_EVENT_BYTES,
      maxBytesPerPartition: MAX_EVENT_BYTES,
      retry: { ...RETRY, restartOnFailure: () => Promise.resolve(!this.stopping.signal.aborted) },
    });
    this.telling = new PositionTelling({
      commit: (positions) => this.consumer.commitOffsets(positions),
      onFailure: (error) => options.log.debug({ err: error }, 'Kafka was not told how far the group is'),
    });
  }

  /** Whether it has its partitions and reads. */
  get isFollowing(): boolean {
    return this.following;
  }

  /** Returns when it reads; tries for as long as Kafka is away. Returns, too, when it is closed before. */
  async start(): Promise<void> {
    const { brokers, partitions, types } = this.options;
    const topics = types.map(topicOf);
    this.watchMembership();
    await this.untilDone('waiting for Kafka', async () => {
      await ensureTopics(brokers, partitions);
      await this.consumer.connect();
      await this.consumer.subscribe({ topics, fromBeginning: true });
    });
    if (this.stopping.signal.aborted) return;
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 1,
      eachBatch: (batch) => this.onBatch(batch),
    });
  }

  /** Ends after what is being kept. */
  async close(): Promise<void> {
    this.stopping.abort(new Error('the service stops'));
    this.following = false;
    await this.telling.tell();
    this.telling.forget();
    await this.consumer.disconnect();
  }

  private watchMembership(): void {
    const { events } = this.consumer;
    this.consumer.on(events.GROUP_JOIN, ({ payload }) => {
      const places = Object.entries(payload.memberAssignment).flatMap(([topic, numbers]) =>
        numbers.map((partition) => ({ topic, partition })),
      );
      void this.takeUp(places);
    });
    // From here until it joins again kafkajs has no group: what is being taken up was of a membership that is over.
    this.consumer.on(events.STOP, () => {
      this.memberships += 1;
      this.following = false;
      this.telling.forget();
    });
    this.consumer.on(events.CRASH, ({ payload: { error, restart } }) => {
      this.options.log.warn({ err: error, restart }, 'the consumer crashed');
      if (!restart && !this.stopping.signal.aborted) this.options.onFatal(error);
    });
    this.consumer.on(events.END_BATCH_PROCESS, ({ payload: { topic, partition, offsetLag } }) => {
      this.options.onLag(topic, partition, Number(offsetLag));
    });
  }

  /** Nothing is read before the store has said from where. The first statements run before kafkajs fetches. */
  private async takeUp(places: Place[]): Promise<void> {
    const membership = (this.memberships += 1);
    const topicPartitions = places.map(({ topic, partition }) => ({ topic, partitions: [partition] }));
    if (places.length > 0) this.consumer.pause(topicPartitions);
    let stored: ReadPosition[] = [];
    await this.untilDone('waiting for the stored offsets', async () => {
      stored = await this.options.store.positionsOf(places);
    });
    if (this.stopping.signal.aborted || membership !== this.memberships) return;
    for (const place of places) {
      const position = stored.find(({ topic, partition }) => topic === place.topic && partition === place.partition);
      this.consumer.seek({ ...place, offset: position?.offset ?? '0' });
      if (position) this.telling.note([position]);
    }
    if (places.length > 0) this.consumer.resume(topicPartitions);
    this.following = true;
  }

  private async onBatch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    const goesOn = () => payload.isRunning() && !payload.isStale() && !this.stopping.signal.aborted;
    for (let from = 0; from < messages.length && goesOn(); from += EVENTS_AT_ONCE) {
      const part = messages.slice(from, from + EVENTS_AT_ONCE);
      const last = (part.at(-1) as KafkaMessage).offset;
      const position = { topic, partition, offset: String(BigInt(last) + 1n) };
      const events = part.flatMap(({ headers = {}, ...message }) =>
        this.readable({ ...message, topic, partition, headers }),
      );
      const keep = () => this.options.store.keep(events, position);
      if (!(await this.untilDone('waiting for the store', keep, () => payload.heartbeat()))) return;
      payload.resolveOffset(last);
      await payload.heartbeat();
      this.telling.note([position]);
    }
  }

  private readable(message: ReceivedMessage): FollowedEvent[] {
    try {
      const event = decodeEvent(message);
      validateEvent(event);
      return [{ event, recordedAt: recordedAt(message) }];
    } catch (thrown) {
      const { topic, partition, offset } = message;
      const { code, message: why } = asPipelineError(thrown) satisfies PipelineError;
      this.options.log.debug({ topic, partition, offset, code, why }, 'passed over: not an event of its topic');
      return [];
    }
  }

  /** False when it was closed before it was done. */
  private async untilDone(what: string, work: () => Promise<void>, beat?: () => Promise<void>): Promise<boolean> {
    try {
      await untilDone(work, this.stopping.signal, (error, pauseMs) => {
        this.options.log.warn({ reason: asPipelineError(error).message, pauseMs }, what);
        void beat?.().catch(() => undefined); // the member lost its place: the batch is stale, and found to be so
      });
      return true;
    } catch (error) {
      if (error instanceof Abandoned) return false;
      throw error;
    }
  }
}
