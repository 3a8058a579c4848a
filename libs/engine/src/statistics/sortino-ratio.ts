import { type Measured, tooFewReturns } from './measured';
import { mean } from './moments';

/**
 * Sortino ratio, annualised: mean return / downside deviation · √(bars per year), where the downside deviation is the
 * root mean square of min(return, 0) over all bars (Sortino and Price 1994, target 0).
 */
export function sortinoRatio(returns: ArrayLike<number>, barsPerYear: number): Measured {
  const tooFew = tooFewReturns(returns.length);
  if (tooFew) return tooFew;
  let squares = 0;
  for (let i = 0; i < returns.length; i++) {
    const loss = Math.min(returns[i] as number, 0);
    squares += loss * loss;
  }
  const downside = Math.sqrt(squares / returns.length);
  if (downside === 0) return { reason: 'no_losses: no return is negative' };
  return (mean(returns) / downside) * Math.sqrt(barsPerYear);
}
