import { annualisedReturn } from './annualised-return';
import { maxDrawdown } from './max-drawdown';
import { isMeasured, type Measured, tooFewReturns } from './measured';

/** Annualised return / maximum drawdown, both over the whole window (Young 1991 used three years). */
export function calmarRatio(equity: ArrayLike<number>, barsPerYear: number): Measured {
  const tooFew = tooFewReturns(equity.length - 1);
  if (tooFew) return tooFew;
  const { depth } = maxDrawdown(equity);
  const annual = annualisedReturn(equity, barsPerYear);
  if (!isMeasured(annual)) return annual;
  return depth === 0 ? { reason: 'no_drawdown: equity never fell' } : annual / depth;
}
