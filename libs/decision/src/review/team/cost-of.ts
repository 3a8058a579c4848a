import type { Usage } from '@trademaster/agentchat';
import type { TokenPrices } from '@trademaster/contracts';

/** US dollars. */
export function costOf({ prompt_tokens, completion_tokens }: Usage, { prompt, completion }: TokenPrices): number {
  return (prompt_tokens * prompt + completion_tokens * completion) / 1e6;
}
