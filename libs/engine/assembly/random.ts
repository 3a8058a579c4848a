/** xoshiro128**, the same stream as src/numerics/random.ts: integers only, so the same on every machine. */
let a: u32 = 0;
let b: u32 = 0;
let c: u32 = 0;
let d: u32 = 0;
let weyl: u32 = 0;

export function seedRandom(seed: u32): void {
  weyl = seed;
  a = seedWord();
  b = seedWord();
  c = seedWord();
  d = seedWord();
}

function seedWord(): u32 {
  weyl += 0x9e3779b9;
  let mixed: u32 = weyl ^ (weyl >>> 16);
  mixed *= 0x85ebca6b;
  mixed ^= mixed >>> 13;
  mixed *= 0xc2b2ae35;
  return mixed ^ (mixed >>> 16);
}

function next32(): u32 {
  const result = rotl<u32>(b * 5, 7) * 9;
  const shifted = b << 9;
  c ^= a;
  d ^= b;
  b ^= c;
  a ^= d;
  c ^= shifted;
  d = rotl<u32>(d, 11);
  return result;
}

/** Uniform in [0, 1), 53 bits. */
export function nextUniform(): f64 {
  const high = next32() >>> 5;
  const low = next32() >>> 6;
  return (<f64>high * 67108864.0 + <f64>low) / 9007199254740992.0;
}

/** Uniform integer in [0, bound), without modulo bias. */
export function nextBelow(bound: u32): u32 {
  const unbiased: u64 = 4294967296 - (4294967296 % <u64>bound);
  let draw = next32();
  while (<u64>draw >= unbiased) draw = next32();
  return draw % bound;
}
