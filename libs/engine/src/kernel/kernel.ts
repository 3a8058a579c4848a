import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PipelineError } from '@trademaster/errors';

/** What assembly/index.ts exports, in its own words. Addresses and sizes are bytes in `memory`. */
export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  allocate(bytes: number): number;
  seedRandom(seed: number): void;
  defineInputs(inputs: number, batch: number): void;
  defineLayer(outputs: number): void;
  defineScratch(): void;
  inputsStride(): number;
  parameterBlockBytes(): number;
  weightOffset(layer: number, output: number, input: number): number;
  biasOffset(layer: number, output: number): number;
  defineAgent(
    observationsAt: number,
    features: number,
    batchSize: number,
    double: boolean,
    learningRate: number,
    gamma: number,
    tau: number,
    clip: number,
  ): void;
  initialiseAgent(): void;
  valueTransitionsOnce(): void;
  onlineAt(): number;
  targetAt(): number;
  batchAt(): number;
  updateOnBatch(): number;
  defineReplay(at: number, capacity: number): void;
  nextTransition(): number;
  defineEnvironment(kind: number, ownNumbers: number, actions: number, maxPosition: number, rewardUnit: number): void;
  defineRealistic(
    opensAt: number,
    closesAt: number,
    bars: number,
    cost: number,
    slippage: number,
    borrowPerBar: number,
  ): void;
  defineTrademaster(
    closesAt: number,
    rows: number,
    initialAmount: number,
    transactionCost: number,
    backwardDays: number,
    forwardDays: number,
    maxVolume: number,
    futureWeight: number,
  ): void;
  resetEnvironment(): void;
  step(action: number): number;
  episodeEnded(): number;
  defineSchedule(
    warmupSteps: number,
    stepsPerRound: number,
    updatesPerRound: number,
    epsilonStart: number,
    epsilonEnd: number,
    epsilonSteps: number,
  ): void;
  train(rounds: number): number;
  stepsDone(): number;
  updatesDone(): number;
  lossesSoFar(): number;
  /** Multiplies and adds on registers for the bench: 48 operations a round. */
  peak(rounds: number, factor: number): number;
}

/** Bytes of a transition in the replay memory. */
export const TRANSITION_BYTES = 40;

let compiled: WebAssembly.Module | undefined;

/** A fresh kernel with memory of its own. Throws `internal` when `npm run build` has not compiled it yet. */
export function createKernel(): Kernel {
  compiled ??= new WebAssembly.Module(kernelBytes());
  const abort = () => {
    throw new PipelineError('internal', 'the computing kernel ran out of memory');
  };
  return new WebAssembly.Instance(compiled, { env: { abort } }).exports as Kernel;
}

function kernelBytes(): Uint8Array {
  const file = join(__dirname, 'kernel.wasm');
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new PipelineError('internal', `${file} is missing: npm run build compiles it`, { cause });
  }
}
