import type { ReviewFacts } from './review-facts';

/**
 * The task given to the team. Text from outside (names of instruments, exchanges) stands only inside the facts, where
 * it cannot end them: `<` is written as an escape.
 */
export function reviewTask(facts: ReviewFacts): string {
  const { action, intent, current_position, target_position, confidence } = facts.proposal;
  return [
    `Review one trading proposal: ${action} (${intent}), from ${current_position} to ${target_position} of equity,`,
    `confidence ${confidence} of 100. Authority of this review: ${facts.authority}.`,
    '<facts>',
    JSON.stringify(facts, null, 1).replaceAll('<', '\\u003c'),
    '</facts>',
  ].join('\n');
}
