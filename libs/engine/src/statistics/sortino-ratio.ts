import { type Measured, tooFewReturns } from './measured';
import { mean } from './moments';

/**
 * Sortino ratio, annualised: mean return / downside deviation · √(bars per year), where the downside deviation is the
 * root mean square of min(return, 0) over all bars (Sortino and Price 1994, target 0).
 */
export function sortinoRatio(returns: readonly number[], barsPerYear: number): Measured {
  const tooFew = tooFewReturns(returns.length);
  if (tooFew) return tooFew;
  const downside = Math.sqrt(mean(returns.map((value) => Math.min(value, 0) * Math.min(value, 0))));
  if (downside === 0) return { reason: 'no_losses: no return is negative' };
  return (mean(returns) / downside) * Math.sqrt(barsPerYear);
}
