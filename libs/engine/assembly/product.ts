/** What happens to a product before it is stored. */
export const AS_IT_IS: i32 = 0;
/** Negative numbers become 0. */
export const RECTIFIED: i32 = 1;
/** 0 where the gate is not positive: the derivative of RECTIFIED, the gate being its output. */
export const GATED: i32 = 2;

/**
 * to[r][c] = start[c] + Σ_k from[r][k] · by[k][c], summed in the order of k, each product rounded before it is added.
 * `rows` is a multiple of 4. from[r][k] stands at from + r · `between` + k · `step`, so that swapping the two transposes
 * it; `stride` is the bytes from one row to the next of `to`, `by` and `gate`. Blocks of 2 rows by 16 columns keep eight
 * sums in registers and need the fewest instructions beside their products.
 */
export function multiply(
  from: usize,
  between: usize,
  step: usize,
  terms: usize,
  by: usize,
  start: usize,
  to: usize,
  stride: usize,
  rows: i32,
  finish: i32,
  gate: usize,
): void {
  const byEnd = by + stride * terms;
  for (let r = 0; r < rows; r += 4) {
    const x = from + <usize>r * between;
    const row = <usize>r * stride;
    let column: usize = 0;
    for (; column + 64 <= stride; column += 64) {
      const at = row + column;
      const next = at + 2 * stride;
      const w = by + column;
      block2x16(x, between, step, w, byEnd, start + column, to + at, stride, finish, gate + at);
      block2x16(x + 2 * between, between, step, w, byEnd, start + column, to + next, stride, finish, gate + next);
    }
    for (; column < stride; column += 16) {
      const at = row + column;
      block4x4(x, between, step, by + column, byEnd, start + column, to + at, stride, finish, gate + at);
    }
  }
}

function block2x16(
  x: usize,
  between: usize,
  step: usize,
  w: usize,
  wEnd: usize,
  start: usize,
  to: usize,
  stride: usize,
  finish: i32,
  gate: usize,
): void {
  let a0 = v128.load(start);
  let a1 = v128.load(start, 16);
  let a2 = v128.load(start, 32);
  let a3 = v128.load(start, 48);
  let b0 = a0;
  let b1 = a1;
  let b2 = a2;
  let b3 = a3;
  while (w < wEnd) {
    const a = v128.load_splat<f32>(x);
    const b = v128.load_splat<f32>(x + between);
    const w0 = v128.load(w);
    a0 = f32x4.add(a0, f32x4.mul(a, w0));
    b0 = f32x4.add(b0, f32x4.mul(b, w0));
    const w1 = v128.load(w, 16);
    a1 = f32x4.add(a1, f32x4.mul(a, w1));
    b1 = f32x4.add(b1, f32x4.mul(b, w1));
    const w2 = v128.load(w, 32);
    a2 = f32x4.add(a2, f32x4.mul(a, w2));
    b2 = f32x4.add(b2, f32x4.mul(b, w2));
    const w3 = v128.load(w, 48);
    a3 = f32x4.add(a3, f32x4.mul(a, w3));
    b3 = f32x4.add(b3, f32x4.mul(b, w3));
    w += stride;
    x += step;
  }
  keep(to, a0, finish, gate);
  keep(to + 16, a1, finish, gate + 16);
  keep(to + 32, a2, finish, gate + 32);
  keep(to + 48, a3, finish, gate + 48);
  keep(to + stride, b0, finish, gate + stride);
  keep(to + stride + 16, b1, finish, gate + stride + 16);
  keep(to + stride + 32, b2, finish, gate + stride + 32);
  keep(to + stride + 48, b3, finish, gate + stride + 48);
}

function block4x4(
  x: usize,
  between: usize,
  step: usize,
  w: usize,
  wEnd: usize,
  start: usize,
  to: usize,
  stride: usize,
  finish: i32,
  gate: usize,
): void {
  let a = v128.load(start);
  let b = a;
  let c = a;
  let d = a;
  while (w < wEnd) {
    const row = v128.load(w);
    a = f32x4.add(a, f32x4.mul(v128.load_splat<f32>(x), row));
    b = f32x4.add(b, f32x4.mul(v128.load_splat<f32>(x + between), row));
    c = f32x4.add(c, f32x4.mul(v128.load_splat<f32>(x + 2 * between), row));
    d = f32x4.add(d, f32x4.mul(v128.load_splat<f32>(x + 3 * between), row));
    w += stride;
    x += step;
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

/** `multiply` for one row: the same sums in the same order. */
export function multiplyOne(
  from: usize,
  terms: usize,
  by: usize,
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
