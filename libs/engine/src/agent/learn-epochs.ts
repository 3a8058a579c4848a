import { PipelineError } from '@trademaster/errors';
import type { Learner } from './learner';
import type { Mlp } from './mlp';

/** One epoch: a pass over the training span, then a greedy pass over the validation span. */
export interface EpochResult {
  /** From 1. */
  epoch: number;
  /** Mean loss of the epoch's updates, in scaled rewards squared; null when the epoch was too early for an update. */
  loss: number | null;
  /** Total return of the greedy policy over the validation span, net of costs. */
  validationReturn: number;
}

export interface TrainedMember {
  seed: number;
  /** The weights of the best epoch, as float32. */
  network: Mlp;
  curve: EpochResult[];
  bestEpoch: number;
  bestValidationReturn: number;
}

export interface TrainingProgress extends EpochResult {
  seed: number;
  /** Epochs planned; patience may end training before. */
  epochs: number;
}

export interface TrainingHooks {
  onEpoch?(progress: TrainingProgress): void;
  /** Asked every hundred steps or so; true ends training with `training_cancelled`. */
  isCancelled?(): boolean;
}

export interface EpochPlan {
  seed: number;
  epochs: number;
  /** Epochs without a better validation return before training stops. */
  patience: number;
  stepsPerRound: number;
  /** Total return of a network's greedy policy over the validation span. */
  validate(network: Mlp): number;
}

const STEPS_PER_CANCELLATION_CHECK = 100;

/**
 * Lets a learner pass over its training span epoch by epoch; the network of the epoch that validates best is the result.
 * Throws `training_invalid` without any update, `training_diverged` naming seed and epoch, `training_cancelled`.
 */
export function learnEpochs(learner: Learner, plan: EpochPlan, hooks: TrainingHooks): TrainedMember {
  const { seed, epochs, patience } = plan;
  const curve: EpochResult[] = [];
  let best: { epoch: number; network: Mlp; validationReturn: number } | undefined;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const { loss, network } = learnEpoch(learner, plan, epoch, hooks);
    const result = { epoch, loss, validationReturn: plan.validate(network) };
    curve.push(result);
    hooks.onEpoch?.({ ...result, seed, epochs });
    if (loss === null) continue; // nothing learned yet: never a candidate
    if (!best || result.validationReturn > best.validationReturn) best = { ...result, network };
    if (epoch - best.epoch >= patience) break;
  }
  if (!best) throw new PipelineError('training_invalid', 'training ended before its first update');
  const { network, epoch: bestEpoch, validationReturn: bestValidationReturn } = best;
  return { seed, network, curve, bestEpoch, bestValidationReturn };
}

function learnEpoch(learner: Learner, { seed, stepsPerRound }: EpochPlan, epoch: number, hooks: TrainingHooks) {
  const rounds = Math.max(1, Math.floor(STEPS_PER_CANCELLATION_CHECK / stepsPerRound));
  do {
    if (hooks.isCancelled?.()) {
      throw new PipelineError('training_cancelled', `seed ${seed} was cancelled in epoch ${epoch}`);
    }
  } while (!learner.train(rounds));
  const loss = learner.takeLoss();
  const network = learner.network();
  if (!Number.isFinite(loss ?? 0) || !isFinite(network)) {
    throw new PipelineError(
      'training_diverged',
      `seed ${seed} diverged in epoch ${epoch}: a loss or weight is not finite`,
    );
  }
  return { loss, network };
}

function isFinite({ weights, biases }: Mlp): boolean {
  return [...weights, ...biases].every((numbers) => numbers.every(Number.isFinite));
}
