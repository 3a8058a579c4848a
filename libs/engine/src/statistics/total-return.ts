/** Last over first equity, minus 1: a fraction. */
export function totalReturn(equity: readonly number[]): number {
  return (equity.at(-1) as number) / (equity[0] as number) - 1;
}
