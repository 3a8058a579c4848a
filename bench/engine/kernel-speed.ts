import { createRandom, type Bar } from '../../libs/engine/src';
import { createKernel, type Kernel, TRANSITION_BYTES } from '../../libs/engine/src/kernel/kernel';
import { cpuSeconds, measured } from './cpu-seconds';
import { median } from '../figure';

const [FEATURES, HIDDEN, ACTIONS, BATCH] = [80, [64, 32], 3, 64];
const TRANSITIONS = 4096;
const UPDATES = 40;
const PEAK_ROUNDS = 60_000;
const OPERATIONS_PER_PEAK_ROUND = 48;
/** Multiplications and additions of the matrix products: forward twice, gradients once, deltas of all layers but the first. */
const OPERATIONS_PER_UPDATE = 2 * BATCH * (3 * (82 * 64 + 64 * 32 + 32 * 3) + (64 * 32 + 32 * 3));

export interface KernelSpeed {
  updateUs: number[];
  /** Operations per second of an update, over those of `peak` measured right beside it. */
  share: number[];
  update_gflops: number;
  peak_gflops: number;
}

/** Updates of TradeMaster's network, 82-64-32-3 and 64 samples, by turns with the peak of the same core. */
export function kernelSpeed(rows: readonly (readonly number[])[]): KernelSpeed {
  const kernel = updatingKernel(rows);
  const pairs: { update: number; peak: number }[] = [];
  measured(60, () => {
    const update = cpuSeconds(() => {
      for (let i = 0; i < UPDATES; i++) kernel.updateOnBatch();
    });
    const peak = cpuSeconds(() => {
      for (let i = 0; i < 20; i++) kernel.peak(PEAK_ROUNDS / 20, 1 - 1e-9);
    });
    pairs.push({
      update: (OPERATIONS_PER_UPDATE * UPDATES) / update / 1e9,
      peak: (OPERATIONS_PER_PEAK_ROUND * PEAK_ROUNDS) / peak / 1e9,
    });
    return update;
  });
  const settled = pairs.slice(20); // until the compiler has optimised both
  return {
    updateUs: settled.map(({ update }) => OPERATIONS_PER_UPDATE / update / 1e3),
    share: settled.map(({ update, peak }) => update / peak),
    update_gflops: median(settled.map(({ update }) => update)),
    peak_gflops: median(settled.map(({ peak }) => peak)),
  };
}

function updatingKernel(rows: readonly (readonly number[])[]): Kernel {
  const kernel = createKernel();
  kernel.defineInputs(FEATURES + 2, BATCH);
  for (const outputs of [...HIDDEN, ACTIONS]) kernel.defineLayer(outputs);
  kernel.defineScratch();
  const stride = kernel.inputsStride();
  const observations = kernel.allocate(stride * rows.length);
  kernel.defineAgent(observations, FEATURES, BATCH, false, 0.001, 0.9, 0, 3);
  kernel.defineEnvironment(1, 2, ACTIONS, 1, 1);
  kernel.defineReplay(kernel.allocate(TRANSITION_BYTES * TRANSITIONS), TRANSITIONS);
  kernel.seedRandom(1);
  kernel.initialiseAgent();
  const memory = new DataView(kernel.memory.buffer);
  const random = createRandom(1);
  for (let at = 0; at < stride * rows.length; at += 4) {
    if (at % stride < 4 * FEATURES) memory.setFloat32(observations + at, random.normal(), true);
  }
  for (let i = 0; i < TRANSITIONS; i++) {
    const at = kernel.nextTransition();
    const row = random.below(rows.length - 1);
    memory.setInt32(at, row, true);
    memory.setInt32(at + 12, row + 1, true);
    memory.setInt32(at + 24, random.below(ACTIONS), true);
    memory.setFloat32(at + 28, random.normal(), true);
  }
  for (let i = 0; i < BATCH; i++) memory.setInt32(kernel.batchAt() + 4 * i, random.below(TRANSITIONS), true);
  return kernel;
}

/** Steps of the realistic environment with costs and a position that changes at every third or so. */
export function environmentStepsPerSecond(bars: readonly Bar[]): number {
  const kernel = createKernel();
  const store = (numbers: number[]): number => {
    const at = kernel.allocate(8 * numbers.length);
    new Float64Array(kernel.memory.buffer, at, numbers.length).set(numbers);
    return at;
  };
  kernel.defineEnvironment(0, 1, 3, 1, 1);
  const [opens, closes] = [store(bars.map(({ open }) => open)), store(bars.map(({ close }) => close))];
  kernel.defineRealistic(opens, closes, bars.length, 0.001, 0.0005, 0);
  const steps = 300_000;
  const seconds = cpuSeconds(() => {
    for (let i = 0; i < steps; i++) {
      kernel.step(((i * 7) >> 2) % 3);
      if (kernel.episodeEnded() !== 0) kernel.resetEnvironment();
    }
  });
  return steps / seconds;
}
