const LN2_HIGH = 0.69314718036912381649; // upper 33 bits of ln 2: k · LN2_HIGH is exact for every exponent k
const LN2_LOW = 1.90821492927058770002e-10; // ln 2 − LN2_HIGH
const LOG2_E = 1.4426950408889634;
const LARGEST = 709.782712893384; // ln of the largest double
const SMALLEST = -745.1332191019412; // ln of the smallest subnormal
const TERMS = 14; // 0.3466^15 / 15! is below 1e-19

const bits = new DataView(new ArrayBuffer(8));

/**
 * e^x with the same bits on every machine: `Math.exp` may differ between engines, so it must not reach a result.
 * x = k ln 2 + r with |r| ≤ ln 2 / 2, e^r by its Taylor series. Relative error below 1e-15 (subnormal results aside).
 */
export function portableExp(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > LARGEST) return Infinity;
  if (x < SMALLEST) return 0;
  const k = Math.floor(x * LOG2_E + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let series = 1;
  for (let n = TERMS; n >= 1; n--) series = 1 + (r * series) / n;
  const half = k >> 1;
  return series * powerOfTwo(half) * powerOfTwo(k - half);
}

/** 2^k for −1022 ≤ k ≤ 1023, exactly. */
function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}
