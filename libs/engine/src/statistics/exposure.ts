/** Share of the bars that ended with a position; `positions` at each close, the first before any fill is not counted. */
export function exposure(positions: readonly number[]): number {
  const held = positions.slice(1);
  return held.length === 0 ? 0 : held.filter((position) => position !== 0).length / held.length;
}
