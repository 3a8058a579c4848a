/** Last over first equity, minus 1: a fraction. */
export function totalReturn(equity: ArrayLike<number>): number {
  return (equity[equity.length - 1] as number) / (equity[0] as number) - 1;
}
