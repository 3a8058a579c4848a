import type { Levels, ReviewRules } from '@trademaster/contracts';
import type { DetailedFacts } from '../facts/review-facts';

/** What was decided, as far as a text can quote it. Positions are shares of equity, confidence 0..100, prices prices. */
export interface StatedDecision {
  target_position: number;
  confidence: number;
  levels?: Partial<Levels>;
}

/** All that numbers of a review may come from: what the team was or could be told, its own rules, and what was decided. */
export interface QuotableFacts extends DetailedFacts {
  rules: { minimum_to_open: number };
  decision?: StatedDecision;
}

export function quotableFacts(facts: DetailedFacts, rules: ReviewRules, decision?: StatedDecision): QuotableFacts {
  return {
    ...facts,
    rules: { minimum_to_open: rules.minimum_opening_confidence },
    ...(decision === undefined ? {} : { decision }),
  };
}

/** The value that stands at a claim's path (`market.last_closes[3]`); undefined where nothing does. */
export function factAt(facts: unknown, path: string): unknown {
  let at = facts;
  for (const key of path.split(/[.[\]]+/).filter((part) => part !== '')) {
    at = (at as Record<string, unknown> | null | undefined)?.[key];
  }
  return at;
}
