import { PipelineError } from '@trademaster/errors';
import type { Bar } from '../market/bar';
import type { EngineSettings } from '../settings';
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
  /** Asked at least once per epoch; true ends training with `training_cancelled`. */
  isCancelled?(): boolean;
}

/** Trains one member of the ensemble. */
export function trainMember(
  _bars: readonly Bar[],
  _settings: EngineSettings,
  _seed: number,
  _hooks: TrainingHooks = {},
): TrainedMember {
  throw new PipelineError('internal', 'not built yet');
}
