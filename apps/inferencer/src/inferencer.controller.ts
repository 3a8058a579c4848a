import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import {
  type ModelTrained,
  type OutgoingEvent,
  type PipelineEvent,
  type RunContext,
  type SignalInferred,
  type SymbolResolved,
  topicOf,
  type TrainingResult,
} from '@trademaster/contracts';
import type { WorkContext } from '@trademaster/messaging';
import { InferenceService } from '@trademaster/decision';

@Controller()
export class InferencerController {
  constructor(private readonly inferences: InferenceService) {}

  /** Mode both: the model that was just trained. */
  @EventPattern<string>(topicOf('model.trained'))
  onModelTrained(
    @Payload() { data }: PipelineEvent<ModelTrained>,
    @Ctx() work: WorkContext,
  ): Promise<OutgoingEvent<SignalInferred>[]> {
    return this.infer(work, data.run, data.training);
  }

  /** Mode inference: the model that symbol-resolver has pinned. */
  @EventPattern<string>(topicOf('symbol.resolved'))
  onSymbolResolved(
    @Payload() { data }: PipelineEvent<SymbolResolved>,
    @Ctx() work: WorkContext,
  ): Promise<OutgoingEvent<SignalInferred>[]> {
    return this.infer(work, data.run);
  }

  private async infer(
    { log }: WorkContext,
    run: RunContext,
    training?: TrainingResult,
  ): Promise<OutgoingEvent<SignalInferred>[]> {
    const data = await this.inferences.infer(run, training);
    const { action, intent, confidence, confidence_basis } = data.inference.policy;
    log.info({ action, intent, confidence, confidence_basis }, 'signal inferred');
    return [{ type: 'signal.inferred', subject: run.symbol, key: run.run_id, correlationid: run.run_id, data }];
  }
}
