import type { ArtifactRef, PinnedModel } from '@trademaster/contracts';
import {
  type Contender,
  contest,
  type ContestResult,
  decodeBars,
  decodeOnnx,
  decodePolicy,
  policyParts,
} from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import type { ArtifactStore } from '@trademaster/mlflow';

/** Lets a new model and the champion play the new run's bars, each by its stored bytes. */
export class ModelContest {
  constructor(private readonly store: Pick<ArtifactStore, 'get'>) {}

  /**
   * A model that cannot play these bars (features of another engine, too few bars for its window) ends the contest as
   * insufficient evidence that says why. Errors: those of the artifact store that another try may mend.
   */
  async play(bars: ArtifactRef, champion: PinnedModel, challenger: PinnedModel): Promise<ContestResult> {
    try {
      const contenders = await Promise.all([this.contender(champion), this.contender(challenger)]);
      return contest(decodeBars(await this.store.get(bars)), ...contenders);
    } catch (error) {
      if (!(error instanceof PipelineError) || error.retryable) throw error;
      return {
        promoted: false,
        reason: `insufficient_evidence: they cannot be compared, ${error.code}: ${error.message}`,
        bars: 0,
      };
    }
  }

  private async contender(model: Pick<PinnedModel, 'onnx' | 'policy'>): Promise<Contender> {
    const [onnx, json] = await Promise.all([this.store.get(model.onnx), this.store.get(model.policy)]);
    const policy = decodePolicy(json);
    return { parts: policyParts(policy, decodeOnnx(onnx)), selectedUntil: policy.windows.validation.last_date };
  }
}
