/** A share of 1 as signed per cent with one decimal: 0.063 → `+6.3 %`. */
export function signedPercent(share: number): string {
  return `${share >= 0 ? '+' : ''}${percent(share)}`;
}

/** A share of 1 as per cent with one decimal: 0.196 → `19.6 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** A share of 1 in whole per cent: a position, a size. */
export function wholePercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A metric, or why there is none. */
export function metricText(
  value: number | null | undefined,
  show: (value: number) => string,
  reason: string | undefined,
): string {
  if (value === null || value === undefined) return `none (${reason ?? 'not measured'})`;
  return show(value);
}

/** Prices with as many decimals as their size asks for: 63 250.5, 98.20, 0.004213. */
export function price(value: number): string {
  if (value >= 1000) return value.toFixed(1);
  return value >= 1 ? value.toFixed(2) : value.toPrecision(4);
}
