/** A spread below this share of the mean is rounding: the values are constant. */
const ROUNDING = 1e-12;

/** Arithmetic mean, summed in order; 0 for no values. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return values.length === 0 ? 0 : sum / values.length;
}

/** Sample variance (ddof 1), two passes; 0 for fewer than two values. */
export function variance(values: ArrayLike<number>): number {
  return values.length < 2 ? 0 : (centralMoment(values, 2) * values.length) / (values.length - 1);
}

/** γ₃, third standardised moment (ddof 0); 0 for constant values. */
export function skewness(values: ArrayLike<number>): number {
  const m2 = centralMoment(values, 2);
  return m2 === 0 ? 0 : centralMoment(values, 3) / (m2 * Math.sqrt(m2));
}

/** γ₄, fourth standardised moment (ddof 0), not excess: 3 for a normal distribution, which constant values are given. */
export function kurtosis(values: ArrayLike<number>): number {
  const m2 = centralMoment(values, 2);
  return m2 === 0 ? 3 : centralMoment(values, 4) / (m2 * m2);
}

function centralMoment(values: ArrayLike<number>, order: 2 | 3 | 4): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = (values[i] as number) - centre;
    const square = deviation * deviation;
    sum += order === 2 ? square : order === 3 ? square * deviation : square * square;
  }
  const moment = values.length === 0 ? 0 : sum / values.length;
  return order === 2 && moment <= ROUNDING * centre * (ROUNDING * centre) ? 0 : moment;
}
