const MINUS = '−';
const DIGITS = 3;

/** A change: `0.0123` → `+1.2 %`. */
export function signedPercent(fraction: number): string {
  return `${fraction < 0 ? MINUS : '+'}${(Math.abs(fraction) * 100).toFixed(1)} %`;
}

/** A share or size: `0.123` → `12.3 %`. */
export function percent(fraction: number): string {
  return `${signed((fraction * 100).toFixed(1))} %`;
}

/** A metric by its name: returns, shares, counts, ratios. Null shows its reason, what was not asked for a dash. */
export function metric(name: string, value: number | null | undefined, reason: string | undefined): string {
  if (value === undefined) return '–';
  if (value === null) return `– (${reason ?? 'undefined'})`;
  if (/return$/.test(name)) return signedPercent(value);
  if (/(volatility|drawdown|rate|exposure|paid)$/.test(name)) return percent(value);
  return signed(Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS))));
}

function signed(text: string): string {
  return text.replace(/^-/, MINUS);
}
