/** Bound once: it is called for every parameter of every update. */
const { sqrt } = Math;

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;
/** Moments of dead units decay into subnormal numbers, which are many times slower: they end here. */
const SMALLEST_FIRST_MOMENT = 1e-30;
const SMALLEST_SECOND_MOMENT = 1e-36;

/** Adam (Kingma and Ba 2015), its bias corrections as running products: no power function, the same bits everywhere. */
export class Adam {
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private beta1Power = 1;
  private beta2Power = 1;

  constructor(
    parameters: number,
    private readonly learningRate: number,
  ) {
    this.first = new Float64Array(parameters);
    this.second = new Float64Array(parameters);
  }

  /** Moves `parameters` one step against `gradients`. */
  step(parameters: Float64Array, gradients: Float64Array): void {
    this.beta1Power *= BETA1;
    this.beta2Power *= BETA2;
    const rate = this.learningRate / (1 - this.beta1Power);
    const correction = 1 / (1 - this.beta2Power);
    const { first, second } = this;
    for (let i = 0; i < parameters.length; i++) {
      const gradient = gradients[i] as number;
      let m = BETA1 * (first[i] as number) + (1 - BETA1) * gradient;
      let v = BETA2 * (second[i] as number) + (1 - BETA2) * gradient * gradient;
      if (m < SMALLEST_FIRST_MOMENT && m > -SMALLEST_FIRST_MOMENT) m = 0;
      if (v < SMALLEST_SECOND_MOMENT) v = 0;
      first[i] = m;
      second[i] = v;
      parameters[i] = (parameters[i] as number) - (rate * m) / (sqrt(v * correction) + EPSILON);
    }
  }
}

/** Scales `gradients` down to an L2 norm of at most `limit`. */
export function clipGradients(gradients: Float64Array, limit: number): void {
  let squares = 0;
  for (const gradient of gradients) squares += gradient * gradient;
  const norm = sqrt(squares);
  if (!(norm > limit)) return;
  const factor = limit / norm;
  for (let i = 0; i < gradients.length; i++) gradients[i] = (gradients[i] as number) * factor;
}
