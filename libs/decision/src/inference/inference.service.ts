import { Inject, Injectable } from '@nestjs/common';
import {
  artifactOwner,
  canonicalJson,
  type InferenceResult,
  type PinnedModel,
  type RunContext,
  type SignalInferred,
  type TrainingResult,
} from '@trademaster/contracts';
import { type Bar, closedAt, decodeBars, hyperparametersOf, marketContext, nextSession } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import { ARTIFACT_STORE, type ArtifactStore } from '@trademaster/mlflow';
import { checkModelFits } from './check-model-fits';
import { decide } from './decide';
import { inferenceFacts } from './inference-facts';
import { type LoadedModel, loadModel } from './load-model';
import { marketContextDto, policySignal } from './policy-signal';

/** Today's signal of a pinned model, as a function of the run alone. */
@Injectable()
export class InferenceService {
  constructor(@Inject(ARTIFACT_STORE) private readonly artifacts: Pick<ArtifactStore, 'get' | 'put'>) {}

  /**
   * With a training it is that training's model that decides, else the one that the run has pinned.
   * Throws `model_not_found`, `model_invalid`, `model_mismatch`, `data_*`, `artifact_*` and `mlflow_*` errors.
   */
  async infer(run: RunContext, training?: TrainingResult): Promise<SignalInferred> {
    const pinned = pinnedModel(run, training);
    const [model, snapshot] = await Promise.all([
      loadModel(this.artifacts, pinned),
      this.artifacts.get(run.bars.artifact),
    ]);
    checkModelFits(model.policy, run);
    const inference = inferenceOf(run, pinned, model, decodeBars(snapshot));
    const facts = await this.artifacts.put(
      artifactOwner(run),
      'facts.json',
      canonicalJson(inferenceFacts(run, inference, model.policy, training)),
      'application/json',
    );
    return { run, ...(training && { training }), inference, facts };
  }
}

function pinnedModel({ run_id, model }: RunContext, training: TrainingResult | undefined): PinnedModel {
  if (training) return { requested_uri: `runs:/${run_id}/model`, run_id, ...training.model };
  if (model) return model;
  throw new PipelineError('model_not_found', 'the run has no model to load', { field: 'config.model_uri' });
}

function inferenceOf(run: RunContext, pinned: PinnedModel, model: LoadedModel, bars: readonly Bar[]): InferenceResult {
  const { policy, parts } = model;
  const { calendar } = parts.settings;
  const market = marketContext(bars, calendar);
  const decision = decide(parts, policy.windows, bars, run.config.position);
  return {
    policy: policySignal(model, decision, market),
    market: marketContextDto(market),
    model: pinned,
    model_hyperparameters: hyperparametersOf(policy.settings),
    model_windows: policy.windows,
    verdict: policy.verdict,
    backtest_metrics: policy.backtest.metrics,
    buy_and_hold_metrics: policy.buy_and_hold.metrics,
    last_bar_closed_at: run.bars.last_bar_closed_at,
    valid_until: closedAt(nextSession(run.bars.last_date, calendar)),
  };
}
