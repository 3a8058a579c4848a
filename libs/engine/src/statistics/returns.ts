/** Simple return of each bar: equity[i + 1] / equity[i] − 1. One fewer than equity. */
export function returnsOf(equity: ArrayLike<number>): Float64Array {
  const returns = new Float64Array(Math.max(0, equity.length - 1));
  for (let i = 0; i < returns.length; i++) returns[i] = (equity[i + 1] as number) / (equity[i] as number) - 1;
  return returns;
}
