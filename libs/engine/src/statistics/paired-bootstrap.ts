import { createRandom } from '../numerics/random';
import { optimalBlockLength } from './block-length';
import { quantile } from './quantile';
import { resample } from './stationary-bootstrap';

export interface Interval {
  low: number;
  high: number;
}

export interface BootstrapSettings {
  draws: number;
  seed: number;
  /** Default: the larger of the optimal blocks of the policy's returns and of the differences. */
  meanBlock?: number;
}

export const DEFAULT_BOOTSTRAP: BootstrapSettings = { draws: 2000, seed: 20240229 };

/** Percentile intervals at 95 %. */
export interface PairedBootstrap {
  draws: number;
  seed: number;
  meanBlock: number;
  /** Of the policy's Sharpe ratio per bar. */
  sharpe: Interval;
  totalReturn: Interval;
  /** Policy minus baseline, on the same resampled bars. */
  excessReturn: Interval;
  excessSharpe: Interval;
  /** Share of the draws in which the policy's Sharpe ratio exceeds the baseline's; ties count half. */
  sharpeBetter: number;
}

/** Resamples the bars of two return series together. Both have the same length, at least 2. */
export function pairedBootstrap(
  policy: ArrayLike<number>,
  baseline: ArrayLike<number>,
  settings: BootstrapSettings = DEFAULT_BOOTSTRAP,
): PairedBootstrap {
  const { draws, seed } = settings;
  const differences = Float64Array.from(policy, (value, i) => value - (baseline[i] as number));
  const meanBlock = settings.meanBlock ?? Math.max(optimalBlockLength(policy), optimalBlockLength(differences));
  const random = createRandom(seed);
  const indices = new Int32Array(policy.length);
  const drawn = { sharpe: new Float64Array(draws), totalReturn: new Float64Array(draws) };
  const excess = { sharpe: new Float64Array(draws), totalReturn: new Float64Array(draws) };
  let better = 0;
  for (let draw = 0; draw < draws; draw++) {
    resample(indices, meanBlock, random);
    const ours = summarise(policy, indices);
    const theirs = summarise(baseline, indices);
    drawn.sharpe[draw] = ours.sharpe;
    drawn.totalReturn[draw] = ours.totalReturn;
    excess.sharpe[draw] = ours.sharpe - theirs.sharpe;
    excess.totalReturn[draw] = ours.totalReturn - theirs.totalReturn;
    better += ours.sharpe > theirs.sharpe ? 1 : ours.sharpe === theirs.sharpe ? 0.5 : 0;
  }
  return {
    draws,
    seed,
    meanBlock,
    sharpe: intervalOf(drawn.sharpe),
    totalReturn: intervalOf(drawn.totalReturn),
    excessReturn: intervalOf(excess.totalReturn),
    excessSharpe: intervalOf(excess.sharpe),
    sharpeBetter: better / draws,
  };
}

function intervalOf(draws: Float64Array): Interval {
  return { low: quantile(draws, 0.025), high: quantile(draws, 0.975) };
}

/** Sharpe ratio per bar (0 without variance) and total return of the bars at `indices`. */
function summarise(returns: ArrayLike<number>, indices: Int32Array): { sharpe: number; totalReturn: number } {
  const n = indices.length;
  let [sum, growth] = [0, 1];
  for (let i = 0; i < n; i++) {
    const value = returns[indices[i] as number] as number;
    sum += value;
    growth *= 1 + value;
  }
  const centre = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const deviation = (returns[indices[i] as number] as number) - centre;
    squares += deviation * deviation;
  }
  const sharpe = squares === 0 ? 0 : centre / Math.sqrt(squares / (n - 1));
  return { sharpe, totalReturn: growth - 1 };
}
