import type { ModelClient, ModelReply, ModelRequest } from '@trademaster/agentchat';
import type { TokenPrices } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { costOf } from './cost-of';

/** Most that the model calls of one review may take. */
export interface ReviewBudget {
  /** Prompt and completion tokens together. */
  tokens?: number;
  /** US dollars; needs prices. */
  usd?: number;
}

/**
 * Makes no further call once the budget is spent: what a call takes is known after it, so at most one goes over. It
 * counts what the replies report, recorded ones too, so a review that is done again stops at the same call.
 */
export class BudgetedModelClient implements ModelClient {
  readonly model: string;
  private tokens = 0;
  private usd = 0;

  constructor(
    private readonly client: ModelClient,
    private readonly budget: ReviewBudget,
    private readonly prices?: TokenPrices,
  ) {
    this.model = client.model;
  }

  /** Errors: `review_budget_exceeded`, also when the endpoint does not report what a call took; the client's. */
  async create(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    this.checkBudget();
    const reply = await this.client.create(request, signal);
    const { prompt_tokens, completion_tokens } = reply.usage;
    if (prompt_tokens + completion_tokens === 0 && Object.keys(this.budget).length > 0) {
      throw exceeded('the model endpoint reports no token usage: a budget cannot be kept with it');
    }
    this.tokens += prompt_tokens + completion_tokens;
    if (this.prices !== undefined) this.usd += costOf(reply.usage, this.prices);
    return reply;
  }

  private checkBudget(): void {
    const { tokens = Infinity, usd = Infinity } = this.budget;
    if (this.tokens >= tokens) throw exceeded(`${this.tokens} tokens are used, the budget is ${tokens}`);
    if (this.usd >= usd) throw exceeded(`${this.usd.toFixed(6)} USD are spent, the budget is ${usd}`);
  }
}

function exceeded(message: string): PipelineError {
  return new PipelineError('review_budget_exceeded', `the review's budget: ${message}`);
}
