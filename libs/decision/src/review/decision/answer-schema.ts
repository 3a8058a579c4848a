import type { ResponseSchema } from '@trademaster/agentchat';
import { ACTIONS } from '@trademaster/contracts';
import { TERMINATE } from './executor-answer.dto';

const strings = { type: 'array', items: { type: 'string' } };
const price = { type: ['number', 'null'] };

/** The shape of ExecutorAnswer for endpoints that enforce one. Ranges are not in it: the answer is validated anyway. */
export const ANSWER_SCHEMA: ResponseSchema = {
  name: 'decision',
  schema: closed({
    status: { type: 'string', enum: [TERMINATE] },
    action: { type: 'string', enum: [...ACTIONS] },
    target_position: { type: 'number' },
    confidence: { type: 'number' },
    reasoning: { type: 'string' },
    key_factors: strings,
    entry: price,
    stop: price,
    target: price,
    changed_by: { anyOf: [closed({ agent: { type: 'string' }, claims: strings }), { type: 'null' }] },
  }),
};

function closed(properties: Record<string, unknown>): Record<string, unknown> {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
