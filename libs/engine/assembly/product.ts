/** What happens to a product before it is stored. */
export const AS_IT_IS: i32 = 0;
/** Negative numbers become 0. */
export const RECTIFIED: i32 = 1;
/** 0 where the gate is not positive: the derivative of RECTIFIED, the gate being its output. */
export const GATED: i32 = 2;

/**
 * to[s][c] = start[c] + Σ_i from[s][i] · by[i][c], summed in the order of i, each product rounded before it is added.
 * `terms` and `samples` are multiples of 4; strides are bytes from one row to the next, `toStride` is also that of
 * `by`. Blocks of 4 samples by 8 columns keep eight sums in registers.
 */
export function multiply(
  from: usize,
  fromStride: usize,
  terms: usize,
  by: usize,
  start: usize,
  to: usize,
  toStride: usize,
  samples: i32,
  finish: i32,
  gate: usize,
): void {
  const byEnd = by + toStride * terms;
  let column: usize = 0;
  for (; column + 32 <= toStride; column += 32) {
    for (let s = 0; s < samples; s += 4) {
      const at = <usize>s * toStride + column;
      const x = from + <usize>s * fromStride;
      block4x8(x, fromStride, by + column, byEnd, start + column, to + at, toStride, finish, gate + at);
    }
  }
  for (; column < toStride; column += 16) {
    for (let s = 0; s < samples; s += 4) {
      const at = <usize>s * toStride + column;
      const x = from + <usize>s * fromStride;
      block4x4(x, fromStride, by + column, byEnd, start + column, to + at, toStride, finish, gate + at);
    }
  }
}

function block4x8(
  x0: usize,
  fromStride: usize,
  w: usize,
  wEnd: usize,
  start: usize,
  to: usize,
  stride: usize,
  finish: i32,
  gate: usize,
): void {
  let x1 = x0 + fromStride;
  let x2 = x1 + fromStride;
  let x3 = x2 + fromStride;
  let a0 = v128.load(start);
  let a1 = v128.load(start, 16);
  let b0 = a0;
  let b1 = a1;
  let c0 = a0;
  let c1 = a1;
  let d0 = a0;
  let d1 = a1;
  while (w < wEnd) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    const a = v128.load_splat<f32>(x0);
    const b = v128.load_splat<f32>(x1);
    const c = v128.load_splat<f32>(x2);
    const d = v128.load_splat<f32>(x3);
    a0 = f32x4.add(a0, f32x4.mul(a, w0));
    a1 = f32x4.add(a1, f32x4.mul(a, w1));
    b0 = f32x4.add(b0, f32x4.mul(b, w0));
    b1 = f32x4.add(b1, f32x4.mul(b, w1));
    c0 = f32x4.add(c0, f32x4.mul(c, w0));
    c1 = f32x4.add(c1, f32x4.mul(c, w1));
    d0 = f32x4.add(d0, f32x4.mul(d, w0));
    d1 = f32x4.add(d1, f32x4.mul(d, w1));
    w += stride;
    x0 += 4;
    x1 += 4;
    x2 += 4;
    x3 += 4;
  }
  keep(to, a0, finish, gate);
  keep(to + 16, a1, finish, gate + 16);
  keep(to + stride, b0, finish, gate + stride);
  keep(to + stride + 16, b1, finish, gate + stride + 16);
  keep(to + 2 * stride, c0, finish, gate + 2 * stride);
  keep(to + 2 * stride + 16, c1, finish, gate + 2 * stride + 16);
  keep(to + 3 * stride, d0, finish, gate + 3 * stride);
  keep(to + 3 * stride + 16, d1, finish, gate + 3 * stride + 16);
}

function block4x4(
  x0: usize,
  fromStride: usize,
  w: usize,
  wEnd: usize,
  start: usize,
  to: usize,
  stride: usize,
  finish: i32,
  gate: usize,
): void {
  let x1 = x0 + fromStride;
  let x2 = x1 + fromStride;
  let x3 = x2 + fromStride;
  let a = v128.load(start);
  let b = a;
  let c = a;
  let d = a;
  while (w < wEnd) {
    const row = v128.load(w);
    a = f32x4.add(a, f32x4.mul(v128.load_splat<f32>(x0), row));
    b = f32x4.add(b, f32x4.mul(v128.load_splat<f32>(x1), row));
    c = f32x4.add(c, f32x4.mul(v128.load_splat<f32>(x2), row));
    d = f32x4.add(d, f32x4.mul(v128.load_splat<f32>(x3), row));
    w += stride;
    x0 += 4;
    x1 += 4;
    x2 += 4;
    x3 += 4;
  }
  keep(to, a, finish, gate);
  keep(to + stride, b, finish, gate + stride);
  keep(to + 2 * stride, c, finish, gate + 2 * stride);
  keep(to + 3 * stride, d, finish, gate + 3 * stride);
}

function keep(to: usize, sum: v128, finish: i32, gate: usize): void {
  let value = sum;
  if (finish == RECTIFIED) value = f32x4.pmax(sum, f32x4.splat(0));
  else if (finish == GATED) value = v128.and(sum, f32x4.gt(v128.load(gate), f32x4.splat(0)));
  v128.store(to, value);
}

/** `multiply` for one sample: the same sums in the same order. */
export function multiplyOne(
  from: usize,
  by: usize,
  terms: usize,
  start: usize,
  to: usize,
  toStride: usize,
  finish: i32,
): void {
  const byEnd = by + toStride * terms;
  let column: usize = 0;
  for (; column + 64 <= toStride; column += 64) {
    let a = v128.load(start + column);
    let b = v128.load(start + column, 16);
    let c = v128.load(start + column, 32);
    let d = v128.load(start + column, 48);
    let x = from;
    for (let w = by + column; w < byEnd; w += toStride) {
      const value = v128.load_splat<f32>(x);
      a = f32x4.add(a, f32x4.mul(value, v128.load(w)));
      b = f32x4.add(b, f32x4.mul(value, v128.load(w, 16)));
      c = f32x4.add(c, f32x4.mul(value, v128.load(w, 32)));
      d = f32x4.add(d, f32x4.mul(value, v128.load(w, 48)));
      x += 4;
    }
    keep(to + column, a, finish, 0);
    keep(to + column + 16, b, finish, 0);
    keep(to + column + 32, c, finish, 0);
    keep(to + column + 48, d, finish, 0);
  }
  for (; column < toStride; column += 16) {
    let sum = v128.load(start + column);
    let x = from;
    for (let w = by + column; w < byEnd; w += toStride) {
      sum = f32x4.add(sum, f32x4.mul(v128.load_splat<f32>(x), v128.load(w)));
      x += 4;
    }
    keep(to + column, sum, finish, 0);
  }
}

/**
 * to[i][c] = Σ_s from[s][i] · delta[s][c], summed in the order of s. `rows` (of `to`, columns of `from`) is a multiple
 * of 4; `toStride` is also the stride of `delta`.
 */
export function multiplyTransposed(
  from: usize,
  fromStride: usize,
  rows: i32,
  delta: usize,
  to: usize,
  toStride: usize,
  samples: i32,
): void {
  const deltaEnd = delta + toStride * <usize>samples;
  for (let i = 0; i < rows; i += 4) {
    const x = from + 4 * <usize>i;
    const row = to + <usize>i * toStride;
    let column: usize = 0;
    for (; column + 32 <= toStride; column += 32) {
      transposed4x8(x, fromStride, delta + column, deltaEnd, row + column, toStride);
    }
    for (; column < toStride; column += 16) {
      transposed4x4(x, fromStride, delta + column, deltaEnd, row + column, toStride);
    }
  }
}

function transposed4x8(x: usize, fromStride: usize, d: usize, dEnd: usize, to: usize, stride: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  while (d < dEnd) {
    const delta0 = v128.load(d);
    const delta1 = v128.load(d, 16);
    const a = v128.load_splat<f32>(x);
    const b = v128.load_splat<f32>(x, 4);
    const c = v128.load_splat<f32>(x, 8);
    const e = v128.load_splat<f32>(x, 12);
    a0 = f32x4.add(a0, f32x4.mul(a, delta0));
    a1 = f32x4.add(a1, f32x4.mul(a, delta1));
    b0 = f32x4.add(b0, f32x4.mul(b, delta0));
    b1 = f32x4.add(b1, f32x4.mul(b, delta1));
    c0 = f32x4.add(c0, f32x4.mul(c, delta0));
    c1 = f32x4.add(c1, f32x4.mul(c, delta1));
    d0 = f32x4.add(d0, f32x4.mul(e, delta0));
    d1 = f32x4.add(d1, f32x4.mul(e, delta1));
    d += stride;
    x += fromStride;
  }
  v128.store(to, a0);
  v128.store(to, a1, 16);
  v128.store(to + stride, b0);
  v128.store(to + stride, b1, 16);
  v128.store(to + 2 * stride, c0);
  v128.store(to + 2 * stride, c1, 16);
  v128.store(to + 3 * stride, d0);
  v128.store(to + 3 * stride, d1, 16);
}

function transposed4x4(x: usize, fromStride: usize, d: usize, dEnd: usize, to: usize, stride: usize): void {
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let e = a;
  while (d < dEnd) {
    const delta = v128.load(d);
    a = f32x4.add(a, f32x4.mul(v128.load_splat<f32>(x), delta));
    b = f32x4.add(b, f32x4.mul(v128.load_splat<f32>(x, 4), delta));
    c = f32x4.add(c, f32x4.mul(v128.load_splat<f32>(x, 8), delta));
    e = f32x4.add(e, f32x4.mul(v128.load_splat<f32>(x, 12), delta));
    d += stride;
    x += fromStride;
  }
  v128.store(to, a);
  v128.store(to + stride, b);
  v128.store(to + 2 * stride, c);
  v128.store(to + 3 * stride, e);
}
