import type { Observations } from '../features/observations';
import type { TrademasterParams } from '../trademaster/environment';

/** Everything that one agent's training depends on besides its seed. */
export interface Learning {
  /** Market features by row; what the agent knows of itself follows them in its observation. */
  observations: Pick<Observations, 'features' | 'rows'>;
  environment: RealisticDynamics | TrademasterDynamics;
  /** Rewards are learned as multiples of it. */
  rewardUnit: number;
  hiddenSizes: readonly number[];
  /** Double DQN, or plain DQN. */
  double: boolean;
  learningRate: number;
  gamma: number;
  /** Share of the online network that moves into the target network at each update. */
  targetUpdateTau: number;
  gradientClip: number;
  batchSize: number;
  replayCapacity: number;
  schedule: Schedule;
}

/** Rounds of steps, then updates; no round learns before the warm-up steps are over. */
export interface Schedule {
  warmupSteps: number;
  stepsPerRound: number;
  updatesPerRound: number;
  /** 1 while warming up, then in a straight line from start to end over `epsilonSteps`. */
  epsilonStart: number;
  epsilonEnd: number;
  epsilonSteps: number;
}

/** The environment of src/environment: row r decides, bar r + 1 fills and marks. Observes its direction. */
export interface RealisticDynamics {
  profile: 'realistic';
  opens: Float64Array;
  closes: Float64Array;
  /** Fractions per side. */
  cost: number;
  slippage: number;
  borrowPerBar: number;
  maxPosition: number;
  allowShort: boolean;
}

/** The environment of src/trademaster: one close per bar, one observation per day. Observes its cash and units. */
export interface TrademasterDynamics {
  profile: 'trademaster';
  closes: Float64Array;
  params: TrademasterParams;
}

/** Actions that the agent chooses from. */
export function actionCount(environment: Learning['environment']): number {
  return environment.profile === 'realistic' && !environment.allowShort ? 2 : 3;
}

/** Numbers about itself in an observation. */
export function ownNumbers(environment: Learning['environment']): number {
  return environment.profile === 'realistic' ? 1 : 2;
}

/** Layer sizes of the network, inputs first. */
export function networkSizes({ observations, environment, hiddenSizes }: Learning): number[] {
  return [observations.features + ownNumbers(environment), ...hiddenSizes, actionCount(environment)];
}
