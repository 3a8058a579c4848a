import type { ModelClient, ModelReply, ModelRequest } from '@trademaster/agentchat';
import { PipelineError } from '@trademaster/errors';

/** Lets at most so many calls be under way at a time; the others wait their turn, in the order in which they came. */
export class LimitedModelClient implements ModelClient {
  readonly model: string;
  private underWay = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly client: ModelClient,
    private readonly limit: number,
  ) {
    this.model = client.model;
  }

  /** Errors: the client's; `review_unavailable` when the signal is aborted while it waits. */
  async create(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    if (this.underWay < this.limit) this.underWay += 1;
    else await new Promise<void>((admitted) => this.waiting.push(admitted));
    try {
      if (signal.aborted) throw new PipelineError('review_unavailable', 'the review was interrupted');
      return await this.client.create(request, signal);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.underWay -= 1;
      else next();
    }
  }
}
