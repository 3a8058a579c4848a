import { type Claim, claimChecker } from '@trademaster/claims';
import type { ExecutorAnswer } from '../decision/executor-answer.dto';
import { type Offence, offence } from '../decision/offence';
import { levelClaims } from './level-claims';
import { factAt, type QuotableFacts } from './quotable-facts';

/** A text of the decider's answer. */
export interface Statement {
  /** `reasoning`, `key_factors[0]`, `changed_by.claims[0]`. */
  field: string;
  text: string;
}

export function statementsOf({ reasoning, key_factors, changed_by }: ExecutorAnswer): Statement[] {
  return [
    { field: 'reasoning', text: reasoning },
    ...key_factors.map((text, i) => ({ field: `key_factors[${i}]`, text })),
    ...(changed_by?.claims ?? []).map((text, i) => ({ field: `changed_by.claims[${i}]`, text })),
  ];
}

/**
 * What in an answer no fact of the run bears out: levels at no price of the run, numbers that contradict a fact, and
 * numbers without a fact that a sentence gives as a level. Other numbers without a fact are counted, not refused: the
 * share of grounded ones is a field of the signal.
 */
export function groundingOffences(answer: ExecutorAnswer, facts: QuotableFacts): Offence[] {
  const levels = levelClaims(answer, facts)
    .filter(({ claim }) => claim.status !== 'supported')
    .map(({ field, claim }) => offence(field, `must be a price that stands in the facts (got ${claim.text})`));
  const check = claimChecker(facts);
  const numbers = statementsOf(answer).flatMap(({ field, text }) =>
    check(text)
      .filter((claim) => claim.status === 'contradicted' || (claim.status === 'unsupported' && isLevel(claim, text)))
      .map((claim) => offence(field, refusalOf(claim, facts))),
  );
  return [...levels, ...numbers];
}

function refusalOf({ text, path }: Claim, facts: QuotableFacts): string {
  if (path === undefined)
    return `states the level ${text}, which no fact of this run has: quote the facts or leave it out`;
  const fact = factAt(facts, path);
  const known = typeof fact === 'number' || typeof fact === 'string' ? fact : 'not known';
  return `states ${text}, but ${path} is ${known}: quote the facts or leave it out`;
}

const LEVEL_WORDS =
  /\b(?:entry|enter\w*|stops?|stop-loss|targets?|take-?profit|supports?|resistance|floor|ceiling|levels?|price[sd]?|break\w*|fall\w*|rise\w*|rally|bounce\w*)\b/i;
const SENTENCE_END = /[.!?;](?=\s)/;

/** Does the sentence around an unsupported number give it as a price? */
function isLevel({ start, text, unit }: Claim, whole: string): boolean {
  if (unit === 'currency') return true;
  if (unit !== 'number' && unit !== 'percent') return false;
  const before = whole.slice(0, start).split(SENTENCE_END).at(-1) ?? '';
  const after = whole.slice(start + text.length).split(SENTENCE_END)[0] ?? '';
  return LEVEL_WORDS.test(`${before} ${after}`);
}
