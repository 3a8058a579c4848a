import { createKernel, type Kernel, TRANSITION_BYTES } from '../kernel/kernel';
import { actionCount, type Learning, networkSizes, ownNumbers } from './learning';
import type { Mlp } from './mlp';

/**
 * A deep Q-network that learns in an environment, all of it in the computing kernel (assembly/): the same problem and
 * seed give the same bits on every machine. A step costs about a microsecond, an update tens of them.
 */
export class Learner {
  private readonly kernel: Kernel = createKernel();
  private readonly sizes: number[];
  private lossesBefore = 0;
  private updatesBefore = 0;

  constructor(learning: Learning, seed: number) {
    this.sizes = networkSizes(learning);
    this.defineNetwork(learning);
    this.defineEnvironment(learning);
    const { warmupSteps, stepsPerRound, updatesPerRound, epsilonStart, epsilonEnd, epsilonSteps } = learning.schedule;
    this.kernel.defineSchedule(
      warmupSteps,
      stepsPerRound,
      updatesPerRound,
      epsilonStart,
      epsilonEnd,
      Math.max(1, epsilonSteps),
    );
    this.kernel.seedRandom(seed);
    this.kernel.initialiseAgent();
  }

  /** At most so many rounds; ends early, with true, after the round in which an episode ended. */
  train(rounds: number): boolean {
    return this.kernel.train(rounds) !== 0;
  }

  get steps(): number {
    return this.kernel.stepsDone();
  }

  get updates(): number {
    return this.kernel.updatesDone();
  }

  /** Mean loss of the updates since this was asked last; null if there were none. NaN or infinite after diverging. */
  takeLoss(): number | null {
    const losses = this.kernel.lossesSoFar() - this.lossesBefore;
    const updates = this.updates - this.updatesBefore;
    this.lossesBefore += losses;
    this.updatesBefore += updates;
    return updates === 0 ? null : losses / updates;
  }

  /** The online network as it would be deployed now. */
  network(): Mlp {
    return readNetwork(this.kernel, this.kernel.onlineAt(), this.sizes);
  }

  private defineNetwork(learning: Learning): void {
    const { kernel, sizes } = this;
    const [inputs, ...layers] = sizes as [number, ...number[]];
    kernel.defineInputs(inputs, learning.batchSize);
    for (const outputs of layers) kernel.defineLayer(outputs);
    kernel.defineScratch();
    const { double, learningRate, gamma, targetUpdateTau, gradientClip, batchSize, replayCapacity } = learning;
    const { features } = learning.observations;
    const rows = storeObservations(kernel, learning.observations);
    kernel.defineAgent(rows, features, batchSize, double, learningRate, gamma, targetUpdateTau, gradientClip);
    if (!double && targetUpdateTau === 0) kernel.valueTransitionsOnce();
    kernel.defineReplay(kernel.allocate(TRANSITION_BYTES * replayCapacity), replayCapacity);
  }

  private defineEnvironment({ environment, rewardUnit }: Learning): void {
    const { kernel } = this;
    const closes = storeNumbers(kernel, environment.closes);
    const kind = environment.profile === 'realistic' ? 0 : 1;
    const maxPosition = environment.profile === 'realistic' ? environment.maxPosition : 1;
    kernel.defineEnvironment(kind, ownNumbers(environment), actionCount(environment), maxPosition, rewardUnit);
    if (environment.profile === 'realistic') {
      const { opens, cost, slippage, borrowPerBar } = environment;
      kernel.defineRealistic(storeNumbers(kernel, opens), closes, opens.length, cost, slippage, borrowPerBar);
    } else {
      const { initialAmount, transactionCost, backwardDays, forwardDays, maxVolume, futureWeight } = environment.params;
      const rows = environment.closes.length;
      kernel.defineTrademaster(
        closes,
        rows,
        initialAmount,
        transactionCost,
        backwardDays,
        forwardDays,
        maxVolume,
        futureWeight,
      );
    }
  }
}

/** A block of the kernel's parameters as a network. */
export function readNetwork(kernel: Kernel, block: number, sizes: readonly number[]): Mlp {
  const parameters = new DataView(kernel.memory.buffer, block, kernel.parameterBlockBytes());
  const weights: Float32Array[] = [];
  const biases: Float32Array[] = [];
  for (let l = 0; l + 1 < sizes.length; l++) {
    const [inputs, outputs] = [sizes[l] as number, sizes[l + 1] as number];
    const weight = (at: number) =>
      parameters.getFloat32(kernel.weightOffset(l, Math.floor(at / inputs), at % inputs), true);
    weights.push(Float32Array.from({ length: inputs * outputs }, (_, at) => weight(at)));
    biases.push(Float32Array.from({ length: outputs }, (_, o) => parameters.getFloat32(kernel.biasOffset(l, o), true)));
  }
  return { sizes: [...sizes], weights, biases };
}

/** Rows as wide as the network's padded input; the agent's own numbers go into the zeros after the features. */
function storeObservations(kernel: Kernel, { features, rows }: Learning['observations']): number {
  const width = kernel.inputsStride() / 4;
  const count = rows.length / features;
  const at = kernel.allocate(4 * width * count);
  const stored = new Float32Array(kernel.memory.buffer, at, width * count);
  for (let row = 0; row < count; row++) {
    stored.set(rows.subarray(row * features, (row + 1) * features), row * width);
  }
  return at;
}

function storeNumbers(kernel: Kernel, numbers: Float64Array): number {
  const at = kernel.allocate(8 * numbers.length);
  new Float64Array(kernel.memory.buffer, at, numbers.length).set(numbers);
  return at;
}
