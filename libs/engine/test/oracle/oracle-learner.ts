import { actionCount, type Learning, networkSizes } from '../../src/agent/learning';
import { argmax, type Mlp } from '../../src/agent/mlp';
import { createRandom, type Random } from '../../src/numerics/random';
import { OracleAdam } from './oracle-adam';
import { type OracleEnvironment, oracleEnvironment } from './oracle-environment';
import { OracleNetwork } from './oracle-network';
import { ReplayMemory, type Transition } from './replay-memory';

const { fround } = Math;

/** What `Learner` promises, in plain TypeScript: the same problem and seed give the same bits. */
export class OracleLearner {
  readonly online: OracleNetwork;
  readonly target: OracleNetwork;
  steps = 0;
  updates = 0;
  private losses = 0;
  private readonly acting: OracleNetwork;
  private readonly adam: OracleAdam;
  private readonly memory: ReplayMemory;
  private readonly environment: OracleEnvironment;
  private readonly random: Random;
  private readonly actions: number;

  constructor(
    private readonly learning: Learning,
    seed: number,
  ) {
    const sizes = networkSizes(learning);
    this.actions = actionCount(learning.environment);
    this.online = new OracleNetwork(sizes, learning.batchSize);
    this.target = new OracleNetwork(sizes, learning.batchSize);
    this.acting = new OracleNetwork(sizes, 1, this.online.parameters);
    this.adam = new OracleAdam(this.online.parameters.length, learning.learningRate);
    this.memory = new ReplayMemory(learning.replayCapacity);
    this.environment = oracleEnvironment(learning);
    this.random = createRandom(seed);
    this.online.initialise(this.random);
    this.target.parameters.set(this.online.parameters);
  }

  train(rounds: number): boolean {
    const { warmupSteps, stepsPerRound, updatesPerRound } = this.learning.schedule;
    for (let round = 0; round < rounds; round++) {
      let ended = false;
      for (let i = 0; i < stepsPerRound; i++) {
        if (!this.interact()) continue;
        ended = true;
        this.environment.reset();
      }
      if (this.steps > warmupSteps) for (let i = 0; i < updatesPerRound; i++) this.learn();
      if (ended) return true;
    }
    return false;
  }

  network(): Mlp {
    return this.online.toMlp();
  }

  lossesSoFar(): number {
    return this.losses;
  }

  private learn(): void {
    const batch = Array.from({ length: this.learning.batchSize }, () => this.memory.sample(this.random));
    this.losses += this.update(batch);
    this.updates += 1;
  }

  private interact(): boolean {
    const observation = this.observe();
    const action = this.random.next() < this.epsilon() ? this.random.below(this.actions) : this.best(observation);
    const { reward, terminated, ended } = this.environment.step(action);
    this.memory.add({ observation, action, reward: fround(reward), next: this.observe(), terminated });
    this.steps += 1;
    return ended;
  }

  private observe(): Float32Array {
    const { features, rows } = this.learning.observations;
    const row = this.environment.row();
    return Float32Array.from([...rows.subarray(row * features, (row + 1) * features), ...this.environment.own()]);
  }

  private best(observation: Float32Array): number {
    this.acting.input.set(observation);
    this.acting.forward();
    return argmax(this.acting.output);
  }

  private epsilon(): number {
    const { warmupSteps, epsilonStart, epsilonEnd, epsilonSteps } = this.learning.schedule;
    if (this.steps < warmupSteps) return 1;
    const done = Math.min(1, (this.steps - warmupSteps) / Math.max(1, epsilonSteps));
    return epsilonStart + (epsilonEnd - epsilonStart) * done;
  }

  /** One gradient step; returns the batch's mean squared error. */
  update(batch: readonly Transition[]): number {
    const labels = this.labels(batch);
    batch.forEach(({ observation }, sample) => this.online.input.set(observation, sample * observation.length));
    this.online.forward();
    const loss = this.fillOutputDelta(batch, labels);
    this.online.backward();
    const norm = this.gradientNorm();
    const clip = fround(this.learning.gradientClip);
    this.adam.step(this.online.parameters, this.online.gradients, norm > clip ? fround(clip / norm) : 1);
    this.moveTarget();
    return loss;
  }

  private labels(batch: readonly Transition[]): number[] {
    for (const network of [this.online, this.target]) {
      batch.forEach(({ next }, sample) => network.input.set(next, sample * next.length));
      network.forward();
    }
    const chooser = this.learning.double ? this.online : this.target;
    const gamma = fround(this.learning.gamma);
    return batch.map(({ reward, terminated }, sample) => {
      if (terminated) return reward;
      const row = sample * this.actions;
      const best = argmax(chooser.output.subarray(row, row + this.actions));
      return fround(reward + fround(gamma * (this.target.output[row + best] as number)));
    });
  }

  private fillOutputDelta(batch: readonly Transition[], labels: readonly number[]): number {
    const { output, outputDelta } = this.online;
    const share = fround(2 / batch.length);
    outputDelta.fill(0);
    let squares = 0;
    batch.forEach(({ action }, sample) => {
      const at = sample * this.actions + action;
      const error = fround((output[at] as number) - (labels[sample] as number));
      squares += error * error;
      outputDelta[at] = fround(error * share);
    });
    return squares / batch.length;
  }

  /** Sixteen interleaved sums in the kernel's order of parameters: [input][output], both padded to multiples of 4. */
  private gradientNorm(): number {
    const padded = (count: number) => Math.ceil(count / 4) * 4;
    const sums = new Float32Array(16);
    let place = 0;
    const add = (gradient: number) => {
      sums[place % 16] = (sums[place % 16] as number) + fround(gradient * gradient);
      place += 1;
    };
    for (const { inputs, outputs, at, biasAt } of this.online.layers) {
      for (let i = 0; i <= padded(inputs); i++) {
        for (let o = 0; o < padded(outputs); o++) {
          const parameter = i === padded(inputs) ? biasAt + o : at + o * inputs + i;
          const isPadding = o >= outputs || (i >= inputs && i < padded(inputs));
          add(isPadding ? 0 : (this.online.gradients[parameter] as number));
        }
      }
    }
    const lane = (l: number) => {
      const [a, b, c, d] = [sums[l], sums[4 + l], sums[8 + l], sums[12 + l]] as [number, number, number, number];
      return fround(fround(a + b) + fround(c + d));
    };
    return fround(Math.sqrt(fround(fround(lane(0) + lane(1)) + fround(lane(2) + lane(3)))));
  }

  private moveTarget(): void {
    const tau = fround(this.learning.targetUpdateTau);
    const [to, from] = [this.target.parameters, this.online.parameters];
    if (tau === 0) return;
    for (let i = 0; i < to.length; i++) {
      const old = to[i] as number;
      to[i] = old + fround(fround((from[i] as number) - old) * tau);
    }
  }
}
