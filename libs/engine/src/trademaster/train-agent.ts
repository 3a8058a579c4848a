import { learnEpochs, type TrainedMember, type TrainingHooks } from '../agent/learn-epochs';
import { Learner } from '../agent/learner';
import type { Learning } from '../agent/learning';
import { argmax, type Mlp, predict } from '../agent/mlp';
import { checkRows } from './check-rows';
import { TRADEMASTER_PARAMS, TrademasterEnvironment } from './environment';
import { TRADEMASTER_FEATURES } from './features';

/** Numbers of TradeMaster's stock run of its DQN (commit c1c4838). */
export const TRADEMASTER_TRAINING = { epochs: 20, batchSize: 64, hiddenSizes: [64, 32], horizon: 128 } as const;

const EVERY_STEP = 1_000_000; // TradeMaster's buffer: larger than any of its runs

/** A row is one bar's 16 features in the order of TRADEMASTER_FEATURES. */
type Rows = readonly (readonly number[])[];

/**
 * TradeMaster's agent as re-stated: plain DQN on unscaled numbers, a target network that stays the initial one, constant
 * ε, 128 random steps, then rounds of 128 steps and 128 updates.
 */
export function trademasterLearning(rows: Rows, epochs: number = TRADEMASTER_TRAINING.epochs): Learning {
  const { batchSize, hiddenSizes, horizon } = TRADEMASTER_TRAINING;
  const close = TRADEMASTER_FEATURES.indexOf('close');
  return {
    observations: observations(rows),
    environment: {
      profile: 'trademaster',
      closes: Float64Array.from(rows, (row) => row[close] as number),
      params: TRADEMASTER_PARAMS,
    },
    rewardUnit: 1,
    hiddenSizes,
    double: false,
    learningRate: 0.001,
    gamma: 0.9,
    targetUpdateTau: 0,
    gradientClip: 3,
    batchSize,
    replayCapacity: Math.min(EVERY_STEP, epochs * (rows.length + 2 * horizon)),
    schedule: {
      warmupSteps: horizon,
      stepsPerRound: horizon,
      updatesPerRound: horizon,
      epsilonStart: 0.25,
      epsilonEnd: 0.25,
      epsilonSteps: 1,
    },
  };
}

/**
 * Trains on one series and selects on another, as TradeMaster's stock run does; no early stopping. The validation return
 * is the asset value's total return. Throws `data_too_short`, `data_invalid`, `training_diverged`, `training_cancelled`.
 */
export function trainTrademasterAgent(
  train: Rows,
  validation: Rows,
  { seed, epochs = TRADEMASTER_TRAINING.epochs }: { seed: number; epochs?: number },
  hooks: TrainingHooks = {},
): TrainedMember & { updates: number; steps: number } {
  for (const [name, rows] of Object.entries({ train, validation })) checkRows(rows, name);
  const learner = new Learner(trademasterLearning(train, epochs), seed);
  const validate = (network: Mlp): number => playGreedily(network, validation).totalReturn;
  const stepsPerRound = TRADEMASTER_TRAINING.horizon;
  const member = learnEpochs(learner, { seed, epochs, patience: epochs, stepsPerRound, validate }, hooks);
  return { ...member, updates: learner.updates, steps: learner.steps };
}

/** The greedy policy's way through a series. */
export function playGreedily(network: Mlp, rows: Rows): { actions: number[]; totalReturn: number } {
  const environment = new TrademasterEnvironment(rows);
  const actions: number[] = [];
  for (let terminated = false; !terminated;) {
    const action = argmax(predict(network, Float32Array.from(environment.observation())));
    actions.push(action);
    terminated = environment.step(action).terminated;
  }
  const { asset } = environment;
  return { actions, totalReturn: (asset.at(-1) as number) / (asset[0] as number) - 1 };
}

/** Per day the last five rows, feature by feature, oldest first: the market's part of TradeMaster's state. */
function observations(rows: Rows): Learning['observations'] {
  const { backwardDays } = TRADEMASTER_PARAMS;
  const features = TRADEMASTER_FEATURES.length * backwardDays;
  const days = rows.length - backwardDays + 1;
  const seen = new Float32Array(days * features);
  for (let day = 0; day < days; day++) {
    for (let i = 0; i < features; i++) {
      const row = rows[day + (i % backwardDays)] as readonly number[];
      seen[day * features + i] = row[Math.floor(i / backwardDays)] as number;
    }
  }
  return { features, rows: seen };
}
