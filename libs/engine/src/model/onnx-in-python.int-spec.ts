import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trainExample, walkingBars } from '@trademaster/testkit';
import { predict } from '../agent/mlp';
import { observe } from '../features/observations';
import { decodeOnnx } from './decode-onnx';
import { mlflowModelFiles } from './mlflow-model-files';

const bars = walkingBars(260);
const { onnx, policyJson, evaluation } = trainExample(bars);

/** The whole test window, holding nothing, and then again while long. */
function observationRows(): number[][] {
  const { fromIndex, toIndex } = evaluation.windows.test;
  const { rows, features } = observe(bars, evaluation.scaler, fromIndex, toIndex);
  const observed = Array.from({ length: rows.length / features }, (_, row) => [
    ...rows.subarray(row * features, (row + 1) * features),
  ]);
  return [0, 1].flatMap((direction) => observed.map((row) => [...row, direction]));
}

function predictInPython(observation: number[][]): Record<string, number[][]> {
  const directory = mkdtempSync(join(tmpdir(), 'trademaster-model-'));
  try {
    for (const { path, bytes } of mlflowModelFiles(onnx, policyJson, '0'.repeat(32))) {
      writeFileSync(join(directory, path), bytes);
    }
    const script = join(__dirname, '..', '..', 'test', 'predict.py');
    const python = process.env.STACK_PYTHON ?? 'python3';
    const ended = spawnSync(python, [script, directory], { input: JSON.stringify({ observation }), encoding: 'utf8' });
    if (ended.status !== 0) throw new Error(`${python} ended with ${ended.status}: ${ended.stderr}`);
    return JSON.parse(ended.stdout) as Record<string, number[][]>;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('the model in Python (STACK_PYTHON: mlflow, onnx, onnxruntime)', () => {
  it('given the test window, when mlflow.pyfunc predicts, then it says what the engine says', () => {
    const observation = observationRows();

    const predicted = predictInPython(observation);

    const members = decodeOnnx(onnx);
    expect(Object.keys(predicted)).toEqual(members.map(({ seed }) => `q_values_${seed}`));
    for (const { seed, network } of members) {
      const ours = observation.map((row) => [...predict(network, row)]);
      const theirs = predicted[`q_values_${seed}`] ?? [];
      const largestDifference = Math.max(
        ...ours.flatMap((row, at) => row.map((value, action) => Math.abs(value - (theirs[at]?.[action] ?? NaN)))),
      );
      expect(largestDifference).toBeLessThan(1e-5); // theirs adds up in float32, ours in float64
    }
  }, 120_000);
});
