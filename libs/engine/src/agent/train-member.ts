import { PipelineError } from '@trademaster/errors';
import { playTargets } from '../environment/play-targets';
import { actionDirections, TradingEnvironment } from '../environment/trading-environment';
import { type FeatureScaler, fitScaler } from '../features/feature-scaler';
import { type Observations, observe } from '../features/observations';
import { type Bar, checkBars } from '../market/bar';
import { planWindows, type Windows } from '../market/windows';
import { createRandom, type Random } from '../numerics/random';
import type { EngineSettings } from '../settings';
import { DoubleDqn } from './double-dqn';
import type { Mlp } from './mlp';
import { ReplayMemory } from './replay-memory';
import { rollObserved } from './roll-policy';

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
  /** Asked every hundred steps; true ends training with `training_cancelled`. */
  isCancelled?(): boolean;
}

const STEPS_PER_CANCELLATION_CHECK = 100;

/**
 * Trains one member of the ensemble: double DQN on the training span, the network of the epoch whose greedy policy
 * earns most on the validation span. Reads no test bar. The same bars, settings and seed give the same bytes.
 * Throws `data_invalid`, `data_too_short`, `training_invalid`, `training_diverged`, `training_cancelled`.
 */
export function trainMember(
  bars: readonly Bar[],
  settings: EngineSettings,
  seed: number,
  hooks: TrainingHooks = {},
): TrainedMember {
  checkBars(bars);
  const windows = planWindows(bars, settings);
  checkThatItLearns(settings, windows);
  return new MemberTraining(bars, settings, windows, seed, hooks).run();
}

/** "No untrained policy": the settings must leave room for an update. */
function checkThatItLearns(settings: EngineSettings, windows: Windows): void {
  const { epochs, warmupSteps, batchSize, stepsPerUpdate } = settings.training;
  const steps = epochs * (windows.train.bars - windows.purgedBars);
  if (steps <= Math.max(warmupSteps, batchSize) + stepsPerUpdate) {
    throw new PipelineError(
      'training_invalid',
      `${steps} steps leave no update after ${warmupSteps} warm-up steps and a batch of ${batchSize}`,
      { field: 'config.training.epochs' },
    );
  }
}

class MemberTraining {
  private readonly scaler: FeatureScaler;
  private readonly seen: Observations;
  private readonly validationSeen: Observations;
  private readonly environment: TradingEnvironment;
  private readonly directions: readonly number[];
  private readonly random: Random;
  private readonly agent: DoubleDqn;
  private readonly memory: ReplayMemory;
  /** Rewards are learned in units of the training span's volatility per bar. */
  private readonly rewardUnit: number;
  private steps = 0;

  constructor(
    private readonly bars: readonly Bar[],
    private readonly settings: EngineSettings,
    private readonly windows: Windows,
    private readonly seed: number,
    private readonly hooks: TrainingHooks,
  ) {
    const { train, validation } = windows;
    this.scaler = fitScaler(bars, windows);
    this.seen = observe(bars, this.scaler, train.fromIndex, train.toIndex);
    this.validationSeen = observe(bars, this.scaler, validation.fromIndex, validation.toIndex);
    this.environment = new TradingEnvironment(bars, settings, train.fromIndex, train.toIndex);
    this.directions = actionDirections(settings.environment.allowShort);
    this.random = createRandom(seed);
    this.agent = new DoubleDqn(this.seen, settings.training, this.directions.length, this.random);
    this.memory = new ReplayMemory(settings.training.replayCapacity);
    this.rewardUnit = this.scaler.scale[this.scaler.names.indexOf('return_1')] as number;
  }

  run(): TrainedMember {
    const { epochs, patience } = this.settings.training;
    const curve: EpochResult[] = [];
    let best: { epoch: number; network: Mlp; validationReturn: number } | undefined;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const loss = this.learnEpoch(epoch);
      const network = this.agent.snapshot();
      const result = { epoch, loss, validationReturn: this.validate(network) };
      curve.push(result);
      this.hooks.onEpoch?.({ ...result, seed: this.seed, epochs });
      if (loss === null) continue; // nothing learned yet: never a candidate
      if (!best || result.validationReturn > best.validationReturn) best = { ...result, network };
      if (epoch - best.epoch >= patience) break;
    }
    if (!best) throw new PipelineError('training_invalid', 'training ended before its first update');
    const { network, epoch: bestEpoch, validationReturn: bestValidationReturn } = best;
    return { seed: this.seed, network, curve, bestEpoch, bestValidationReturn };
  }

  /** One pass over the training span; the mean loss of its updates, null if it had none. */
  private learnEpoch(epoch: number): number | null {
    const { batchSize, warmupSteps, stepsPerUpdate } = this.settings.training;
    let losses = 0;
    let updates = 0;
    this.environment.reset();
    for (let ended = false; !ended; this.steps++) {
      if (this.steps % STEPS_PER_CANCELLATION_CHECK === 0) this.refuseIfCancelled(epoch);
      ended = this.interact();
      const due = this.steps >= Math.max(warmupSteps, batchSize) && this.steps % stepsPerUpdate === 0;
      if (!due) continue;
      losses += this.agent.update(this.memory);
      updates += 1;
    }
    if (!Number.isFinite(losses) || !this.agent.isFinite()) {
      throw new PipelineError(
        'training_diverged',
        `seed ${this.seed} diverged in epoch ${epoch}: a loss or weight is not finite`,
      );
    }
    return updates === 0 ? null : losses / updates;
  }

  /** Acts once and remembers it; true when the episode ended. */
  private interact(): boolean {
    const { environment, windows, directions } = this;
    const row = environment.bar - windows.train.fromIndex;
    const direction = environment.direction;
    const action = this.chooseAction(row, direction);
    const target = (directions[action] as number) * this.settings.environment.maxPosition;
    const { reward, terminated, truncated } = environment.step(target);
    const nextDirection = environment.direction;
    this.memory.add({ row, direction, action, reward: reward / this.rewardUnit, nextDirection, terminated });
    return terminated || truncated;
  }

  private chooseAction(row: number, direction: number): number {
    const random = this.random.next() < this.epsilon();
    return random ? this.random.below(this.directions.length) : this.agent.bestAction(row, direction);
  }

  /** 1 while warming up, then from start to end in a straight line over the planned steps. */
  private epsilon(): number {
    const { epsilonStart, epsilonEnd, warmupSteps, epochs } = this.settings.training;
    if (this.steps < warmupSteps) return 1;
    const planned = epochs * (this.windows.train.bars - 1) - warmupSteps;
    const done = Math.min(1, (this.steps - warmupSteps) / Math.max(1, planned));
    return epsilonStart + (epsilonEnd - epsilonStart) * done;
  }

  private validate(network: Mlp): number {
    const { targets } = rollObserved([network], this.validationSeen, this.settings.environment, 0);
    const { account } = playTargets(this.bars, this.settings, this.windows.validation, targets);
    return account.equity - 1;
  }

  private refuseIfCancelled(epoch: number): void {
    if (this.hooks.isCancelled?.()) {
      throw new PipelineError('training_cancelled', `seed ${this.seed} was cancelled in epoch ${epoch}`);
    }
  }
}
