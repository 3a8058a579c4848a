import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readNetwork } from '../agent/learner';
import type { Mlp } from '../agent/mlp';
import { createKernel, type Kernel, TRANSITION_BYTES } from './kernel';

interface RecordedWeights {
  [name: string]: number[] | number[][];
}
interface RecordedCase {
  name: string;
  state_dim: number;
  dims: number[];
  action_dim: number;
  soft_update_tau: number;
  weights_before: RecordedWeights;
  target_before: RecordedWeights;
  steps: {
    batch: { state: number[][]; action: number[]; reward: number[]; undone: number[]; next_state: number[][] };
    loss: number;
    weights_after: RecordedWeights;
    target_after: RecordedWeights;
  }[];
}

/** torch 2.15, float32: what one update of TradeMaster's agent does to given weights and a given batch. */
const recorded = JSON.parse(readFileSync(join(__dirname, '../trademaster/fixtures/dqn_step.json'), 'utf8')) as {
  hyper: { gamma: number; lr: number; clip_grad_norm: number };
  cases: RecordedCase[];
};

function kernelFor({ state_dim, dims, action_dim, soft_update_tau, steps }: RecordedCase): Kernel {
  const kernel = createKernel();
  const states = steps.flatMap(({ batch }) => batch.state.flatMap((state, i) => [state, batch.next_state[i]!]));
  const batchSize = steps[0]!.batch.state.length;
  kernel.defineInputs(state_dim, batchSize);
  for (const outputs of [...dims, action_dim]) kernel.defineLayer(outputs);
  kernel.defineScratch();
  const stride = kernel.inputsStride() / 4;
  const rows = kernel.allocate(4 * stride * states.length);
  const { gamma, lr, clip_grad_norm } = recorded.hyper;
  kernel.defineAgent(rows, state_dim, batchSize, false, lr, gamma, soft_update_tau, clip_grad_norm);
  kernel.defineEnvironment(0, 0, action_dim, 1, 1);
  kernel.defineReplay(kernel.allocate(TRANSITION_BYTES * states.length), states.length);
  const memory = new Float32Array(kernel.memory.buffer);
  states.forEach((state, row) => memory.set(state, rows / 4 + row * stride));
  return kernel;
}

function writeWeights(kernel: Kernel, block: number, weights: RecordedWeights): void {
  const memory = new DataView(kernel.memory.buffer);
  for (const [layer, net] of ['net.0', 'net.2', 'net.4'].entries()) {
    (weights[`${net}.weight`] as number[][]).forEach((row, output) =>
      row.forEach((w, input) => memory.setFloat32(block + kernel.weightOffset(layer, output, input), w, true)),
    );
    (weights[`${net}.bias`] as number[]).forEach((b, output) =>
      memory.setFloat32(block + kernel.biasOffset(layer, output), b, true),
    );
  }
}

function rememberBatch(kernel: Kernel, batch: RecordedCase['steps'][0]['batch'], firstRow: number): void {
  const memory = new DataView(kernel.memory.buffer);
  batch.action.forEach((action, i) => {
    const at = kernel.nextTransition();
    memory.setInt32(at, firstRow + 2 * i, true);
    memory.setInt32(at + 12, firstRow + 2 * i + 1, true);
    memory.setInt32(at + 24, action, true);
    memory.setFloat32(at + 28, batch.reward[i]!, true);
    memory.setInt32(at + 32, batch.undone[i] === 0 ? 1 : 0, true);
    memory.setInt32(kernel.batchAt() + 4 * i, firstRow / 2 + i, true);
  });
}

/** Largest difference to the recorded weights. */
function distance({ weights, biases }: Mlp, expected: RecordedWeights): number {
  const differences = ['net.0', 'net.2', 'net.4'].flatMap((net, layer) => [
    ...(expected[`${net}.weight`] as number[][]).flat().map((w, i) => Math.abs(w - weights[layer]![i]!)),
    ...(expected[`${net}.bias`] as number[]).map((b, i) => Math.abs(b - biases[layer]![i]!)),
  ]);
  return Math.max(...differences);
}

describe('one update', () => {
  it.each(recorded.cases.map((recordedCase) => [recordedCase.name, recordedCase] as const))(
    'given the recorded weights and batches of %s, then loss, weights and target are torch’s within 1e-6',
    (_, recordedCase) => {
      const kernel = kernelFor(recordedCase);
      const sizes = [recordedCase.state_dim, ...recordedCase.dims, recordedCase.action_dim];
      writeWeights(kernel, kernel.onlineAt(), recordedCase.weights_before);
      writeWeights(kernel, kernel.targetAt(), recordedCase.target_before);
      recordedCase.steps.forEach(({ batch, loss, weights_after, target_after }, step) => {
        rememberBatch(kernel, batch, step * 2 * batch.action.length);
        const got = kernel.updateOnBatch();
        expect(Math.abs(got - loss) / loss).toBeLessThan(1e-6);
        expect(distance(readNetwork(kernel, kernel.onlineAt(), sizes), weights_after)).toBeLessThan(1e-6);
        expect(distance(readNetwork(kernel, kernel.targetAt(), sizes), target_after)).toBeLessThan(1e-6);
      });
    },
  );
});
