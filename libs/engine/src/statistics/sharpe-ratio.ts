import { type Measured, tooFewReturns } from './measured';
import { mean, variance } from './moments';

/**
 * Sharpe ratio per bar: mean / standard deviation (ddof 1) of returns, risk-free rate 0 (Sharpe 1994). Annualise with
 * √(bars per year), as an independence assumption.
 */
export function sharpeRatio(returns: ArrayLike<number>): Measured {
  const tooFew = tooFewReturns(returns.length);
  if (tooFew) return tooFew;
  const spread = variance(returns);
  return spread === 0 ? { reason: 'no_variance: all returns are equal' } : mean(returns) / Math.sqrt(spread);
}
