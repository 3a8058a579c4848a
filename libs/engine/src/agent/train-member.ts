import { PipelineError } from '@trademaster/errors';
import { playTargets } from '../environment/play-targets';
import { type FeatureScaler, fitScaler } from '../features/feature-scaler';
import { observe } from '../features/observations';
import { type Bar, checkBars } from '../market/bar';
import { barsPerYear } from '../market/calendar';
import { planWindows, type Windows } from '../market/windows';
import { checkSettings } from '../model/settings-checks';
import type { EngineSettings } from '../settings';
import { learnEpochs, type TrainedMember, type TrainingHooks } from './learn-epochs';
import { Learner } from './learner';
import type { Learning } from './learning';
import type { Mlp } from './mlp';
import { rollObserved } from './roll-policy';

/**
 * Trains one member of the ensemble: double DQN on the training span, the network of the epoch whose greedy policy
 * earns most on the validation span. Reads no test bar. The same bars, settings and seed give the same bytes.
 * Throws `config_invalid`, `data_invalid`, `data_too_short`, `training_invalid`, `training_diverged`, `training_cancelled`.
 */
export function trainMember(
  bars: readonly Bar[],
  settings: EngineSettings,
  seed: number,
  hooks: TrainingHooks = {},
): TrainedMember {
  checkSettings(settings);
  checkBars(bars);
  const windows = planWindows(bars, settings);
  checkThatItLearns(settings, windows);
  const scaler = fitScaler(bars, windows);
  const { validation } = windows;
  const validationSeen = observe(bars, scaler, validation.fromIndex, validation.toIndex);
  const validate = (network: Mlp): number => {
    const { targets } = rollObserved([network], validationSeen, settings.environment, 0);
    return playTargets(bars, settings, validation, targets).account.equity - 1;
  };
  const { epochs, patience, stepsPerUpdate: stepsPerRound } = settings.training;
  const learner = new Learner(memberLearning(bars, settings, windows, scaler), seed);
  return learnEpochs(learner, { seed, epochs, patience, stepsPerRound, validate }, hooks);
}

/** "No untrained policy": the settings must leave room for an update. */
function checkThatItLearns(settings: EngineSettings, windows: Windows): void {
  const { warmupSteps, stepsPerUpdate } = settings.training;
  const steps = plannedSteps(settings, windows);
  if (steps < warmupSteps + stepsPerUpdate) {
    throw new PipelineError('training_invalid', `${steps} steps leave no update after ${warmupSteps} warm-up steps`, {
      field: 'config.training.epochs',
    });
  }
}

function plannedSteps({ training }: EngineSettings, { train, purgedBars }: Windows): number {
  return training.epochs * (train.bars - purgedBars);
}

/** What a member learns from: the training span's bars alone. */
export function memberLearning(
  bars: readonly Bar[],
  settings: EngineSettings,
  windows: Windows,
  scaler: FeatureScaler,
): Learning {
  const { train } = windows;
  const { training, environment, calendar } = settings;
  const span = bars.slice(train.fromIndex, train.toIndex + 1);
  const steps = plannedSteps(settings, windows);
  return {
    observations: observe(bars, scaler, train.fromIndex, train.toIndex),
    environment: {
      profile: 'realistic',
      opens: Float64Array.from(span, (bar) => bar.open),
      closes: Float64Array.from(span, (bar) => bar.close),
      cost: environment.costBps / 10_000,
      slippage: environment.slippageBps / 10_000,
      borrowPerBar: environment.borrowRate / barsPerYear(calendar),
      maxPosition: environment.maxPosition,
      allowShort: environment.allowShort,
    },
    rewardUnit: scaler.scale[scaler.names.indexOf('return_1')] as number, // the span's volatility per bar
    hiddenSizes: training.hiddenSizes,
    double: true,
    learningRate: training.learningRate,
    gamma: training.gamma,
    targetUpdateTau: training.targetUpdateTau,
    gradientClip: training.gradientClip,
    batchSize: training.batchSize,
    replayCapacity: Math.min(training.replayCapacity, steps + training.stepsPerUpdate),
    schedule: {
      warmupSteps: training.warmupSteps,
      stepsPerRound: training.stepsPerUpdate,
      updatesPerRound: 1,
      epsilonStart: training.epsilonStart,
      epsilonEnd: training.epsilonEnd,
      epsilonSteps: steps - training.warmupSteps,
    },
  };
}
