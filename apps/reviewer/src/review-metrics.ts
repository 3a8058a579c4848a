import type { Usage } from '@trademaster/agentchat';
import type { ServiceMetrics } from '@trademaster/runtime';
import { Counter } from 'prom-client';

/** What reviews take of the model endpoint, for Prometheus: every call, also of a review that failed after it. */
export class ReviewMetrics {
  private readonly calls: Counter<'model'>;
  private readonly tokens: Counter<'model' | 'kind'>;
  private readonly cost: Counter<'model'>;

  constructor({ registry }: Pick<ServiceMetrics, 'registry'>) {
    const registers = [registry];
    this.calls = new Counter({
      name: 'trademaster_review_calls_total',
      help: 'Calls that the model endpoint answered; replies from the journal are none',
      labelNames: ['model'],
      registers,
    });
    this.tokens = new Counter({
      name: 'trademaster_review_tokens_total',
      help: 'Tokens that the model endpoint reported for them',
      labelNames: ['model', 'kind'],
      registers,
    });
    this.cost = new Counter({
      name: 'trademaster_review_cost_usd_total',
      help: 'US dollars for them, by the configured prices; no series without prices',
      labelNames: ['model'],
      registers,
    });
  }

  /** `usd`: undefined where no prices are configured. */
  called(model: string, { prompt_tokens, completion_tokens }: Usage, usd: number | undefined): void {
    this.calls.inc({ model });
    this.tokens.inc({ model, kind: 'prompt' }, prompt_tokens);
    this.tokens.inc({ model, kind: 'completion' }, completion_tokens);
    if (usd !== undefined) this.cost.inc({ model }, usd);
  }
}
