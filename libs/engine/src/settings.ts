import type { Calendar } from './market/calendar';

/** Everything besides bars and seeds that a result of the engine depends on. Ratios are fractions, costs basis points. */
export interface EngineSettings {
  profile: 'realistic';
  calendar: Calendar;
  /** Shares of the bars, by time; they add up to 1. */
  split: { train: number; validation: number; test: number };
  environment: EnvironmentSettings;
  training: TrainingSettings;
}

export interface EnvironmentSettings {
  /** Commission per side, basis points of the traded value. */
  costBps: number;
  /** Slippage per side, basis points of the price. */
  slippageBps: number;
  /** Share of equity that a full position holds, 0..1: no leverage. */
  maxPosition: number;
  allowShort: boolean;
  /** Cost of a short, per year, as a fraction of its value. */
  borrowRate: number;
}

export interface TrainingSettings {
  /** One member of the ensemble per seed, each an unsigned 32-bit integer. */
  seeds: number[];
  epochs: number;
  /** Epochs without a better validation return before training stops. */
  patience: number;
  hiddenSizes: number[];
  learningRate: number;
  gamma: number;
  batchSize: number;
  replayCapacity: number;
  /** Random steps before the first update. */
  warmupSteps: number;
  /** Environment steps per gradient update. */
  stepsPerUpdate: number;
  epsilonStart: number;
  epsilonEnd: number;
  /** Share of the online network that moves into the target network at each update. */
  targetUpdateTau: number;
  /** Largest L2 norm of one update's gradient. */
  gradientClip: number;
}
