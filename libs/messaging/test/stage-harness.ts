import { randomBytes, randomUUID } from 'node:crypto';
import { type INestMicroservice, Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import {
  type EventType,
  type OutgoingEvent,
  type PipelineEvent,
  type StageLedger,
  type SymbolResolved,
  topicOf,
} from '@trademaster/contracts';
import { eventually, exampleEvent, exampleEventData, exampleRunContext } from '@trademaster/testkit';
import { EventPublisher } from '../src/event-publisher';
import { noteOffsets, watchEvents } from '../src/event-reader';
import { KafkaStageStrategy } from '../src/kafka-stage-strategy';
import type { StageTransportOptions } from '../src/stage-transport-options';
import { RethrowingRpcFilter } from '../src/rethrowing-rpc-filter';
import type { WorkContext } from '../src/work-context';
import { QUIET } from './quiet-log';

export type Training = (event: PipelineEvent<SymbolResolved>, work: WorkContext) => Promise<OutgoingEvent[]>;

export function newRunId(): string {
  return randomBytes(16).toString('hex');
}

export function symbolResolved(runId: string): PipelineEvent<SymbolResolved> {
  return exampleEvent('symbol.resolved', {
    id: randomUUID(),
    key: runId,
    correlationid: runId,
    data: { run: exampleRunContext({ run_id: runId }) },
  });
}

export function modelTrained({ key, subject }: PipelineEvent): OutgoingEvent {
  return { type: 'model.trained', subject, key, correlationid: key, data: exampleEventData('model.trained') };
}

/** A trainer on the real Kafka whose trainings the test decides, by run; other tests' runs are none of its business. */
export class TrainerOnKafka {
  private constructor(
    private readonly app: INestMicroservice,
    readonly strategy: KafkaStageStrategy,
    readonly fatal: unknown[],
  ) {}

  static async start(
    trainings: Map<string, Training>,
    options: { brokers: string[]; ledger: StageLedger; groupId: string } & Partial<StageTransportOptions>,
  ): Promise<TrainerOnKafka> {
    @Controller()
    class Trainer {
      @EventPattern<string>(topicOf('symbol.resolved'))
      async onSymbolResolved(
        @Payload() event: PipelineEvent<SymbolResolved>,
        @Ctx() work: WorkContext,
      ): Promise<OutgoingEvent[]> {
        return (await trainings.get(event.key)?.(event, work)) ?? [];
      }
    }
    @Module({ controllers: [Trainer] })
    class TrainerModule {}

    const fatal: unknown[] = [];
    const onFatal = (error: unknown): number => fatal.push(error);
    const strategy = new KafkaStageStrategy({ stage: 'trainer', log: QUIET, onFatal, ...options });
    const app = await NestFactory.createMicroservice(TrainerModule, { strategy, logger: false });
    app.useGlobalFilters(new RethrowingRpcFilter());
    await app.listen();
    await eventually('the trainer to join its group', () => strategy.isConsuming);
    return new TrainerOnKafka(app, strategy, fatal);
  }

  async stop(): Promise<void> {
    await this.app.close();
  }
}

/** Everything published on some topics from now on. */
export class Overheard {
  private readonly heard: PipelineEvent[] = [];
  private readonly end = new AbortController();
  private ended: Promise<void> = Promise.resolve();

  static async on(brokers: string[], ...types: EventType[]): Promise<Overheard> {
    const overheard = new Overheard();
    const client = { brokers, clientId: 'overheard' };
    const from = await noteOffsets(client, types);
    overheard.ended = watchEvents({
      ...client,
      types,
      from,
      signal: overheard.end.signal,
      onEvent: (event) => void overheard.heard.push(event),
    });
    return overheard;
  }

  about(runId: string): PipelineEvent[] {
    return this.heard.filter(({ key }) => key === runId);
  }

  async stop(): Promise<void> {
    this.end.abort();
    await this.ended;
  }
}

export async function publisher(brokers: string[]): Promise<EventPublisher> {
  const connected = new EventPublisher({ brokers, clientId: 'test' });
  await connected.connect();
  return connected;
}
