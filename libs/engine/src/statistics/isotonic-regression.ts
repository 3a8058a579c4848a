/**
 * Closest non-decreasing sequence in weighted least squares, by pooling adjacent violators (Ayer et al. 1955).
 * `weights` are positive and as many as `values`.
 */
export function isotonicRegression(values: readonly number[], weights: readonly number[]): number[] {
  const pools: { value: number; weight: number; count: number }[] = [];
  values.forEach((value, i) => {
    let pool = { value, weight: weights[i] as number, count: 1 };
    for (let below = pools.at(-1); below && below.value > pool.value; below = pools.at(-1)) {
      const weight = below.weight + pool.weight;
      const pooled = (below.value * below.weight + pool.value * pool.weight) / weight;
      pool = { value: pooled, weight, count: below.count + pool.count };
      pools.pop();
    }
    pools.push(pool);
  });
  return pools.flatMap(({ value, count }) => new Array<number>(count).fill(value));
}
