/** Simple return of each bar: equity[i + 1] / equity[i] − 1. One fewer than equity. */
export function returnsOf(equity: readonly number[]): number[] {
  return equity.slice(1).map((value, i) => value / (equity[i] as number) - 1);
}
