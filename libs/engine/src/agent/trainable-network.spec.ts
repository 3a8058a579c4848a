import { createRandom } from '../numerics/random';
import { Adam, clipGradients } from './adam';
import { predict } from './mlp';
import { ReplayMemory } from './replay-memory';
import { TrainableNetwork } from './trainable-network';

const BATCH = 6; // one block of four samples and two single ones

function network(): TrainableNetwork {
  const random = createRandom(1);
  const made = new TrainableNetwork([3, 5, 4, 2], BATCH);
  made.initialise(random);
  for (let i = 0; i < made.input.length; i++) made.input[i] = random.normal();
  return made;
}

describe('TrainableNetwork', () => {
  it('computes what the deployed float32 network computes', () => {
    const trained = network();
    trained.parameters.set(Float32Array.from(trained.parameters)); // as deployed
    trained.forward();
    for (let sample = 0; sample < BATCH; sample++) {
      const output = predict(trained.toMlp(), trained.input.subarray(sample * 3, sample * 3 + 3));
      expect([...trained.output.subarray(sample * 2, sample * 2 + 2)]).toEqual([...output]);
    }
  });

  it('has the gradients of central finite differences', () => {
    const trained = network();
    // loss = Σ output² / 2, so that its derivative by the output is the output itself
    const loss = (): number => {
      trained.forward();
      return trained.output.reduce((sum, value) => sum + (value * value) / 2, 0);
    };
    loss();
    trained.outputDelta.set(trained.output);
    trained.backward();
    const gradients = Float64Array.from(trained.gradients);
    const h = 1e-6;
    for (let i = 0; i < gradients.length; i++) {
      const kept = trained.parameters[i] as number;
      trained.parameters[i] = kept + h;
      const above = loss();
      trained.parameters[i] = kept - h;
      const numeric = (above - loss()) / (2 * h);
      trained.parameters[i] = kept;
      expect(Math.abs((gradients[i] as number) - numeric)).toBeLessThan(1e-7);
    }
    expect(gradients.some((gradient) => gradient !== 0)).toBe(true);
  });

  it('starts within He’s bounds, biases at 0', () => {
    const made = new TrainableNetwork([24, 10], 1);
    made.initialise(createRandom(2));
    const { weights, biases } = made.toMlp();
    expect(Math.max(...(weights[0] as Float32Array).map(Math.abs))).toBeLessThanOrEqual(0.5); // √(6 / 24)
    expect([...(biases[0] as Float32Array)]).toEqual(new Array(10).fill(0));
  });
});

describe('Adam', () => {
  it('takes its first two steps as worked out by hand', () => {
    const parameters = Float64Array.of(1);
    const adam = new Adam(1, 0.1);
    adam.step(parameters, Float64Array.of(2)); // corrected moments 2 and 4: a step of 0.1 · 2 / 2
    expect(parameters[0]).toBeCloseTo(0.9, 8);
    adam.step(parameters, Float64Array.of(-1));
    // m = 0.9·0.2 − 0.1 = 0.08, over 1 − 0.81; v = 0.999·0.004 + 0.001 = 0.004996, over 1 − 0.998001
    expect(parameters[0]).toBeCloseTo(0.9 - (0.1 * (0.08 / 0.19)) / Math.sqrt(0.004996 / 0.001999), 8);
  });

  it('lets moments of dead units end at 0 instead of becoming subnormal', () => {
    const parameters = Float64Array.of(0);
    const adam = new Adam(1, 0.1);
    adam.step(parameters, Float64Array.of(1e-25));
    let before = NaN;
    for (let i = 0; i < 120; i++) {
      // after some 90 of these the first moment, 1e-26 at first, is below 1e-30
      before = parameters[0] as number;
      adam.step(parameters, Float64Array.of(0));
    }
    expect(parameters[0]).toBe(before);
  });
});

describe('clipGradients', () => {
  it('scales down to the limit and leaves smaller ones alone', () => {
    const gradients = Float64Array.of(3, 4);
    clipGradients(gradients, 10);
    expect([...gradients]).toEqual([3, 4]);
    clipGradients(gradients, 2.5);
    expect([...gradients]).toEqual([1.5, 2]);
  });
});

describe('ReplayMemory', () => {
  it('forgets the oldest beyond its capacity', () => {
    const memory = new ReplayMemory(3);
    for (let row = 0; row < 5; row++) {
      memory.add({ row, direction: 0, action: 0, reward: 0, nextDirection: 0, terminated: false });
    }
    const random = createRandom(1);
    const rows = new Set(Array.from({ length: 200 }, () => memory.sample(random).row));
    expect([memory.size, [...rows].sort()]).toEqual([3, [2, 3, 4]]);
  });
});
