import type { Bar } from './bar';

/** Mean of the last `length` values; undefined with fewer. */
export function simpleMovingAverage(values: readonly number[], length: number): number | undefined {
  if (values.length < length) return undefined;
  let sum = 0;
  for (let i = values.length - length; i < values.length; i++) sum += values[i] as number;
  return sum / length;
}

/**
 * Relative strength index by Wilder's smoothing ("New Concepts in Technical Trading Systems", 1978): averages start as
 * the mean of the first `length` changes. 0..100; 50 when nothing moved; undefined under `length` + 1 closes.
 */
export function wilderRsi(closes: readonly number[], length: number): number | undefined {
  if (closes.length <= length) return undefined;
  const changes = closes.slice(1).map((close, i) => close - (closes[i] as number));
  const gain = wilderAverage(
    changes.map((change) => Math.max(change, 0)),
    length,
  );
  const loss = wilderAverage(
    changes.map((change) => Math.max(-change, 0)),
    length,
  );
  return gain + loss === 0 ? 50 : (100 * gain) / (gain + loss);
}

/** Average true range by Wilder's smoothing, in price units; undefined under `length` + 1 bars. */
export function wilderAtr(bars: readonly Bar[], length: number): number | undefined {
  if (bars.length <= length) return undefined;
  return wilderAverage(
    bars.slice(1).map((bar, i) => trueRange(bar, (bars[i] as Bar).close)),
    length,
  );
}

/** The larger of the bar's own range and its reach from the previous close, in price units. */
export function trueRange(bar: Bar, previousClose: number): number {
  return Math.max(bar.high, previousClose) - Math.min(bar.low, previousClose);
}

function wilderAverage(values: readonly number[], length: number): number {
  let average = 0;
  for (let i = 0; i < length; i++) average += (values[i] as number) / length;
  for (let i = length; i < values.length; i++) average += ((values[i] as number) - average) / length;
  return average;
}
