/** A number that somebody in a review stated, as the artifact `claims` has it. */
export interface ExplainedClaim {
  /** Index of the message in the transcript. */
  message: number;
  source: string;
  /** Where in the decider's answer it stands: `reasoning`, `key_factors[0]`. */
  field?: string;
  text: string;
  /** Of `text`, in the message or in the field. */
  start: number;
  status: 'supported' | 'contradicted' | 'unsupported';
  /** Path of the fact, and what stands there. */
  path?: string;
  fact?: unknown;
}

/** By the first part of a fact's path. */
const SOURCES: Record<string, string> = {
  market: 'bars',
  proposal: 'policy',
  backtest: 'policy',
  instrument: 'facts',
  rules: 'team',
  decision: 'transcript',
};

/** Name of the artifact that a fact was computed from; undefined for a claim that no fact is about. */
export function artifactOfFact(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  return SOURCES[path.split('.')[0] as string] ?? 'facts';
}
