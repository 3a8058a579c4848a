import { cleanText } from '@trademaster/agentchat';
import { parse } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { ExecutorAnswer } from './executor-answer.dto';

/** Name of the answer in messages about it. */
export const DECISION = 'decision';

/**
 * The decider's text as an answer: the whole text is one JSON object, or it is none. Nothing is searched for in it,
 * nothing is filled in. Errors: `review_invalid` with every offence.
 */
export function readAnswer(text: string): ExecutorAnswer {
  return parse(ExecutorAnswer, parseJson(text), { code: 'review_invalid', prefix: DECISION, refuseUnknown: true });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? cleanText(value) : value));
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new PipelineError(
      'review_invalid',
      `${DECISION} must be one JSON object and nothing else: ${cleanText(said, 120)}`,
      {
        field: DECISION,
        cause,
      },
    );
  }
}
