const BLOCK = 128;
const LANES = 8;

/**
 * Sum in the order in which numpy adds contiguous float64: eight running sums within blocks of 128, halves above that.
 * Source: numpy's documentation of `sum` ("pairwise summation") and its results, against which this is tested.
 */
export function pairwiseSum(values: readonly number[], start = 0, count = values.length): number {
  const at = (index: number): number => values[start + index] as number;
  if (count < LANES) {
    let sum = 0;
    for (let index = 0; index < count; index++) sum += at(index);
    return sum;
  }
  if (count <= BLOCK) {
    const lane = Array.from({ length: LANES }, (_, index) => at(index)) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    let index = LANES;
    for (; index < count - (count % LANES); index += LANES) {
      for (let offset = 0; offset < LANES; offset++) lane[offset] = (lane[offset] as number) + at(index + offset);
    }
    let sum = lane[0] + lane[1] + (lane[2] + lane[3]) + (lane[4] + lane[5] + (lane[6] + lane[7]));
    for (; index < count; index++) sum += at(index);
    return sum;
  }
  const half = Math.floor(count / 2);
  const left = half - (half % LANES);
  return pairwiseSum(values, start, left) + pairwiseSum(values, start + left, count - left);
}
