import { type Measured, tooFewTrades } from './measured';

/** Sum of the gaining trades' returns over the sum of the losing ones'; `returns` is one number per trade, net. */
export function profitFactor(returns: readonly number[]): Measured {
  const tooFew = tooFewTrades(returns.length);
  if (tooFew) return tooFew;
  let [gains, losses] = [0, 0];
  for (const value of returns) {
    if (value > 0) gains += value;
    else losses -= value;
  }
  return losses === 0 ? { reason: 'no_losses: no trade lost' } : gains / losses;
}
