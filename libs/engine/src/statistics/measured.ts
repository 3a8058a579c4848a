/** A statistic without meaning, and why: never 0, never NaN. */
export interface Unmeasured {
  reason: string;
}

export type Measured = number | Unmeasured;

export function isMeasured(statistic: Measured): statistic is number {
  return typeof statistic === 'number';
}

/** Ratios say nothing on fewer. */
export const MINIMUM_RETURNS = 30;
export const MINIMUM_TRADES = 10;

/** Why there are too few returns for a ratio, if so. */
export function tooFewReturns(returns: number): Unmeasured | undefined {
  return returns < MINIMUM_RETURNS
    ? { reason: `too_few_returns: ${returns}, at least ${MINIMUM_RETURNS} are needed` }
    : undefined;
}

/** Why there are too few trades for a ratio, if so. */
export function tooFewTrades(trades: number): Unmeasured | undefined {
  return trades < MINIMUM_TRADES
    ? { reason: `too_few_trades: ${trades}, at least ${MINIMUM_TRADES} are needed` }
    : undefined;
}
