const LN2_HIGH = 0.69314718036912381649; // upper 33 bits of ln 2: k · LN2_HIGH is exact for every exponent k
const LN2_LOW = 1.90821492927058770002e-10; // ln 2 − LN2_HIGH
const SQRT2 = 1.4142135623730951;
/** 1/25, 1/23 … 1/3: 0.1716^25 / 25 is below half an ulp of the sum. */
const INVERSE_ODD = Float64Array.from({ length: 12 }, (_, n) => 1 / (25 - 2 * n));

const bits = new DataView(new ArrayBuffer(8));

/**
 * Natural logarithm with the same bits on every machine: `Math.log` may differ between engines, so it must not reach a
 * result. x = m · 2^k with m in [√½, √2), ln m = 2 artanh((m−1)/(m+1)) by its series. Relative error below 1e-15.
 * Follows Math.log at the edges: 0 gives −Infinity, negatives and NaN give NaN.
 */
export function portableLog(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  const subnormal = x < 2.2250738585072014e-308;
  bits.setFloat64(0, subnormal ? x * 18014398509481984 /* 2^54 */ : x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1023 - (subnormal ? 54 : 0);
  bits.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  let mantissa = bits.getFloat64(0);
  if (mantissa > SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  let series = 0;
  for (let n = 0; n < INVERSE_ODD.length; n++) series = z * ((INVERSE_ODD[n] as number) + series);
  return exponent * LN2_HIGH + (2 * s + (2 * s * series + exponent * LN2_LOW));
}
