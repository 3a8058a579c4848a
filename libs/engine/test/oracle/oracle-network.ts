import type { Mlp } from '../../src/agent/mlp';
import type { Random } from '../../src/numerics/random';

const { fround } = Math;

/** One layer inside the flat parameter vector: weights row-major [outputs][inputs] from `at`, biases from `biasAt`. */
interface Layer {
  inputs: number;
  outputs: number;
  at: number;
  biasAt: number;
}

/**
 * An Mlp while it learns, as plainly as it can be written: float32 parameters in one flat vector, one loop per sum, each
 * product and each sum rounded to float32 in the order that the kernel promises.
 */
export class OracleNetwork {
  readonly gradients: Float32Array;
  readonly parameters: Float32Array;
  readonly layers: Layer[] = [];
  /** Per layer boundary the batch's values [sample][unit]; index 0 is the input. */
  private readonly values: Float32Array[];
  private readonly deltas: Float32Array[];

  constructor(
    readonly sizes: readonly number[],
    private readonly batch: number,
    parameters?: Float32Array,
  ) {
    let at = 0;
    for (let l = 0; l + 1 < sizes.length; l++) {
      const [inputs, outputs] = [sizes[l] as number, sizes[l + 1] as number];
      this.layers.push({ inputs, outputs, at, biasAt: at + inputs * outputs });
      at += inputs * outputs + outputs;
    }
    this.parameters = parameters ?? new Float32Array(at);
    this.gradients = new Float32Array(at);
    this.values = sizes.map((size) => new Float32Array(size * batch));
    this.deltas = sizes.map((size) => new Float32Array(size * batch));
  }

  /** [sample][input], to be filled before `forward`. */
  get input(): Float32Array {
    return this.values[0] as Float32Array;
  }

  /** [sample][output], after `forward`. */
  get output(): Float32Array {
    return this.values.at(-1) as Float32Array;
  }

  /** [sample][output]: derivative of the loss by the output, to be filled before `backward`. */
  get outputDelta(): Float32Array {
    return this.deltas.at(-1) as Float32Array;
  }

  /** He et al. 2015: weights uniform within ±√(6 / inputs), biases 0. */
  initialise(random: Random): void {
    for (const { inputs, outputs, at } of this.layers) {
      const bound = Math.sqrt(6 / inputs);
      for (let i = 0; i < inputs * outputs; i++) this.parameters[at + i] = bound * (2 * random.next() - 1);
    }
  }

  forward(): void {
    this.layers.forEach(({ inputs, outputs, at, biasAt }, l) => {
      const from = this.values[l] as Float32Array;
      const to = this.values[l + 1] as Float32Array;
      const hidden = l < this.layers.length - 1;
      for (let sample = 0; sample < this.batch; sample++) {
        for (let o = 0; o < outputs; o++) {
          let sum = this.parameters[biasAt + o] as number;
          for (let i = 0; i < inputs; i++) {
            const weight = this.parameters[at + o * inputs + i] as number;
            sum = fround(sum + fround((from[sample * inputs + i] as number) * weight));
          }
          to[sample * outputs + o] = hidden && sum < 0 ? 0 : sum;
        }
      }
    });
  }

  /** Gradients of the loss by all parameters, from `outputDelta` and the last `forward`. */
  backward(): void {
    this.gradients.fill(0);
    for (let l = this.layers.length - 1; l >= 0; l--) {
      this.sumGradients(l);
      if (l > 0) this.passDown(l);
    }
  }

  private sumGradients(l: number): void {
    const { inputs, outputs, at, biasAt } = this.layers[l] as Layer;
    const from = this.values[l] as Float32Array;
    const delta = this.deltas[l + 1] as Float32Array;
    for (let sample = 0; sample < this.batch; sample++) {
      for (let o = 0; o < outputs; o++) {
        const d = delta[sample * outputs + o] as number;
        this.gradients[biasAt + o] = (this.gradients[biasAt + o] as number) + d;
        for (let i = 0; i < inputs; i++) {
          const weight = at + o * inputs + i;
          const product = fround((from[sample * inputs + i] as number) * d);
          this.gradients[weight] = (this.gradients[weight] as number) + product;
        }
      }
    }
  }

  private passDown(l: number): void {
    const { inputs, outputs, at } = this.layers[l] as Layer;
    const below = this.values[l] as Float32Array;
    for (let sample = 0; sample < this.batch; sample++) {
      for (let i = 0; i < inputs; i++) {
        let sum = 0;
        for (let o = 0; o < outputs; o++) {
          const delta = (this.deltas[l + 1] as Float32Array)[sample * outputs + o] as number;
          sum = fround(sum + fround(delta * (this.parameters[at + o * inputs + i] as number)));
        }
        (this.deltas[l] as Float32Array)[sample * inputs + i] = (below[sample * inputs + i] as number) > 0 ? sum : 0;
      }
    }
  }

  /** The present parameters. */
  toMlp(): Mlp {
    return {
      sizes: [...this.sizes],
      weights: this.layers.map(({ at, biasAt }) => this.parameters.slice(at, biasAt)),
      biases: this.layers.map(({ biasAt, outputs }) => this.parameters.slice(biasAt, biasAt + outputs)),
    };
  }
}
