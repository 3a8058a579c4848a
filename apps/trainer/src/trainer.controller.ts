import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import {
  foldsOf,
  type ModelTrained,
  type OutgoingEvent,
  type PipelineEvent,
  type RunContext,
  type SymbolResolved,
  topicOf,
} from '@trademaster/contracts';
import type { WorkContext } from '@trademaster/messaging';
import { type FoldProgress, TrainingService } from '@trademaster/decision';

@Controller()
export class TrainerController {
  constructor(private readonly training: TrainingService) {}

  @EventPattern<string>(topicOf('symbol.resolved'))
  async onSymbolResolved(
    @Payload() event: PipelineEvent<SymbolResolved>,
    @Ctx() work: WorkContext,
  ): Promise<OutgoingEvent<ModelTrained>[]> {
    const { run } = event.data;
    const training = await this.training.train(run, {
      signal: work.signal,
      onEpoch: progressOf(run, work),
      onQueueAlive: () => work.progressed(),
    });
    const { verdict } = training.backtest.verdict;
    work.log.info({ verdict, seconds: training.seconds, model_sha256: training.model.onnx.sha256 }, 'model trained');
    const data: ModelTrained = { run, training };
    return [{ type: 'model.trained', subject: run.symbol, key: run.run_id, correlationid: run.run_id, data }];
  }
}

/** Publishes each epoch, for screens. `share_done` counts planned epochs: patience may end a member before. */
function progressOf({ run_id, config }: RunContext, work: WorkContext): (progress: FoldProgress) => void {
  const { seeds, epochs } = config.training;
  const planned = foldsOf(config.evaluation) * seeds.length * epochs;
  const passed = new Map<string, number>();
  return ({ fold, seed, epoch, validationReturn }) => {
    passed.set(`${fold}/${seed}`, epoch);
    const done = [...passed.values()].reduce((sum, value) => sum + value, 0);
    work.publishEphemeral('training.progressed', run_id, {
      run_id,
      seed,
      epoch,
      epochs,
      validation_return: validationReturn,
      share_done: done / planned,
    });
  };
}
