export interface Drawdown {
  /** Largest loss from a running peak, as a positive fraction of the peak. */
  depth: number;
  /** Most bars in a row below a peak, recovered or not. */
  bars: number;
}

/** Of an equity curve marked at closes. */
export function maxDrawdown(equity: ArrayLike<number>): Drawdown {
  let peak = -Infinity;
  let below = 0;
  const worst: Drawdown = { depth: 0, bars: 0 };
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i] as number;
    below = value < peak ? below + 1 : 0;
    peak = Math.max(peak, value);
    worst.depth = Math.max(worst.depth, 1 - value / peak);
    worst.bars = Math.max(worst.bars, below);
  }
  return worst;
}
