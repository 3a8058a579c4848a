import { portableLog } from './portable-log';

/** Bound once: a global looked up at every draw costs more than the draw where globals are proxied. */
const { imul, sqrt } = Math;

/** A stream of pseudo-random numbers that is the same on every machine. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform integer in [0, bound), 1 ≤ bound ≤ 2^32, without modulo bias. */
  below(bound: number): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2018) on 32-bit integers; its
 * state is filled by a Weyl sequence through a 32-bit finaliser, so that neighbouring seeds give unrelated streams.
 * `seed` is an unsigned 32-bit integer.
 */
export function createRandom(seed: number): Random {
  const word = seedWords(seed);
  let a = word();
  let b = word();
  let c = word();
  let d = word();
  let spare: number | undefined;

  const next32 = (): number => {
    const result = imul(rotateLeft(imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
  const next = (): number => {
    const high = next32() >>> 5;
    const low = next32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992; // (high · 2^26 + low) / 2^53
  };
  const below = (bound: number): number => {
    const unbiased = 4294967296 - (4294967296 % bound);
    let draw = next32();
    while (draw >= unbiased) draw = next32();
    return draw % bound;
  };
  /** Marsaglia's polar method: needs a logarithm and a square root, no sine. */
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    let u: number;
    let v: number;
    let s: number;
    do {
      u = 2 * next() - 1;
      v = 2 * next() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const factor = sqrt((-2 * portableLog(s)) / s);
    spare = v * factor;
    return u * factor;
  };
  return { next, below, normal };
}

function seedWords(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = imul(mixed, 0x85ebca6b);
    mixed ^= mixed >>> 13;
    mixed = imul(mixed, 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
