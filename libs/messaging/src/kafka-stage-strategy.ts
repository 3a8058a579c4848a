import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import type { Consumer, EachMessagePayload } from 'kafkajs';
import { isObservable, lastValueFrom } from 'rxjs';
import {
  ACTS_ON,
  type EventType,
  type OutgoingEvent,
  type Stage,
  type StageLedger,
  topicOf,
} from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { type CrashPoint, NEVER_CRASH } from './crash-point';
import { ephemeralEvent } from './outgoing';
import { EventPublisher } from './event-publisher';
import { createKafka, RETRY } from './kafka-client';
import type { Log } from './log';
import { type Job, PartitionJobs, type Place } from './partition-jobs';
import type { ReceivedMessage } from './received-message';
import { createRedact, type Redact } from './redaction';
import { withRetry } from './retry-policy';
import { type Handler, StageWorker } from './stage-worker';
import { deadLetterTopicOf } from './topics';
import { type TransportObserver, UNOBSERVED } from './transport-observer';

export interface StageTransportOptions {
  stage: Stage;
  brokers: string[];
  ledger: StageLedger;
  log: Log;
  /** The consumer is dead for good, or the transport has a defect: the process had better end. */
  onFatal: (error: unknown) => void;
  observer?: TransportObserver;
  crashPoint?: CrashPoint;
  redact?: Redact;
  /** Consumer group; default `trademaster-<stage>`. */
  groupId?: string;
  /** How long a handler that fails for now is tried again in place. Default 60,000. */
  handlerRetryMs?: number;
  /** How long after a process died its work is taken over; the lease lives as long. Default 8,000. */
  sessionTimeoutMs?: number;
  /** How long the consumer waits for a handler before it parks the partition. Default 500. */
  patienceMs?: number;
  /** How long running handlers may go on when the service stops. Default 5,000. */
  graceMs?: number;
}

const DEFAULTS = { handlerRetryMs: 60_000, sessionTimeoutMs: 8000, patienceMs: 500, graceMs: 5000 };
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
  private joined = false;
  private closing: Promise<void> | undefined;

  constructor(options: StageTransportOptions) {
    super();
    const { stage, brokers, log, groupId = `trademaster-${options.stage}` } = options;
    const defaults = { observer: UNOBSERVED, crashPoint: NEVER_CRASH, redact: createRedact() };
    this.options = { ...DEFAULTS, ...defaults, ...options, groupId };
    const kafka = createKafka({ brokers, clientId: stage, log });
    this.publisher = new EventPublisher(kafka);
    this.consumer = kafka.consumer({
      groupId,
      sessionTimeout: this.options.sessionTimeoutMs,
      heartbeatInterval: 1500,
      rebalanceTimeout: 30_000,
      maxWaitTimeInMs: 250,
      maxBytesPerPartition: 64 * 1024,
      retry: { ...RETRY, restartOnFailure: () => Promise.resolve(!this.stopping.signal.aborted) },
    });
    this.worker = this.createWorker();
  }

  /** Whether this member has joined its group and works. */
  get isConsuming(): boolean {
    return this.joined;
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
    await this.consumer.subscribe({ topics: [...this.messageHandlers.keys()], fromBeginning: true });
    this.watchMembership();
    await this.consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 8,
      eachMessage: (delivery) => this.onMessage(delivery),
    });
  }

  private createWorker(): StageWorker {
    const { stage, groupId, handlerRetryMs, sessionTimeoutMs, log } = this.options;
    return new StageWorker({
      ...this.options,
      handle: (event, context) => this.callHandler(event, context),
      contextOf: (event, signal) => ({
        signal,
        attempt: event.attempt,
        log,
        publishEphemeral: (type, key, data) => {
          this.publisher.publish(ephemeralEvent(stage, event, type, key, data)).catch((error: unknown) => {
            log.debug({ err: error }, `a ${type} was not published`);
          });
        },
      }),
      publish: (events) => this.publisher.publish(...events),
      deadLetter: (message, fault) => this.publisher.deadLetter(deadLetterTopicOf(stage), groupId, message, fault),
      leaseMs: sessionTimeoutMs,
      retryMs: handlerRetryMs,
      busyPollMs: 500,
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
      if (busy.length > 0) this.consumer.pause(busy.map(toTopicPartitions));
      if (idle.length > 0 && !this.stopping.signal.aborted) this.consumer.resume(idle.map(toTopicPartitions));
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
      delivery.pause();
      this.consumer.seek({ topic, partition, offset: message.offset });
      return;
    }
    const received: ReceivedMessage = {
      topic,
      partition,
      offset: message.offset,
      timestamp: message.timestamp,
      key: message.key,
      value: message.value,
      headers: message.headers ?? {},
    };
    const job = this.jobs.start({ topic, partition }, offset, (started) => this.run(started, received));
    if (await endedWithin(job, this.options.patienceMs)) return;
    job.parked = true;
    delivery.pause();
  }

  private async run(job: Job, received: ReceivedMessage): Promise<void> {
    const [lost, stopping, abandoned] = [job.lost.signal, this.stopping.signal, this.abandoned.signal];
    try {
      if (await this.worker.work(received, { lost, stopping, abandoned })) await this.commit(job);
    } catch (error) {
      this.consumer.pause([toTopicPartitions(job)]); // nothing behind this message may be committed
      this.options.onFatal(error);
      return;
    }
    if (job.parked && this.jobs.isCurrent(job) && !stopping.aborted) this.consumer.resume([toTopicPartitions(job)]);
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
    if (owned.length > 0) this.consumer.pause(owned.map(toTopicPartitions));
    await within(this.jobs.idle(), this.options.graceMs);
    this.abandoned.abort(new Error('the service stops'));
    await within(this.jobs.idle(), LAST_WORDS_MS);
    await this.consumer.disconnect();
    await this.publisher.disconnect();
  }
}

/** One handler per topic, for exactly the events that the pipeline table gives to the stage. Throws `internal`. */
function assertHandlersMatch(stage: Stage, handlers: Map<string, MessageHandler>): void {
  const expected = (Object.keys(ACTS_ON[stage]) as EventType[]).map(topicOf);
  const missing = expected.filter((topic) => !handlers.has(topic));
  const unexpected = [...handlers.keys()].filter((topic) => !expected.includes(topic));
  const doubled = [...handlers].filter(([, handler]) => handler.next !== undefined).map(([topic]) => topic);
  if (missing.length + unexpected.length + doubled.length > 0)
    throw new PipelineError(
      'internal',
      `handlers of ${stage} and its line in the pipeline table differ: ` +
        `missing [${missing.join()}], unexpected [${unexpected.join()}], more than one [${doubled.join()}]`,
    );
}

function toTopicPartitions({ topic, partition }: Place): { topic: string; partitions: number[] } {
  return { topic, partitions: [partition] };
}

function endedWithin(job: Job, milliseconds: number): Promise<boolean> {
  return within(job.ended, milliseconds);
}

/** Whether the promise settled in time. */
async function within(promise: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), milliseconds)));
  const settled = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return settled;
}
