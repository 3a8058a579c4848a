/** What a canary was to show, and what it showed. */
export interface Finding {
  canary: string;
  expected: string;
  got: string;
  ok: boolean;
}

/** So many of `runs`, between two bounds that are part of it. */
export function countFinding(canary: string, count: number, runs: number, low: number, high: number): Finding {
  const all = low === runs ? `${runs} of ${runs}` : undefined;
  const oneSided = low === 0 ? `at most ${high} of ${runs}` : high === runs ? `at least ${low} of ${runs}` : undefined;
  const expected = all ?? oneSided ?? `${low}–${high} of ${runs}`;
  return { canary, expected, got: `${count} of ${runs}`, ok: count >= low && count <= high };
}

/** Largest count that a Binomial(`runs`, `p`) exceeds with probability 0.005 or less. */
export function binomialHigh(runs: number, p: number): number {
  let [probability, cumulated, k] = [(1 - p) ** runs, 0, 0];
  for (; ; k++) {
    cumulated += probability;
    if (cumulated >= 0.995) return k;
    probability *= ((runs - k) / (k + 1)) * (p / (1 - p));
  }
}
