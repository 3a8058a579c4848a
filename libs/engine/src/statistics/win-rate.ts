import { type Measured, tooFewTrades } from './measured';

/** Share of the trades that gained, net of costs; `returns` is one number per trade, open ones marked to market. */
export function winRate(returns: readonly number[]): Measured {
  return tooFewTrades(returns.length) ?? returns.filter((value) => value > 0).length / returns.length;
}
