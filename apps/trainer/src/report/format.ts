/** `0.0123` → `+1.2 %`. */
export function percent(fraction: number): string {
  return `${fraction < 0 ? '−' : '+'}${(Math.abs(fraction) * 100).toFixed(1)} %`;
}

/** Ratios with two decimals, counts as they are, what has no value with its reason. */
export function metric(name: string, value: number | null | undefined, reason: string | undefined): string {
  if (value === null || value === undefined) return `– (${reason ?? 'not measured'})`;
  if (/return|volatility|drawdown$|rate|exposure|costs/.test(name)) return percent(value);
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
