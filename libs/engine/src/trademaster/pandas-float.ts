const DIGITS_READ = 17;

/**
 * A decimal number as pandas' default CSV reader understands it: at most 17 digits are read (a leading zero counts),
 * accumulated in float64 and scaled by one power of ten. It can differ from the nearest float64 in the last bits, and
 * TradeMaster's recorded results rest on it. NaN for what is not a number.
 */
export function pandasFloat(text: string): number {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (match === null || whole.length + fraction.length === 0) return NaN;
  const decimals = fraction.slice(0, Math.max(0, DIGITS_READ - whole.length));
  let value = 0;
  for (const digit of whole.slice(0, DIGITS_READ) + decimals) value = value * 10 + Number(digit);
  const exponent = Math.max(0, whole.length - DIGITS_READ) - decimals.length + Number(match[4] ?? 0);
  const scaled = exponent > 0 ? value * powerOfTen(exponent) : value / powerOfTen(-exponent);
  return match[1] === '-' ? -scaled : scaled;
}

/** The float64 nearest to 10^exponent: literals are correctly rounded, Math.pow need not be. */
function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}
