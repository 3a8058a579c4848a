import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { type Consumer, type EachMessagePayload, type Kafka, KafkaJSNonRetriableError } from 'kafkajs';
import { isObservable, lastValueFrom } from 'rxjs';
import { type OutgoingEvent, topicOf } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { assertHandlersMatch } from './assert-handlers-match';
import { EventPublisher } from './event-publisher';
import { createKafka, RETRY } from './kafka-client';
import { type Job, PartitionJobs, type Place } from './partition-jobs';
import type { ReceivedMessage } from './received-message';
import { pausedFor, withRetry } from './retry-policy';
import { type Delivery, deliveryOf } from './retry-topics';
import type { StageWorker } from './stage-worker';
import { workerOnKafka } from './stage-worker-on-kafka';
import type { Handler } from './stage-worker-ports';
import { type StageTransportOptions, withDefaults } from './stage-transport-options';
import { StallWatch } from './stall-watch';
import { retryTopicsOf } from './topics';
import { within } from './within';

const STALL_CHECK_MS = 5000;
/** After the grace: how long handlers get to notice that they are aborted. */
const LAST_WORDS_MS = 1500;

/**
 * Kafka for a stage of the pipeline: one consumer group, commits per message, work that outlasts the consumer's
 * patience goes on beside it while its partition is paused, so that the member stays in its group. What is done with a
 * message is StageWorker's.
 */
export class KafkaStageStrategy extends Server implements CustomTransportStrategy {
  private readonly options: Required<StageTransportOptions>;
  private readonly jobs = new PartitionJobs();
  private readonly stopping = new AbortController();
  private readonly abandoned = new AbortController();
  private readonly publisher: EventPublisher;
  private readonly consumer: Consumer;
  private readonly worker: StageWorker;
  private readonly stallWatch: StallWatch;
  private joined = false;
  private closing: Promise<void> | undefined;

  constructor(options: StageTransportOptions) {
    super();
    this.options = withDefaults(options);
    const { stage, brokers, log, groupId } = this.options;
    const kafka = createKafka({ brokers, clientId: stage, log });
    this.publisher = new EventPublisher(kafka);
    this.consumer = kafka.consumer({
      groupId,
      sessionTimeout: this.options.sessionTimeoutMs,
      heartbeatInterval: Math.min(1500, this.options.sessionTimeoutMs / 4),
      rebalanceTimeout: 30_000,
      maxWaitTimeInMs: 250,
      // As many messages as are worked on in seconds, but not less than a bulk of them in one batch: of a larger batch
      // Kafka gives nothing, unless its partition is the first that it looks at.
      maxBytesPerPartition: 256 * 1024,
      retry: { ...RETRY, restartOnFailure: () => Promise.resolve(!this.stopping.signal.aborted) },
    });
    this.worker = workerOnKafka(this.options, this.publisher, (event, context) => this.callHandler(event, context));
    this.stallWatch = this.createStallWatch(kafka);
  }

  /** Whether this member has joined its group and works. */
  get isConsuming(): boolean {
    return this.joined;
  }

  /** Why this member had better be restarted: there is a backlog, and nothing moves. */
  get stalled(): string | undefined {
    return this.stallWatch.reason;
  }

  listen(callback: (error?: unknown) => void): void {
    this.start().then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  /** Takes nothing new, lets running work end within the grace, commits it, gives the rest back, leaves the group. */
  close(): Promise<void> {
    return (this.closing ??= this.drain());
  }

  on(): void {
    throw new PipelineError('internal', 'the Kafka strategy has no events of its own');
  }

  unwrap<T>(): T {
    return this.consumer as T;
  }

  private async start(): Promise<void> {
    const { stage } = this.options;
    assertHandlersMatch(stage, this.messageHandlers);
    await this.publisher.connect();
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: this.topics, fromBeginning: true });
    this.watchMembership();
    await this.consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 8,
      eachMessage: (delivery) => this.onMessage(delivery),
    });
    await this.stallWatch.start();
  }

  private get topics(): string[] {
    const { short, long } = retryTopicsOf(this.options.stage);
    return [...this.messageHandlers.keys(), short.name, long.name];
  }

  private createStallWatch(kafka: Kafka): StallWatch {
    const { groupId, log, stage, stallMs } = this.options;
    const { short, long } = retryTopicsOf(stage);
    return new StallWatch({
      kafka,
      groupId,
      log,
      topics: () => this.topics,
      member: {
        concerns: (place) => !this.joined || this.jobs.owns(place),
        jobAt: (place) => this.jobs.at(place),
        delayOf: (topic) => [short, long].find(({ name }) => name === topic)?.delayMs ?? 0,
      },
      onHopeless: (error) => this.options.onFatal(error),
      limitMs: stallMs,
      everyMs: Math.min(STALL_CHECK_MS, stallMs / 4),
    });
  }

  private readonly callHandler: Handler = async (event, context) => {
    const handler = this.messageHandlers.get(topicOf(event.type)) as MessageHandler;
    const returned: unknown = await handler(event, context);
    const result: unknown = isObservable(returned) ? await lastValueFrom(returned, { defaultValue: [] }) : returned;
    if (Array.isArray(result)) return result as OutgoingEvent[];
    throw new PipelineError('internal', `the handler of ${event.type} returned no list of events`);
  };

  private watchMembership(): void {
    const { events } = this.consumer;
    this.consumer.on(events.GROUP_JOIN, ({ payload }) => {
      const { busy, idle } = this.jobs.assigned(payload.memberId, payload.memberAssignment);
      this.joined = true;
      this.options.log.info(
        { owned: this.jobs.ownedPartitions.length, busy: busy.length },
        'joined the consumer group',
      );
      for (const job of busy) this.park(job);
      if (idle.length > 0 && !this.stopping.signal.aborted) this.flow('resume', idle);
    });
    this.consumer.on(events.CRASH, ({ payload }) => {
      this.joined = false;
      this.jobs.loseAll();
      this.options.log.warn({ err: payload.error, restart: payload.restart }, 'the consumer crashed');
      if (!payload.restart && !this.stopping.signal.aborted) this.options.onFatal(payload.error);
    });
    this.consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
      this.options.observer.lag(payload.topic, payload.partition, Number(payload.offsetLag));
    });
  }

  private async onMessage(delivery: EachMessagePayload): Promise<void> {
    const { topic, partition, message } = delivery;
    if (this.stopping.signal.aborted) return;
    const offset = BigInt(message.offset);
    const admission = this.jobs.admit({ topic, partition }, offset);
    if (admission === 'stale') return;
    if (admission === 'early') {
      this.park(this.jobs.at({ topic, partition }) as Job);
      this.consumer.seek({ topic, partition, offset: message.offset });
      return;
    }
    const { key, timestamp, value, headers = {} } = message;
    const record: ReceivedMessage = { topic, partition, offset: message.offset, timestamp, key, value, headers };
    const reads = (name: string): boolean => this.messageHandlers.has(name);
    const due = deliveryOf(record, this.options.stage, reads, Date.now());
    const job = this.jobs.start({ topic, partition }, offset, (started) => this.run(started, due));
    if (due.dueAt > Date.now() || !(await within(job.ended, this.options.patienceMs))) this.park(job);
  }

  /** The partition is paused until its job is over; the consumer goes on and stays in its group. */
  private park(job: Job): void {
    if (!this.jobs.isCurrent(job)) return; // who has the partition now would never hear that it may go on
    this.flow('pause', [job]);
    if (job.parked) return;
    job.parked = true;
    void job.ended.then(() => {
      if (!job.lost.signal.aborted && !this.stopping.signal.aborted) this.flow('resume', [job]);
    });
  }

  /**
   * From a crash until it is back the consumer has no group and kafkajs throws: there is nothing to steer then, and the
   * next membership begins with nothing paused.
   */
  private flow(how: 'pause' | 'resume', places: readonly Place[]): void {
    try {
      this.consumer[how](places.map(({ topic, partition }) => ({ topic, partitions: [partition] })));
    } catch (error) {
      if (!(error instanceof KafkaJSNonRetriableError)) throw error;
      this.options.log.info({ err: error }, `no group to ${how} partitions of`);
    }
  }

  private async run(job: Job, delivery: Delivery): Promise<void> {
    const [lost, stopping, abandoned] = [job.lost.signal, this.stopping.signal, this.abandoned.signal];
    const progressed = (quietMs = 0): void => {
      job.aliveUntil = Date.now() + quietMs + this.options.stallMs;
    };
    try {
      const waitMs = delivery.dueAt - Date.now();
      progressed(Math.max(0, waitMs));
      if (waitMs > 0 && !(await pausedFor(waitMs, AbortSignal.any([lost, stopping])))) return;
      if (await this.worker.work(delivery, { lost, stopping, abandoned, progressed })) await this.commit(job);
    } catch (error) {
      this.flow('pause', [job]); // nothing behind this message may be committed
      job.lost.abort(error);
      this.options.onFatal(error);
    }
  }

  /** A commit for a partition that is not ours would be taken, and could rewind the group. */
  private async commit(job: Job): Promise<void> {
    const { topic, partition, offset } = job;
    const signal = AbortSignal.any([job.lost.signal, this.abandoned.signal]);
    try {
      await withRetry(
        async () => {
          if (!this.jobs.isCurrent(job)) return;
          await this.consumer.commitOffsets([{ topic, partition, offset: String(offset + 1n) }]);
          this.jobs.committed(job);
        },
        { budgetMs: Infinity, isRetryable: () => true, signal },
      );
    } catch (error) {
      this.options.log.warn({ err: error, topic, partition }, 'not committed: the message will come again');
    }
  }

  private async drain(): Promise<void> {
    this.stopping.abort(new Error('the service stops'));
    this.joined = false;
    const owned = this.jobs.ownedPartitions;
    if (owned.length > 0) this.flow('pause', owned);
    await within(this.jobs.idle(), this.options.graceMs);
    this.abandoned.abort(new Error('the service stops'));
    await within(this.jobs.idle(), LAST_WORDS_MS);
    await this.stallWatch.stop();
    await this.consumer.disconnect();
    await this.publisher.disconnect();
  }
}
