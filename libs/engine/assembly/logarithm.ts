const LN2_HIGH: f64 = 0.69314718036912381649; // upper 33 bits of ln 2: k · LN2_HIGH is exact for every exponent k
const LN2_LOW: f64 = 1.90821492927058770002e-10; // ln 2 − LN2_HIGH
const SQRT2: f64 = 1.4142135623730951;
/** 1/25, 1/23 … 1/3. */
const INVERSE_ODD: usize = memory.data<f64>([
  1.0 / 25.0,
  1.0 / 23.0,
  1.0 / 21.0,
  1.0 / 19.0,
  1.0 / 17.0,
  1.0 / 15.0,
  1.0 / 13.0,
  1.0 / 11.0,
  1.0 / 9.0,
  1.0 / 7.0,
  1.0 / 5.0,
  1.0 / 3.0,
]);
const TERMS: usize = 12;
const MANTISSA: u64 = 0x000fffffffffffff;
const ONE: u64 = 0x3ff0000000000000;

/** Natural logarithm of a positive, finite, normal number: the same bits as src/numerics/portable-log.ts. */
export function logarithm(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let exponent = <i32>(bits >> 52) - 1023;
  let mantissa = reinterpret<f64>((bits & MANTISSA) | ONE);
  if (mantissa > SQRT2) {
    mantissa /= 2.0;
    exponent += 1;
  }
  const s = (mantissa - 1.0) / (mantissa + 1.0);
  const z = s * s;
  let series: f64 = 0;
  for (let n: usize = 0; n < TERMS; n++) series = z * (load<f64>(INVERSE_ODD + 8 * n) + series);
  return <f64>exponent * LN2_HIGH + (2.0 * s + (2.0 * s * series + <f64>exponent * LN2_LOW));
}
