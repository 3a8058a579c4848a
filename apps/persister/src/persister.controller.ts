import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import {
  type ModelTrained,
  type OutgoingEvent,
  type PipelineEvent,
  type RequestFailed,
  type RequestResolved,
  type RunFailed,
  type RunRequested,
  type RunRetryRequested,
  type SignalInferred,
  type SignalReviewed,
  type SymbolRequested,
  type SymbolResolved,
  topicOf,
} from '@trademaster/contracts';
import type { WorkContext } from '@trademaster/messaging';
import { FailureMetrics } from './failure-metrics';
import { RequestPersistenceService } from './request-persistence.service';
import { RunPersistenceService } from './run-persistence.service';
import { RunRetryService } from './run-retry.service';

@Controller()
export class PersisterController {
  constructor(
    private readonly requests: RequestPersistenceService,
    private readonly runs: RunPersistenceService,
    private readonly retries: RunRetryService,
    private readonly failures: FailureMetrics,
  ) {}

  @EventPattern<string>(topicOf('run.requested'))
  onRunRequested(@Payload() event: PipelineEvent<RunRequested>): Promise<OutgoingEvent[]> {
    return this.requests.onRunRequested(event);
  }

  @EventPattern<string>(topicOf('request.resolved'))
  onRequestResolved(@Payload() event: PipelineEvent<RequestResolved>): Promise<OutgoingEvent[]> {
    return this.requests.onRequestResolved(event);
  }

  @EventPattern<string>(topicOf('request.failed'))
  async onRequestFailed(@Payload() event: PipelineEvent<RequestFailed>): Promise<OutgoingEvent[]> {
    const outgoing = await this.requests.onRequestFailed(event);
    this.failures.failed(event.data.failure);
    return outgoing;
  }

  @EventPattern<string>(topicOf('run.retry_requested'))
  onRunRetryRequested(
    @Payload() event: PipelineEvent<RunRetryRequested>,
    @Ctx() { log }: WorkContext,
  ): Promise<OutgoingEvent[]> {
    return this.retries.onRetryRequested(event, log);
  }

  @EventPattern<string>(topicOf('symbol.requested'))
  onSymbolRequested(
    @Payload() event: PipelineEvent<SymbolRequested>,
    @Ctx() { log }: WorkContext,
  ): Promise<OutgoingEvent[]> {
    return this.runs.apply(event.data.run_id, event, log);
  }

  @EventPattern<string>(topicOf('symbol.resolved'))
  onSymbolResolved(
    @Payload() event: PipelineEvent<SymbolResolved>,
    @Ctx() { log }: WorkContext,
  ): Promise<OutgoingEvent[]> {
    return this.runs.apply(event.data.run.run_id, event, log);
  }

  @EventPattern<string>(topicOf('model.trained'))
  onModelTrained(@Payload() event: PipelineEvent<ModelTrained>, @Ctx() { log }: WorkContext): Promise<OutgoingEvent[]> {
    return this.runs.apply(event.data.run.run_id, event, log);
  }

  @EventPattern<string>(topicOf('signal.inferred'))
  onSignalInferred(
    @Payload() event: PipelineEvent<SignalInferred>,
    @Ctx() { log }: WorkContext,
  ): Promise<OutgoingEvent[]> {
    return this.runs.apply(event.data.run.run_id, event, log);
  }

  @EventPattern<string>(topicOf('signal.reviewed'))
  onSignalReviewed(
    @Payload() event: PipelineEvent<SignalReviewed>,
    @Ctx() { log }: WorkContext,
  ): Promise<OutgoingEvent[]> {
    return this.runs.apply(event.data.run.run_id, event, log);
  }

  @EventPattern<string>(topicOf('run.failed'))
  async onRunFailed(@Payload() event: PipelineEvent<RunFailed>, @Ctx() { log }: WorkContext): Promise<OutgoingEvent[]> {
    const outgoing = await this.runs.apply(event.data.run_id, event, log);
    this.failures.failed(event.data.failure);
    return outgoing;
  }
}
