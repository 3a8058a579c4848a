import { normalCdf, normalQuantile } from '../numerics/normal-distribution';
import { kurtosis, skewness } from './moments';

const EULER_GAMMA = 0.5772156649;
const E = 2.718281828459045;
const Z_95 = 1.645;
/** Below so many trials their own spread is too uncertain to be used alone. */
const FEW_TRIALS = 10;

/** What the estimator of a per-bar Sharpe ratio depends on. */
export interface SharpeSample {
  /** Per bar. */
  sharpe: number;
  returns: ArrayLike<number>;
}

/** Probability that the true per-bar Sharpe ratio exceeds `benchmark` (Bailey and López de Prado 2012). */
export function probabilisticSharpe(sample: SharpeSample, benchmark: number): number {
  const z = (sample.sharpe - benchmark) * Math.sqrt(sample.returns.length - 1);
  return normalCdf(z / Math.sqrt(estimatorVariance(sample)));
}

/**
 * Per-bar Sharpe ratio that the best of `count` worthless trials is expected to show (Bailey and López de Prado 2014):
 * 0 for one trial. `sharpeVariance` is the trials' (ddof 1); for fewer than ten at least that of noise, 1/(T − 1).
 * The deflated Sharpe ratio is `probabilisticSharpe` against this.
 */
export function expectedMaximumSharpe(count: number, sharpeVariance: number, returns: number): number {
  if (count <= 1) return 0;
  const spread = count < FEW_TRIALS ? Math.max(sharpeVariance, 1 / (returns - 1)) : sharpeVariance;
  const first = normalQuantile(1 - 1 / count);
  const second = normalQuantile(1 - 1 / (count * E));
  return Math.sqrt(spread) * ((1 - EULER_GAMMA) * first + EULER_GAMMA * second);
}

/** Returns needed to tell the Sharpe ratio from `benchmark` at 95 %; undefined when it does not exceed it. */
export function minimumTrackRecord(sample: SharpeSample, benchmark: number): number | undefined {
  if (sample.sharpe <= benchmark) return undefined;
  const ratio = Z_95 / (sample.sharpe - benchmark);
  return 1 + estimatorVariance(sample) * ratio * ratio;
}

/** 1 − γ₃·s + (γ₄ − 1)/4·s². Never negative: γ₄ ≥ 1 + γ₃². */
function estimatorVariance({ sharpe, returns }: SharpeSample): number {
  return 1 - skewness(returns) * sharpe + ((kurtosis(returns) - 1) / 4) * sharpe * sharpe;
}
