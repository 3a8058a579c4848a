import { quotedData } from './quoted-data';
import type { ReviewFacts } from './review-facts';

/** The task given to the team: one sentence of ours, and the facts as data. */
export function reviewTask(facts: ReviewFacts): string {
  const { action, intent, current_position, target_position, confidence } = facts.proposal;
  return [
    `Review one trading proposal: ${action} (${intent}), from ${current_position} to ${target_position} of equity,`,
    `confidence ${confidence} of 100. Authority of this review: ${facts.authority}.`,
    quotedData('facts', facts),
  ].join('\n');
}
