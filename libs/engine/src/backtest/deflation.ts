import { isMeasured, type Measured, tooFewTrades } from '../statistics/measured';
import { expectedMaximumSharpe, minimumTrackRecord, probabilisticSharpe } from '../statistics/probabilistic-sharpe';
import { sharpeRatio } from '../statistics/sharpe-ratio';

/** Earlier tests on an overlapping window, this one included; variance (ddof 1) of their per-bar Sharpe ratios. */
export interface Trials {
  count: number;
  sharpeVariance: number;
}

/** How much of a Sharpe ratio is left after discounting what the best of so many trials would show by luck. */
export interface Deflation {
  /** Probability that the true Sharpe ratio is positive. */
  psr: Measured;
  /** Probability that it exceeds the best of as many worthless trials. */
  dsr: Measured;
  /** Per bar: SR₀ of the deflation. */
  expectedMaximumSharpe: number;
  /** Returns that it would take. */
  minimumTrackRecord: Measured;
}

/** Of a policy's per-bar returns. Unmeasured where the Sharpe ratio is. */
export function deflate(returns: ArrayLike<number>, trades: number, trials: Trials): Deflation {
  const sharpe = tooFewTrades(trades) ?? sharpeRatio(returns);
  const benchmark = expectedMaximumSharpe(trials.count, trials.sharpeVariance, Math.max(2, returns.length));
  if (!isMeasured(sharpe)) {
    return { psr: sharpe, dsr: sharpe, expectedMaximumSharpe: benchmark, minimumTrackRecord: sharpe };
  }
  const sample = { sharpe, returns };
  return {
    psr: probabilisticSharpe(sample, 0),
    dsr: probabilisticSharpe(sample, benchmark),
    expectedMaximumSharpe: benchmark,
    minimumTrackRecord: minimumTrackRecord(sample, benchmark) ?? {
      reason: 'never: the Sharpe ratio does not exceed what luck shows',
    },
  };
}
