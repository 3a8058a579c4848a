import type { Random } from '../numerics/random';
import type { Mlp } from './mlp';

/** One layer inside the flat parameter vector: weights row-major [outputs][inputs] from `at`, biases from `biasAt`. */
interface Layer {
  inputs: number;
  outputs: number;
  at: number;
  biasAt: number;
}

/**
 * An Mlp while it learns: float64 parameters in one flat vector, batches of a fixed size, gradients by hand. Plain
 * multiplications and additions in a fixed order, so that a seed gives the same bits on every machine.
 */
export class TrainableNetwork {
  readonly gradients: Float64Array;
  /** Possibly shared with another network of the same sizes. */
  readonly parameters: Float64Array;
  private readonly layers: Layer[] = [];
  /** Per layer boundary the batch's values [sample][unit]; index 0 is the input. */
  private readonly values: Float64Array[];
  private readonly deltas: Float64Array[];

  constructor(
    readonly sizes: readonly number[],
    private readonly batch: number,
    parameters?: Float64Array,
  ) {
    let at = 0;
    for (let l = 0; l + 1 < sizes.length; l++) {
      const [inputs, outputs] = [sizes[l] as number, sizes[l + 1] as number];
      this.layers.push({ inputs, outputs, at, biasAt: at + inputs * outputs });
      at += inputs * outputs + outputs;
    }
    this.parameters = parameters ?? new Float64Array(at);
    this.gradients = new Float64Array(at);
    this.values = sizes.map((size) => new Float64Array(size * batch));
    this.deltas = sizes.map((size) => new Float64Array(size * batch));
  }

  /** [sample][input], to be filled before `forward`. */
  get input(): Float64Array {
    return this.values[0] as Float64Array;
  }

  /** [sample][output], after `forward`. */
  get output(): Float64Array {
    return this.values[this.values.length - 1] as Float64Array;
  }

  /** [sample][output]: derivative of the loss by the output, to be filled before `backward`. */
  get outputDelta(): Float64Array {
    return this.deltas[this.deltas.length - 1] as Float64Array;
  }

  /** He et al. 2015: weights uniform within ±√(6 / inputs), biases 0. */
  initialise(random: Random): void {
    for (const { inputs, outputs, at } of this.layers) {
      const bound = Math.sqrt(6 / inputs);
      for (let i = 0; i < inputs * outputs; i++) this.parameters[at + i] = bound * (2 * random.next() - 1);
    }
  }

  forward(): void {
    this.layers.forEach((layer, l) => {
      const hidden = l < this.layers.length - 1;
      const to = this.values[l + 1] as Float64Array;
      multiply(this.parameters, layer, this.values[l] as Float64Array, to, this.batch);
      if (hidden) for (let i = 0; i < to.length; i++) if ((to[i] as number) < 0) to[i] = 0;
    });
  }

  /** Gradients of the loss by all parameters, from `outputDelta` and the last `forward`. */
  backward(): void {
    this.gradients.fill(0);
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const from = this.values[l] as Float64Array;
      const fromDelta = this.deltas[l] as Float64Array;
      fromDelta.fill(0);
      this.backwardLayer(this.layers[l] as Layer, from, fromDelta, this.deltas[l + 1] as Float64Array, l > 0);
    }
  }

  private backwardLayer(
    layer: Layer,
    from: Float64Array,
    fromDelta: Float64Array,
    toDelta: Float64Array,
    hasBelow: boolean,
  ): void {
    const { inputs, outputs, at, biasAt } = layer;
    const { parameters, gradients } = this;
    for (let sample = 0; sample < this.batch; sample++) {
      const row = sample * inputs;
      for (let o = 0; o < outputs; o++) {
        const delta = toDelta[sample * outputs + o] as number;
        if (delta === 0) continue;
        const weight = at + o * inputs;
        gradients[biasAt + o] = (gradients[biasAt + o] as number) + delta;
        for (let i = 0; i < inputs; i++) {
          gradients[weight + i] = (gradients[weight + i] as number) + delta * (from[row + i] as number);
        }
        if (!hasBelow) continue;
        for (let i = 0; i < inputs; i++) {
          if ((from[row + i] as number) > 0) {
            fromDelta[row + i] = (fromDelta[row + i] as number) + delta * (parameters[weight + i] as number);
          }
        }
      }
    }
  }

  /** The present parameters, rounded to float32. */
  toMlp(): Mlp {
    return {
      sizes: [...this.sizes],
      weights: this.layers.map(({ at, biasAt }) => Float32Array.from(this.parameters.subarray(at, biasAt))),
      biases: this.layers.map(({ biasAt, outputs }) =>
        Float32Array.from(this.parameters.subarray(biasAt, biasAt + outputs)),
      ),
    };
  }
}

/** to[sample][o] = bias[o] + Σ weight[o][i] · from[sample][i], four samples at a time so that sums overlap. */
function multiply(
  parameters: Float64Array,
  { inputs, outputs, at, biasAt }: Layer,
  from: Float64Array,
  to: Float64Array,
  batch: number,
): void {
  let sample = 0;
  for (; sample + 4 <= batch; sample += 4) {
    const [a, b, c, d] = [sample * inputs, (sample + 1) * inputs, (sample + 2) * inputs, (sample + 3) * inputs];
    for (let o = 0; o < outputs; o++) {
      const weight = at + o * inputs;
      let sumA = parameters[biasAt + o] as number;
      let [sumB, sumC, sumD] = [sumA, sumA, sumA];
      for (let i = 0; i < inputs; i++) {
        const w = parameters[weight + i] as number;
        sumA += w * (from[a + i] as number);
        sumB += w * (from[b + i] as number);
        sumC += w * (from[c + i] as number);
        sumD += w * (from[d + i] as number);
      }
      to[sample * outputs + o] = sumA;
      to[(sample + 1) * outputs + o] = sumB;
      to[(sample + 2) * outputs + o] = sumC;
      to[(sample + 3) * outputs + o] = sumD;
    }
  }
  for (; sample < batch; sample++) {
    for (let o = 0; o < outputs; o++) {
      let sum = parameters[biasAt + o] as number;
      for (let i = 0; i < inputs; i++) {
        sum += (parameters[at + o * inputs + i] as number) * (from[sample * inputs + i] as number);
      }
      to[sample * outputs + o] = sum;
    }
  }
}
