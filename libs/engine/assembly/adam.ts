const BETA1: f64 = 0.9;
const BETA2: f64 = 0.999;
/** Moments of dead units decay into subnormal numbers, which are many times slower: they end here. */
const SMALLEST_FIRST_MOMENT: f32 = 1e-30;
const SMALLEST_SECOND_MOMENT: f32 = 1e-36;

/** Vectors that `adamStep` reads in its loop: there are too few registers for all, and making them anew costs more. */
const RATE: usize = 0;
const CORRECTION: usize = 16;
const SCALE: usize = 32;
const EPSILON: usize = 48;
const KEEP1: usize = 64;
const TAKE1: usize = 80;
const KEEP2: usize = 96;
const TAKE2: usize = 112;
const TINY1: usize = 128;
const TINY2: usize = 144;
const operands: usize = memory.data(160, 16);

/** Running products: no power function, the same bits everywhere. */
let beta1Power: f64 = 1;
let beta2Power: f64 = 1;

/** L2 norm of `bytes` (a multiple of 64) of float32: sixteen interleaved sums, then their sum as a tree. */
export function normOf(vector: usize, bytes: usize): f32 {
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  const end = vector + bytes;
  for (let at = vector; at < end; at += 64) {
    const v0 = v128.load(at);
    const v1 = v128.load(at, 16);
    const v2 = v128.load(at, 32);
    const v3 = v128.load(at, 48);
    a = f32x4.add(a, f32x4.mul(v0, v0));
    b = f32x4.add(b, f32x4.mul(v1, v1));
    c = f32x4.add(c, f32x4.mul(v2, v2));
    d = f32x4.add(d, f32x4.mul(v3, v3));
  }
  const sums = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  const low = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
  const high = f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
  return sqrt<f32>(low + high);
}

/** Adam (Kingma and Ba 2015): moves `parameters` one step against `factor` times `gradients`, all of `bytes`. */
export function adamStep(
  parameters: usize,
  gradients: usize,
  first: usize,
  second: usize,
  bytes: usize,
  learningRate: f64,
  factor: f32,
): void {
  beta1Power *= BETA1;
  beta2Power *= BETA2;
  fillOperands(learningRate, factor);
  for (let at: usize = 0; at < bytes; at += 16) {
    const g = f32x4.mul(v128.load(gradients + at), v128.load(operands, SCALE));
    const oldM = f32x4.mul(v128.load(first + at), v128.load(operands, KEEP1));
    const oldV = f32x4.mul(v128.load(second + at), v128.load(operands, KEEP2));
    let m = f32x4.add(oldM, f32x4.mul(g, v128.load(operands, TAKE1)));
    let v = f32x4.add(oldV, f32x4.mul(f32x4.mul(g, g), v128.load(operands, TAKE2)));
    m = v128.andnot(m, f32x4.lt(f32x4.abs(m), v128.load(operands, TINY1)));
    v = v128.andnot(v, f32x4.lt(v, v128.load(operands, TINY2)));
    v128.store(first + at, m);
    v128.store(second + at, v);
    const root = f32x4.mul(f32x4.sqrt(v), v128.load(operands, CORRECTION));
    const step = f32x4.div(f32x4.mul(m, v128.load(operands, RATE)), f32x4.add(root, v128.load(operands, EPSILON)));
    v128.store(parameters + at, f32x4.sub(v128.load(parameters + at), step));
  }
}

function fillOperands(learningRate: f64, factor: f32): void {
  v128.store(operands, f32x4.splat(<f32>(learningRate / (1.0 - beta1Power))), RATE);
  v128.store(operands, f32x4.splat(<f32>(1.0 / sqrt<f64>(1.0 - beta2Power))), CORRECTION);
  v128.store(operands, f32x4.splat(factor), SCALE);
  v128.store(operands, f32x4.splat(1e-8), EPSILON);
  v128.store(operands, f32x4.splat(<f32>BETA1), KEEP1);
  v128.store(operands, f32x4.splat(<f32>(1.0 - BETA1)), TAKE1);
  v128.store(operands, f32x4.splat(<f32>BETA2), KEEP2);
  v128.store(operands, f32x4.splat(<f32>(1.0 - BETA2)), TAKE2);
  v128.store(operands, f32x4.splat(SMALLEST_FIRST_MOMENT), TINY1);
  v128.store(operands, f32x4.splat(SMALLEST_SECOND_MOMENT), TINY2);
}

/** Moves `target` by the share `tau` of the way to `online`. */
export function follow(target: usize, online: usize, bytes: usize, tau: f32): void {
  const share = f32x4.splat(tau);
  for (let at: usize = 0; at < bytes; at += 16) {
    const old = v128.load(target + at);
    const way = f32x4.sub(v128.load(online + at), old);
    v128.store(target + at, f32x4.add(old, f32x4.mul(way, share)));
  }
}
