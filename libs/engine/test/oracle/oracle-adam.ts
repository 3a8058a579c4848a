const { fround, sqrt } = Math;

const BETA1 = fround(0.9);
const BETA2 = fround(0.999);
const EPSILON = fround(1e-8);

/** Adam (Kingma and Ba 2015) in float32, every operation rounded as the kernel rounds it. */
export class OracleAdam {
  private readonly first: Float32Array;
  private readonly second: Float32Array;
  private beta1Power = 1;
  private beta2Power = 1;

  constructor(
    parameters: number,
    private readonly learningRate: number,
  ) {
    this.first = new Float32Array(parameters);
    this.second = new Float32Array(parameters);
  }

  /** Moves `parameters` one step against `factor` times `gradients`. */
  step(parameters: Float32Array, gradients: Float32Array, factor: number): void {
    this.beta1Power *= 0.9;
    this.beta2Power *= 0.999;
    const rate = fround(this.learningRate / (1 - this.beta1Power));
    const correction = fround(1 / sqrt(1 - this.beta2Power));
    const [take1, take2] = [fround(1 - 0.9), fround(1 - 0.999)];
    for (let i = 0; i < parameters.length; i++) {
      const g = fround((gradients[i] as number) * factor);
      let m = fround(fround((this.first[i] as number) * BETA1) + fround(g * take1));
      let v = fround(fround((this.second[i] as number) * BETA2) + fround(fround(g * g) * take2));
      if (Math.abs(m) < fround(1e-30)) m = 0;
      if (v < fround(1e-36)) v = 0;
      this.first[i] = m;
      this.second[i] = v;
      const step = fround(fround(m * rate) / fround(fround(fround(sqrt(v)) * correction) + EPSILON));
      parameters[i] = (parameters[i] as number) - step;
    }
  }
}
