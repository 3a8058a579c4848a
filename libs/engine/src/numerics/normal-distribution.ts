import { portableExp } from './portable-exp';
import { portableLog } from './portable-log';

const INVERSE_SQRT_2PI = 0.3989422804014327;
const SERIES_UP_TO = 3; // beyond, the tail's continued fraction converges faster
const FRACTION_DEPTH = 120;

/** Φ(x), P(standard normal ≤ x), to about 1e-15, the same bits on every machine. */
export function normalCdf(x: number): number {
  if (Math.abs(x) > SERIES_UP_TO) return x > 0 ? 1 - upperTail(x) : upperTail(-x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18; n++) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return 0.5 + density(x) * sum; // Φ(x) = ½ + φ(x) Σ x^(2n+1) / (1·3·5…(2n+1))
}

/** Φ⁻¹(p) for 0 < p < 1; ∓Infinity at the ends, NaN outside. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  let x = p > 0.02 ? (p - 0.5) / INVERSE_SQRT_2PI : -Math.sqrt(-2 * portableLog(p));
  for (let step = 0; step < 60; step++) {
    const error = (normalCdf(x) - p) / density(x);
    const next = x - error / (1 + (error * x) / 2); // Halley: φ'(x) = −x φ(x)
    if (Math.abs(next - x) <= 1e-15 * Math.abs(x)) return next;
    x = next;
  }
  return x;
}

function density(x: number): number {
  return INVERSE_SQRT_2PI * portableExp((-x * x) / 2);
}

/** 1 − Φ(x) for x > 0: φ(x) / (x + 1/(x + 2/(x + 3/(x + …)))). */
function upperTail(x: number): number {
  let fraction = x;
  for (let n = FRACTION_DEPTH; n >= 1; n--) fraction = x + n / fraction;
  return density(x) / fraction;
}
