import type { Random } from '../numerics/random';

/**
 * One resample of the stationary bootstrap (Politis and Romano 1994): indices in blocks of geometric length with mean
 * `meanBlock`, wrapping around at the end. Using the same indices for two series pairs them. Fills and returns `into`.
 */
export function resample(into: Int32Array, meanBlock: number, random: Random): Int32Array {
  const length = into.length;
  const newBlock = 1 / meanBlock;
  let index = random.below(length);
  for (let i = 0; i < length; i++) {
    into[i] = index;
    index = random.next() < newBlock ? random.below(length) : (index + 1) % length;
  }
  return into;
}
