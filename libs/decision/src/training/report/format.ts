const MINUS = '−';
/** Keeps number and sign on one line. */
const PERCENT = '\u00a0%';
const DIGITS = 3;

/** A change: `0.0123` → `+1.2 %`. */
export function signedPercent(fraction: number): string {
  return `${fraction < 0 ? MINUS : '+'}${(Math.abs(fraction) * 100).toFixed(1)}${PERCENT}`;
}

/** A share or size: `0.123` → `12.3 %`. */
export function percent(fraction: number): string {
  return `${signed((fraction * 100).toFixed(1))}${PERCENT}`;
}

/** A metric by its name: returns, shares, counts, ratios. */
export function metric(name: string, value: number): string {
  if (/return$/.test(name)) return signedPercent(value);
  if (/(volatility|drawdown|rate|exposure|paid)$/.test(name)) return percent(value);
  return signed(Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS))));
}

/** In the instrument's currency, as many digits as it takes to tell neighbours apart. */
export function price(value: number): string {
  return value >= 1000 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(3);
}

function signed(text: string): string {
  return text.replace(/^-/, MINUS);
}
