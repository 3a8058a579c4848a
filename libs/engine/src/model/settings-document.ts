import type { Calendar } from '../market/calendar';
import type { EngineSettings } from '../settings';

/** EngineSettings in the words of the wire. A run's resolved configuration plus its calendar is one. */
export interface SettingsDocument {
  profile: string;
  calendar: Calendar;
  split: { train: number; validation: number; test: number };
  environment: {
    cost_bps: number;
    slippage_bps: number;
    max_position: number;
    allow_short: boolean;
    borrow_rate: number;
  };
  training: {
    seeds: number[];
    epochs: number;
    patience: number;
    hidden_sizes: number[];
    learning_rate: number;
    gamma: number;
    batch_size: number;
    replay_capacity: number;
    warmup_steps: number;
    steps_per_update: number;
    epsilon_start: number;
    epsilon_end: number;
    target_update_tau: number;
    gradient_clip: number;
  };
}

/** The document's values are checked by whoever read it. */
export function settingsFrom({ calendar, split, environment, training }: SettingsDocument): EngineSettings {
  return {
    profile: 'realistic',
    calendar,
    split: { train: split.train, validation: split.validation, test: split.test },
    environment: {
      costBps: environment.cost_bps,
      slippageBps: environment.slippage_bps,
      maxPosition: environment.max_position,
      allowShort: environment.allow_short,
      borrowRate: environment.borrow_rate,
    },
    training: {
      seeds: training.seeds,
      epochs: training.epochs,
      patience: training.patience,
      hiddenSizes: training.hidden_sizes,
      learningRate: training.learning_rate,
      gamma: training.gamma,
      batchSize: training.batch_size,
      replayCapacity: training.replay_capacity,
      warmupSteps: training.warmup_steps,
      stepsPerUpdate: training.steps_per_update,
      epsilonStart: training.epsilon_start,
      epsilonEnd: training.epsilon_end,
      targetUpdateTau: training.target_update_tau,
      gradientClip: training.gradient_clip,
    },
  };
}

/** The way back. */
export function settingsDocument({
  profile,
  calendar,
  split,
  environment,
  training,
}: EngineSettings): SettingsDocument {
  return {
    profile,
    calendar,
    split,
    environment: {
      cost_bps: environment.costBps,
      slippage_bps: environment.slippageBps,
      max_position: environment.maxPosition,
      allow_short: environment.allowShort,
      borrow_rate: environment.borrowRate,
    },
    training: {
      seeds: training.seeds,
      epochs: training.epochs,
      patience: training.patience,
      hidden_sizes: training.hiddenSizes,
      learning_rate: training.learningRate,
      gamma: training.gamma,
      batch_size: training.batchSize,
      replay_capacity: training.replayCapacity,
      warmup_steps: training.warmupSteps,
      steps_per_update: training.stepsPerUpdate,
      epsilon_start: training.epsilonStart,
      epsilon_end: training.epsilonEnd,
      target_update_tau: training.targetUpdateTau,
      gradient_clip: training.gradientClip,
    },
  };
}
