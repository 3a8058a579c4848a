/** More than this, and times in events, logs and MLflow do not fit together. */
const MOST_MS = 5_000;

/**
 * Says how far this machine's clock is from another one's, which was read between two looks at ours.
 * Throws beyond five seconds.
 */
export function clockDifference(before: Date, theirs: Date, after: Date): string {
  const ours = (before.getTime() + after.getTime()) / 2;
  const uncertain = (after.getTime() - before.getTime()) / 2;
  const differenceMs = Math.round(ours - theirs.getTime());
  const text = `${Math.abs(differenceMs)} ms ${differenceMs < 0 ? 'behind' : 'ahead of'} PostgreSQL's`;
  if (Math.abs(differenceMs) - uncertain > MOST_MS) throw new Error(text);
  return text;
}
