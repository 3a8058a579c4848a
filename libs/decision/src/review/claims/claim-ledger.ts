import { isChatMessage, type TranscriptItem } from '@trademaster/agentchat';
import { type Claim, claimChecker, type ClaimStatus, groundedShare } from '@trademaster/claims';
import { PipelineError } from '@trademaster/errors';
import type { ExecutorAnswer } from '../decision/executor-answer.dto';
import { readAnswer } from '../decision/read-answer';
import { statementsOf } from './grounding';
import { levelClaims } from './level-claims';
import { factAt, type QuotableFacts } from './quotable-facts';

/** A number that somebody in the review stated, and the fact that it was held against. */
export interface LedgerClaim extends Claim {
  /** Index of the message in the transcript. */
  message: number;
  source: string;
  /** Where in the decider's answer it stands: `reasoning`, `key_factors[0]`, `stop`. `start` counts from there. */
  field?: string;
  /** What stands at `path`; null where the fact is not known. */
  fact?: unknown;
}

/** Everything that was stated in a review, with the facts it was matched to: both can be matched again. */
export interface ClaimLedger {
  facts: QuotableFacts;
  /** Supported claims / all claims; null when nobody stated a number. */
  grounded_share: number | null;
  counts: Record<ClaimStatus, number>;
  claims: LedgerClaim[];
}

/** Matches every number that the agents stated. The user's messages are not the team's. */
export function claimLedger(messages: readonly TranscriptItem[], decider: string, facts: QuotableFacts): ClaimLedger {
  const check = claimChecker(facts);
  const claims = messages.flatMap((item, message) =>
    claimsOf(item, decider, facts, check).map((claim): LedgerClaim => {
      const fact = claim.path === undefined ? undefined : factAt(facts, claim.path);
      return { message, source: item.source, ...claim, ...(fact === undefined ? {} : { fact }) };
    }),
  );
  const counts = { supported: 0, contradicted: 0, unsupported: 0 };
  for (const { status } of claims) counts[status] += 1;
  return { facts, grounded_share: groundedShare(claims), counts, claims };
}

/** Claims of one message: none of the user's and of tools' results, which are facts and no statements. */
export function claimsOf(
  item: TranscriptItem,
  decider: string,
  facts: QuotableFacts,
  check = claimChecker(facts),
): (Claim & Pick<LedgerClaim, 'field'>)[] {
  const says = isChatMessage(item) || item.type === 'ThoughtEvent';
  if (!says || item.source === 'user') return [];
  const answer = item.source === decider ? answerIn(item.content) : undefined;
  if (answer === undefined) return check(item.content);
  return [
    ...levelClaims(answer, facts).map(({ field, claim }) => ({ ...claim, field })),
    ...statementsOf(answer).flatMap(({ field, text }) => check(text).map((claim) => ({ ...claim, field }))),
  ];
}

/** The decider also says what is no answer: a question, or something malformed. */
function answerIn(content: string): ExecutorAnswer | undefined {
  try {
    return readAnswer(content);
  } catch (thrown) {
    if (thrown instanceof PipelineError && thrown.code === 'review_invalid') return undefined;
    throw thrown;
  }
}
