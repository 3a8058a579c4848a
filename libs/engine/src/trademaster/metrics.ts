import { pairwiseSum } from './pairwise-sum';

/** TradeMaster's six figures. `cr` and `sor` mix money with ratios, as in the original. */
export interface TrademasterMetrics {
  /** Total return. */
  tr: number;
  /** Mean over standard deviation of the asset's returns, times √252 whatever the market. */
  sharpe_ratio: number;
  /** Standard deviation of the asset's returns (ddof 0). */
  vol: number;
  /** Largest fall from a running peak, as a fraction of the peak; over 1 when equity goes negative. */
  mdd: number;
  /** Profit in money over `mdd`. */
  cr: number;
  /** Profit in money over the standard deviation of the losing steps and √steps. */
  sor: number;
}

const TINY = 1e-10;

/**
 * `assets`: asset value per step, `pnl`: profit or loss per step in money; same length.
 * Sums run in numpy's pairwise order, so that the last bit agrees.
 */
export function trademasterMetrics(assets: readonly number[], pnl: readonly number[]): TrademasterMetrics {
  const returns = assets.slice(1).map((asset, index) => asset / (assets[index] as number) - 1);
  const first = assets[0] as number;
  const profit = pairwiseSum(pnl);
  const vol = deviation(returns);
  const mdd = maximumDrawdown(assets);
  return {
    tr: (assets[assets.length - 1] as number) / (first + TINY) - 1,
    sharpe_ratio: (mean(returns) * Math.sqrt(252)) / (vol + TINY),
    vol,
    mdd,
    cr: profit / (mdd + TINY),
    sor: profit / (deviation(pnl.filter((value) => value < 0)) + TINY) / (Math.sqrt(pnl.length) + TINY),
  };
}

function maximumDrawdown(assets: readonly number[]): number {
  let peak = assets[0] as number;
  let deepest = 0;
  for (const asset of assets) {
    peak = Math.max(peak, asset);
    deepest = Math.max(deepest, (peak - asset) / peak);
  }
  return deepest;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : pairwiseSum(values) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) * (value - centre))));
}
