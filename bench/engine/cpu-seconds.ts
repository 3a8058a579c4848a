/**
 * CPU seconds that `work` takes of this process, all threads together: what a core has to do, however many others share
 * it. On a quiet machine the same as by the clock.
 */
export function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** `samples` measurements, after one that warms up. */
export function measured(samples: number, measure: () => number): number[] {
  measure();
  return Array.from({ length: samples }, measure);
}
