import { variance } from './moments';
import type { Measured } from './measured';

/** Standard deviation (ddof 1) of per-bar returns · √(bars per year), a fraction. */
export function annualisedVolatility(returns: ArrayLike<number>, barsPerYear: number): Measured {
  return returns.length < 2 ? { reason: 'too_few_returns: fewer than 2' } : Math.sqrt(variance(returns) * barsPerYear);
}
