import type { Observations } from '../features/observations';
import type { Random } from '../numerics/random';
import type { TrainingSettings } from '../settings';
import { Adam, clipGradients } from './adam';
import { argmax, type Mlp } from './mlp';
import type { ReplayMemory, Transition } from './replay-memory';
import { TrainableNetwork } from './trainable-network';

/**
 * Double DQN (van Hasselt, Guez and Silver 2016): the online network chooses the next action, the target network, which
 * follows it softly, values it. Mean squared error, Adam, gradient clipped by norm.
 */
export class DoubleDqn {
  private readonly online: TrainableNetwork;
  private readonly target: TrainableNetwork;
  /** The online network for one observation at a time. */
  private readonly acting: TrainableNetwork;
  private readonly adam: Adam;
  private readonly actions: number;
  private readonly batch: Transition[];

  constructor(
    private readonly observations: Observations,
    private readonly settings: TrainingSettings,
    actions: number,
    private readonly random: Random,
  ) {
    const sizes = [observations.features + 1, ...settings.hiddenSizes, actions];
    this.actions = actions;
    this.online = new TrainableNetwork(sizes, settings.batchSize);
    this.target = new TrainableNetwork(sizes, settings.batchSize);
    this.acting = new TrainableNetwork(sizes, 1, this.online.parameters);
    this.adam = new Adam(this.online.parameters.length, settings.learningRate);
    this.batch = new Array<Transition>(settings.batchSize);
    this.online.initialise(random);
    this.target.parameters.set(this.online.parameters);
  }

  /** The online network as it would be deployed now. */
  snapshot(): Mlp {
    return this.online.toMlp();
  }

  /** Whether every parameter is a finite number. */
  isFinite(): boolean {
    return this.online.parameters.every(Number.isFinite);
  }

  /** Index of the action that the online network values most on a row, holding `direction`. */
  bestAction(row: number, direction: number): number {
    const { features, rows } = this.observations;
    this.acting.input.set(rows.subarray(row * features, (row + 1) * features));
    this.acting.input[features] = direction;
    this.acting.forward();
    return argmax(this.acting.output);
  }

  /** One gradient step on a batch out of the memory; returns its mean squared error. */
  update(memory: ReplayMemory): number {
    for (let i = 0; i < this.batch.length; i++) this.batch[i] = memory.sample(this.random);
    this.load(this.online.input, 1);
    this.target.input.set(this.online.input);
    this.online.forward();
    this.target.forward();
    const targets = this.batch.map((transition, sample) => this.targetValue(transition, sample));
    this.load(this.online.input, 0);
    this.online.forward();
    const loss = this.fillOutputDelta(targets);
    this.online.backward();
    clipGradients(this.online.gradients, this.settings.gradientClip);
    this.adam.step(this.online.parameters, this.online.gradients);
    this.moveTarget();
    return loss;
  }

  /** Observations of the batch, `ahead` rows after the decision, direction last. */
  private load(input: Float64Array, ahead: 0 | 1): void {
    const { features, rows } = this.observations;
    let to = 0;
    for (const transition of this.batch) {
      const from = (transition.row + ahead) * features;
      for (let i = 0; i < features; i++) input[to++] = rows[from + i] as number;
      input[to++] = ahead ? transition.nextDirection : transition.direction;
    }
  }

  private targetValue({ reward, terminated }: Transition, sample: number): number {
    if (terminated) return reward;
    const row = sample * this.actions;
    let best = row;
    for (let i = row + 1; i < row + this.actions; i++) {
      if ((this.online.output[i] as number) > (this.online.output[best] as number)) best = i;
    }
    return reward + this.settings.gamma * (this.target.output[best] as number);
  }

  private fillOutputDelta(targets: readonly number[]): number {
    const { output, outputDelta } = this.online;
    outputDelta.fill(0);
    let squares = 0;
    this.batch.forEach(({ action }, sample) => {
      const at = sample * this.actions + action;
      const error = (output[at] as number) - (targets[sample] as number);
      squares += error * error;
      outputDelta[at] = (2 * error) / this.batch.length;
    });
    return squares / this.batch.length;
  }

  private moveTarget(): void {
    const { targetUpdateTau: tau } = this.settings;
    const [to, from] = [this.target.parameters, this.online.parameters];
    for (let i = 0; i < to.length; i++) {
      to[i] = (to[i] as number) + tau * ((from[i] as number) - (to[i] as number));
    }
  }
}
