import type { Bar } from '../market/bar';

/** TradeMaster's 16 features in the order of its observation. All look backward only. */
export const TRADEMASTER_FEATURES = [
  'high',
  'low',
  'open',
  'close',
  'adjcp',
  'zopen',
  'zhigh',
  'zlow',
  'zadjcp',
  'zclose',
  'zd_5',
  'zd_10',
  'zd_15',
  'zd_20',
  'zd_25',
  'zd_30',
] as const;

const MEAN_SPANS = [5, 10, 15, 20, 25, 30] as const;

/** The first bar with every feature: the mean over 30 closes needs 29 bars before it, TradeMaster drops one more. */
export const FIRST_FEATURE_ROW = 30;

/**
 * One row of 16 numbers per bar from FIRST_FEATURE_ROW on (facts: TradeMaster c1c4838, re-stated).
 * Adjusted close is the close. Equal to the recorded rows bit for bit.
 */
export function trademasterFeatures(bars: readonly Bar[]): number[][] {
  const closes = bars.map((bar) => bar.close);
  const means = MEAN_SPANS.map((span) => rollingMean(closes, span));
  return bars.slice(FIRST_FEATURE_ROW).map((bar, offset) => {
    const row = FIRST_FEATURE_ROW + offset;
    const { high, low, open, close } = bar;
    const previousClose = closes[row - 1] as number;
    return [
      high,
      low,
      open,
      close,
      close,
      open / close - 1,
      high / close - 1,
      low / close - 1,
      0,
      close / previousClose - 1,
      ...means.map((mean) => (mean[row] as number) / close - 1),
    ];
  });
}

/**
 * Mean over the last `span` values, as pandas computes it: one running sum, values entering and leaving with Kahan
 * compensation. A fresh sum per row differs from it in the last bit. NaN before the window is full.
 */
function rollingMean(values: readonly number[], span: number): Float64Array {
  const means = new Float64Array(values.length).fill(NaN);
  let sum = 0;
  let lostOnAdding = 0;
  let lostOnRemoving = 0;
  for (let row = 0; row < values.length; row++) {
    if (row >= span) {
      const leaving = -(values[row - span] as number) - lostOnRemoving;
      const next = sum + leaving;
      lostOnRemoving = next - sum - leaving;
      sum = next;
    }
    const entering = (values[row] as number) - lostOnAdding;
    const next = sum + entering;
    lostOnAdding = next - sum - entering;
    sum = next;
    if (row >= span - 1) means[row] = sum / span;
  }
  return means;
}
