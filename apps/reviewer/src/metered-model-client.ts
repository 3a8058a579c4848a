import type { ModelClient, ModelReply, ModelRequest } from '@trademaster/agentchat';
import type { TokenPrices } from '@trademaster/contracts';
import { costOf } from '@trademaster/decision';
import type { ReviewMetrics } from './review-metrics';

/** Tells the metrics what each answered call took. */
export class MeteredModelClient implements ModelClient {
  readonly model: string;

  constructor(
    private readonly client: ModelClient,
    private readonly metrics: Pick<ReviewMetrics, 'called'>,
    private readonly prices?: TokenPrices,
  ) {
    this.model = client.model;
  }

  /** Errors: the client's. */
  async create(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    const reply = await this.client.create(request, signal);
    const usd = this.prices === undefined ? undefined : costOf(reply.usage, this.prices);
    this.metrics.called(this.model, reply.usage, usd);
    return reply;
  }
}
