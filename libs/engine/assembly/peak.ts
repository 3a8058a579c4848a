/**
 * What this core can do at most with 128-bit vectors without fused operations, on registers alone: six independent
 * chains of multiplications and six of additions, none waiting for more than itself. 48 operations a round. Returns
 * their sum, so that nothing is optimised away.
 */
export function peak(rounds: i32, factor: f32): f32 {
  const y = f32x4.splat(factor);
  let a = y;
  let b = y;
  let c = y;
  let d = y;
  let e = y;
  let f = y;
  let sumA = y;
  let sumB = y;
  let sumC = y;
  let sumD = y;
  let sumE = y;
  let sumF = y;
  for (let round = 0; round < rounds; round++) {
    sumA = f32x4.add(sumA, a);
    sumB = f32x4.add(sumB, b);
    sumC = f32x4.add(sumC, c);
    sumD = f32x4.add(sumD, d);
    sumE = f32x4.add(sumE, e);
    sumF = f32x4.add(sumF, f);
    a = f32x4.mul(a, y);
    b = f32x4.mul(b, y);
    c = f32x4.mul(c, y);
    d = f32x4.mul(d, y);
    e = f32x4.mul(e, y);
    f = f32x4.mul(f, y);
  }
  const sums = f32x4.add(f32x4.add(f32x4.add(sumA, sumB), f32x4.add(sumC, sumD)), f32x4.add(sumE, sumF));
  const products = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(e, f));
  return f32x4.extract_lane(f32x4.add(sums, products), 0);
}
