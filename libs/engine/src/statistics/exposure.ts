/** Share of the bars that ended with a position; `positions` at each close, the first before any fill is not counted. */
export function exposure(positions: ArrayLike<number>): number {
  let held = 0;
  for (let i = 1; i < positions.length; i++) if (positions[i] !== 0) held++;
  return positions.length < 2 ? 0 : held / (positions.length - 1);
}
